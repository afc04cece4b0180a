"""What a cell says as a number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.results.cells import is_amount, read_cell
from extractors.results.naming import count_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("76.3", (76.3,)),
        ("76.3%", (76.3,)),
        ("76.3 ± 0.2", (76.3,)),
        ("76.3±0.2†", (76.3,)),
        ("23.29(1.51)", (23.29,)),
        ("36.2 (+2.3)", (36.2,)),
        ("84.1/90.9", (84.1, 90.9)),
        ("51.4% / 51.2%", (51.4, 51.2)),
        ("∼45", (45.0,)),
        ("76.3^2", (76.3,)),
        ("3,028", (3028.0,)),
        (".961", (0.961,)),
        ("77.8% @ 0.554s", (77.8,)),
        ("26.4*", (26.4,)),
        ("28.4 [12]", (28.4,)),
    ],
)
def test_scores_are_read_without_what_stands_beside_them(text, values):
    """Deviations, changes, marks, references and percent signs are no part of a score."""
    reading = read_cell(text)
    assert reading.scored and not reading.crowded
    assert reading.values == values


@pytest.mark.parametrize("text", ["", "-", "–", "N/A", "+1.2", "−0.4", "(+0.3)", "ResNet-50", "✓", "3 days", "2e-5"])
def test_what_is_no_score(text):
    """Empty cells, changes, names, ticks and other quantities are no scores."""
    assert not read_cell(text).scored


def test_a_dash_beside_a_number_keeps_its_place():
    """The second of two numbers stays the second where the first is not given."""
    first, second = read_cell("- / 28.0%").values
    assert math.isnan(first) and second == 28.0


def test_numbers_of_several_cells_are_crowded():
    """Two scores without anything between them belong to two cells."""
    assert read_cell("37.2 57.9").crowded


@given(st.integers(0, 99_999).map(lambda number: number / 100), st.sampled_from(["", "%", " ± 0.12", "*", " (+1.5)"]))
def test_a_printed_number_is_read_as_it_is(number, behind):
    """Whatever stands behind it, a score is the number that is printed."""
    assert read_cell(f"{number:.2f}{behind}").values == (number,)


@given(st.text(max_size=40))
def test_any_text_is_read(text):
    """No text breaks the reading of a cell."""
    reading = read_cell(text)
    assert all(value >= 0 or math.isnan(value) for value in reading.values)


@pytest.mark.parametrize(
    ("text", "title", "count"),
    [
        ("5.3M", "Params", 5.3e6),
        ("5.3", "#Params (M)", 5.3e6),
        ("66", "Million Parameters", 66e6),
        ("8.3B", "Params", 8.3e9),
        ("65", "params ×10^6", 65e6),
        ("569", "Million Mult-Adds", 569e6),
        ("0.39", "FLOPs (G)", 0.39e9),
        ("110000000", "Parameters", 110e6),
        ("12", "layers", None),
        ("small", "Params", None),
    ],
)
def test_counts_take_the_unit_of_the_cell_or_the_header(text, title, count):
    """A number of parameters or operations without any unit is one only where it is long enough to be whole."""
    assert count_of(text, title) == count


@pytest.mark.parametrize(("text", "amount"), [("12M", True), ("4.1G", True), ("0.7 ms", True), ("V3-Large", False)])
def test_amounts(text, amount):
    """A number with a unit of size or time is an amount, no name."""
    assert is_amount(text) is amount
