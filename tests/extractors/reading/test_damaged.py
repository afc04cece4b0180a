"""Damage to small files; `perf/fuzz_reading.py` does the same to thousands of real ones, in limited processes."""

from functools import cache

import pymupdf
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Document
from extractors.reading import ReadError, read


@cache
def small_file() -> bytes:
    """Two pages with text, a rule and a table's caption, every stream laid open."""
    document = pymupdf.open()
    for number in (1, 2):
        page = document.new_page(width=400, height=400)
        page.insert_textbox((40, 40, 360, 120), "We train on eight machines for three days. It works. " * 3, fontsize=9)
        page.insert_text((40, 150), f"Table {number}: Errors of two models.", fontsize=9)
        page.draw_line((40, 160), (300, 160), width=0.6)
        for row, cells in enumerate([("Model", "error"), ("A", "24.5"), ("B", "22.3")]):
            page.insert_text((44, 172 + 13 * row), cells[0], fontsize=9)
            page.insert_text((150, 172 + 13 * row), cells[1], fontsize=9)
        page.draw_line((40, 205), (300, 205), width=0.6)
    return bytes(document.tobytes(expand=255))


CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(("flip", "cut", "repeat", "number")),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_damage_ends_in_a_document_or_one_reason(changes: list[tuple[float, str, int]]) -> None:
    """Bytes flipped, cut, repeated, or exchanged for a huge number never raise anything else."""
    data = bytearray(small_file())
    for place, change, value in changes:
        at = int(place * len(data))
        if change == "flip":
            data[at] ^= value
        elif change == "cut":
            del data[at : at + value]
        elif change == "repeat":
            data[at:at] = data[at : at + value]
        else:
            data[at : at + 3] = b"1e30"
    try:
        document = read(bytes(data))
    except ReadError as error:
        assert str(error) and "\n" not in str(error)
    else:
        assert isinstance(document, Document) and document.pages
