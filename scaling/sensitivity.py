"""What a slope hangs on: the same fit over other readings of the same table, and over the table without each paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scaling.constants import Constants
from scaling.estimator import Array, estimate, leave_out, once, sample
from scaling.uncertainty import is_estimated, sigma

NOTHING = float("nan")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Variant:
    """The curve over another reading: its slope and interval, and log10 FLOP at the hardest target.

    With a `message` there is no fit, and the numbers are NaN.
    """

    name: str
    points: int
    papers: int
    slope: float
    lo: float
    hi: float
    log10_flop: float
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a table: which rows, which burden, which errors; `same` says that it changes nothing."""

    name: str
    rows: Mask
    burden: Array
    sigma: Array
    once: bool = False
    """Each paper counts once, however many models it has."""


def variants(points: pd.DataFrame, error: float, constants: Constants) -> tuple[Variant, ...]:
    """The slope by every reading that differs from the table as it is; `error` is the hardest target (a fraction)."""
    return tuple(_fit(reading, points, error) for reading in readings(points, constants))


def readings(points: pd.DataFrame, constants: Constants) -> Iterator[Reading]:
    """The table as it is, then each reading that takes other rows or other numbers."""
    every = np.ones(len(points), dtype=bool)
    burden = points["hardware_burden_flop"].to_numpy(dtype=float)
    errors = sigma(points, constants.errors)
    yield Reading("all points", every, burden, errors)
    for name, rows in _subsets(points):
        if 0 < rows.sum() < len(points):
            yield Reading(name, rows, burden, errors)
    for name, column in (
        ("low ends of ranges", "burden_low_flop"),
        ("high ends of ranges", "burden_high_flop"),
        ("burden at the FP32 peak, whatever the arithmetic", "burden_fp32_flop"),
    ):
        other = points[column].to_numpy(dtype=float)
        other = np.where(np.isfinite(other) & (other > 0), other, burden)
        if not np.allclose(other, burden, rtol=1e-9):
            yield Reading(name, every, other, errors)
    if points["paper"].duplicated().any():
        yield Reading("each paper counts once, by all of its points", every, burden, errors, once=True)
    for name, factor in (("computation known exactly", 0.0), ("errors of computation doubled", 2.0)):
        yield Reading(name, every, burden, errors * factor)


def extremes(points: pd.DataFrame, groups: str, constants: Constants) -> tuple[tuple[str, float], ...]:
    """The least and the greatest slope when one group (a column: `paper`, `lab`) is left out, with its name."""
    gathered = sample(*_axes(points, constants), points[groups].to_numpy(dtype=str))
    slopes = leave_out(gathered)
    if not np.isfinite(slopes).any():
        return ()
    ends = int(np.nanargmin(slopes)), int(np.nanargmax(slopes))
    return tuple((gathered.papers[end], float(slopes[end])) for end in ends)


def influence_of(points: pd.DataFrame, constants: Constants) -> pd.DataFrame:
    """How far each point moves the slope, in standard errors: `point_id`, `benchmark`, `shift`; greatest first."""
    x, y, errors = _axes(points, constants)
    whole = estimate(sample(x, y, errors, points["paper"].to_numpy(dtype=str)), draws=0)
    alone = sample(x, y, errors, np.array([f"{number:09d}" for number in range(len(x))]))
    shift = (whole.slope - leave_out(alone)) / whole.se if whole.se > 0 else np.zeros(len(x))
    shift = np.nan_to_num(shift, nan=np.inf)  # without it there is no slope at all
    table = pd.DataFrame({"point_id": points["point_id"], "benchmark": points["benchmark"], "shift": shift})
    order = (-table["shift"].abs()).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _subsets(points: pd.DataFrame) -> Iterator[tuple[str, Mask]]:
    def rows(flags: pd.Series[bool]) -> Mask:
        return flags.to_numpy(dtype=bool)

    yield "reported burdens only", ~is_estimated(points)
    yield "reviewed points only", rows(points["reviewed"])
    best = points.sort_values("error", kind="stable").drop_duplicates("paper").index
    yield "best point of each paper", rows(points.index.to_series().isin(best))
    yield "no ensembles", rows(~points["ensemble"])
    splits = points["split"][points["split"] != ""].value_counts()
    if len(splits) > 1:
        yield f"split {splits.index[0]} only", rows(points["split"] == splits.index[0])
    tpu = points["hardware"].str.contains("tpu", case=False)
    half = ~points["precision"].str.lower().isin(["", "fp32"])
    yield "FP32 only (no half precision, no TPU)", rows(~tpu & ~half)
    top = points["paper"].iloc[int(points["hardware_burden_flop"].to_numpy(dtype=float).argmax())]
    yield "without the most costly paper", rows(points["paper"] != top)


def _axes(points: pd.DataFrame, constants: Constants) -> tuple[Array, Array, Array]:
    burden, error = (points[name].to_numpy(dtype=float) for name in ("hardware_burden_flop", "error"))
    return np.log10(burden), -np.log10(error), sigma(points, constants.errors)


def _fit(reading: Reading, points: pd.DataFrame, error: float) -> Variant:
    rows = reading.rows
    y = -np.log10(points["error"].to_numpy(dtype=float))[rows]
    papers = points["paper"].to_numpy(dtype=str)[rows]
    counts = int(rows.sum()), len(set(papers))
    gathered = sample(np.log10(reading.burden[rows]), y, reading.sigma[rows], papers)
    try:
        fit = estimate(once(gathered) if reading.once else gathered, draws=0)
    except ValueError as problem:
        return Variant(reading.name, *counts, NOTHING, NOTHING, NOTHING, NOTHING, str(problem))
    at = (-np.log10(error) - fit.intercept) / fit.slope if fit.slope > 0 else float("inf")
    return Variant(reading.name, *counts, fit.slope, fit.lo, fit.hi, float(at))
