"""Benchmarks as data: every file holds together, and names find what they stand for."""

import pytest

from extractors.catalog import benchmarks
from extractors.catalog.terms import Lexicon, fold

KNOWN = {
    "imagenet",
    "coco-detection",
    "squad1.1",
    "squad2.0",
    "conll2003-ner",
    "wmt14-en-de",
    "wmt14-en-fr",
    "cifar10",
    "cifar10-generation",
    "librispeech",
    "switchboard",
    "wider-face",
    "mpii",
}

A_NEW_ONE = """
id = "toy"
name = "Toy"
task = "toys"
year = 2020
aliases = ["Toy-1"]
sources = ["somewhere"]
usual_split = "test"
[[splits]]
id = "test"
aliases = ["test"]
[[metrics]]
id = "score"
name = "score"
direction = "up"
unit = "%"
range = [0.0, 100.0]
aliases = ["score"]
"""


def test_every_benchmark_is_a_file_that_holds_together():
    """All benchmarks of the contract are there, and at least one more."""
    ids = {benchmark.id for benchmark in benchmarks.load()}
    assert ids > KNOWN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ImageNet-1K", {"imagenet"}),
        ("ILSVRC’12", {"imagenet"}),
        ("ImageNet-21k", set()),
        ("ImageNet-A", set()),
        ("MS-COCO", {"coco-detection"}),
        ("SQuAD v1.1", {"squad1.1"}),
        ("SQuAD2.0", {"squad2.0"}),
        ("CoNLL’03", {"conll2003-ner"}),
        ("CIFAR-10", {"cifar10", "cifar10-generation"}),
        ("Hub5’00", {"switchboard"}),
        ("WIDERFACE", {"wider-face"}),
        ("CIFAR-100", set()),
    ],
)
def test_a_name_finds_its_benchmark(text, found):
    """Case, hyphens and spacing do not matter; names that hold an alias are not the benchmark."""
    assert {benchmark.id for benchmark in benchmarks.find(text)} == found


def test_a_new_benchmark_is_a_new_file():
    """The text of a file is all that a benchmark needs."""
    toy = benchmarks.parse(A_NEW_ONE)
    assert toy.metric("score").plausible(50) and not toy.metric("score").plausible(101)
    assert toy.split("test").size is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[0.0, 100.0]", "[100.0, 0.0]", "upside down"),
        ('usual_split = "test"', 'usual_split = "dev"', "usual split dev"),
        ('sources = ["somewhere"]', "sources = []", "no source"),
        ("year = 2020", 'year = 2020\nnick = "T"', "nick"),
        ('direction = "up"', 'direction = "sideways"', "sideways"),
        ("year = 2020", "year = ", "toy.toml"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(old, new, said):
    """The message names the file and the fault."""
    with pytest.raises(ValueError, match=said) as caught:
        benchmarks.parse(A_NEW_ONE.replace(old, new), "toy.toml")
    assert "toy.toml" in str(caught.value)


def test_an_unknown_id_raises():
    """A typing error in an id never becomes another metric."""
    with pytest.raises(KeyError):
        benchmarks.by_id()["imagenet"].metric("top1")
    with pytest.raises(KeyError):
        benchmarks.by_id()["imagenet"].split("holdout")


def test_ranges_of_opposite_metrics_agree():
    """An error and its accuracy are one scale: a value plausible as one is, from 100, plausible as the other."""
    for benchmark in benchmarks.load():
        for metric in benchmark.metrics:
            if metric.opposite:
                low, high = benchmark.metric(metric.opposite).range
                assert metric.range == pytest.approx((100 - high, 100 - low))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Top-1 Err.", ("top", "1", "err")),
        ("AP@[.5:.95]", ("ap", ".5", ".95")),
        ("AP@0.50", ("ap", ".5")),
        ("AP [50]", ("ap",)),
        ("WMT’14 En→De", ("wmt", "14", "en", "de")),
        ("SQuAD2.0", ("squad", "2.0")),
        ("", ()),
    ],
)
def test_folding(text, folded):
    """Words and numbers apart, references to the bibliography left out."""
    assert fold(text) == folded


def test_the_longest_name_wins():
    """A name inside a longer one is not found; a single letter is a name only where it stands alone."""
    lexicon = Lexicon([("ImageNet", 1), ("ImageNet-21k", 2), ("S", 3), ("top-1", 4), ("top-1", 5)])
    assert [m.entries for m in lexicon.find("on ImageNet-21k and ImageNet S top 1")] == [(2,), (1,), (4, 5)]
    assert [(m.start, m.end) for m in lexicon.find("an ImageNet-21k")] == [(3, 15)]
    assert lexicon.exact("s") == (3,)
    assert [(m.start, m.end) for m in lexicon.find("on ImageNet")] == [(3, 11)]
