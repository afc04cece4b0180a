"""Splits in the texts around a number: the nearest that names exactly one, another data set's left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.catalog.dataset_names import name_places
from extractors.catalog.terms import fold
from extractors.results.levels import Level
from extractors.results.meaning import Found, trust
from extractors.results.vocabulary import CACHE, header_terms, split_terms


def find_split(known: str, levels: Sequence[Level], with_weak: bool = True) -> Found | None:
    """The split of the nearest level that names exactly one.

    Names that mean a split only beside another one of the table (`beside`) count `with_weak`.
    """
    columns = [level for level in levels if level.kind == "column"]
    if len(columns) > 1:
        whole = columns[0]._replace(text=" ".join(level.text for level in reversed(columns)))
        found = _splits_in(known, whole.text, True, with_weak)
        if len(found) == 1:
            return Found(found[0][0], whole, found[0][1])
    for level in levels:
        found = _first_split(known, level, with_weak)
        if len(found) == 1:
            return Found(found[0][0], level, found[0][1], trust(level))
        if found and level.kind in ("column", "row"):
            return None
    return None


def _first_split(known: str, level: Level, with_weak: bool) -> tuple[tuple[str, str], ...]:
    """The splits of a level; of a caption or a text those of the first sentence that names one alone."""
    if level.near:
        return _splits_in(known, level.text, True, with_weak)
    for sentence in re.split(r"(?<=[a-z)\d])[.;]\s+(?=[A-Z(*∗†‡])", level.text):
        found = _splits_in(known, sentence, False, with_weak)
        mine = [split for split in found if _is_mine(known, sentence, split[1])]
        if len(mine) == 1:
            return (mine[0],)
    return _splits_in(known, level.text, False, with_weak)


def _is_mine(known: str, text: str, words: str) -> bool:
    """Whether a split of a sentence is not another data set's: the last one named before it is the benchmark."""
    start = text.find(words)
    before = [ids for _, end, ids in name_places(text) if end <= start]
    return not before or known in before[-1]


def find_splits(known: str, columns: Sequence[Level]) -> tuple[Found, ...]:
    """The splits that the innermost header with several names, in printed order."""
    for level in columns:
        found = _splits_in(known, level.text, True, True)
        if len(found) > 1:
            return tuple(Found(split, level, words) for split, words in found)
    return ()


def splits_named(known: str, text: str) -> tuple[str, ...]:
    """Ids of the splits that a text names."""
    return tuple(split for split, _ in _splits_in(known, text, False, True))


@lru_cache(CACHE)
def _splits_in(known: str, text: str, near: bool, with_weak: bool) -> tuple[tuple[str, str], ...]:
    splits: dict[str, str] = {}
    for match in split_terms(known).find(text):
        if not near and (_about_training(text, match.start) or _of_another(known, text, match.end)):
            continue
        for split, weak in match.entries:
            if with_weak or not weak:
                splits.setdefault(split, text[match.start : match.end])
    if not near:
        splits.pop("train", None)
    return tuple(splits.items())


def _of_another(known: str, text: str, end: int) -> bool:
    """Whether the words right behind a split are a metric that is none of the benchmark ("validation perplexity")."""
    rest = text[end : end + 30]
    match = next(iter(header_terms(known).find(rest)), None)
    return match is not None and match.start <= 1 and all(term.kind in ("other", "quantity") for term in match.entries)


_TRAINED = frozenset(("trained", "train", "training", "tuned", "selected", "chosen", "searched", "optimized"))
_TESTED = frozenset(
    ("evaluated", "computed", "tested", "measured", "reported", "results", "performance", "scores", "score")
)


def _about_training(text: str, start: int) -> bool:
    """Whether the words before a split say that something was trained or chosen on it."""
    before = fold(text[max(0, start - 60) : start])[-6:]
    verbs = [word for word in before if word in _TRAINED or word in _TESTED]
    return bool(verbs) and verbs[-1] in _TRAINED
