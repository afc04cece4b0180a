import pymupdf
import pytest

from extractors.model import BlockKind, ReadError
from extractors.reading import read

PROSE = (
    "We train the large model on eight accelerators for three days and a half. The learning rate is 0.1 and falls by "
    "a factor of ten. Nothing else was changed in the second experiment, and the results are the same as before. "
)


def pdf_of(*pages: list[tuple[tuple[float, float, float, float], str, float]]) -> bytes:
    """A PDF with a page for each list of (box, text, size)."""
    document = pymupdf.open()
    for texts in pages:
        page = document.new_page(width=612, height=792)
        for box, text, size in texts:
            left = page.insert_textbox(box, text, fontsize=size, fontname="tiro")
            assert left >= 0, "the text must fit its box"
    return bytes(document.tobytes())


def test_two_columns_are_read_one_after_the_other() -> None:
    """The left column comes whole before the right one, below a title that spans both."""
    data = pdf_of(
        [
            ((150, 60, 560, 90), "A title over both columns of the page", 17),
            ((54, 120, 296, 500), "Left. " + PROSE * 3, 10),
            ((316, 120, 558, 500), "Right. " + PROSE * 3, 10),
        ]
    )
    texts = [block.text for block in read(data).blocks]
    assert texts[0].startswith("A title")
    whole = " ".join(texts)
    assert whole.index("Left.") < whole.index("Right.")
    assert " ".join((PROSE * 3).split()) in whole[: whole.index("Right.")]


def test_every_word_leads_back_to_its_printed_piece() -> None:
    """Words of a block lie in order in its text and hold what is printed there."""
    document = read(pdf_of([((54, 120, 296, 500), PROSE * 3, 10)]))
    for block in document.blocks:
        assert block.kind in BlockKind
        for word in block.words:
            assert block.text[word.start : word.end] == word.printed


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>Not found</body></html>", "HTML"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"%PDF-1.5\n", "PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    """A file that cannot be read ends in one clear reason."""
    with pytest.raises(ReadError, match=reason):
        read(data)
