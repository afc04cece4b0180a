"""The points of a release or of any other table: read, made numbers, and told apart by what they can carry.

A point is one model's result on one benchmark with what its training cost. `error` is a fraction of 1,
`hardware_burden_flop` and `network_operations_flop` are operations. Columns that a table lacks stay empty.
A table with other names is read through a mapping (TOML):

    [columns]                       # our name = their column
    model = "name"
    accuracy = "top1"
    [constants]                     # our name = the same value in every row
    benchmark = "imagenet"
    [factors]                       # our name = what their number is multiplied by
    accuracy = 0.01                 # percent to fraction; error is then 1 - accuracy
    hardware_burden_flop = 1e9      # GFLOP to FLOP
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from scaling.errors import ScalingError

TEXTS = ["point_id", "paper", "title", "submitted", "benchmark", "split", "metric", "model", "setting", "hardware"]
TEXTS += ["count_unit", "precision", "burden_basis", "operations_unit", "reviewed", "ensemble", "headline"]
TEXTS += ["result_page", "result_quote", "run_page", "run_quote", "lab"]
NUMBERS = ["year", "value", "error", "count", "time_hours", "device_hours", "hardware_burden_flop", "burden_low_flop"]
NUMBERS += [
    "burden_high_flop",
    "burden_fp32_flop",
    "network_operations_flop",
    "parameters",
    "operations",
    "confidence",
]
LARGEST_FILE = 200_000_000
"""Bytes; a release of a hundred thousand points is a third of it."""

FLAGS = ["reviewed", "ensemble", "headline"]
TRUE = {"true", "1", "yes"}


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of one benchmark and one measure: those that have both axes, and why the others do not."""

    benchmark: str
    measure: str
    points: pd.DataFrame
    left_out: pd.DataFrame
    """Columns `point_id`, `model`, `reason`."""

    @property
    def name(self) -> str:
        """Benchmark and measure, as a heading."""
        return f"{self.benchmark} · {self.measure}" if self.measure else self.benchmark


