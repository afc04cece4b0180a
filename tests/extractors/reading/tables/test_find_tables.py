"""Tables found on small pages made here: the grid is known because it was typeset."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.reading.page import Page, page_of
from extractors.reading.tables import FoundTable, find_tables

ROWS = [["Model", "Top-1", "Top-5"], ["ResNet-50 [12]", "76.30", "93.2"], ["VGG-16", "71.5", "89.81"]]


def typeset(rows, caption="Table 3: Accuracy on the validation set.", rules=True, above=True, left=100.0) -> Page:
    """A booktabs table with 80 points a column and 14 a row."""
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=400)
        top = 120.0
        if caption:
            page.insert_text((left, top - 12 if above else top + 14 * len(rows) + 18), caption, fontsize=9)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.insert_text((left + 80 * column, top + 14 * row + 10), cell, fontsize=9)
        bottom = top + 14 * len(rows)
        if rules:
            for y in (top, top + 14, bottom):
                page.draw_line((left, y), (left + 80 * len(rows[0]) - 20, y), width=0.6)
        with pymupdf.open("pdf", document.tobytes()) as again:
            return page_of(again[0], 1)


def only(page: Page) -> FoundTable:
    (found,) = find_tables(page)
    return found


def test_a_booktabs_table_is_read_cell_by_cell():
    found = only(typeset(ROWS))
    assert found.table.grid() == ROWS
    assert (found.table.label, found.table.header_rows, found.table.stub_columns) == ("Table 3", 1, 1)
    assert found.table.safe and not found.table.doubts


def test_a_caption_below_names_the_table_too():
    assert only(typeset(ROWS, above=False)).table.grid() == ROWS


def test_a_table_without_rules_is_found_beside_its_caption():
    assert only(typeset(ROWS, rules=False)).table.grid() == ROWS


def test_no_caption_no_table():
    assert find_tables(typeset(ROWS, caption="")) == ()


def test_prose_that_names_a_table_is_no_table():
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=400)
        for line in range(12):
            text = "Table 2 shows that the second model is better by 1.5 points than the first one here."
            page.insert_text((60, 100 + 12 * line), text, fontsize=10)
        with pymupdf.open("pdf", document.tobytes()) as again:
            assert find_tables(page_of(again[0], 1)) == ()


def test_each_token_of_the_region_is_named_once():
    page = typeset(ROWS)
    found = only(page)
    assert len(set(found.region_tokens)) == len(found.region_tokens) == 10
    assert not set(found.region_tokens) & set(found.caption_tokens)
    assert page.tokens[found.caption_tokens[0]].text == "Table"


def sideways(turn: int) -> Page:
    """The same table set sideways: text runs up (90) or down (270)."""
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=500)

        def point(x: float, y: float) -> pymupdf.Point:
            return pymupdf.Point(y, 500 - x) if turn == 90 else pymupdf.Point(400 - y, x)

        page.insert_text(point(100, 108), "Table 3: Accuracy on the validation set.", fontsize=9, rotate=turn)
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                page.insert_text(point(100 + 80 * column, 130 + 14 * row), cell, fontsize=9, rotate=turn)
        for y in (120, 134, 162):
            page.draw_line(point(100, y), point(320, y), width=0.6)
        with pymupdf.open("pdf", document.tobytes()) as again:
            return page_of(again[0], 1)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_sideways_table_is_read_and_its_boxes_stand_where_the_page_shows_them(turn):
    page = sideways(turn)
    table = only(page).table
    assert table.grid() == ROWS and table.rotated
    for cell in table.cells:
        inside = [
            token.text
            for token in page.tokens
            if cell.box.x0 <= (token.x0 + token.x1) / 2 <= cell.box.x1
            and cell.box.y0 <= (token.y0 + token.y1) / 2 <= cell.box.y1
        ]
        assert inside == cell.text.split()
