"""Lines of a page -> columns in reading order.

A gutter is looked for near the middle of the page; lines that cross it (titles, wide floats, wide captions) cut the
page into bands, and each band is read column by column. Within a column the order of the page's program stands as
long as it goes down the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from extractors.reading.lines import Line, line_of

MANY = 1500
"""A column of more pieces than this is no text; they are read from the top down."""
COLUMN_LINES = 4
"""So many long lines on each side of a gutter make two columns."""


class Column(NamedTuple):
    """Lines one below the other in a stretch of a page, between the edges `x0` and `x1` of its text."""

    page: int
    x0: float
    x1: float
    lines: list[Line]


def gutter_of(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the gutter of a two-column page, or None."""
    lefts, rights, crossing = [], [], 0
    for line in lines:
        if line.x1 - line.x0 < 0.22 * width or line.table is not None:
            continue
        if line.x0 < 0.42 * width and 0.36 * width < line.x1 < 0.6 * width:
            lefts.append(line.x1)
        elif 0.4 * width < line.x0 < 0.6 * width:
            rights.append(line.x0)
        elif line.x0 < 0.4 * width and line.x1 > 0.6 * width:
            crossing += 1
    if len(lefts) < COLUMN_LINES or len(rights) < COLUMN_LINES or 2 * min(len(lefts), len(rights)) < crossing:
        return None
    left, right = _low(sorted(lefts, reverse=True)), _low(sorted(rights))
    return (left + right) / 2 if left < right else None


def _low(ordered: list[float]) -> float:
    return ordered[len(ordered) // 10]


def columns_of(lines: Sequence[Line], page: int, width: float, gutter: float | None) -> list[Column]:
    """The columns of a page's lines, in reading order, base lines made whole within each."""
    if not lines:
        return []
    if gutter is None:
        return [_column(page, lines)]
    left = [line for line in lines if line.x1 <= gutter + 4]
    right = [line for line in lines if line.x0 >= gutter - 4 and line.x1 > gutter + 4]
    wide = [line for line in lines if line.x0 < gutter - 4 and line.x1 > gutter + 4]
    across: list[Line] = []
    for line in wide:
        if _beside(line, right) and line.x0 < gutter - 0.2 * width:
            left.append(line)  # an overlong line of the left column: the right one goes on beside it
        else:
            across.append(line)
    if len(wide) != len(across):
        positions = {id(line): at for at, line in enumerate(lines)}
        left.sort(key=lambda line: positions[id(line)])
    columns: list[Column] = []
    top = -1e9
    bands = _bands(across)
    for wide_lines in bands:
        _take_last_line(wide_lines, left)
    for band in (*bands, None):
        bottom = band[0].y0 if band else 1e9
        for side in (left, right):
            part = [line for line in side if top <= (line.y0 + line.y1) / 2 < bottom]
            if part:
                columns.append(_column(page, part, side))
        if band:
            columns.append(_column(page, band))
            top = max(line.y1 for line in band) - 2
            top = min(top, *(line.baseline for line in band[-1:]))
    return columns


def _beside(line: Line, others: Iterable[Line]) -> bool:
    middle = (line.y0 + line.y1) / 2
    return any(other.y0 < middle < other.y1 for other in others)


def _bands(across: list[Line]) -> list[list[Line]]:
    """The crossing lines in groups with nothing wide between, from the top."""
    bands: list[list[Line]] = []
    for line in sorted(across, key=lambda line: line.baseline):
        if bands and line.y0 - bands[-1][-1].y1 < 0.8 * line.size:
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _take_last_line(band: list[Line], left: list[Line]) -> None:
    """Move the short last line of a wide paragraph from the left column into its band."""
    last = band[-1]
    if last.table is not None:
        return
    for line in left:
        step = line.baseline - last.baseline
        if 0.5 * last.size < step < 1.4 * last.size and abs(line.x0 - last.x0) < 2 and abs(line.size - last.size) < 0.3:
            band.append(line)
            left.remove(line)
            return


def _column(page: int, lines: Sequence[Line], like: Sequence[Line] | None = None) -> Column:
    edges = [line for line in like or lines if line.table is None] or lines
    longest = max(line.x1 - line.x0 for line in edges)
    long = [line for line in edges if line.x1 - line.x0 > 0.7 * longest]
    return Column(page, median(line.x0 for line in long), median(line.x1 for line in long), _joined(downwards(lines)))


def downwards(lines: Sequence[Line]) -> list[Line]:
    """Lines in the order of the page's program, but what was drawn late is put above what stands below it."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.baseline > runs[-1][-1].baseline - 0.7 * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) == 1:
        return runs[0]
    if len(runs) > MANY:
        return sorted(lines, key=lambda line: (round(line.baseline), line.x0))
    placed: list[tuple[float, float, float, list[Line]]] = []
    lowest = -1e9
    for run in runs:
        left, right = min(line.x0 for line in run), max(line.x1 for line in run)
        top, bottom = min(line.y0 for line in run), max(line.y1 for line in run)
        slack = 0.3 * run[-1].size
        lowest = max(lowest, top)
        at = (
            len(placed)
            if lowest < bottom - slack
            else next(
                (at for at, (x0, y0, x1, _) in enumerate(placed) if y0 >= bottom - slack and x0 < right and left < x1),
                len(placed),
            )
        )
        placed.insert(at, (left, top, right, run))
    return [line for _, _, _, run in placed for line in run]


def _joined(lines: list[Line]) -> list[Line]:
    """Neighbours on one base line made one line."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last
            and last.table is None is line.table
            and abs(last.baseline - line.baseline) < 0.25 * line.size
            and line.x0 > last.x1 - 1
        ):
            joined[-1] = line_of((*last.tokens, *line.tokens))
        else:
            joined.append(line)
    return joined
