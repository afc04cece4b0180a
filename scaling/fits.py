"""The fits of the study: least squares with and without a control, and the frontier by quantile regression.

Ordinary least squares with an intercept, unweighted; standard errors under homoscedasticity, intervals of 95 % from
the t distribution, as the study prints them. `statsmodels` does the work; what leaves here is plain frozen data.
Intervals that know of papers with several models and of errors in x are in `estimator`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

QUANTILE_ITERATIONS = 1000
FRONTIER = 0.1


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A fitted number with its standard error, t, p and the bounds of its 95 % interval."""

    value: float
    se: float
    t: float
    p: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A least-squares fit: `intercept`, `slope` and, with a control, `slope2`."""

    n: int
    coefficients: Mapping[str, Coefficient]
    r2: float
    adj_r2: float
    f: float
    p_f: float
    loglik: float
    aic: float
    bic: float
    residual_sd: float

    @property
    def intercept(self) -> float:
        """Where the line meets x = 0."""
        return self.coefficients["intercept"].value

    @property
    def slope(self) -> float:
        """Change of y per unit of the first regressor."""
        return self.coefficients["slope"].value


@dataclass(frozen=True, slots=True)
class Degree:
    """`computation ~ (1/error)^value`; halving the error costs `halving_factor` times the computation.

    `hi` is None where the slope's interval holds 0: then no degree is too great.
    """

    value: float
    halving_factor: float
    lo: float
    hi: float | None


@dataclass(frozen=True, slots=True)
class QuantileFit:
    """The optimum of a quantile regression, and the sum of its check losses."""

    n: int
    quantile: float
    intercept: float
    slope: float
    loss: float


def least_squares(y: Array, *regressors: Array) -> Fit:
    """Fit y on an intercept and one or two regressors, rows in which all are finite. Raises ValueError for too few."""
    from statsmodels.api import OLS

    columns = np.column_stack([np.asarray(column, dtype=float) for column in (y, *regressors)])
    columns = columns[np.isfinite(columns).all(axis=1)]
    names = ["intercept", "slope", "slope2"][: columns.shape[1]]
    if len(columns) <= len(names):
        raise ValueError(f"{len(columns)} points do not carry a fit of {len(names)} coefficients")
    result = OLS(columns[:, 0], np.column_stack([np.ones(len(columns)), columns[:, 1:]])).fit()
    bounds = result.conf_int()
    parts = zip(names, result.params, result.bse, result.tvalues, result.pvalues, bounds, strict=True)
    return Fit(
        n=len(columns),
        coefficients={
            name: Coefficient(float(value), float(se), float(t), float(p), float(bound[0]), float(bound[1]))
            for name, value, se, t, p, bound in parts
        },
        r2=float(result.rsquared),
        adj_r2=float(result.rsquared_adj),
        f=float(result.fvalue),
        p_f=float(result.f_pvalue),
        loglik=float(result.llf),
        aic=float(result.aic),
        bic=float(result.bic),
        residual_sd=float(np.sqrt(result.mse_resid)),
    )


def degree(slope: float, lo: float, hi: float) -> Degree:
    """The degree of a log-log slope (of either sign) with the bounds of its interval."""
    value = 1 / abs(slope)
    least, most = sorted((abs(lo), abs(hi)))
    return Degree(value, 2.0**value if value < 1000 else float("inf"), 1 / most, 1 / least if lo * hi > 0 else None)


def exact_quantile(y: Array, x: Array, quantile: float = FRONTIER) -> QuantileFit:
    """The quantile regression of y on x, solved as a linear programme: a line through two of the points.

    With y the log of the error and a small quantile this is the frontier: the best that a computation has bought.
    """
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, hstack

    keep = np.isfinite(y) & np.isfinite(x)
    y, x = np.asarray(y, dtype=float)[keep], np.asarray(x, dtype=float)[keep]
    n = len(y)
    costs = np.concatenate([np.zeros(2), np.full(n, quantile), np.full(n, 1 - quantile)])
    equations = hstack([np.column_stack([np.ones(n), x]), eye_array(n), -eye_array(n)], format="csr")
    solution = linprog(costs, A_eq=equations, b_eq=y, bounds=[(None, None)] * 2 + [(0, None)] * 2 * n, method="highs")
    if not solution.success:
        raise ValueError(f"the quantile regression has no optimum: {solution.message}")
    intercept, slope = float(solution.x[0]), float(solution.x[1])
    return QuantileFit(n, quantile, intercept, slope, check_loss(y - intercept - slope * x, quantile))


def check_loss(residuals: Array, quantile: float) -> float:
    """Sum of the check function, the objective of a quantile regression."""
    return float(np.where(residuals >= 0, quantile * residuals, (quantile - 1) * residuals).sum())


def iterative_quantile(y: Array, x: Array, quantile: float = FRONTIER) -> dict[str, float]:
    """The quantile regression as the study ran it: statsmodels' reweighted least squares, which stops near the optimum.

    The keys are those of the study's golden figures: coefficients, standard errors, bounds, bandwidth, sparsity.
    """
    from statsmodels.regression.quantile_regression import QuantReg

    keep = np.isfinite(y) & np.isfinite(x)
    y, x = np.asarray(y, dtype=float)[keep], np.asarray(x, dtype=float)[keep]
    result = QuantReg(y, np.column_stack([np.ones(len(x)), x])).fit(q=quantile, max_iter=QUANTILE_ITERATIONS)
    bounds = result.conf_int()
    return {
        "n": len(x),
        "intercept": float(result.params[0]),
        "slope": float(result.params[1]),
        "intercept_se": float(result.bse[0]),
        "slope_se": float(result.bse[1]),
        "intercept_lo": float(bounds[0][0]),
        "intercept_hi": float(bounds[0][1]),
        "slope_lo": float(bounds[1][0]),
        "slope_hi": float(bounds[1][1]),
        "bandwidth": float(result.bandwidth),
        "sparsity": float(result.sparsity),
        "degree": 1 / abs(float(result.params[1])),
    }
