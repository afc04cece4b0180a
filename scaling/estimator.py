"""The slope with what the study leaves out: papers with several models, and computation that is known only roughly.

Estimator. The computation of a point is measured with an error of known size (`sigma`, in powers of ten), which
draws an ordinary slope towards 0; and points scatter about the curve for reasons that have nothing to do with
measurement. The moment estimator takes the known error variance out of the spread of x:

    slope = S_xy / (S_xx - sum of sigma^2)

(Fuller 1987, Measurement Error Models, section 1.2; with errors that differ by row: Akritas & Bershady 1996, "BCES").
York's and orthogonal distance regression were tried on made data and dropped: they take all scatter for measurement
and turn the line too steep when papers differ for other reasons, as here. See docs/scaling.md for the figures.

Interval. Models of one paper share its methods, so papers, not rows, are left out and drawn again. The interval comes
from leaving out one paper at a time (the cluster jackknife, "CR3") with a t distribution whose degrees of freedom say
how evenly the papers bear the slope; on made data it held the truth at its stated rate, when the percentiles of the
bootstrap and studentised draws were too narrow for a dozen papers. The bootstrap tells how far a projection moves.
Every quantity here is a function of seven sums per paper: a draw is a weighting of papers, and thousands of draws are a
product of two matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DRAWS = 2000
SEED = 20200710
LEAST_RELIABILITY = 0.4
"""Share of the spread of x that must be more than error of measurement: below, the correction is a guess."""

CELLS_AT_ONCE = 2_000_000
N, X, Y, XX, XY, YY, VV = range(7)


@dataclass(frozen=True, slots=True)
class Sample:
    """Points as sums per paper: (papers, 7) of 1, x, y, xx, xy, yy, sigma^2, taken about `centre` of x and y."""

    sums: Array
    centre: tuple[float, float]
    papers: tuple[str, ...]

    @property
    def n(self) -> int:
        """Points."""
        return round(float(self.sums[:, N].sum()))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A line, the covariance of its coefficients, and the 95 % interval of its slope.

    `covariance` is of (intercept, slope), the intercept taken at `centre` of x; `intercept` itself is at x = 0.
    """

    n: int
    papers: int
    slope: float
    intercept: float
    se: float
    lo: float
    hi: float
    reliability: float
    centre: tuple[float, float]
    covariance: Array
    degrees: float
    """Degrees of freedom of `se`."""
    draws: Array
    """(draws, 2): intercept and slope of each draw of papers; NaN where a draw has no spread of x."""

    @property
    def t(self) -> float:
        """Half width of a 95 % interval in standard errors."""
        return t_quantile(self.degrees)

    def at(self, x: Array) -> tuple[Array, Array]:
        """The line and the standard error of the line at x."""
        offset = np.asarray(x, dtype=float) - self.centre[0]
        variance = self.covariance[0, 0] + 2 * offset * self.covariance[0, 1] + offset**2 * self.covariance[1, 1]
        return self.intercept + self.slope * np.asarray(x, dtype=float), np.sqrt(np.maximum(variance, 0.0))


def sample(x: Array, y: Array, sigma: Array, papers: npt.ArrayLike) -> Sample:
    """Gather points into sums per paper. `x`, `y` finite logarithms; `sigma` the standard error of each x."""
    names, index = np.unique(np.asarray(papers, dtype=str), return_inverse=True)
    centre = (float(x.mean()), float(y.mean()))
    a, b = x - centre[0], y - centre[1]
    columns = np.column_stack([np.ones_like(a), a, b, a * a, a * b, b * b, sigma * sigma])
    sums = np.zeros((len(names), 7))
    np.add.at(sums, index, columns)
    return Sample(sums, centre, tuple(str(name) for name in names))


def once(points: Sample) -> Sample:
    """The same papers, each with the weight of one point: its sums divided by how many points it has."""
    return Sample(points.sums / points.sums[:, N : N + 1], points.centre, points.papers)


