"""Names of data sets as they occur in texts: those of the benchmarks, by what they are for each, and all others."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractors.catalog import table_words
from extractors.catalog.benchmarks import load
from extractors.catalog.terms import Lexicon


class Name(NamedTuple):
    """What a name of a data set is for a benchmark ("": for all of them)."""

    role: str
    benchmark: str


@cache
def dataset_names() -> Lexicon[Name]:
    """Every name with its roles."""
    pairs: list[tuple[str, Name]] = []
    for benchmark in load():
        for role, names in (
            ("alias", (*benchmark.aliases, *benchmark.own_splits)),
            ("dataset", benchmark.datasets),
            ("qualifier", benchmark.qualifiers),
            ("excluded", benchmark.excluded),
        ):
            pairs += [(name, Name(role, benchmark.id)) for name in names]
    pairs += [(name, Name("other", "")) for name in table_words.load().datasets["other"]]
    return Lexicon(pairs)


def name_places(text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """Where a text names benchmarks or other data sets (no ids), in order."""
    places = []
    for match in dataset_names().find(text):
        ids = frozenset(name.benchmark for name in match.entries if name.role not in ("excluded", "other"))
        places.append((match.start, match.end, ids))
    return tuple(places)
