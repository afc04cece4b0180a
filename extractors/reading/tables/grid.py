"""From a region to its grid: lines, columns, rows, cells with their spans, header rows and stub columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Box, Cell, Style
from extractors.reading.captions import token_box
from extractors.reading.page import UPRIGHT, Page, Rule
from extractors.reading.runs import Run, runs_of
from extractors.reading.tables.columns import CELL_GAP, Line, Span, columns_of
from extractors.reading.tables.regions import Frame, merged_rules
from extractors.reading.tables.rows import Piece, Row, TextLine, lines_of, rows_of
from extractors.reading.tables.spans import Draft, drafts_of, widened
from extractors.reading.tables.text import MARKS, cell_text, numeric

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
    runs.extend(_turned_runs(page, inside))
    lines = lines_of(_with_scripts(page, runs))
    rules = [rule for rule in merged_rules(page.rules, True) if _within(rule, frame)]
    width = frame.x1 - frame.x0
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
    text_lines = [_text_line(page, line, columns, partial) for line in lines]
    text_lines = [line for line in text_lines if line.pieces]
    rows = rows_of(text_lines, rules, columns, header_end)
    drafts = drafts_of(rows)
    header_rows = _header_rows(rows, drafts, header_end)
    cells, cell_tokens = _cells(page, widened(drafts, rows, columns, rules, header_rows))
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


def _turned_runs(page: Page, inside: Sequence[int]) -> list[Run]:
    """Turned text (headings of narrow columns) as one run for each line of it."""
    groups: dict[int, list[int]] = {}
    for index in inside:
        token = page.tokens[index]
        if token.turn != UPRIGHT:
            groups.setdefault(token.line, []).append(index)
    runs = []
    for group in groups.values():
        tokens = [page.tokens[index] for index in group]
        y1 = max(token.y1 for token in tokens)
        runs.append(
            Run(
                min(t.x0 for t in tokens),
                min(t.y0 for t in tokens),
                max(t.x1 for t in tokens),
                y1,
                y1 - 0.2 * tokens[0].size,
                tokens[0].size,
                tuple(group),
            )
        )
    return runs


def _with_scripts(page: Page, runs: list[Run]) -> list[Run]:
    """Small runs that hang on another one's edge, off its base line, joined to it."""
    if not runs:
        return runs
    sizes = sorted(run.size for run in runs)
    main = sizes[len(sizes) // 2]
    hosts = list(runs)
    for run in runs:
        if run.size > 0.82 * main:
            continue
        for number, host in enumerate(hosts):
            if host is run or host.size * 0.85 < run.size:
                continue
            shift = host.baseline - run.baseline
            if -0.35 * host.size < shift < 0.75 * host.size and abs(shift) > 0.05 * host.size:
                if -1.5 < run.x0 - host.x1 < 0.3 * host.size:
                    order = (*host.tokens, *run.tokens)
                elif -1.5 < host.x0 - run.x1 < 0.3 * host.size:
                    order = (*run.tokens, *host.tokens)
                else:
                    continue
                hosts[number] = Run(
                    min(host.x0, run.x0), host.y0, max(host.x1, run.x1), host.y1, host.baseline, host.size, order
                )
                hosts = [other for other in hosts if other is not run]
                break
    return hosts


def _text_line(page: Page, line: Line, columns: Sequence[Span], partial: Sequence[Rule]) -> TextLine:
    pieces: list[Piece] = []
    for run in line.runs:
        pieces.extend(_pieces(page, run, columns, partial))
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        last = merged[-1] if merged else None
        if last and piece.first <= last.last:
            tokens = (*last.tokens, *piece.tokens)
            merged[-1] = Piece(
                last.x0,
                min(last.y0, piece.y0),
                max(last.x1, piece.x1),
                max(last.y1, piece.y1),
                last.first,
                max(last.last, piece.last),
                tokens,
                cell_text(page, [tokens]),
                last.run,
            )
        else:
            merged.append(piece)
    return TextLine(line.baseline, line.y0, line.y1, line.size, merged)


def _pieces(page: Page, run: Run, columns: Sequence[Span], partial: Sequence[Rule]) -> list[Piece]:
    """A run given to the columns that it stands in; parted at gutters between its words."""
    first, last = _columns_under(run.x0, run.x1, columns)
    if first == last:
        return [_piece(page, run, run.tokens, first, last)]
    groups: list[tuple[int, int, list[int]]] = []
    for index in run.tokens:
        token = page.tokens[index]
        low, high = _columns_under(token.x0, token.x1, columns)
        if groups and token.joined and not token.text.strip("".join(MARKS)):
            low = high = groups[-1][1]  # a mark belongs to what it touches
        if groups and (low <= groups[-1][1] or (token.joined and not _new_number(page, groups[-1][2][-1], index))):
            groups[-1] = (groups[-1][0], max(groups[-1][1], high), [*groups[-1][2], index])
        else:
            groups.append((low, high, [index]))
    if len(groups) > 1 and all(low == high for low, high, _ in groups) and not _one_cell(page, groups, columns):
        return [_piece(page, run, tuple(indices), low, high) for low, high, indices in groups]
    return [_piece(page, run, run.tokens, first, last)]


def _new_number(page: Page, before: int, index: int) -> bool:
    """Whether a token that touches a footnote mark begins the next number."""
    return page.tokens[index].text[:1].isdigit() and page.tokens[before].text[-1:] in MARKS


def _one_cell(page: Page, groups: Sequence[tuple[int, int, list[int]]], columns: Sequence[Span]) -> bool:
    """Whether the parts of a run that falls apart at gutters are words of one spanning cell."""
    texts = [cell_text(page, [indices]) for _, _, indices in groups]
    if any(numeric(text) for text in texts[1:]):
        return False
    sets = [_set_in(page, indices, columns[column]) for column, _, indices in groups]
    return not set.intersection(*sets)


def _set_in(page: Page, indices: Sequence[int], column: Span) -> set[str]:
    """How words may be set in a column: "left", "right", "centre"."""
    x0, x1 = page.tokens[indices[0]].x0, page.tokens[indices[-1]].x1
    off = {"left": x0 - column.x0, "right": x1 - column.x1, "centre": (x0 + x1 - column.x0 - column.x1) / 2}
    return {name for name, distance in off.items() if abs(distance) < 0.12 * page.tokens[indices[0]].size}


def _columns_under(x0: float, x1: float, columns: Sequence[Span]) -> tuple[int, int]:
    hits = [
        number for number, span in enumerate(columns) if min(x1, span.x1) - max(x0, span.x0) > min(1.0, 0.3 * (x1 - x0))
    ]
    if hits:
        return hits[0], hits[-1]
    middle = (x0 + x1) / 2
    near = min(range(len(columns)), key=lambda n: max(columns[n].x0 - middle, middle - columns[n].x1))
    return near, near


def _piece(page: Page, run: Run, tokens: tuple[int, ...], first: int, last: int) -> Piece:
    boxes = [page.tokens[index] for index in tokens]
    return Piece(
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
        first,
        last,
        tokens,
        cell_text(page, [tokens]),
        run,
    )


def _cells(page: Page, drafts: Sequence[Draft]) -> tuple[list[Cell], list[tuple[int, ...]]]:
    cells: list[Cell] = []
    tokens: list[tuple[int, ...]] = []
    for draft in sorted(drafts, key=lambda draft: (draft.top, draft.first)):
        pieces = sorted(draft.pieces, key=lambda piece: (round(piece.run.baseline), piece.x0))
        held = [piece.tokens for piece in pieces]
        flat = tuple(index for part in held for index in part)
        boxes = [page.tokens[index] for index in flat]
        style = Style.PLAIN
        for flag in (Style.BOLD, Style.ITALIC):
            if all(box.style & flag for box in boxes):
                style |= flag
        box = Box(page.number, *token_box(boxes))
        spans = (draft.bottom - draft.top + 1, draft.last - draft.first + 1)
        cells.append(Cell(draft.top, draft.first, cell_text(page, held), box, *spans, int(style)))
        tokens.append(flat)
    return cells, tokens


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
