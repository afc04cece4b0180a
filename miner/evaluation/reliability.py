"""Are confidences what they say: of the facts with a confidence of 0.9, are nine in ten right?

Facts are put in bins of confidence; each bin's share of right ones stands beside its mean confidence, with Wilson's
95 % interval (Wilson 1927). The expected calibration error is the mean distance of the two, weighted by facts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from miner.evaluation.counts import Outcome

EDGES = (0.0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
_Z = 1.959964  # the normal distribution's 97.5 % quantile


class Bin(NamedTuple):
    """Facts of a field whose confidence lies in `[low, high)` (the last bin holds 1, too)."""

    field: str
    low: float
    high: float
    facts: int
    confidence: float
    right: float
    interval: tuple[float, float]


def bins(outcomes: Sequence[Outcome]) -> list[Bin]:
    """The bins that hold a fact, field by field."""
    found = []
    for field in dict.fromkeys(outcome.field for outcome in outcomes):
        for low, high in pairwise(EDGES):
            inside = [
                outcome
                for outcome in outcomes
                if outcome.field == field and low <= outcome.confidence < (high if high < 1 else 1.01)
            ]
            if inside:
                right = sum(outcome.right for outcome in inside)
                confidence = sum(outcome.confidence for outcome in inside) / len(inside)
                share = right / len(inside)
                found.append(Bin(field, low, high, len(inside), confidence, share, wilson(right, len(inside))))
    return found


def calibration_error(rows: Sequence[Bin]) -> float:
    """The expected calibration error of the bins, 0..1; nan without facts."""
    facts = sum(row.facts for row in rows)
    return sum(row.facts * abs(row.confidence - row.right) for row in rows) / facts if facts else float("nan")


def wilson(right: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share."""
    share = right / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    reach = _Z / (1 + _Z**2 / whole) * math.sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def plot(rows: Sequence[Bin], path: Path) -> None:
    """The reliability plot, a panel a field, dots by the number of facts, in the format of the path's ending.

    Raises OSError where it cannot be written, ValueError for an unknown ending.
    """
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "paperscale"
    from matplotlib import pyplot

    fields = list(dict.fromkeys(row.field for row in rows))
    figure, axes = pyplot.subplots(1, len(fields), figsize=(3.1 * len(fields), 3.4), sharey=True, squeeze=False)
    for axis, field in zip(axes[0], fields, strict=True):
        own = [row for row in rows if row.field == field]
        x = [row.confidence for row in own]
        y = [row.right for row in own]
        reach = [
            [max(0.0, row.right - row.interval[0]) for row in own],
            [max(0.0, row.interval[1] - row.right) for row in own],
        ]
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
        axis.errorbar(x, y, yerr=reach, fmt="none", capsize=2, color="#1f5a8a", linewidth=0.8)
        axis.scatter(
            x, y, s=[8 + 90 * row.facts / sum(row.facts for row in own) for row in own], color="#1f5a8a", zorder=3
        )
        axis.set(
            xlim=(-0.03, 1.03),
            ylim=(-0.03, 1.03),
            xlabel="confidence",
            title=f"{field.removesuffix('_hours')} ({sum(row.facts for row in own)})",
        )
        axis.title.set_fontsize(10)
    axes[0][0].set_ylabel("share that is right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(figure)
