"""From a curve to the computation of an error that nobody has reached, and what that would cost.

Two forms, as in the study: polynomial, log10(1/error) linear in log10 computation, and exponential, 1/error linear in
log10 computation. The interval is Fieller's, for the ratio (target - intercept) / slope with the covariance of leaving
papers out: where the slope's own interval holds 0 it has no upper end, which is the honest answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scaling.constants import Claims, Prices
from scaling.estimator import Array, Estimate

GFLOP = 9.0
"""Power of ten of FLOP in a GFLOP."""


AS_GOOD = 1.25
"""A form whose misfit is less than so many times the other's cannot be told from it by these points."""


@dataclass(frozen=True, slots=True)
class Powers:
    """Powers of ten at a target error (a fraction) by one form of the curve: FLOP, lb CO2, US$."""

    error: float
    form: str
    log10_flop: float
    log10_co2_lb: float
    log10_usd: float

    @property
    def log10_gflop(self) -> float:
        """The same computation in the study's unit."""
        return self.log10_flop - GFLOP


@dataclass(frozen=True, slots=True)
class Projection:
    """A projection with the bounds of log10 FLOP; None for an end that is not there.

    `moves` are the 5 %, 50 % and 95 % points over draws of papers, infinite where a draw's slope is not positive;
    `beyond` is how far it lies past the largest computation seen, in widths of the seen range; `doubt` says why the
    data do not carry it, and is empty where they do.
    """

    powers: Powers
    lo: float | None
    hi: float | None
    moves: tuple[float, float, float]
    beyond: float
    doubt: str


def level(error: float | Array, form: str) -> Array:
    """What a form draws on its y axis: log10(1/error), or 1/error."""
    inverse = 1 / np.asarray(error, dtype=float)
    return np.log10(inverse) if form == "polynomial" else inverse


def powers(intercept: float, slope: float, error: float, form: str, prices: Prices) -> Powers:
    """The computation (FLOP) at which a line reaches an error, and its price."""
    at = (float(level(error, form)) - intercept) / slope
    gflop = at - GFLOP
    return Powers(error, form, at, gflop + prices.co2_lb_per_gflop_log10, gflop + prices.usd_per_gflop_log10)


def project(curve: Estimate, x: Array, error: float, form: str, prices: Prices, claims: Claims) -> Projection:
    """The computation at which an estimated curve reaches an error; `x` are the log10 FLOP that it was fitted to."""
    y = float(level(error, form))
    at = powers(curve.intercept, curve.slope, error, form, prices)
    lo, hi = fieller(curve, y)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.where(curve.draws[:, 1] > 0, (y - curve.draws[:, 0]) / curve.draws[:, 1], np.inf)
    low, middle, high = (
        np.percentile(drawn, [5, 50, 95], method="inverted_cdf").tolist() if len(drawn) else [np.inf] * 3
    )
    beyond = max(0.0, at.log10_flop - float(x.max())) / float(np.ptp(x))
    return Projection(at, lo, hi, (low, middle, high), beyond, _doubt(curve, lo, hi, beyond, claims))


def misfit(curve: Estimate, x: Array, error: Array, form: str) -> float:
    """Root mean square distance of a form from the points, in powers of ten of the error."""
    drawn = curve.intercept + curve.slope * x
    if form != "polynomial":
        drawn = np.log10(np.maximum(drawn, 1e-9))
    return float(np.sqrt(np.mean((drawn + np.log10(error)) ** 2)))


def agreed(projections: Sequence[Projection], polynomial: float, exponential: float) -> Iterator[Projection]:
    """The projections (two forms to a target), doubted where the other form fits as well and says another number.

    `polynomial` and `exponential` are the misfits of the two.
    """
    for first, second in zip(projections[::2], projections[1::2], strict=True):
        for own, other, ratio in ((first, second, exponential / polynomial), (second, first, polynomial / exponential)):
            at = other.powers.log10_flop
            outside = own.lo is None or own.hi is None or not own.lo <= at <= own.hi
            if not own.doubt and outside and ratio < AS_GOOD:
                yield replace(own, doubt=f"the {other.powers.form} form fits as well and says 10^{at:.1f}")
            else:
                yield own


def fieller(curve: Estimate, y: float) -> tuple[float | None, float | None]:
    """The 95 % interval of the x at which the line reaches y; None for an end that is not there."""
    t2 = curve.t**2
    (c00, c01), (_, c11) = curve.covariance
    offset = curve.intercept + curve.slope * curve.centre[0] - y
    a, b = curve.slope**2 - t2 * c11, offset * curve.slope - t2 * c01
    root = b * b - a * (offset**2 - t2 * c00)
    if root < 0 or a == 0:
        return None, None
    ends = sorted(((-b - np.sqrt(root)) / a, (-b + np.sqrt(root)) / a))
    low, high = (float(end) + curve.centre[0] for end in ends)
    if a > 0:
        return low, high
    # the slope may be 0: everything but the piece between the two roots; ours is the side on which the estimate lies
    at = (y - curve.intercept) / curve.slope
    return (high, None) if at >= high else (None, low)


def _doubt(curve: Estimate, lo: float | None, hi: float | None, beyond: float, claims: Claims) -> str:
    if not curve.slope > 0:
        return "more computation does not lower the error in these points"
    if curve.lo <= 0:
        return "the slope may be 0, so there is no upper end"
    if lo is None or hi is None:
        return "the interval has no end"
    if hi - lo > claims.widest_projection:
        return f"known only within {hi - lo:.0f} powers of ten"
    if beyond > claims.farthest_extrapolation:
        return f"{beyond:.1f} times the width of the data beyond them"
    return ""
