"""Cells over several columns or rows: by partial rules, by where they are centred, by the rules around a group of rows.

A cell first holds the columns that its ink stands in and the row of its line. It is widened only over positions that
no other cell holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.reading.page import Rule
from extractors.reading.tables.lines import Span
from extractors.reading.tables.rows import Piece, Row
from extractors.reading.tables.text import numeric

CENTRED = 0.4  # of the size: a spanning cell's middle is no farther from that of its columns
GROUP_CENTRED = 0.34  # of a row's height: the same for a cell over several rows


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell to be: rows `top`..`bottom`, columns `first`..`last`, its pieces; `floating` between two rows' lines."""

    top: int
    bottom: int
    first: int
    last: int
    pieces: tuple[Piece, ...]
    floating: bool = False

    @property
    def x(self) -> float:
        """Its middle, from left to right."""
        return (min(piece.x0 for piece in self.pieces) + max(piece.x1 for piece in self.pieces)) / 2

    @property
    def y(self) -> float:
        """Its middle, from top to bottom."""
        return (min(piece.y0 for piece in self.pieces) + max(piece.y1 for piece in self.pieces)) / 2


def drafts_of(rows: Sequence[Row]) -> list[Draft]:
    """One draft for each cell: the pieces of a row that share a column."""
    drafts: list[Draft] = []
    for number, row in enumerate(rows):
        parts: list[list[Piece]] = []
        pieces = [piece for line in row.lines for piece in line.pieces]
        for piece in sorted(pieces, key=lambda piece: (piece.first, piece.y0)):
            if parts and piece.first <= max(other.last for other in parts[-1]):
                parts[-1].append(piece)
            else:
                parts.append([piece])
        for part in parts:
            drafts.append(Draft(number, number, min(p.first for p in part), max(p.last for p in part), tuple(part)))
        drafts.extend(Draft(number, number, piece.first, piece.last, (piece,), True) for piece in row.floating)
    return drafts


def widened(
    drafts: Sequence[Draft], rows: Sequence[Row], columns: Sequence[Span], rules: Sequence[Rule], header_rows: int
) -> list[Draft]:
    """The drafts with their spans. `rules` are all horizontal rules of the table."""
    board = _Board(drafts)
    for number in range(len(drafts)):
        draft = board.drafts[number]
        wide = _by_rule(draft, drafts, rows, columns, rules)
        if wide is None and draft.top < header_rows - 1:
            wide = _by_centre(draft, drafts, columns, board)
        if wide is None and draft.top >= header_rows:
            wide = _title(draft, drafts, columns)
        if wide is not None:
            board.widen(number, replace(draft, first=wide[0], last=wide[1]))
    for start, end in _groups(rows, rules, header_rows):
        _over_rows(board, start, end, rows)
    return board.drafts


