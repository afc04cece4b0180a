"""How well a benchmark and a metric are supported where a number's own column does not say both.

A metric is enough to tell a benchmark only in a paper or a section that is about it; a caption's metric holds for a
column only where the other headers leave it open; words of another task, near enough, refute both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.catalog.dataset_names import name_places
from extractors.catalog.terms import fold, tokens
from extractors.results.levels import Level
from extractors.results.meaning import Found, Header, other_task, read_header
from extractors.results.paper import Paper, is_sole, paper_outnumbered, section_is_about
from extractors.results.splits import find_split
from extractors.results.vocabulary import (
    benchmark,
    header_terms,
    names_in,
    protocol_terms,
    split_terms,
    transfer_terms,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the cells of one table share: the paper, the levels of the whole table, and what its headers say.

    `explicit` counts, for each benchmark, the metrics that the headers name; `headers` are all header texts, titles of
    groups and names of rows.
    """

    paper: Paper
    far: tuple[Level, ...]
    section: int
    explicit: dict[str, int]
    headers: tuple[str, ...]


def is_label(text: str) -> bool:
    """Whether a text is made of names of benchmarks, metrics and splits, not of a model's name."""
    words = tokens(text)
    if not words:
        return False
    covered: set[int] = set()
    names = names_in(text)
    for known in sorted(names.any) or sorted(LABELLED):
        for start, end in term_spans(known, text):
            covered |= {n for n, word in enumerate(words) if start <= word.start < end}
    for start, end, _ in name_places(text):
        covered |= {n for n, word in enumerate(words) if start <= word.start < end}
    return len(covered) * 5 >= len(words) * 4


def term_spans(known: str, text: str) -> list[tuple[int, int]]:
    """Places of metrics, quantities and splits in a text."""
    terms = [(match.start, match.end) for match in header_terms(known).find(text)]
    return terms + [(match.start, match.end) for match in split_terms(known).find(text)]


# Benchmarks whose metrics and splits between them are those of all.
LABELLED = ("imagenet", "coco-detection", "squad1.1", "wmt14-en-de", "cifar10", "librispeech")


def surely(around: Around, one: Found, columns: Sequence[Level], header: Header, status: str) -> bool:
    """Whether a metric is enough to tell a benchmark that no text near the table names: not a word such as accuracy."""
    if _shared_elsewhere(around.paper, one.id, header) and around.explicit.get(one.id, 0) < 2:
        return False
    generic = bool(header.direction) and fold(header.words) in _GENERIC
    if status != "weak" and not generic:
        return True
    if not columns or not (is_label(columns[0].text) or _ends_in_metric(one.id, columns[0].text)):
        return False
    said = " ".join(level.text for level in around.far).lower()
    if paper_outnumbered(around.paper, one.id):
        return False
    return not header.direction or any(word in said for word in benchmark(one.id).task.split()[-1:])


_GENERIC = frozenset(fold(name) for name in ("error", "err", "error rate", "accuracy", "acc", "errors", "accuracies"))


def _shared_elsewhere(paper: Paper, known: str, header: Header) -> bool:
    """Whether a metric's name is that of another task's benchmark too, of which the paper speaks (F1)."""
    task = benchmark(known).task
    return any(
        benchmark(other).task != task and read_header(other, (header.words,)).status == "metric"
        for other in paper.benchmarks - {known}
    )


def _ends_in_metric(known: str, text: str) -> bool:
    """Whether the last word of a header, brackets aside, is a metric's name ("Softmax fusion AP")."""
    plain = re.sub(r"[(\[].*", "", text).rstrip()
    return any(match.end == len(plain) for match in header_terms(known).find(plain))


def supported(around: Around, known: str, columns: Sequence[Level], said: Header) -> bool:
    """Whether a caption's metric is the benchmark's: the section or the whole paper speaks of no other data, or the
    column is headed by a number, which is a setting and no other data set.
    """
    numbered = columns and not any(letter.isalpha() for letter in columns[0].text)
    if numbered and fold(said.words) not in _GENERIC:
        return True
    return is_sole(around.paper) or section_is_about(around.paper, known, around.section)


# Captions of tables that hold no scores.
_NO_SCORES = re.compile(
    r"\b(?:hyper-?\s?parameters?|statistics|data ?sets? (?:sizes?|used|details)|training details|notations?|"
    r"architectures? (?:of|for|details|specification)|specifications?|"
    r"number of (?:examples|sentences|images|parameters))\b",
    re.IGNORECASE,
)


def open_to_far(around: Around, one: Found, columns: Sequence[Level], status: str) -> bool:
    """Whether caption and text may say the metric of a column whose header does not.

    Not where other headers of the table name metrics, nor where the caption is of a table without scores, unless the
    header itself says the benchmark or a split.
    """
    placed = not columns or one.level.kind == "column" or find_split(one.id, columns) is not None
    if placed:
        return True
    if one.id in around.explicit or status == "weak":
        return False
    return not any(_NO_SCORES.search(level.text) for level in around.far if level.kind == "caption")


def mostly_plausible(known: str, metrics: Sequence[str], values: Sequence[float]) -> bool:
    """Whether most of a column's values are plausible as printed for one of the metrics."""
    of = benchmark(known).metric
    return any(sum(of(metric).plausible(value) for value in values) * 5 >= len(values) * 4 for metric in metrics)


# How far from the number its task may be said, by what names the benchmark.
_REACH: dict[str, tuple[str, ...]] = {"column": (), "row": ("caption",), "group": ("caption",), "caption": ("caption",)}


def another_task(around: Around, one: Found, columns: Sequence[Level], rows: Sequence[Level]) -> bool:
    """Whether the levels between the number and what names the benchmark say that it is another task."""
    kinds = _REACH.get(one.level.kind, ("caption", "section"))
    if one.words in benchmark(one.id).own_splits:
        kinds = ("caption",)
    far = [level for level in around.far if level.kind in kinds]
    captions = [level for level in around.far if level.kind == "caption"]
    if any(protocol_terms(one.id).find(level.text) for level in (*columns, *rows, *captions)):
        return True
    suite = {name for text in around.headers for match in transfer_terms(one.id).find(text) for name in match.entries}
    return len(suite) > 1 or any(other_task(one.id, level) for level in (*columns, *rows, *far))


def told(around: Around, one: Found, columns: Sequence[Level], rows: Sequence[Level], header: Header) -> bool:
    """Whether a metric's name that is only a number ("0.5:0.95") is one here: its column is of the benchmark, or
    average precision is spoken of; and the header holds nothing else.
    """
    if any(letter.isalpha() for letter in header.words):
        return True
    if not is_label(columns[header.level].text):
        return False
    said = " ".join(level.text for level in (*columns, *rows, *around.far) if level.near or level.kind == "caption")
    return one.level.near or bool(re.search(r"\bm?AP\b|[Pp]recision", said)) or bool(_PRECISION & set(around.headers))


_PRECISION = frozenset(("AP", "mAP", "Average Precision", "Avg. Precision, IoU:"))
