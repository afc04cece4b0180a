"""How long the analysis of a large table takes: 10,000 points of 4,000 papers, 2,000 draws, in processor time.

Run it as `python perf/scale.py [POINTS] [DRAWS] [BENCHMARKS]`.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from scaling.analysis import analyse
from scaling.figures import draw_all
from scaling.points import read_points

ALLOWED = 30.0


def table(points: int, benchmarks: int) -> pd.DataFrame:
    """Points of so many benchmarks, two and a half a paper."""
    random = np.random.default_rng(1)
    paper = random.integers(0, points * 2 // 5, points)
    x = random.normal(20, 1.5, points)
    return pd.DataFrame(
        {
            "point_id": [f"p{number}" for number in range(points)],
            "paper": [f"arXiv:{number}" for number in paper],
            "year": 2012 + paper % 12,
            "benchmark": [f"benchmark-{number % benchmarks}" for number in paper],
            "metric": "score",
            "model": [f"Net-{number}" for number in range(points)],
            "error": 10 ** -(0.09 * x - 1.3 + random.normal(0, 0.06, points)).clip(0.01),
            "count": 8,
            "time_hours": 24,
            "hardware_burden_flop": 10**x,
            "burden_low_flop": 10**x / 2,
            "burden_high_flop": 10**x * 2,
            "network_operations_flop": np.where(paper % 3 == 0, 10 ** (x - 0.5), np.nan),
        }
    )


def main(points: int = 10_000, draws: int = 2_000, benchmarks: int = 4) -> None:
    """Print seconds of each step and their share of what is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.csv"
        table(points, benchmarks).to_csv(file, index=False)
        seconds = {}
        start = time.process_time()
        read = read_points(file)
        seconds["read"] = time.process_time() - start
        found = analyse(read, draws=draws)
        seconds["analyse"] = time.process_time() - start - seconds["read"]
        draw_all(found, Path(folder) / "figures")
        seconds["draw"] = time.process_time() - start - seconds["read"] - seconds["analyse"]
    for name, value in seconds.items():
        print(f"{name:8} {value:6.1f} s")
    spent = seconds["read"] + seconds["analyse"]
    print(
        f"{points} points of {benchmarks} benchmarks, {draws} draws: "
        f"{spent:.1f} s of {ALLOWED:.0f} s allowed ({spent / ALLOWED:.0%})"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
