"""From a region to its grid: lines, columns, rows, cells with their spans, header rows and stub columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Cell
from extractors.reading.page import Page, Rule
from extractors.reading.runs import runs_of
from extractors.reading.tables.cells import cells_of, underlines_of
from extractors.reading.tables.columns import CELL_GAP, columns_of
from extractors.reading.tables.frames import Frame, merged_rules
from extractors.reading.tables.lines import Line, Span
from extractors.reading.tables.pieces import text_line, turned_runs, with_scripts
from extractors.reading.tables.rows import Row, lines_of, rows_of
from extractors.reading.tables.spans import Draft, drafts_of, widened
from extractors.reading.tables.text import numeric

FULL = 0.82  # of the frame's width: a rule as wide runs through the table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's grid with the steps that led to it, for `draw`."""

    frame: Frame
    tokens: tuple[int, ...]
    lines: tuple[Line, ...]
    columns: tuple[Span, ...]
    row_edges: tuple[tuple[float, float], ...]
    cells: tuple[Cell, ...]
    cell_tokens: tuple[tuple[int, ...], ...]
    rows: int
    header_rows: int
    stub_columns: int


def grid_of(page: Page, frame: Frame, taken: frozenset[int]) -> Grid | None:
    """Read the grid of a frame; `taken` are tokens of captions. None where there is no grid."""
    inside = _inside(page, frame, taken)
    if len(inside) < 2:
        return None
    runs = runs_of(page, inside, CELL_GAP)
    runs.extend(turned_runs(page, inside))
    lines = lines_of(with_scripts(page, runs))
    rules = [rule for rule in merged_rules(page.rules, True) if _within(rule, frame)]
    width = frame.x1 - frame.x0
    underlines = underlines_of(page, inside, [rule for rule in rules if rule.x1 - rule.x0 < 0.5 * width])
    rules = [rule for rule in rules if rule not in underlines]
    full = [rule for rule in rules if rule.x1 - rule.x0 > FULL * width]
    partial = [rule for rule in rules if rule.x1 - rule.x0 <= FULL * width]
    bars = _bars(page, frame)
    top = (lines[0].y0 if lines else frame.y0) + 2
    header_end = min((rule.y0 for rule in full if rule.y0 > top), default=frame.y0)
    if not any(line.baseline > header_end for line in lines):
        header_end = frame.y0
    columns = columns_of(page, lines, bars, partial, header_end)
    if not columns:
        return None
    text_lines = [text_line(page, line, columns) for line in lines]
    text_lines = [line for line in text_lines if line.pieces]
    rows = rows_of(text_lines, rules, columns, header_end)
    drafts = drafts_of(rows)
    header_rows = _header_rows(rows, drafts, header_end)
    cells, cell_tokens = cells_of(page, widened(drafts, rows, columns, rules, header_rows), underlines)
    return Grid(
        frame,
        tuple(inside),
        tuple(lines),
        tuple(columns),
        tuple((row.y0, row.y1) for row in rows),
        tuple(cells),
        tuple(cell_tokens),
        len(rows),
        header_rows,
        _stub_columns(cells, header_rows, len(rows), len(columns)),
    )


def _inside(page: Page, frame: Frame, taken: frozenset[int]) -> list[int]:
    x0, x1, y0, y1 = frame.x0 - 3.5, frame.x1 + 3.5, frame.y0 - 1.5, frame.y1 + 1.5
    return [
        index
        for index, token in enumerate(page.tokens)
        if y0 < (token.y0 + token.y1) / 2 < y1 and x0 < (token.x0 + token.x1) / 2 < x1 and index not in taken
    ]


def _within(rule: Rule, frame: Frame) -> bool:
    return rule.y0 > frame.y0 - 2 and rule.y1 < frame.y1 + 2 and rule.x0 > frame.x0 - 4 and rule.x1 < frame.x1 + 4


def _bars(page: Page, frame: Frame) -> list[float]:
    height = frame.y1 - frame.y0
    total: dict[int, float] = {}
    for rule in page.rules:
        if (
            not rule.horizontal
            and rule.y1 > frame.y0 - 2
            and rule.y0 < frame.y1 + 2
            and frame.x0 - 3 < rule.x0 < frame.x1 + 3
        ):
            key = round((rule.x0 + rule.x1) / 2)
            total[key] = total.get(key, 0.0) + min(rule.y1, frame.y1) - max(rule.y0, frame.y0)
    return [float(x) for x, length in sorted(total.items()) if length > 0.4 * height]


def _header_rows(rows: Sequence[Row], drafts: Sequence[Draft], header_end: float) -> int:
    above = sum(row.y1 < header_end + 3 for row in rows)
    if 0 < above < len(rows):
        return above
    count = 0
    for number in range(len(rows)):
        own = [draft for draft in drafts if draft.top == number and draft.first > 0]
        if own and sum(numeric(draft.pieces[0].text) for draft in own) * 2 >= len(own):
            break
        count += 1
    return count if count < len(rows) else min(1, len(rows) - 1)


def _stub_columns(cells: Sequence[Cell], header_rows: int, rows: int, width: int) -> int:
    count = 0
    for column in range(width):
        own = [cell for cell in cells if cell.column == column and cell.row >= header_rows and cell.column_span == 1]
        if column and (not own or sum(numeric(cell.text) for cell in own) * 2 >= len(own)):
            break
        count += 1
    return min(count, max(1, width - 1))