class _Board:
    """Who holds which position."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = list(drafts)
        self.holder: dict[tuple[int, int], int] = {}
        for number, draft in enumerate(drafts):
            for place in _places(draft):
                self.holder.setdefault(place, number)

    def widen(self, number: int, draft: Draft) -> bool:
        """Take the wider draft where its positions are free; whether that was so."""
        if any(self.holder.get(place, number) != number for place in _places(draft)):
            return False
        for place in _places(draft):
            self.holder[place] = number
        self.drafts[number] = draft
        return True


def _places(draft: Draft) -> list[tuple[int, int]]:
    return [
        (row, column) for row in range(draft.top, draft.bottom + 1) for column in range(draft.first, draft.last + 1)
    ]


def _by_rule(
    draft: Draft, drafts: Sequence[Draft], rows: Sequence[Row], columns: Sequence[Span], rules: Sequence[Rule]
) -> tuple[int, int] | None:
    """The columns over a partial rule right below a cell, where no other cell of the row stands over that rule."""
    if draft.top + 1 >= len(rows):
        return None
    left, right = columns[0].x0, columns[-1].x1
    bottom = max(piece.y1 for piece in draft.pieces)
    size = draft.pieces[0].run.size
    middle = draft.x
    for rule in rules:
        height = (rule.y0 + rule.y1) / 2
        if not -0.45 * size < height - bottom < 0.9 * size or not rule.x0 - 2 < middle < rule.x1 + 2:
            continue
        if height > rows[draft.top + 1].y1 or rule.x1 - rule.x0 > 0.97 * (right - left):
            continue
        under = [
            number
            for number, span in enumerate(columns)
            if min(span.x1, rule.x1) - max(span.x0, rule.x0) > 0.5 * (span.x1 - span.x0)
        ]
        others = [
            other
            for other in drafts
            if other is not draft and other.top == draft.top and rule.x0 - 2 < other.x < rule.x1 + 2
        ]
        if under and not others and under[0] <= draft.first and under[-1] >= draft.last and len(under) > 1:
            return under[0], under[-1]
    return None


def _by_centre(draft: Draft, drafts: Sequence[Draft], columns: Sequence[Span], board: _Board) -> tuple[int, int] | None:
    """The widest range of columns with heads below it that a head is centred over."""
    below = {column for other in drafts if other.top == draft.top + 1 for column in range(other.first, other.last + 1)}
    tolerance = CENTRED * draft.pieces[0].run.size
    own = set(range(draft.first, draft.last + 1))
    if not own <= below:
        return None
    best: tuple[int, int] | None = None
    for first in range(draft.first, -1, -1):
        if first not in own and ((draft.top, first) in board.holder or first not in below):
            break
        for last in range(draft.last, len(columns)):
            if last not in own and ((draft.top, last) in board.holder or last not in below):
                break
            middle = (columns[first].x0 + columns[last].x1) / 2
            wider = best is None or last - first > best[1] - best[0]
            if abs(middle - draft.x) <= tolerance and wider:
                best = (first, last)
    return best if best and best != (draft.first, draft.last) else None


def _title(draft: Draft, drafts: Sequence[Draft], columns: Sequence[Span]) -> tuple[int, int] | None:
    """All columns for a row's only cell which runs over several columns, or is centred on the table."""
    if any(other is not draft and other.top == draft.top for other in drafts) or len(columns) < 3:
        return None
    whole = (columns[0].x0 + columns[-1].x1) / 2
    width = columns[-1].x1 - columns[0].x0
    if draft.last > draft.first or (draft.first > 0 and abs(draft.x - whole) < 0.02 * width + 1):
        return 0, len(columns) - 1
    return None


def _groups(rows: Sequence[Row], rules: Sequence[Rule], header_rows: int) -> list[tuple[int, int]]:
    """Runs of rows without a rule between them that reaches the first column: first and last row."""
    left = min((rule.x0 for rule in rules), default=0.0)
    starts = {0, header_rows, len(rows)}
    for number, (upper, lower) in enumerate(pairwise(rows)):
        top, bottom = upper.lines[-1].baseline - 1, lower.lines[0].baseline
        if any(top < (rule.y0 + rule.y1) / 2 < bottom and rule.x0 < left + 5 for rule in rules):
            starts.add(number + 1)
    return [(start, end - 1) for start, end in pairwise(sorted(starts)) if end - start > 1]


def _over_rows(board: _Board, start: int, end: int, rows: Sequence[Row]) -> None:
    """Widen the cells of a group of rows downwards and upwards where they are centred on several rows."""
    height = (rows[end].y1 - rows[start].y0) / (end - start + 1)
    by_column: dict[int, list[int]] = {}
    for number, draft in enumerate(board.drafts):
        names = draft.floating or start == 0 or not numeric(draft.pieces[0].text)
        if start <= draft.top <= end and draft.first == draft.last and names:
            by_column.setdefault(draft.first, []).append(number)
    for numbers in by_column.values():
        if len(numbers) > (end - start + 1) // 2 + 1:
            continue
        numbers.sort(key=lambda number: board.drafts[number].y)
        ranges = _centred_ranges([board.drafts[number].y for number in numbers], start, end, rows, height)
        for number, (top, bottom) in zip(numbers, ranges, strict=False):
            draft = board.drafts[number]
            if top <= draft.top <= bottom and (draft.floating or len(numbers) == 1 or bottom > top):
                board.widen(number, replace(draft, top=top, bottom=bottom))


def _centred_ranges(
    middles: Sequence[float], start: int, end: int, rows: Sequence[Row], height: float
) -> list[tuple[int, int]]:
    """Ranges of rows, one after the other from `start` to `end`, each centred on one middle; nothing where it fails."""
    ranges: list[tuple[int, int]] = []
    top = start
    for middle in middles:
        best = min(range(top, end + 1), key=lambda last: abs((rows[top].y0 + rows[last].y1) / 2 - middle))
        if abs((rows[top].y0 + rows[best].y1) / 2 - middle) > GROUP_CENTRED * height:
            return []
        ranges.append((top, best))
        top = best + 1
        if top > end:
            break
    return ranges if top > end and len(ranges) == len(middles) else []
