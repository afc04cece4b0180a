"""How far readers who did not see each other agree, field by field: Cohen's κ and Krippendorff's α with intervals.

Only facts that two or more people looked at count; bulk accepts and adjudications are nobody's independent look.
κ compares the first opinion with the second, α all of them. Both are corrected for chance, and say nothing where
everybody always said the same. Intervals are 95 %, by bootstrap over papers, since facts of one paper are alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotations.decisions import StandingFact
from annotations.opinions import Opinion
from extractors.model import content

DRAWS = 400
SEED = 0
Codes = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""Opinions (rows: first, second, …) by facts (columns), each a number for what was said; nan where nobody said."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 95 % interval; None where it says nothing."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one field: over how many facts, how often they said the same, κ and α."""

    kind: str
    field: str
    facts: int
    same: float
    kappa: Measure
    alpha: Measure


def agreement(facts: Iterable[StandingFact], draws: int = DRAWS) -> tuple[Agreement, ...]:
    """Agreement by kind and field; field "fact" is whether there is such a fact at all."""
    read: dict[tuple[str, str], tuple[StandingFact, list[Opinion]]] = {}
    for fact in facts:
        looked = [opinion for opinion in fact.opinions if opinion.purpose != "bulk"]
        if len(looked) > 1:
            read[fact.anchor, fact.content] = (fact, looked)
    return tuple(
        found
        for kind in ("run", "result")
        for found in _of_kind(kind, [entry for entry in read.values() if entry[0].kind == kind], draws)
    )


def _of_kind(kind: str, read: Sequence[tuple[StandingFact, list[Opinion]]], draws: int) -> list[Agreement]:
    if not read:
        return []
    papers = [fact.paper for fact, _ in read]
    said = [[_answers(opinion) for opinion in opinions] for _, opinions in read]
    fields = list(dict.fromkeys(field for answers in said for answer in answers for field in answer))
    return [_of_field(kind, field, papers, said, draws) for field in fields]


def _answers(opinion: Opinion) -> Mapping[str, str]:
    """What an opinion says, field by field; of several facts, all that they say."""
    if not opinion.facts:
        return {"fact": "none"}
    parts = [content(fact) for fact in opinion.facts]
    return {"fact": "one" if len(parts) == 1 else f"{len(parts)}"} | {
        name: " | ".join(sorted(repr(part[name]) for part in parts)) for name in parts[0]
    }


def _of_field(
    kind: str, field: str, papers: Sequence[str], said: Sequence[Sequence[Mapping[str, str]]], draws: int
) -> Agreement:
    words = sorted({answer[field] for answers in said for answer in answers if field in answer})
    number = {word: float(place) for place, word in enumerate(words)}
    rows = max(len(answers) for answers in said)
    codes: Codes = np.full((rows, len(said)), math.nan)
    for column, answers in enumerate(said):
        for row, answer in enumerate(answers):
            if field in answer:
                codes[row, column] = number[answer[field]]
    kept = np.sum(~np.isnan(codes), axis=0) > 1
    codes, where = codes[:, kept], [paper for paper, keep in zip(papers, kept, strict=True) if keep]
    agree = [len(set(column[~np.isnan(column)])) == 1 for column in codes.T]
    same = float(np.mean(agree)) if agree else math.nan
    measure = partial(_measured, codes, where, draws)
    return Agreement(kind, field, len(where), same, measure(kappa), measure(alpha))


def kappa(codes: Codes) -> float:
    """Cohen's κ of the first two opinions; nan where chance alone explains all."""
    from statsmodels.stats.inter_rater import cohens_kappa

    both = codes[:2, ~np.isnan(codes[:2]).any(axis=0)].astype(int)
    most = int(both.max()) + 1 if both.size else 0
    if most < 2 or len(set(both.ravel())) < 2:
        return math.nan
    table = np.zeros((most, most))
    np.add.at(table, (both[0], both[1]), 1)
    return float(cohens_kappa(table, return_results=False))


def alpha(codes: Codes) -> float:
    """Krippendorff's α of all opinions, nominal; nan where only one thing was ever said."""
    import krippendorff

    if len(set(codes[~np.isnan(codes)])) < 2:
        return math.nan
    return float(krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal"))


def _measured(codes: Codes, papers: Sequence[str], draws: int, measure: object) -> Measure:
    assert callable(measure)
    if not papers:
        return Measure(None, None, None)
    value = measure(codes)
    if math.isnan(value):
        return Measure(None, None, None)
    columns = {paper: [n for n, own in enumerate(papers) if own == paper] for paper in dict.fromkeys(papers)}
    groups = list(columns.values())
    chance = np.random.default_rng(SEED)
    drawn = []
    for _ in range(draws if len(groups) > 1 else 0):
        chosen = [column for group in chance.integers(0, len(groups), len(groups)) for column in groups[group]]
        drawn.append(measure(codes[:, chosen]))
    known = [one for one in drawn if not math.isnan(one)]
    if len(known) < max(1, draws // 2):
        return Measure(value, None, None)
    low, high = np.percentile(known, [2.5, 97.5])
    return Measure(value, float(low), float(high))
