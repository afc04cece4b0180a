"""Pages made here, each with one thing that pages do."""

import random

import pymupdf
import pytest

from extractors.model import BlockKind, Document, Style
from extractors.reading import ReadError, picture, read

WIDTH, HEIGHT = 612, 792
FILLER = "quick brown foxes jump over the lazy dogs and run away from all of them in the end"


def new_page(document: pymupdf.Document) -> pymupdf.Page:
    return document.new_page(width=WIDTH, height=HEIGHT)


def write(page: pymupdf.Page, x: float, y: float, text: str, size: float = 10, font: str = "tiro") -> float:
    """Print a piece of a line; the x where it ends."""
    page.insert_text((x, y), text, fontsize=size, fontname=font)
    return float(x + pymupdf.get_text_length(text, fontname=font, fontsize=size))


def paragraph(page: pymupdf.Page, box: tuple[float, float, float, float], text: str, size: float = 10) -> None:
    assert page.insert_textbox(box, text, fontsize=size, fontname="tiro", align=3) >= 0, "the text must fit"


def read_pages(document: pymupdf.Document) -> Document:
    return read(document.tobytes())


def text_of(document: Document) -> str:
    return " ".join(block.text for block in document.blocks)


def test_columns_are_found_though_the_page_prints_across_them() -> None:
    """A program that prints line by line over both columns, with a gutter of 13 points, is read column by column."""
    document = pymupdf.open()
    page = new_page(document)
    half = (WIDTH - 108 - 13) / 2
    for number in range(40):
        for x, side in ((54.0, "left"), (54 + half + 13, "right")):
            line = f"{side}{number}"
            while pymupdf.get_text_length(f"{line} foxes", fontname="tiro", fontsize=10) < half:
                line += " foxes"
            write(page, x, 100 + 12 * number, line)
    words = [word for word in text_of(read_pages(document)).split() if word != "foxes"]
    assert words == [f"{side}{number}" for side in ("left", "right") for number in range(40)]


def test_a_sentence_that_runs_over_pages_is_one_sentence() -> None:
    """Running heads, page numbers and footnotes between its halves do not cut it."""
    document = pymupdf.open()
    chance = random.Random(4)
    for number in range(4):
        page = new_page(document)
        write(page, 200, 40, "A RUNNING HEAD OF THE PAPER", 8)
        write(page, 300, 770, str(number + 1), 9)
        write(page, 72, 745, "1", 6)
        write(page, 76, 748, f"A footnote on {FILLER.split()[number + 1]} in small type.", 8)
        start = "In the end the models" if number == 0 else f"was reached on page {number + 1}. And the models"
        line = start
        for row in range(48):
            words = chance.choices(FILLER.split(), k=60)
            while pymupdf.get_text_length(f"{line} {words[-1]}", fontname="tiro", fontsize=10) < 460:
                line += f" {words.pop()}"
            write(page, 72, 80 + 13 * row, line)
            line = words.pop()
    result = read_pages(document)
    text = text_of(result)
    assert "RUNNING HEAD" not in text
    body = [block for block in result.blocks if block.kind is BlockKind.PARAGRAPH]
    assert len({word.box.page for word in body[0].words}) == 4
    sentences = [result.text_of(sentence) for sentence in result.sentences]
    assert any("In the end the models" in sentence and "was reached on page 2." in sentence for sentence in sentences)
    assert [block.label for block in result.blocks if block.kind is BlockKind.FOOTNOTE] == ["1"] * 4


def test_a_raised_digit_after_a_digit_is_marked() -> None:
    """10 to the power of −4 is no 10−4."""
    document = pymupdf.open()
    page = new_page(document)
    x = write(page, 72, 100, "We use a weight decay of 10")
    page.insert_text((x, 96.5), "-4", fontsize=7, fontname="tiro")
    write(page, x + 8, 100, "for all of our models in this paper.")
    block = read_pages(document).blocks[0]
    assert "weight decay of 10^-4 for all" in block.text
    raised = next(word for word in block.words if word.printed == "-4")
    assert raised.style & Style.SUPERSCRIPT
    assert block.text[raised.start : raised.end] == "^-4"


