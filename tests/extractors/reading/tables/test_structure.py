"""Columns, rows, spans and doubts on made tables whose true grid is known."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf
import pytest

from extractors.model import Style, Table
from extractors.reading.page import Page, page_of
from extractors.reading.tables import find_tables

Placed = tuple[float, float, str]
Ruled = tuple[float, float, float, float]
TOP, LEFT, RIGHT = 100.0, 60.0, 340.0


def made(texts: Sequence[Placed], rules: Sequence[Ruled], caption: str = "Table 1: Made.", size: float = 9) -> Page:
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=400)
        page.insert_text((LEFT, TOP - 12), caption, fontsize=size)
        for x, y, text in texts:
            page.insert_text((x, y), text, fontsize=size)
        for rule in rules:
            page.draw_line(rule[:2], rule[2:], width=0.5)
        with pymupdf.open("pdf", document.tobytes()) as again:
            return page_of(again[0], 1)


def full(*heights: float) -> list[Ruled]:
    return [(LEFT, y, RIGHT, y) for y in heights]


def rows(*lines: Sequence[str], xs: Sequence[float], start: float = 112, pitch: float = 14) -> list[Placed]:
    return [
        (x, start + pitch * number, text)
        for number, line in enumerate(lines)
        for x, text in zip(xs, line, strict=True)
        if text
    ]


def read(texts: Sequence[Placed], rules: Sequence[Ruled], **options: str) -> Table:
    (found,) = find_tables(made(texts, rules, **options))
    return found.table


def test_a_partial_rule_says_which_columns_a_head_spans():
    texts = [(150, 112, "Error"), (260, 112, "Time")]
    texts += rows(
        ["Model", "top-1", "top-5", "train", "test"],
        ["A", "23.1", "6.7", "12", "0.3"],
        ["B", "21.0", "5.9", "31", "0.8"],
        xs=[60, 130, 180, 240, 290],
        start=128,
    )
    table = read(texts, [*full(102, 132, 164), (125, 116, 205, 116), (235, 116, 320, 116)])
    assert table.grid()[0][1:] == ["Error", "Error", "Time", "Time"]
    assert table.header_rows == 2 and table.grid()[2] == ["A", "23.1", "6.7", "12", "0.3"]


def test_a_head_centred_over_columns_spans_them_without_a_rule():
    texts = [(162, 112, "Error")]
    texts += rows(
        ["Model", "top-1", "top-5", "avg"],
        ["A", "23.10", "06.70", "14.9"],
        ["B", "21.00", "05.90", "13.4"],
        xs=[60, 135, 185, 290],
        start=126,
    )
    table = read(texts, full(102, 130, 160))
    assert table.grid()[0][1:3] == ["Error", "Error"] and table.grid()[0][3] == ""


def test_a_name_centred_on_its_group_of_rows_spans_them():
    texts = rows(
        ["Group", "Model", "Error"],
        ["", "A", "4.1"],
        ["", "B", "3.9"],
        ["", "C", "3.2"],
        ["", "D", "3.0"],
        xs=[60, 160, 280],
    )
    texts += [(60, 133, "small"), (60, 161, "large")]
    table = read(texts, full(102, 116, 144, 172))
    assert [row[0] for row in table.grid()] == ["Group", "small", "small", "large", "large"]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (["76.3 54.2", "71.5 50.1", "70.0 49.8"], 3),
        (["433 561", "763 217", "22 560"], 2),
        (["[0.80, 1.20]", "[0.00, 1.00]", "[0.50, 2.00]"], 2),
        (["76.3 ± 0.2", "71.5 ± 0.1", "70.0 ± 0.4"], 2),
        (["45.28 / 60.02", "49.40 / 63.72", "46.01 / 58.68"], 2),
    ],
    ids=["two columns of numbers", "thousands", "an interval", "a deviation", "two scores in a cell"],
)
def test_numbers_a_word_space_apart_are_one_cell_or_two(cells: list[str], columns: int):
    table = read(
        rows(["Model", ""], *([f"name {n}", cell] for n, cell in enumerate(cells)), xs=[60, 200]), full(102, 116, 160)
    )
    assert table.columns == columns
    assert table.grid()[1][1:] == (cells[0].split() if columns == 3 else [cells[0]])


def test_a_cell_that_goes_on_in_the_next_line_is_one_cell():
    texts = rows(
        ["Component", "Setting"],
        ["Client population", "20 clients, full participation in each and"],
        ["", "every round of the schedule"],
        ["Seeds", "5"],
        xs=[60, 180],
    )
    table = read(texts, full(102, 116, 160))
    assert table.grid()[1] == [
        "Client population",
        "20 clients, full participation in each and every round of the schedule",
    ]
    assert table.rows == 3


def test_the_exponent_is_told_from_the_number():
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=400)
        page.insert_text((LEFT, 88), "Table 1: Made.", fontsize=9)
        for x, y, text in rows(["Model", "FLOPs"], ["A", "1.5 x 10"], ["B", "2.5 x 10"], xs=[60, 200]):
            page.insert_text((x, y), text, fontsize=9)
            if text.endswith("10"):
                page.insert_text((x + pymupdf.get_text_length(text, fontsize=9) + 0.2, y - 3.5), "20", fontsize=6)
        for rule in full(102, 116, 144):
            page.draw_line(rule[:2], rule[2:], width=0.5)
        with pymupdf.open("pdf", document.tobytes()) as again:
            (found,) = find_tables(page_of(again[0], 1))
    assert [row[1] for row in found.table.grid()] == ["FLOPs", "1.5 x 10^20", "2.5 x 10^20"]


def test_an_underline_is_a_style_and_no_rule():
    texts = rows(["Model", "Error"], ["A", "4.1"], ["B", "3.9"], ["C", "3.2"], xs=[60, 200])
    width = pymupdf.get_text_length("3.9", fontsize=9)
    table = read(texts, [*full(102, 116, 158), (200, 141.5, 200 + width, 141.5)])
    assert [cell.text for cell in table.cells if cell.style & Style.UNDERLINE] == ["3.9"]
    assert table.rows == 4


def test_footnote_marks_are_named_and_stay_in_the_text():
    table = read(rows(["Model", "Error"], ["A†", "4.1*"], ["B", "3.9"], xs=[60, 200]), full(102, 116, 144))
    marked = {cell.text: cell.marks for cell in table.cells if cell.marks}
    assert marked["4.1*"] == ("*",)


def test_two_tables_side_by_side_under_one_caption_are_two_parts():
    left = rows(["Model", "Error"], ["A", "4.1"], ["B", "3.9"], xs=[60, 130])
    right = rows(["Model", "Time"], ["A", "12"], ["B", "31"], xs=[230, 300])
    rules = [(x0, y, x1, y) for y in (102.0, 116.0, 144.0) for x0, x1 in ((60.0, 160.0), (230.0, 340.0))]
    caption = "Table 1: Errors (left) and times of training in hours (right) of both."
    found = find_tables(made([*left, *right], rules, caption))
    assert [table.table.part for table in found] == [0, 1]
    assert [table.table.grid()[1] for table in found] == [["A", "4.1"], ["A", "12"]]


def test_numbers_right_beside_the_region_make_a_table_unsafe():
    texts = rows(["Model", "Error", "Time"], ["A", "4.1", "12"], ["B", "3.9", "31"], xs=[60, 200, 280])
    texts += [(100, 156, "97.5"), (150, 156, "1.25"), (243, 156, "8.0")]  # between the columns: no row of this table
    table = read(texts, full(102, 116, 148))
    assert not table.safe and "beside" in table.doubts[0] and table.score < 0.9


def test_a_bracket_that_the_next_line_closes_joins_no_columns():
    texts = rows(
        ["Method", "Error"],
        ["Rectifier network (with", "1.05%"],
        ["dropout)", ""],
        ["Boltzmann machine (with", "0.95%"],
        ["dropout)", ""],
        xs=[60, 220],
    )
    assert read(texts, full(102, 116, 172)).columns == 2


def test_the_head_of_a_ruleless_top_is_no_line_of_the_caption():
    texts = rows(["Model", "Set 2000", "Set 2003", "Other", "Last"], xs=[60, 130, 185, 240, 280], start=100)
    texts += rows(
        ["A", "94.3", "89.6", "1.5", "2.5"], ["B", "94.1", "90.1", "1.7", "2.1"], xs=[60, 135, 190, 243, 283], start=116
    )
    table = read(texts, full(104, 136), caption="Table 1: Made with its heads above the first rule.")
    assert table.grid()[0] == ["Model", "Set 2000", "Set 2003", "Other", "Last"]
    assert table.caption_text == "Table 1: Made with its heads above the first rule."
