"""Tables of a page: where they are, their grid, and whether every number printed there is in a cell.

`find_tables` goes by steps, each a function of the ones before: captions, ruled frames and blocks (`regions`), lines
and rows (`rows`), columns (`columns`), cells with their spans, header and stub (`grid`), the digit ledger (`ledger`).
`draw` shows them on the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Box, Table
from extractors.reading.captions import CAPTION_GAP, captions_of, may_hold_caption
from extractors.reading.page import Page
from extractors.reading.runs import mended, runs_of
from extractors.reading.tables.grid import Grid, grid_of
from extractors.reading.tables.ledger import doubts_of
from extractors.reading.tables.regions import Region, frames_of, regions_of

__all__ = ["FoundTable", "find_tables"]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with the indices of the page's tokens that are its caption and its region."""

    table: Table
    caption_tokens: tuple[int, ...]
    region_tokens: tuple[int, ...]


def find_tables(page: Page) -> tuple[FoundTable, ...]:
    """The tables of a page, in the order of their captions."""
    if not may_hold_caption(page):
        return ()
    runs = mended(page, runs_of(page, range(len(page.tokens)), CAPTION_GAP), CAPTION_GAP)
    captions = captions_of(page, runs)
    if not any(caption.kind == "table" for caption in captions):
        return ()
    taken = frozenset(index for caption in captions for index in caption.tokens)
    frames = frames_of(page, runs, captions)
    found = []
    for region in regions_of(page, runs, captions, frames):
        grid = grid_of(page, region.frame, taken)
        if grid is not None and grid.rows > 1 and len(grid.columns) > 1:
            found.append(_found(page, region, grid))
    return tuple(found)


def _found(page: Page, region: Region, grid: Grid) -> FoundTable:
    doubts = doubts_of(page, grid.tokens, grid.cells, grid.cell_tokens)
    caption = region.caption
    frame = region.frame
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
        score=0.9 if not doubts else 0.5,
        part=region.part,
    )
    return FoundTable(table, caption.tokens if caption else (), grid.tokens)
