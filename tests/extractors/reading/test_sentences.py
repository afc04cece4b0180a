import pytest

from extractors.reading.sentences import split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We train it. It works.", 2),
        ("We follow Smith et al. (2017) here. It works.", 2),
        ("Vaswani et al. We train on GPUs.", 2),
        ("As Fig. 3 and Eq. 4 show, e.g. ResNet-50, i.e. Sec. 5, is better vs. VGG.", 1),
        ("It took 3.5 days. Then 0.4 s.", 2),
        ("J. Smith and A. B. Jones agree.", 1),
        ("Is it so? Yes! Good.", 3),
        ("It used GPUs (see Table 3.) We stop.", 2),
        ("We used 8 GPUs, etc. The rest is U.S. data.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    """Abbreviations, initials and decimals end no sentence."""
    spans = split(text)
    assert len(spans) == count
