"""Precision, recall and F1 over papers, their intervals, and what changed between two runs.

Counts are added up over papers (micro averages). An interval is the middle 95 % of what comes out when papers are drawn
again with replacement, 1000 times from a fixed seed: papers, not facts, since the facts of one paper are right or wrong
together. A change is drawn in pairs, both runs on the same papers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from miner.evaluation.counts import Count, Disagreement, PaperCounts
from miner.evaluation.evaluate import Evaluation

DRAWS = 1000
SEED = 7
MIDDLE = (2.5, 97.5)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures of a field; nan where there is nothing to divide by. Intervals are 95 %."""

    field: str
    precision: float
    recall: float
    f1: float
    precision_interval: Interval
    recall_interval: Interval
    f1_interval: Interval
    count: Count
    papers: int


class Change(NamedTuple):
    """F1 of a field before and after, and the interval of the difference."""

    field: str
    before: float
    after: float
    interval: Interval


def fields(evaluation: Evaluation) -> list[str]:
    """The fields that were counted, runs' first."""
    return list(dict.fromkeys(name for paper in evaluation.papers for name in paper.counts))


def figures(evaluation: Evaluation) -> list[Figure]:
    """A figure for each field."""
    return [figure(name, _counts(evaluation.papers, name)) for name in fields(evaluation)]


def figure(name: str, counts: Sequence[Count]) -> Figure:
    """The figure of one field from its counts by paper."""
    whole = Count(*(sum(column) for column in zip(*counts, strict=True))) if counts else Count()
    precision, recall, f1 = ratios(whole)
    drawn = _drawn(counts)
    spans = [_middle([sample[place] for sample in drawn]) for place in range(3)]
    return Figure(name, precision, recall, f1, spans[0], spans[1], spans[2], whole, len(counts))


def ratios(count: Count) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit, predicted, labelled = count
    nan = float("nan")
    precision = hit / predicted if predicted else nan
    recall = hit / labelled if labelled else nan
    return precision, recall, 2 * hit / (predicted + labelled) if predicted + labelled else nan


def changes(before: Evaluation, after: Evaluation) -> list[Change]:
    """How F1 of each field moved, over the papers that both evaluations hold."""
    moved = []
    for name in fields(after):
        one, other = _by_file(before, name), _by_file(after, name)
        files = sorted(one.keys() & other.keys())
        pairs = [
            [ratios(sample)[2] for sample in samples]
            for samples in zip(*(_samples([counts[file] for file in files]) for counts in (one, other)), strict=True)
        ]
        whole = [figure(name, [counts[file] for file in files]).f1 for counts in (one, other)]
        moved.append(Change(name, whole[0], whole[1], _middle([late - early for early, late in pairs])))
    return moved


def better_and_worse(before: Evaluation, after: Evaluation) -> tuple[list[Disagreement], list[Disagreement]]:
    """Disagreements that are gone, and those that are new."""
    old = {item.identity: item for paper in before.papers for item in paper.disagreements}
    new = {item.identity: item for paper in after.papers for item in paper.disagreements}
    return [old[key] for key in old if key not in new], [new[key] for key in new if key not in old]


def half(file: str) -> int:
    """0 or 1: which half of the papers a file falls into, by the hash of its name."""
    return hashlib.sha256(file.encode()).digest()[0] % 2


def _counts(papers: Sequence[PaperCounts], name: str) -> list[Count]:
    return [paper.counts[name] for paper in papers if name in paper.counts]


def _by_file(evaluation: Evaluation, name: str) -> dict[str, Count]:
    return {paper.file: paper.counts[name] for paper in evaluation.papers if name in paper.counts}


def _drawn(counts: Sequence[Count]) -> list[tuple[float, float, float]]:
    return [ratios(sample) for sample in _samples(counts)]


def _samples(counts: Sequence[Count]) -> list[Count]:
    """Sums over papers drawn again; the same draws for the same number of papers."""
    import numpy as np

    if len(counts) < 2:
        return []
    generator = np.random.default_rng(SEED)
    often = generator.multinomial(len(counts), [1 / len(counts)] * len(counts), size=DRAWS)
    return [Count(*row) for row in (often @ np.array(counts, dtype=np.int64)).tolist()]


def _middle(values: Sequence[float]) -> Interval:
    import numpy as np

    known = [value for value in values if value == value]
    if not known:
        return float("nan"), float("nan")
    low, high = np.percentile(known, MIDDLE)
    return float(low), float(high)


def as_json(figure: Figure) -> dict[str, Any]:
    """A figure as plain data; None for what is not a number."""
    plain = {name: value for name, value in asdict(figure).items() if name != "count"}
    clean = {
        name: [_finite(part) for part in value] if isinstance(value, tuple) else _finite(value)
        for name, value in plain.items()
    }
    return clean | figure.count._asdict()


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value
