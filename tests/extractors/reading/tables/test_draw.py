"""What the table finder saw can be looked at: a picture and the grid as text."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.model import ReadError
from extractors.reading.tables.draw import picture_of_tables


def paper() -> bytes:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        page.insert_text((60, 90), "Table 1: Errors.", fontsize=9)
        for row, cells in enumerate([("Model", "Error"), ("A", "4.1"), ("B", "3.9")]):
            for column, cell in enumerate(cells):
                page.insert_text((60 + 100 * column, 110 + 14 * row), cell, fontsize=9)
        for y in (100, 114, 142):
            page.draw_line((60, y), (200, y), width=0.6)
        return document.tobytes()


def test_the_picture_shows_the_region_and_the_text_shows_the_grid():
    data = paper()
    image, text = picture_of_tables(data, 1)
    assert image.startswith(b"\x89PNG")
    pixels = pymupdf.Pixmap(image)
    assert (220, 30, 30) in {pixels.pixel(x, y) for x in range(pixels.width) for y in range(190, 210)}
    assert "Table 1" in text and "3 rows, 2 columns, safe" in text
    assert [line.split() for line in text.splitlines()[-2:]] == [["A", "|", "4.1"], ["B", "|", "3.9"]]


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(ReadError):
        picture_of_tables(paper(), 2)