def test_the_stamp_is_kept_apart() -> None:
    """The arXiv stamp in the margin is the document's stamp, and no part of its text."""
    document = pymupdf.open()
    page = new_page(document)
    page.insert_text((30, 500), "arXiv:2101.00001v2 [cs.LG] 4 Jan 2021", fontsize=20, rotate=90)
    paragraph(page, (72, 100, 540, 300), f"We found that {FILLER}. " * 5)
    result = read_pages(document)
    assert result.stamp == "arXiv:2101.00001v2 [cs.LG] 4 Jan 2021"
    assert "arXiv" not in text_of(result)


def test_line_numbers_of_a_review_copy_are_dropped() -> None:
    """Numbers in the margin that count the lines are no text; numbers in the text are."""
    document = pymupdf.open()
    page = new_page(document)
    for row in range(30):
        write(page, 40, 100 + 14 * row, f"{row + 54:03}", 8)
        write(page, 72, 100 + 14 * row, f"We trained for {row + 1} days on 8 machines and quick brown foxes jumped too")
    text = text_of(read_pages(document))
    assert "054" not in text
    assert "We trained for 1 days on 8 machines" in text


def test_reader_notes_are_no_text() -> None:
    """Annotations of a reader are not what the authors printed."""
    document = pymupdf.open()
    page = new_page(document)
    paragraph(page, (72, 100, 540, 300), f"We found that {FILLER}. " * 3)
    page.add_freetext_annot((72, 400, 400, 430), "trained on 4096 TPUs for a year?")
    page.add_text_annot((72, 500), "I doubt the 99 days")
    assert "4096" not in text_of(read_pages(document))


def test_headings_captions_and_kinds() -> None:
    """A bold numbered line is a heading; a caption is a block with its label, apart from the text around it."""
    document = pymupdf.open()
    page = new_page(document)
    write(page, 150, 80, "A Paper about Foxes and Dogs", 17, "tibo")
    write(page, 280, 130, "Abstract", 12, "tibo")
    paragraph(page, (100, 140, 510, 200), f"We found that {FILLER}. " * 2)
    write(page, 72, 230, "1", 12, "tibo")
    write(page, 90, 230, "Introduction", 12, "tibo")
    paragraph(page, (72, 240, 540, 300), f"It is known that {FILLER}. " * 3)
    write(page, 150, 420, "Figure 2: Foxes over dogs.", 10)
    paragraph(page, (72, 450, 540, 510), f"As Figure 2 shows, {FILLER}. " * 3)
    result = read_pages(document)
    assert result.title == "A Paper about Foxes and Dogs"
    assert [section.kind.value for section in result.sections] == ["front", "abstract", "introduction"]
    assert [block.label for block in result.blocks if block.kind is BlockKind.CAPTION] == ["Figure 2"]


def test_text_without_a_vowel_is_refused_as_garbage() -> None:
    """A font that maps its letters wrongly gives a reason, and no document."""
    document = pymupdf.open()
    page = new_page(document)
    shifted = str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdfghjklmnpqrstvwxzbcdfgh")
    paragraph(page, (72, 100, 540, 700), f"{FILLER} ".translate(shifted) * 40)
    with pytest.raises(ReadError, match="garbage"):
        read_pages(document)


def test_a_page_can_be_seen_with_its_boxes() -> None:
    """The picture is a PNG with red frames; a page that is not there is refused."""
    document = pymupdf.open()
    page = new_page(document)
    paragraph(page, (72, 100, 540, 300), f"We found that {FILLER}. " * 3)
    data = bytes(document.tobytes())
    box = read(data).blocks[0].words[0].box
    image = pymupdf.Pixmap(picture(data, 1, [box], scale=2))
    assert (image.width, image.height) == (2 * WIDTH, 2 * HEIGHT)
    assert image.pixel(round(box.x0 * 2) - 1, round(box.y0 * 2) + 2) == (220, 30, 30)
    with pytest.raises(ReadError, match="page 2 of 1"):
        picture(data, 2)
