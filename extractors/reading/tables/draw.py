"""What was found on the way to a page's tables, drawn over its picture, and a table's grid as text.

Blue: captions. Grey: ruled frames. Red: regions. Green: columns. Orange: cells. Purple: ruled lines.
Filled pink: numbers of a region that stand in no cell.
"""

from __future__ import annotations

from typing import Any

from extractors.model import ReadError, Table
from extractors.reading.opening import Limits, library, opened
from extractors.reading.page import Page, page_of
from extractors.reading.tables import Steps, find_tables, steps_of
from extractors.reading.tables.text import NUMBER

BLUE, GREY, RED, GREEN = (40, 90, 230), (150, 150, 150), (220, 30, 30), (20, 150, 60)
ORANGE, PURPLE, PINK = (240, 140, 20), (140, 40, 180), (255, 120, 200)
GAP = " | "
CELL_WIDTH = 28  # characters of a cell that are printed


def picture_of_tables(data: bytes, number: int, scale: float = 2.0) -> tuple[bytes, str]:
    """Page `number` (from 1) of a PDF as PNG with what the table finder saw on it, and its tables' grids as text.

    Raises ReadError where there is no such page.
    """
    with opened(data, Limits()) as (pdf, _):
        if not 1 <= number <= pdf.page_count:
            raise ReadError(f"page {number} of {pdf.page_count}: there is none such")
        page = page_of(pdf[number - 1], number)
        image = pdf[number - 1].get_pixmap(matrix=library().Matrix(scale, scale), annots=False, alpha=False)
        steps = steps_of(page)
        draw_steps(image, scale, page, steps)
        texts = [printed(found.table) for found in find_tables(page)]
        texts.extend(
            f"{caption.label}, page {number}: no grid was found beside this caption"
            for caption in steps.captions
            if caption.kind == "table" and not any(region.caption is caption for region in steps.regions)
        )
        return bytes(image.tobytes("png")), "\n\n".join(texts)


def draw_steps(image: Any, scale: float, page: Page, steps: Steps) -> None:
    """Draw on a picture (`pymupdf.Pixmap`, `scale` pixels a point) of the page as displayed."""

    def rectangle(x0: float, y0: float, x1: float, y1: float, color: tuple[int, int, int]) -> None:
        from pymupdf import IRect as Pixels

        integers: Any = Pixels

        box = integers(*(round(edge * scale) for edge in (x0, y0, x1, y1)))
        box = integers(box.x0, box.y0, max(box.x1, box.x0 + 1), max(box.y1, box.y0 + 1)) & image.irect
        if not box.is_empty:
            image.set_rect(box, color)

    def frame(x0: float, y0: float, x1: float, y1: float, color: tuple[int, int, int]) -> None:
        pixel = 1 / scale
        for side in (
            (x0, y0, x1, y0 + pixel),
            (x0, y1 - pixel, x1, y1),
            (x0, y0, x0 + pixel, y1),
            (x1 - pixel, y0, x1, y1),
        ):
            rectangle(*side, color)

    for caption in steps.captions:
        frame(caption.x0 - 2, caption.y0 - 1, caption.x1 + 2, caption.y1 + 1, BLUE)
    for found in steps.frames:
        frame(found.x0 - 1, found.y0 - 1, found.x1 + 1, found.y1 + 1, GREY)
    for region, grid in zip(steps.regions, steps.grids, strict=True):
        area = region.frame
        frame(area.x0 - 3, area.y0 - 3, area.x1 + 3, area.y1 + 3, RED)
        for rule in area.rules:
            rectangle(rule.x0, rule.y0, rule.x1, rule.y1, PURPLE)
        if grid is None:
            continue
        placed = {index for tokens in grid.cell_tokens for index in tokens}
        for index in grid.tokens:
            token = page.tokens[index]
            if index not in placed and NUMBER.search(token.text):
                rectangle(token.x0, token.y0, token.x1, token.y1, PINK)
        for column in grid.columns:
            frame(column.x0, area.y0 - 1, column.x1, area.y1 + 1, GREEN)
        for cell in grid.cells:
            frame(cell.box.x0 - 1, cell.box.y0, cell.box.x1 + 1, cell.box.y1, ORANGE)


def printed(table: Table) -> str:
    """A table's caption, what is doubtful, and its grid in aligned columns, a line under the header."""
    grid = [[_short(text) for text in row] for row in table.grid()]
    widths = [max((len(row[column]) for row in grid), default=0) for column in range(table.columns)]
    lines = [f"{table.label or 'table'}, page {table.page}: {table.caption_text}".rstrip(": ")]
    safe = "safe" if table.safe else "not safe: " + "; ".join(table.doubts)
    lines.append(f"{table.rows} rows, {table.columns} columns, {safe}, score {table.score:.2f}")
    for number, row in enumerate(grid):
        if number == table.header_rows and number:
            lines.append(GAP.join("-" * width for width in widths))
        lines.append(GAP.join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "\u2026"
