"""From network operations to hardware burden, for models whose paper states the one and not the other.

The regression of log10 burden on log10 network operations over the points that have both predicts the burden of the
others; reported and predicted burdens together are the consolidated ones. A predicted burden errs by what the
regression does not explain, which is as likely above as below at every prediction (Berkson's kind of error): it
widens the interval of a slope and does not draw it towards 0, so no variance is taken out for it. That the conversion
itself rests on a few models is in no interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scaling.constants import Claims
from scaling.estimator import Estimate
from scaling.fits import Array, Fit, least_squares

COLUMN = "consolidated_flop"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The curve over reported and predicted burdens together: the study's fit, and with errors in x by papers."""

    reported: int
    predicted: int
    fit: Fit
    estimate: Estimate | None
    """None where too few papers carry one."""


def conversion(points: pd.DataFrame, claims: Claims) -> Fit | None:
    """The regression over all points of a table that have both; None where too few papers do."""
    both = points[(points["hardware_burden_flop"] > 0) & (points["network_operations_flop"] > 0)]
    # one model scored on several benchmarks is one model
    both = both.drop_duplicates(["paper", "model", "hardware_burden_flop", "network_operations_flop"])
    if len(both) < claims.least_points or both["paper"].nunique() < claims.least_papers:
        return None
    operations = np.log10(both["network_operations_flop"].to_numpy(dtype=float))
    if np.ptp(operations) == 0:
        return None
    return least_squares(np.log10(both["hardware_burden_flop"].to_numpy(dtype=float)), operations)


def consolidate(burden: Array, operations: Array, intercept: float, slope: float) -> Array:
    """Burden in FLOP where it is known, else predicted from network operations; NaN where neither is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        predicted = 10 ** (intercept + slope * np.log10(operations))
    return np.where(np.isfinite(burden), burden, predicted)
