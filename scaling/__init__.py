"""Table to fits, projections, figures, report.

`analyse(points)` takes the points of a release (`points.read_points`) and gives everything that is said of them;
`influence(points)` gives how far each moves its curve. Both import pandas and statsmodels when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaling.errors import ScalingError

if TYPE_CHECKING:
    import pandas as pd

    from scaling.analysis import Analysis

__all__ = ["ScalingError", "analyse", "influence"]


def analyse(points: pd.DataFrame) -> Analysis:
    """Every curve of a table of points with the usual constants; see `scaling.analysis.analyse`."""
    from scaling import analysis

    return analysis.analyse(points)


def influence(points: pd.DataFrame) -> pd.DataFrame:
    """How far each point moves its curve's slope, in standard errors: `point_id`, `benchmark`, `shift`."""
    from scaling import analysis

    return analysis.influence(points)
