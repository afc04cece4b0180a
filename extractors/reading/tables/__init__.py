"""Tables of a page: where they are, their grid, and whether every number printed there is in a cell.

`find_tables` goes by steps, each a function of the ones before: captions, ruled frames and blocks (`regions`), lines
and rows (`rows`), columns (`columns`), cells with their spans, header and stub (`grid`), the digit ledger (`ledger`).
`draw` shows them on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.model import Box, Table
from extractors.reading.captions import CAPTION_GAP, Caption, captions_of, may_hold_caption
from extractors.reading.furniture import line_numbers
from extractors.reading.page import SLANTED, Page
from extractors.reading.runs import mended, runs_of
from extractors.reading.tables.frames import Frame, frames_of
from extractors.reading.tables.grid import Grid, grid_of
from extractors.reading.tables.ledger import doubts_of, score_of
from extractors.reading.tables.regions import Region, regions_of
from extractors.reading.turning import box_back, turned

__all__ = ["FoundTable", "Steps", "find_tables", "steps_of"]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with the indices of the page's tokens that are its caption and its region."""

    table: Table
    caption_tokens: tuple[int, ...]
    region_tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What was found on a page on the way to its tables, for people who ask why one was missed.

    `taken` are the tokens of captions and of line numbers.
    """

    captions: tuple[Caption, ...] = ()
    frames: tuple[Frame, ...] = ()
    regions: tuple[Region, ...] = ()
    grids: tuple[Grid | None, ...] = ()
    taken: frozenset[int] = frozenset()


def find_tables(page: Page) -> tuple[FoundTable, ...]:
    """The tables of a page, in the order of their captions; those set sideways come last, their boxes as displayed."""
    found = _upright_tables(page)
    for turn in _turns_with_caption(page):
        for other in _upright_tables(turned(page, turn)):
            found.append(replace(other, table=_turned_back(other.table, turn, page)))
    return tuple(found)


def _upright_tables(page: Page) -> list[FoundTable]:
    steps = steps_of(page)
    return [
        _found(page, region, grid, steps.taken)
        for region, grid in zip(steps.regions, steps.grids, strict=True)
        if grid is not None and grid.rows > 1 and len(grid.columns) > 1
    ]


def _turns_with_caption(page: Page) -> list[int]:
    """The turns other than upright in which a table's caption may be set."""
    turns = {token.turn for token in page.tokens if token.turn and token.text[:3] in ("Tab", "TAB")}
    return sorted(turns - {SLANTED})


def _turned_back(table: Table, turn: int, page: Page) -> Table:
    cells = tuple(replace(cell, box=box_back(cell.box, turn, page.width, page.height)) for cell in table.cells)
    return replace(table, cells=cells, box=box_back(table.box, turn, page.width, page.height), rotated=True)


def steps_of(page: Page) -> Steps:
    """Captions, ruled frames, regions and grids (one for each region, None where there is none)."""
    if not may_hold_caption(page):
        return Steps()
    numbered = line_numbers(page.tokens, page.width)
    indices = [index for index in range(len(page.tokens)) if index not in numbered]
    runs = mended(page, runs_of(page, indices, CAPTION_GAP), CAPTION_GAP)
    captions = captions_of(page, runs)
    if not any(caption.kind == "table" for caption in captions):
        return Steps(tuple(captions))
    taken = numbered.union(index for caption in captions for index in caption.tokens)
    frames = frames_of(page, runs, captions)
    regions = regions_of(page, runs, captions, frames)
    grids = tuple(grid_of(page, region.frame, taken) for region in regions)
    return Steps(tuple(captions), tuple(frames), tuple(regions), grids, taken)


def _found(page: Page, region: Region, grid: Grid, taken: frozenset[int]) -> FoundTable:
    caption = region.caption
    frame = region.frame
    doubts = doubts_of(page, frame, grid.tokens, grid.cells, grid.cell_tokens, taken)
    table = Table(
        page.number,
        Box(page.number, frame.x0, frame.y0, frame.x1, frame.y1),
        grid.rows,
        len(grid.columns),
        grid.cells,
        caption.label if caption else "",
        None,
        caption.text if caption else "",
        grid.header_rows,
        grid.stub_columns,
        safe=not doubts,
        doubts=doubts,
        score=score_of(frame, grid.cells, grid.rows * len(grid.columns), doubts),
        part=region.part,
    )
    return FoundTable(table, caption.tokens if caption else (), grid.tokens)
