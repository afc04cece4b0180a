"""Made tables with a known truth."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

SLOPE, INTERCEPT = 0.09, -1.3


def table(
    papers: int = 12, models: int = 2, seed: int = 1, noise: float = 0.03, benchmark: str = "imagenet"
) -> pd.DataFrame:
    """Points about log10(1/error) = INTERCEPT + SLOPE log10 FLOP; each paper has `models` of them."""
    random = np.random.default_rng(seed)
    paper = np.repeat(np.arange(papers), models)
    x = random.uniform(17, 23, papers)[paper] + random.normal(0, 0.3, len(paper))
    error = 10 ** -(INTERCEPT + SLOPE * x + random.normal(0, noise, len(paper)))
    return pd.DataFrame(
        {
            "point_id": [f"p{number}" for number in range(len(paper))],
            "paper": [f"arXiv:{number:04d}.00001" for number in paper],
            "title": [f"Paper {number}" for number in paper],
            "year": 2012 + paper % 9,
            "benchmark": benchmark,
            "metric": "top1_accuracy",
            "model": [f"Net-{number}" for number in range(len(paper))],
            "error": error,
            "hardware": "Tesla V100",
            "count": 8,
            "time_hours": 10**x / (8 * 14.13e12 * 3600),
            "hardware_burden_flop": 10**x,
            "reviewed": "true",
            "result_page": "4",
            "result_quote": "top-1 error",
            "run_page": "5",
            "run_quote": "trained on 8 V100",
        }
    ).astype(str)


@pytest.fixture
def made() -> Callable[..., pd.DataFrame]:
    """Makes tables with a known truth; see `table`."""
    return table
