"""No digit is ever changed: on real papers, each number in a cell is the page's own at that place."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from extractors.model import Box, Cell
from extractors.reading.page import page_of
from extractors.reading.tables import find_tables
from extractors.reading.tables.text import NUMBER

SHARE = 4  # every fourth page with a table: a character by character reading is slow


def characters(page: pymupdf.Page) -> list[list[tuple[str, float, float]]]:
    """The page's lines as MuPDF's characters with their middles, by another way than the reader's."""
    blocks = page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_LIGATURES)["blocks"]
    return [
        [
            (char["c"], (char["bbox"][0] + char["bbox"][2]) / 2, (char["bbox"][1] + char["bbox"][3]) / 2)
            for span in line["spans"]
            for char in span["chars"]
        ]
        for block in blocks
        for line in block.get("lines", ())
    ]


def printed_in(lines: list[list[tuple[str, float, float]]], box: Box) -> list[str]:
    own = (
        "".join(c for c, x, y in line if box.x0 - 0.1 <= x <= box.x1 + 0.1 and box.y0 - 0.1 <= y <= box.y1 + 0.1)
        for line in lines
    )
    return ["".join(text.split()) for text in own if text.strip()]


def changed(cell: Cell, lines: list[list[tuple[str, float, float]]]) -> list[str]:
    """The numbers of a cell that are not printed there."""
    texts = printed_in(lines, cell.box)
    return [number for number in NUMBER.findall(cell.text) if not any(number in text for text in texts)]


@pytest.mark.parametrize("folder", ["corpus", "gold/tables"])
def test_each_number_in_a_cell_is_printed_in_its_box_in_that_order(shared: Path, folder: str):
    numbers = 0
    wrong: list[str] = []
    seen = 0
    for path in sorted((shared / folder).glob("*.pdf")):
        with pymupdf.open(path) as document:
            for index in range(document.page_count):
                if (seen := seen + 1) % SHARE:
                    continue
                pdf_page = document[index]
                found = find_tables(page_of(pdf_page, index + 1))
                lines = characters(pdf_page) if found else []
                for cell in (cell for table in found if not table.table.rotated for cell in table.table.cells):
                    numbers += len(NUMBER.findall(cell.text))
                    wrong += [f"{path.name} {index + 1}: {number} of {cell.text}" for number in changed(cell, lines)]
    assert numbers > 1000
    assert wrong == []
