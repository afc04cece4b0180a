"""A page's tokens and rules, on small pages made here."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.model import Style
from extractors.reading.page import DOWNWARD, UPRIGHT, UPWARD, Page, page_of


def made(draw, rotation: int = 0) -> Page:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        draw(page)
        page.set_rotation(rotation)
        with pymupdf.open("pdf", document.tobytes()) as again:
            return page_of(again[0], 1)


def texts(page: Page) -> list[str]:
    return [token.text for token in page.tokens]


def test_words_stand_where_they_are_printed():
    page = made(lambda page: page.insert_text((50, 100), "top-1 76.30", fontsize=10))
    assert texts(page) == ["top-1", "76.30"]
    token = page.tokens[0]
    assert token.x0 == pytest.approx(50, abs=1) and token.baseline == pytest.approx(100, abs=0.5)
    assert token.y0 < 100 < token.y1 and token.turn == UPRIGHT and not token.joined


@pytest.mark.parametrize(
    ("options", "seen"),
    [
        ({"render_mode": 3}, False),
        ({"color": (1, 1, 1)}, False),
        ({"fontsize": 0.5}, False),
        ({"fill_opacity": 0.0}, False),
        ({"color": (0.7, 0.7, 0.7)}, True),
    ],
    ids=["invisible", "white", "tiny", "transparent", "grey"],
)
def test_text_that_nobody_sees_is_left_out_and_counted(options, seen):
    def draw(page):
        page.insert_text((50, 100), "seen 1", fontsize=10)
        page.insert_text((50, 130), "hidden 2", **{"fontsize": 10, **options})

    page = made(draw)
    assert ("2" in texts(page)) is seen
    assert page.hidden == (0 if seen else 2)


def test_white_text_on_a_dark_ground_is_read():
    def draw(page):
        page.draw_rect(pymupdf.Rect(40, 80, 200, 110), fill=(0, 0, 0.4), color=None)
        page.insert_text((50, 100), "Model", color=(1, 1, 1))

    assert texts(made(draw)) == ["Model"]


def test_reader_annotations_do_not_mix_in():
    def draw(page):
        page.insert_text((50, 100), "printed")
        page.add_freetext_annot(pymupdf.Rect(50, 120, 200, 150), "noted by a reader 99.9")

    assert texts(made(draw)) == ["printed"]


def test_text_off_the_page_is_left_out():
    def draw(page):
        page.insert_text((50, 100), "on")
        page.insert_text((50, 420), "off")

    assert texts(made(draw)) == ["on"]


def test_a_superscript_is_a_piece_of_its_own_that_touches_its_word():
    def draw(page):
        page.insert_text((50, 100), "10", fontsize=10)
        page.insert_text((61.2, 96), "20", fontsize=7)

    base, script = made(draw).tokens
    assert (base.text, script.text, script.joined) == ("10", "20", True)
    assert script.style & Style.SUPERSCRIPT and not base.style & Style.SUPERSCRIPT


def test_bold_and_italic_and_monospace_are_kept():
    def draw(page):
        page.insert_text((50, 100), "strong", fontname="hebo")
        page.insert_text((50, 120), "slanted", fontname="tiit")
        page.insert_text((50, 140), "code", fontname="cour")

    strong, slanted, code = made(draw).tokens
    assert strong.style & Style.BOLD and slanted.style & Style.ITALIC and code.style & Style.MONOSPACE


def test_a_rotated_page_is_read_as_it_is_displayed():
    page = made(lambda page: page.insert_text((50, 100), "turned", rotate=90), rotation=90)
    assert (page.width, page.height, page.rotation) == (300, 400, 90)
    assert page.tokens[0].turn == UPRIGHT


@pytest.mark.parametrize(("degrees", "turn"), [(90, UPWARD), (270, DOWNWARD)])
def test_sideways_text_says_how_it_runs(degrees, turn):
    page = made(lambda page: page.insert_text((100, 150), "side", rotate=degrees))
    assert [token.turn for token in page.tokens] == [turn]


def test_rules_are_lines_and_thin_filled_rectangles_but_not_areas():
    def draw(page):
        page.draw_line((50, 50), (350, 50), width=0.8)
        page.draw_rect(pymupdf.Rect(50, 80, 350, 80.4), fill=(0, 0, 0), color=None)
        page.draw_line((60, 50), (60, 120), width=0.4)
        page.draw_rect(pymupdf.Rect(50, 150, 350, 200), fill=(0.8, 0.8, 0.8), color=None)
        page.draw_line((50, 220), (350, 220), width=0.8, color=(1, 1, 1))

    page = made(draw)
    assert [rule.horizontal for rule in page.rules] == [True, True, False]
    assert len(page.fills) == 1
