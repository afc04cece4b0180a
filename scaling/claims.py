"""What the points carry, said as sentences: each claim with a yes or a no, why, and how many papers it would need.

Standard errors fall with the square root of the papers, so the papers that a claim needs follow from those there are:
papers × (half width now / half width wanted)^2. To tell a slope from 0 with a power of 80 % at the 5 % level it has to
be the half width of its interval and 0.84 standard errors more; no projection is told with fewer papers than that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scaling.constants import Claims
from scaling.estimator import Estimate
from scaling.projections import Projection

POWER = 0.84
"""Standard errors, one-sided 80 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, whether the points carry it, why, and the papers it would need (None: carried, or no number does)."""

    claim: str
    carried: bool
    why: str
    papers_needed: int | None


def statements(
    curve: Estimate, projections: Sequence[Projection], extremes: Sequence[tuple[str, float]], limits: Claims
) -> tuple[Statement, ...]:
    """The claims that the study makes of a benchmark, held against these points."""
    half = curve.t * curve.se
    falls = curve.lo > 0
    detect = _needed(curve, half + POWER * curve.se, abs(curve.slope))
    narrow = _needed(curve, half, limits.wanted_half_width * abs(curve.slope))
    found = [
        Statement(
            "More computation goes with a lower error",
            falls,
            f"slope {curve.slope:.3f}, 95 % interval {curve.lo:.3f} to {curve.hi:.3f}, {curve.papers} papers",
            detect,
        ),
        Statement(
            f"The slope is known within {100 * limits.wanted_half_width:.0f} %",
            half <= limits.wanted_half_width * abs(curve.slope),
            f"its interval is ±{100 * half / abs(curve.slope):.0f} %" if curve.slope else "the slope is 0",
            narrow,
        ),
    ]
    if extremes:
        worst = max(extremes, key=lambda pair: abs(pair[1] - curve.slope))
        moved = abs(worst[1] - curve.slope)
        found.append(
            Statement(
                "No single paper decides the slope",
                moved <= curve.se and worst[1] > 0,
                f"without {worst[0]} it is {worst[1]:.3f} instead of {curve.slope:.3f}",
                None,
            )
        )
    for projection in projections:
        at = projection.powers
        wanted = limits.widest_projection / 2
        se = _spread(projection, curve)
        found.append(
            Statement(
                f"An error of {100 * at.error:.3g} % takes 10^{at.log10_flop:.1f} FLOP ({at.form})",
                not projection.doubt,
                projection.doubt or f"10^{projection.lo:.1f} to 10^{projection.hi:.1f} FLOP",
                max(_needed(curve, curve.t * se, wanted) or 0, detect or 0)
                if se and curve.slope > 0 and projection.beyond <= limits.farthest_extrapolation
                else None,
            )
        )
    return tuple(replace(claim, papers_needed=None) if claim.carried else claim for claim in found)


def _needed(curve: Estimate, now: float, wanted: float) -> int | None:
    return max(3, math.ceil(curve.papers * (now / wanted) ** 2)) if wanted > 0 else None


def _spread(projection: Projection, curve: Estimate) -> float | None:
    """Standard error of a projection to first order, in powers of ten."""
    if curve.slope == 0:
        return None
    import numpy as np

    return float(curve.at(np.array([projection.powers.log10_flop]))[1][0] / abs(curve.slope))
