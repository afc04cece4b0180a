"""A reader for the layout of the authors' tables: text cells to numbers, nothing mended.

`data/*.csv` have four header lines (column names first) and then one row a paper; `site-2020/*.csv` one header line.
Rows keep the number of their line. Numbers are used as printed, rounded as they are, as the authors' notebooks do.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scaling.errors import ScalingError
from scaling.fits import Array

RECIPES = Path(__file__).with_name("study.toml")
STAGES = ("training", "pretraining", "finetuning")
KINDS = ("gpu", "tpu", "cpu")
HEADER_LINES = 4
FIRST_YEAR = 2012


@dataclass(frozen=True, slots=True)
class Table:
    """One table: cells as text, indexed by line number; `score` is its column in percent, empty for the site's."""

    name: str
    file: str
    cells: pd.DataFrame
    score: str
    computation: str
    benchmark: str
    metric: str

    def numbers(self, column: str) -> Array:
        """A column as numbers, NaN where it is empty or no number."""
        if column not in self.cells:
            return np.full(len(self.cells), np.nan)
        return pd.to_numeric(self.cells[column], errors="coerce").to_numpy(dtype=float)

    def errors(self, score: str = "") -> Array:
        """The error as a fraction: (100 - score)/100, or 1 - accuracy on the site's tables."""
        if not self.score:
            return 1 - self.numbers("accuracy")
        return (100 - self.numbers(score or self.score)) / 100

    def operations(self) -> Array:
        """Operations of a forward pass: `flops` where given, else two a multiply-add."""
        flops = self.numbers("flops")
        return np.where(np.isfinite(flops), flops, 2 * self.numbers("multiadds"))

    def row(self, model: str) -> int:
        """Position of the row of a model. Raises ScalingError where there is none or more than one."""
        found = np.flatnonzero((self.cells["name"] == model).to_numpy(dtype=bool))
        if len(found) != 1:
            raise ScalingError(f"{self.file} has {len(found)} rows named {model!r}; one is needed")
        return int(found[0])


@dataclass(frozen=True, slots=True)
class Study:
    """The tables by name, the recipes, what the authors typed in, and the peak rates (GFLOP/s) of their boards."""

    tables: Mapping[str, Table]
    recipes: Mapping[str, Any]
    typed: Mapping[str, Any]
    rates: Mapping[str, float]


def read_study(folder: Path) -> Study:
    """The study in a folder. Raises ScalingError for a file or a column that is missing."""
    recipes = tomllib.loads(RECIPES.read_text("utf-8"))
    try:
        typed = json.loads((folder / "typed-inputs.json").read_text("utf-8"))
        boards = pd.read_csv(folder / "hardware" / "gpu.csv", dtype=str, keep_default_na=False)
        tables = {name: _table(folder, name, entry) for name, entry in recipes["tables"].items()}
        rates = dict(zip(boards["GPU"], pd.to_numeric(boards["GFLOPS"], errors="coerce"), strict=True))
    except FileNotFoundError as error:
        raise ScalingError(f"the study's folder lacks {error.filename}") from None
    except (OSError, ValueError, KeyError) as error:
        raise ScalingError(f"the study in {folder} cannot be read: {error}") from None
    return Study(tables, recipes, typed, {str(name): float(rate) for name, rate in rates.items()})


def points_of(study: Study, site: bool) -> pd.DataFrame:
    """The study's rows as points of the analysis: those of 2022, or with `site` those of 2020."""
    frames = []
    for table in study.tables.values():
        if site == (not table.score):
            scale = 1e9 if site else 1.0
            rows = pd.DataFrame(
                {
                    "point_id": [f"{table.file}:{line}" for line in table.cells.index],
                    "paper": table.cells["title"] if table.score else table.cells["model"],
                    "title": table.cells["title"] if table.score else "",
                    "year": table.cells["year"],
                    "benchmark": table.benchmark,
                    "metric": table.metric,
                    "model": table.cells["name"].str.strip(),
                    "error": table.errors(),
                    "hardware_burden_flop": table.numbers("hardware_burden") * scale,
                    "network_operations_flop": table.numbers("network_operations"),
                    "reviewed": "true",
                    **_run(table),
                }
            )
            frames.append(rows)
    return pd.concat(frames, ignore_index=True)


def _run(table: Table) -> dict[str, object]:
    """Hardware, count and hours where a row has one stage and one kind of processor; else the product has no parts."""
    stages = [(stage, kind) for stage in STAGES for kind in KINDS]
    amounts = np.column_stack([table.numbers(f"{stage}_{kind}_amount") for stage, kind in stages])
    hours = np.column_stack([table.numbers(f"{stage}_time_total_sec") / 3600 for stage, _ in stages])
    used = np.isfinite(amounts) & np.isfinite(hours)
    single = used.sum(axis=1) == 1
    chosen = used.argmax(axis=1)
    rows = np.arange(len(chosen))
    models = [
        table.cells[f"{stages[at][0]}_{stages[at][1]}_model"].iloc[row] if one else ""
        for row, (at, one) in enumerate(zip(chosen, single, strict=True))
    ]
    return {
        "hardware": models,
        "count": np.where(single, amounts[rows, chosen], np.nan),
        "time_hours": np.where(single, hours[rows, chosen], np.nan),
    }


def _table(folder: Path, name: str, entry: Mapping[str, str]) -> Table:
    score = entry.get("score", "")
    skipped = range(1, HEADER_LINES) if score else None
    cells = pd.read_csv(folder / entry["file"], dtype=str, keep_default_na=False, skiprows=skipped, encoding="utf-8")
    needed = {"name", "year", "hardware_burden", score} if score else {"year", "model", "hardware_burden", "accuracy"}
    if missing := sorted(needed - set(cells)):
        raise ScalingError(f"{entry['file']} has no column {missing[0]!r}")
    cells.index = pd.RangeIndex(HEADER_LINES + 1 if score else 2, (HEADER_LINES + 1 if score else 2) + len(cells))
    if not score:
        cells["name"] = cells["model"]
    computation = entry.get("computation", "hardware_burden")
    return Table(name, entry["file"], cells, score, computation, entry["benchmark"], entry["metric"])
