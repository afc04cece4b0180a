"""Where the growth of computation came from: more devices, faster devices, longer training; and better algorithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scaling.fits import Fit

SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Step:
    """From one model to another: the factors whose product is the growth of the burden, and the fall of the error."""

    start: str
    end: str
    rate: float
    count: float
    time: float
    error: float
    """Error of the first over that of the second."""

    @property
    def burden(self) -> float:
        """Faster devices × more devices × longer training."""
        return self.rate * self.count * self.time


@dataclass(frozen=True, slots=True)
class Growth:
    """A step from the first model to the best, and the growth per year over all points.

    `per_year` holds powers of ten a year of burden, rate, count and time; the last three add up to the first.
    """

    step: Step | None
    per_year: tuple[tuple[str, float], ...]
    points: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What a year of better algorithms is worth in computation, from the fit with the year as control."""

    years_per_10x: float
    factor_3_years: float
    factor_per_year: float
    doubling_time_years: float


def progress(fit: Fit) -> Progress | None:
    """None where the two slopes differ in sign: then no year replaces computation."""
    ratio = fit.coefficients["slope2"].value / fit.slope if fit.slope else 0.0
    if ratio <= 0:
        return None
    return Progress(1 / ratio, 10 ** (3 * ratio), 10**ratio, float(np.log10(2)) / ratio)


def parts(points: pd.DataFrame) -> pd.DataFrame:
    """The points whose burden is one product of count, rate and time: those three, `rate` in FLOP/s."""
    whole = points[(points["count"] > 0) & (points["time_hours"] > 0) & (points["hardware_burden_flop"] > 0)]
    if "runs" in whole:
        whole = whole[~whole["runs"].astype(str).str.contains(";")]
    rate = whole["hardware_burden_flop"] / (whole["count"] * whole["time_hours"] * SECONDS)
    return whole.assign(rate=rate)


def growth(points: pd.DataFrame, reference: str) -> Growth | None:
    """Growth from the reference model (else the earliest) to the lowest error; None with fewer than three points."""
    whole = parts(points)
    if len(whole) < 3:
        return None
    named = whole[whole["model"] == reference]
    first = (named if len(named) else whole.sort_values(["year", "error"], kind="stable")).iloc[0]
    best = whole.sort_values("error", kind="stable").iloc[0]
    step = None
    if first["point_id"] != best["point_id"]:
        factors = {name: float(best[name] / first[name]) for name in ("rate", "count")}
        step = Step(
            str(first["model"]),
            str(best["model"]),
            time=float(best["time_hours"] / first["time_hours"]),
            error=float(first["error"] / best["error"]),
            **factors,
        )
    years = whole["year"].to_numpy(dtype=float)
    per_year: tuple[tuple[str, float], ...] = ()
    if np.isfinite(years).all() and np.ptp(years) > 0:
        columns = [("burden", "hardware_burden_flop"), ("rate", "rate"), ("count", "count"), ("time", "time_hours")]
        per_year = tuple(
            (name, float(np.polyfit(years, np.log10(whole[column].to_numpy(dtype=float)), 1)[0]))
            for name, column in columns
        )
    return Growth(step, per_year, len(whole))
