import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading.lines import Line, line_of
from extractors.reading.mending import keeps_hyphen, mend, text_of, vocabulary
from extractors.reading.page import UPRIGHT, Token


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("eﬃcient", "efficient"),
        ("bﬂoat16", "bfloat16"),
        ("𝑛=1024", "n=1024"),
        ("𝐀𝟏𝟎𝟎", "A100"),
        ("Schr¨odinger", "Schrödinger"),
        ("Doll´ar", "Dollár"),
        ("na¨ıve", "naïve"),
        ("Fran¸cois", "François"),
        ("franc¸ais", "français"),
        ("224×224", "224×224"),
        ("10−4", "10−4"),
        ("½ of 3² ™", "½ of 3² ™"),
        ("soft\u00adware", "soft-ware"),
        ("zero\u200bwidth\u202e", "zerowidth"),
    ],
)
def test_letters_are_folded_and_numbers_are_left(printed: str, mended: str) -> None:
    """Ligatures, math letters and loose accents become letters; no digit, sign or fraction becomes another."""
    assert mend(printed) == mended


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=30))
def test_plain_text_stays_as_it_is(text: str) -> None:
    """What is printed in ASCII is not changed."""
    assert mend(text) == text


WORDS = vocabulary(["the performance of pre-training and of", "a sequence aligned with fine-tuning"])


@pytest.mark.parametrize(
    ("head", "tail", "kept"),
    [
        ("perfor", "mance.", False),
        ("pre", "training", True),
        ("state-of-the", "art", True),
        ("sequence", "aligned", True),
        ("regulari", "zation", False),
        ("ResNet", "50", True),
        ("16", "bit", True),
        ("TI", "TAN", False),
        ("BERT", "Large", True),
    ],
)
def test_a_word_broken_at_a_line_end_is_mended_by_the_papers_own_words(head: str, tail: str, kept: bool) -> None:
    """A compound keeps its hyphen, a cut word loses it."""
    assert keeps_hyphen(head, tail, WORDS) is kept


def printed(*pieces: str, y: float) -> Line:
    """A line of pieces that touch."""
    tokens = [
        Token(10.0 + 20 * at, y - 8, 30.0 + 20 * at, y + 2, text, 10.0, 0, y, "Times", UPRIGHT, at > 0, int(y))
        for at, text in enumerate(pieces)
    ]
    return line_of(tokens)


def test_a_broken_word_may_be_printed_in_pieces() -> None:
    """Small capitals break a word into pieces, the hyphen among them; the pieces touch in the mended text."""
    text, words = text_of([printed("U", "NDERSTAND", "-", y=100), printed("ING", y=112)], [1, 1], vocabulary(["to"]))
    assert text == "UNDERSTANDING"
    assert [(word.start, word.end, word.printed) for word in words] == [
        (0, 1, "U"),
        (1, 10, "NDERSTAND"),
        (10, 10, "-"),
        (10, 13, "ING"),
    ]
