"""Which lines begin a caption, and how far it goes."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.reading.captions import Caption, captions_of
from extractors.reading.page import page_of

PROSE = "We compare the models on the validation set and report the results of three runs in"


def captions(lines: list[tuple[float, float, str]], bold: bool = False) -> list[Caption]:
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=400)
        for x, y, text in lines:
            page.insert_text((x, y), text, fontsize=9, fontname="hebo" if bold else "helv")
        with pymupdf.open("pdf", document.tobytes()) as again:
            return captions_of(page_of(again[0], 1))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Table 3: Errors of all models.", "Table 3"),
        ("Table 3. Errors of all models.", "Table 3"),
        ("Table 3 | Errors of all models.", "Table 3"),
        ("Table 3 Errors of all models", "Table 3"),
        ("TABLE IV", "Table IV"),
        ("Tab. 7: Errors", "Table 7"),
        ("Table A.1: More errors", "Table A.1"),
        ("Table S2. More errors", "Table S2"),
        ("Table 12b: More errors", "Table 12b"),
        ("Figure 2: Errors over time", "Figure 2"),
        ("Fig. 2. Errors over time", "Figure 2"),
    ],
)
def test_a_caption_is_known_by_its_first_words(line: str, label: str):
    assert [caption.label for caption in captions([(60, 100, line)])] == [label]


@pytest.mark.parametrize(
    "line",
    [
        "Table 3 shows that the errors fall.",
        "Table 3, which is new, shows errors.",
        "Tables 3 and 4 show errors.",
        "Table tennis is a sport.",
        "Figure 6 (a)",
    ],
)
def test_running_text_and_names_of_rows_begin_no_caption(line: str):
    assert captions([(60, 100, line)]) == []


def test_a_sentence_that_ends_at_the_head_of_a_line_is_no_caption():
    assert (
        captions(
            [(60, 100, PROSE), (60, 111, "Table 3. We see that the larger of the models has fewer errors by far.")]
        )
        == []
    )


def test_a_caption_has_all_its_lines_and_no_more():
    lines = [
        (60, 100, "Table 3: Errors of all the models that were trained on the first data set, in"),
        (60, 111, "percent, with the deviation over three runs."),
        (60, 140, "The text goes on here."),
    ]
    (caption,) = captions(lines)
    assert caption.text.endswith("over three runs.") and caption.text.startswith("Table 3: Errors")