def lines(sums: Array, corrected: bool = True) -> tuple[Array, Array]:
    """Slope and intercept (about the centre) of each row of sums; NaN where x has no spread beyond its errors."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = sums[..., XX] - sums[..., X] ** 2 / sums[..., N]
        errors = sums[..., VV] * (1 - 1 / sums[..., N]) if corrected else 0.0
        usable = spread - errors
        slope = np.where(
            usable > 1e-12 * np.maximum(spread, 1e-300),
            (sums[..., XY] - sums[..., X] * sums[..., Y] / sums[..., N]) / usable,
            np.nan,
        )
        return slope, (sums[..., Y] - slope * sums[..., X]) / sums[..., N]


def reliability(sums: Array) -> float:
    """Share of the spread of x that is not error of measurement; 1 where every x is known exactly."""
    total = sums.sum(axis=0)
    spread = total[XX] - total[X] ** 2 / total[N]
    return float(1 - total[VV] * (1 - 1 / total[N]) / spread) if spread > 0 else 0.0


def estimate(points: Sample, *, corrected: bool = True, draws: int = DRAWS, seed: int = SEED) -> Estimate:
    """The slope and its 95 % interval. Raises ValueError for fewer than three papers or an x without spread."""
    count = len(points.sums)
    if count < 3:
        raise ValueError(f"{count} papers do not carry an interval; three are the least")
    share = reliability(points.sums)
    if share <= 0 or (corrected and share < LEAST_RELIABILITY):
        raise ValueError(
            "the computation does not vary"
            if share <= 0 and not points.sums[:, VV].any()
            else f"the errors of the computation are {100 * (1 - share):.0f} % of its spread: no slope can be told"
        )
    total = points.sums.sum(axis=0)
    slope, level = (float(value) for value in lines(total, corrected))
    without = np.column_stack(lines(total - points.sums, corrected)[::-1])
    offsets = without[np.isfinite(without).all(axis=1)] - (level, slope)
    covariance = (count - 1) / count * offsets.T @ offsets
    se = float(np.sqrt(covariance[1, 1]))
    degrees = _degrees(offsets[:, 1])
    half = t_quantile(degrees) * se
    return Estimate(
        n=points.n,
        papers=count,
        slope=slope,
        intercept=level + points.centre[1] - slope * points.centre[0],
        se=se,
        lo=slope - half,
        hi=slope + half,
        reliability=share,
        centre=points.centre,
        covariance=covariance,
        degrees=degrees,
        draws=_draws(points, corrected, draws, seed),
    )


def _degrees(offsets: Array) -> float:
    """Degrees of freedom of a sum of squares of which a few papers may be the most (Satterthwaite 1946).

    The variance of a sum of squares of normal numbers is 2/3 of the sum of their fourth powers; as many degrees have a
    chi-squared with that variance. Never more than papers less the two coefficients of a line.
    """
    squares, most = offsets**2, max(1.0, len(offsets) - 2.0)
    fourth = float((squares**2).sum())
    return min(most, 3 * float(squares.sum()) ** 2 / fourth) if fourth > 0 else most


def t_quantile(degrees: float) -> float:
    """Two-sided 95 % point of the t distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))


def leave_out(points: Sample, corrected: bool = True) -> Array:
    """The slope without each paper, in the order of `papers`; NaN where nothing is left to fit."""
    return lines(points.sums.sum(axis=0) - points.sums, corrected)[0]


def _draws(points: Sample, corrected: bool, draws: int, seed: int) -> Array:
    generator = np.random.default_rng(seed)
    lots = [
        np.column_stack(lines(weights @ points.sums, corrected)[::-1])
        for weights in _weights(generator, len(points.sums), draws)
    ]
    drawn = np.concatenate([*lots, np.empty((0, 2))])
    drawn[:, 0] += points.centre[1] - drawn[:, 1] * points.centre[0]
    return drawn


def _weights(generator: np.random.Generator, papers: int, draws: int) -> Iterator[Array]:
    """How often each paper is in each draw, (some draws, papers), so many at once as fit in memory."""
    step = max(1, CELLS_AT_ONCE // papers)
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        chosen = generator.integers(papers, size=(rows, papers)) + papers * np.arange(rows)[:, None]
        yield np.bincount(chosen.ravel(), minlength=rows * papers).reshape(rows, papers).astype(float)
