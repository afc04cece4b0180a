"""How well the computation of each point is known: one standard error a row, in powers of ten."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scaling.constants import Errors

ESTIMATED = r"estimat|assum|inferr|guess|run of all models"
"""Words of `burden_basis` by which a part of the product was not stated, or not for this model."""


RATE = r"fits several devices|confidence of the rate"
"""Words of `burden_basis` by which the device's rate is not quite known."""


def is_estimated(points: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether a part of the burden was estimated rather than reported."""
    return points["burden_basis"].str.contains(ESTIMATED, case=False, regex=True).to_numpy(dtype=bool)


def sigma(points: pd.DataFrame, errors: Errors) -> npt.NDArray[np.float64]:
    """Standard error of log10 burden: from the point's own range, at least what its basis implies."""
    low, high = (points[name].to_numpy(dtype=float) for name in ("burden_low_flop", "burden_high_flop"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ranged = (np.log10(high) - np.log10(low)) / (2 * errors.range_half_width)
    ranged = np.where(np.isfinite(ranged) & (ranged > 0), ranged, 0.0)
    rate = points["burden_basis"].str.contains(RATE, case=False, regex=True).to_numpy(dtype=bool)
    least = np.where(is_estimated(points), errors.estimated, np.where(rate, errors.rate, errors.reported))
    return np.maximum(ranged, least)
