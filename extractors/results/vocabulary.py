"""The catalogue's names as they occur in headers, captions and sentences: benchmarks, metrics, splits, quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from extractors.catalog import table_words
from extractors.catalog.benchmarks import Benchmark, by_id, load
from extractors.catalog.dataset_names import dataset_names, name_places
from extractors.catalog.terms import Lexicon, fold

CACHE = 8192


@dataclass(frozen=True, slots=True)
class Names:
    """The benchmarks that a text names: ids by the role of the name, and whether another data set is named."""

    aliases: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    other: bool = False
    words: tuple[tuple[str, str], ...] = ()

    @property
    def any(self) -> frozenset[str]:
        """Ids that the text says something for."""
        return self.aliases | self.datasets | self.qualifiers

    def word(self, benchmark: str) -> str:
        """The text's words that name the benchmark."""
        return next((word for known, word in self.words if known == benchmark), "")


@lru_cache(CACHE)
def names_in(text: str) -> Names:
    """The benchmarks named in a text."""
    ids: dict[str, set[str]] = {"alias": set(), "dataset": set(), "qualifier": set(), "excluded": set()}
    other = False
    words: list[tuple[str, str]] = []
    for match in dataset_names().find(text):
        for name in match.entries:
            if name.role == "other":
                other = True
                continue
            ids[name.role].add(name.benchmark)
            if name.role != "excluded":
                words.append((name.benchmark, text[match.start : match.end]))
    return Names(
        frozenset(ids["alias"]),
        frozenset(ids["dataset"]),
        frozenset(ids["qualifier"]),
        frozenset(ids["excluded"]),
        other,
        tuple(words),
    )


class Term(NamedTuple):
    """A word of a header. `kind` is "strong", "ambiguous", "weak" (metrics), "other" (metrics that are none of the
    benchmark), "quantity", "change" or "direction" (up or down); `id` is the metric, the quantity or the direction.
    """

    kind: str
    id: str


_DOWN = (
    "error",
    "errors",
    "err",
    "error rate",
    "error rates",
    "errs",
    "misclassification rate",
    "misclassification rates",
)
_UP = ("accuracy", "accuracies", "acc", "accuracy rate", "precision@1")


@cache
def header_terms(benchmark: str) -> Lexicon[Term]:
    """Metrics of a benchmark, what is none of them, quantities and directions."""
    known = by_id()[benchmark]
    pairs: list[tuple[str, Term]] = []
    for metric in known.metrics:
        pairs += [(alias, Term("strong", metric.id)) for alias in metric.aliases]
        pairs += [(alias, Term("ambiguous", metric.id)) for alias in metric.ambiguous]
        pairs += [(alias, Term("weak", metric.id)) for alias in metric.weak]
    mine = {fold(name) for name, term in pairs}
    pairs += [(alias, Term("other", other.name)) for other in known.other_metrics for alias in other.aliases]
    pairs += [(name, Term("direction", "down")) for name in _DOWN] + [(name, Term("direction", "up")) for name in _UP]
    # Names of splits take their words away from others: "test-std" is no standard deviation.
    splits = [alias for split in known.splits for alias in split.aliases if len(fold(alias)) > 1]
    pairs += [(alias, Term("split", "")) for alias in splits if fold(alias) not in mine]
    words = table_words.load()
    general = [
        (name, Term("quantity", key)) for key, names in words.quantities.items() if key != "change" for name in names
    ]
    general += [(name, Term("change", "change")) for name in words.quantities["change"]]
    general += [(name, Term("other", "another metric")) for name in words.metrics["other"]]
    return Lexicon(pairs + [(name, term) for name, term in general if fold(name) not in mine])


@lru_cache(CACHE)
def is_term(text: str) -> bool:
    """Whether a text has a name of a data set, a metric, a split or a quantity in it."""
    return bool(name_places(text)) or any(header_terms(known.id).find(text) for known in load()[:GENERAL])


@lru_cache(CACHE)
def is_metric(text: str) -> bool:
    """Whether a text is the name of a metric."""
    return any(
        term.kind in ("strong", "ambiguous", "other") for known in load() for term in header_terms(known.id).exact(text)
    )


@lru_cache(CACHE)
def count_terms(text: str) -> int:
    """How many names of data sets a text is, or else of metrics and quantities; 0 where other words stand in it."""
    words = len(fold(text))
    found = [[(match.start, match.end) for match in dataset_names().find(text)]]
    found += [[(match.start, match.end) for match in header_terms(known.id).find(text)] for known in load()[:GENERAL]]
    whole = (places for places in found if sum(len(fold(text[start:end])) for start, end in places) == words)
    return len(next(whole, ()))


# So many benchmarks of the catalogue are asked whether a word is a term of tables at all.
GENERAL = 20


@cache
def split_terms(benchmark: str) -> Lexicon[tuple[str, bool]]:
    """Splits of a benchmark by their aliases; true for those that count only beside another split."""
    splits = by_id()[benchmark].splits
    sure = [(alias, (split.id, False)) for split in splits for alias in split.aliases]
    return Lexicon(sure + [(alias, (split.id, True)) for split in splits for alias in split.beside])


@cache
def task_terms(benchmark: str) -> Lexicon[str]:
    """Words that make a table another task than the benchmark's."""
    return Lexicon((name, name) for name in by_id()[benchmark].other_tasks)


# First words of names that running text has everywhere.
_COMMON = frozenset(
    ("english", "ner", "reuters", "conditional", "natural", "multi", "human", "open", "sun", "something")
)


@cache
def protocol_terms(benchmark: str) -> Lexicon[str]:
    """Ways of testing that are another task than the benchmark's whatever else is said."""
    return Lexicon((name, name) for name in by_id()[benchmark].protocols)


@lru_cache(CACHE)
def protocol_words(text: str) -> bool:
    """Whether a text says a way of testing that is another task for some benchmark."""
    return any(protocol_terms(known.id).find(text) for known in load()[:GENERAL])


@cache
def transfer_terms(benchmark: str) -> Lexicon[str]:
    """Data sets beside which the benchmark is a target of transfer."""
    return Lexicon((name, name) for name in by_id()[benchmark].transfer_beside)


@cache
def _stems() -> re.Pattern[str]:
    """A quick look for texts that may name a benchmark or another data set at all."""
    names = [alias for known in load() for alias in (*known.aliases, *known.datasets, *known.own_splits)]
    names += [name for name in table_words.load().datasets["other"] if any(letter.isupper() for letter in name[1:])]
    stems = {fold(name)[0] for name in names if fold(name)}
    stems = {stem for stem in stems if len(stem) > 2 and not stem.isdigit()} - _COMMON
    return re.compile("|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True)))


def may_name_a_benchmark(text: str) -> bool:
    """Whether a look for names is worth while, of benchmarks or of other data sets; cheap."""
    return bool(_stems().search(text.lower()))


def benchmark(known: str) -> Benchmark:
    """A benchmark by its id. Raises KeyError."""
    return by_id()[known]