def read_points(path: Path, mapping: Path | None = None) -> pd.DataFrame:
    """The points of a release's folder or of a CSV file. Raises ScalingError where there are none to read."""
    file = path / "points.csv" if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ScalingError(f"{file} is larger than {LARGEST_FILE // 10**6} MB")
        _pinned(file)
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        names = tomllib.loads(mapping.read_text("utf-8")) if mapping else {}
    except FileNotFoundError as error:
        raise ScalingError(f"there is no table of points at {error.filename}") from None
    except (OSError, ValueError) as error:  # pandas' parser errors and encoding errors are ValueErrors
        raise ScalingError(f"{file} cannot be read: {error}") from None
    return typed(_renamed(frame, names, file))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same points with every column there: texts as text, numbers as numbers (NaN where there is none).

    Raises ScalingError for a cell that should be a number and is none, naming row and column, and for a table
    without benchmark or without error.
    """
    result = pd.DataFrame(index=range(len(frame)))
    for name in TEXTS:
        result[name] = frame[name].fillna("").astype(str).str.strip().to_numpy() if name in frame else ""
    for name in NUMBERS:
        result[name] = _numbers(frame[name], name) if name in frame else np.nan
    if "error" not in frame and "accuracy" in frame:
        result["error"] = 1 - _numbers(frame["accuracy"], "accuracy")
    elif "error" not in frame and len(frame):
        raise ScalingError("the table has no column `error` (a fraction of 1); a mapping can name it")
    if "benchmark" not in frame and len(frame):
        raise ScalingError("the table has no column `benchmark`; a mapping can name it or give it as a constant")
    for name in FLAGS:
        result[name] = result[name].str.lower().isin(TRUE)
    blank = result["point_id"] == ""
    result.loc[blank, "point_id"] = [f"row {number + 2}" for number in np.flatnonzero(blank)]
    result["paper"] = result["paper"].where(result["paper"] != "", result["title"])
    nameless = result["paper"] == ""  # a row of an unnamed paper stands for itself, not for a common unknown
    result.loc[nameless, "paper"] = result.loc[nameless, "point_id"]
    year = pd.to_numeric(result["submitted"].str.slice(0, 4), errors="coerce")
    result["year"] = result["year"].fillna(year)
    return result


def curves(points: pd.DataFrame, x: str = "hardware_burden_flop") -> list[Curve]:
    """One curve for each benchmark and measure, by name; a point without one of the axes is told with its reason."""
    measures = points["metric"].map(measure)
    result = []
    for (benchmark, name), group in points.groupby([points["benchmark"], measures], sort=True):
        reasons = pd.Series(
            [_reason(error, value, x) for error, value in zip(group["error"], group[x], strict=True)],
            index=group.index,
            dtype=object,
        )
        left_out = group.loc[reasons != "", ["point_id", "model"]].assign(reason=reasons[reasons != ""])
        kept = group[reasons == ""].reset_index(drop=True)
        result.append(Curve(str(benchmark), str(name), kept, left_out.reset_index(drop=True)))
    return result


def measure(metric: str) -> str:
    """What a metric measures, whichever way it is printed: top-1 accuracy and top-1 error are one measure."""
    words = metric.replace(" ", "_").split("_")
    return "_".join(word for word in words if word not in ("accuracy", "error"))


def _reason(error: float, x: float, name: str) -> str:
    if np.isnan(error):
        return "no error"
    if not 0 <= error <= 1:
        return f"an error of {error:g} is no fraction of 1"
    if error == 0:
        return "an error of 0 % has no logarithm"
    if np.isnan(x):
        return f"no {name.removesuffix('_flop').replace('_', ' ')}"
    if not 0 < x < np.inf:
        return f"a {name.removesuffix('_flop').replace('_', ' ')} of {x:g} has no logarithm"
    return ""


def _numbers(column: pd.Series[str], name: str) -> pd.Series[float]:
    text = column.astype(object).map(str).str.strip().reset_index(drop=True)
    text = text.where(text.str.lower() != "nan", "")
    numbers = pd.to_numeric(text.where(text != "", None), errors="coerce").astype(float)
    wrong = (text != "") & numbers.isna()
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ScalingError(f"row {row + 2}, column {name}: {text.iloc[row][:40]!r} is no number")
    return numbers


def _pinned(file: Path) -> None:
    """Hold a table of a release against the release's own checksums: a release is what it was when it was made."""
    sums = file.with_name("SHA256SUMS")
    if not sums.is_file():
        return
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    for line in sums.read_text("utf-8").splitlines():
        told, _, name = line.partition("  ")
        if name == file.name and told != digest:
            raise ScalingError(f"{file} is not the table of its release: SHA256SUMS there has another hash for it")


def _renamed(frame: pd.DataFrame, mapping: dict[str, dict[str, object]], file: Path) -> pd.DataFrame:
    columns = mapping.get("columns", {})
    unknown = sorted({str(theirs) for theirs in columns.values()} - set(frame))
    if unknown:
        raise ScalingError(f"{file} has no column {', '.join(map(repr, unknown))}, which the mapping names")
    strange = sorted({*columns, *mapping.get("constants", {})} - {*TEXTS, *NUMBERS, "accuracy"})
    if strange:
        raise ScalingError(f"the mapping gives {', '.join(map(repr, strange))}, which is no name of ours")
    result = frame.assign(**{ours: frame[str(theirs)] for ours, theirs in columns.items()})
    result = result.assign(**{ours: str(value) for ours, value in mapping.get("constants", {}).items()})
    for ours, factor in mapping.get("factors", {}).items():
        if ours not in result:
            raise ScalingError(f"the mapping multiplies {ours!r}, which the table does not have")
        result[ours] = _numbers(result[ours], ours) * float(str(factor))
    return result
