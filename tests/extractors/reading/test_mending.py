import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading.mending import keeps_hyphen, mend, vocabulary


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
