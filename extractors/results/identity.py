"""Which names of a paper are one model, and which training runs are of the model of a result.

"BERT-Large", "BERTLARGE (single)" and "ours (large)" are one: a name is the set of its words, without those that say
how it was tested or whose it is, with sizes apart from the word that they are printed behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.catalog.table_words import lexicon
from extractors.model import Phase, Result, Stated, TrainingRun, value_of
from extractors.results.vocabulary import name_places

_SIZES = ("xxlarge", "xlarge", "large", "base", "small", "tiny", "big", "medium", "huge", "mini", "nano", "giant")
# Words of a name that do not tell models apart.
_EMPTY = frozenset(
    ("model", "models", "network", "networks", "net", "the", "a", "an", "our", "ours", "with", "and", "on", "of", "in")
) | frozenset(("for", "we", "best", "final"))
_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")


def identity(name: str, main: str = "") -> frozenset[str]:
    """The words that make a model what it is; `main` is the paper's own model, for names that only say "ours"."""
    plain = name
    for start, end, _ in reversed(name_places(plain)):
        plain = f"{plain[:start]} {plain[end:]}"
    for match in reversed(lexicon("settings").find(plain)):
        plain = f"{plain[: match.start]} {plain[match.end :]}"
    words = [part for word in _WORD.findall(plain.lower()) for part in _sized(word)]
    kept = frozenset(word for word in words if word not in _EMPTY)
    said = set(_WORD.findall(name.lower()))
    if main and said & {"ours", "our"}:
        kept |= identity(main)
    return kept


def _sized(word: str) -> tuple[str, ...]:
    """A word and the size that is printed right behind it ("bertlarge"), plural undone."""
    for size in _SIZES:
        if word.endswith(size) and len(word) - len(size) >= 3:
            return word[: -len(size)], size
    return (word[:-1],) if word.endswith("s") and len(word) > 4 else (word,)


def same_model(one: str, other: str, main: str = "") -> bool:
    """Whether two names of a paper are one model."""
    first, second = identity(one, main), identity(other, main)
    return bool(first) and first == second


def tie_runs(results: Sequence[Result], runs: Sequence[TrainingRun], main: str) -> list[Result]:
    """Own results with the places of the training runs of their models, the runs that say most about the name.

    A run without a model is one of all the paper's models; a run that names its benchmarks is for those alone; a
    search for an architecture trains none.
    """
    training = [run for run in runs if value_of(run.phase) != Phase.SEARCH]
    return [
        replace(result, runs=_runs_of(result, training, main)) if value_of(result.own) else result for result in results
    ]


def _runs_of(result: Result, runs: Sequence[TrainingRun], main: str) -> tuple[str, ...]:
    name = value_of(result.model)
    words = identity(name, main) if isinstance(name, str) else frozenset[str]()
    fitting: dict[int, list[str]] = {}
    for run in runs:
        if run.benchmarks and value_of(result.benchmark) not in run.benchmarks:
            continue
        needed = (
            identity(run.model.value, main)
            if isinstance(run.model, Stated) and isinstance(run.model.value, str)
            else None
        )
        if needed is None:
            fitting.setdefault(0, []).append(run.place)
        elif needed and needed <= words:
            fitting.setdefault(len(needed), []).append(run.place)
    return tuple(dict.fromkeys(fitting[max(fitting)])) if fitting else ()
