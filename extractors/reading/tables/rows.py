"""Lines and rows of a table: tokens to lines by base line, lines to rows by rules, overlap and continuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.reading.page import Rule
from extractors.reading.runs import Run
from extractors.reading.tables.lines import Line, Span
from extractors.reading.tables.text import numeric

SAME_LINE = 0.28  # of the size: base lines nearer than this are one
OVERLAP = 0.8  # of the size: lines nearer than this cannot stand under each other in one column


OPEN_ENDS = ("-", ",", "(", "/", "–", "&", ";", "\u2010")  # what a line ends with where its sentence does not
OPEN_WORDS = frozenset(
    ["and", "of", "the", "with", "for", "or", "in", "on", "to", "by", "from", "a", "an", "vs.", "w/", "per"]
)


@dataclass(slots=True)
class Piece:
    """A part of a line in the columns `first`..`last`."""

    x0: float
    y0: float
    x1: float
    y1: float
    first: int
    last: int
    tokens: tuple[int, ...]
    text: str
    run: Run


@dataclass(slots=True)
class TextLine:
    """A line whose runs are given to columns."""

    baseline: float
    y0: float
    y1: float
    size: float
    pieces: list[Piece]

    @property
    def columns(self) -> set[int]:
        """The columns that hold text."""
        return {column for piece in self.pieces for column in range(piece.first, piece.last + 1)}


@dataclass(slots=True)
class Row:
    """A row: its lines from the top; `floating` are pieces that stand between rows (cells over several rows)."""

    lines: list[TextLine]
    y0: float = 0.0
    y1: float = 0.0
    floating: list[Piece] = field(default_factory=list)


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The lines of a table from the top: runs by base line."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        if groups:
            lead = max(groups[-1], key=lambda other: other.size)
            if run.baseline - lead.baseline < SAME_LINE * min(max(run.size, lead.size), 12):
                groups[-1].append(run)
                continue
        groups.append([run])
    lines = []
    for group in groups:
        group.sort()
        lead = max(group, key=lambda run: (run.size, run.x1 - run.x0))
        lines.append(
            Line(
                lead.baseline,
                min(run.y0 for run in group),
                max(run.y1 for run in group),
                lead.size,
                tuple(group),
            )
        )
    return lines


def rows_of(lines: Sequence[TextLine], rules: Sequence[Rule], columns: Sequence[Span], header_end: float) -> list[Row]:
    """Lines to rows. `header_end` is y of the first full-width rule under the header."""
    if not lines:
        return []
    pitch = _pitch(lines, rules)
    groups: list[list[TextLine]] = [[lines[0]]]
    for line in lines[1:]:
        last = groups[-1][-1]
        if line.baseline - last.baseline < OVERLAP * min(line.size, last.size) and not _ruled(last, line, rules):
            groups[-1].append(line)
        else:
            groups.append([line])
    rows: list[Row] = []
    banded = _banded(lines, rules, columns, header_end)
    for group in groups:
        for row in [Row(list(group))] if banded else _split_group(group, rules, header_end):
            if rows and (
                _in_band(rows[-1], row, rules, header_end)
                if banded
                else _continues(rows[-1], row, rules, columns, pitch, header_end)
            ):
                rows[-1].lines.extend(row.lines)
            else:
                rows.append(row)
    for row in rows:
        row.y0 = min(line.y0 for line in row.lines)
        row.y1 = max(line.y1 for line in row.lines)
    return rows


def _in_band(row: Row, following: Row, rules: Sequence[Rule], header_end: float) -> bool:
    upper = row.lines[-1]
    return upper.baseline > header_end and not _ruled(upper, following.lines[0], rules)


def _banded(lines: Sequence[TextLine], rules: Sequence[Rule], columns: Sequence[Span], header_end: float) -> bool:
    """Whether each row of the body stands between two rules: several lines of a cell are one row then."""
    bands: list[list[TextLine]] = []
    for line in lines:
        if line.baseline <= header_end:
            continue
        if bands and not _ruled(bands[-1][-1], line, rules):
            bands[-1].append(line)
        else:
            bands.append([line])
    several = [band for band in bands if len(band) > 1]
    if len(bands) < 3 or not several:
        return False
    wrapped = 0
    for band in several:
        above: dict[int, Piece] = {}
        goes_on = False
        for line in band:
            for piece in line.pieces:
                if piece.first != piece.last:
                    return False
                over = above.get(piece.first)
                if over is not None:
                    if numeric(over.text) and numeric(piece.text):
                        return False
                    hints = _goes_on(over, piece, columns, False)
                    if not hints and piece.first == 0:
                        return False
                    goes_on = goes_on or hints > 1
                above[piece.first] = piece
        wrapped += goes_on
    return 2 * wrapped > len(several)


def _pitch(lines: Sequence[TextLine], rules: Sequence[Rule]) -> float:
    steps = [
        b.baseline - a.baseline
        for a, b in pairwise(lines)
        if len(a.pieces) > 1 and len(b.pieces) > 1 and not _ruled(a, b, rules)
    ]
    steps = [step for step in steps if step > 0.8 * lines[0].size]
    return median(steps) if steps else 0.0


def _ruled(upper: TextLine, lower: TextLine, rules: Sequence[Rule]) -> bool:
    top, bottom = upper.baseline - 0.2 * upper.size, lower.baseline - 0.3 * lower.size
    return any(
        top < (rule.y0 + rule.y1) / 2 < bottom
        and any(piece.x0 < rule.x1 and piece.x1 > rule.x0 for piece in lower.pieces)
        for rule in rules
    )


def _split_group(group: Sequence[TextLine], rules: Sequence[Rule], header_end: float) -> list[Row]:
    """Lines that overlap in height: one row of cells with several lines, or rows with cells over several rows."""
    if len(group) == 1:
        return [Row(list(group))]
    # lines that share a column with another line of the group stand under each other
    stacked = [line for line in group if any(other is not line and other.columns & line.columns for other in group)]
    if len(stacked) < 2:
        return [Row(list(group))]
    rows_here = False
    for upper in stacked:
        for lower in stacked:
            if lower.baseline <= upper.baseline:
                continue
            shared = upper.columns & lower.columns
            if not shared:
                continue
            for column in shared:
                above = [p for p in upper.pieces if p.first <= column <= p.last]
                below = [p for p in lower.pieces if p.first <= column <= p.last]
                if (
                    (numeric(above[0].text) and numeric(below[0].text))
                    or above[0].last > above[0].first
                    or (above[0].first, above[0].last) != (below[0].first, below[0].last)
                    or _ruled(upper, lower, rules)
                ):
                    rows_here = True
    if not rows_here:
        return [Row(list(group))]
    rows: list[Row] = []
    floating: list[Piece] = []
    rest: list[TextLine] = []
    for line in group:
        if line in stacked:
            rows.append(Row([line]))
        else:
            rest.append(line)
    for line in rest:
        floating.extend(line.pieces)
    if rows:
        for piece in floating:
            middle = (piece.y0 + piece.y1) / 2
            near = min(
                rows,
                key=lambda row: (
                    abs((row.lines[0].y0 + row.lines[0].y1) / 2 - middle) + (0.01 if row.lines[0].y0 > piece.y0 else 0)
                ),
            )
            near.floating.append(piece)
    return rows


def _continues(
    row: Row, following: Row, rules: Sequence[Rule], columns: Sequence[Span], pitch: float, header_end: float
) -> bool:
    """Whether a line goes on with the cells of the row above it."""
    if len(following.lines) > 1 or following.floating or row.floating:
        return False
    upper, lower = row.lines[-1], following.lines[0]
    if _ruled(upper, lower, rules):
        return False
    step = lower.baseline - upper.baseline
    if step > 1.6 * lower.size or (pitch and step > 1.25 * pitch):
        return False
    above = {piece.first: piece for line in row.lines for piece in line.pieces if piece.first == piece.last}
    for piece in lower.pieces:
        if piece.first != piece.last or piece.first not in above:
            return False
        over = above[piece.first]
        if (
            numeric(piece.text)
            and lower.baseline > header_end
            and not over.text.rstrip().endswith(("-", "(", ",", "–"))
        ):
            return False
    filled = {column for line in row.lines for column in line.columns}
    header = lower.baseline < header_end
    if pitch and step < 0.93 * pitch:
        return all(_goes_on(above[piece.first], piece, columns, header) or header for piece in lower.pieces)
    hints = [_goes_on(above[piece.first], piece, columns, header) for piece in lower.pieces]
    if not all(hints):
        return False
    if 0 in lower.columns and hints[0] < 2:
        return False
    least = 1 if lower.columns < filled and 0 in filled and 0 not in lower.columns and not header else 2
    return max(hints) >= least


def _goes_on(upper: Piece, lower: Piece, columns: Sequence[Span], header: bool) -> int:
    """How much speaks for a cell's line going on with the one above it; 0 where nothing does."""
    end = upper.text.rstrip()
    first_word = lower.text.split()[0]
    if end.endswith(OPEN_ENDS) or end.rsplit(" ", 1)[-1] in OPEN_WORDS:
        return 3
    hints = 0
    width = (lower.x1 - lower.x0) * len(first_word) / max(1, len(lower.text))
    column = columns[upper.first]
    if upper.x1 + width + 0.2 * (lower.y1 - lower.y0) > column.x1 + 0.5 and len(end) > 8 and " " in end:
        hints += 1
        if first_word[:1].islower() or (first_word[:1] in "(),.;:&+" and not header):
            hints += 1
    elif first_word[:1] in "),.;":
        hints += 1
    return hints
