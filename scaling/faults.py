"""What is wrong in the authors' tables, as far as the tables themselves show it: reported, never mended.

Each check is about the layout, not about a row: products that do not hold, columns that have slipped, one processor
with two rates, a time whose text and seconds differ. What only a reader of the papers can know stands in `study.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scaling.fits import Array
from scaling.study import KINDS, STAGES, Study, Table

ROUNDING = 0.035
"""Largest relative difference that cells of two digits explain."""

PASSES = 3.0
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(?:[gt]pu[ -]?)?(sec|min|hour|hr|day|week|[hdw]\b)", re.IGNORECASE)
UNIT = {"sec": "s", "min": "min", "hour": "h", "hr": "h", "h": "h", "day": "d", "d": "d", "week": "w", "w": "w"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A line (0: the whole file) of a file of the study, the model in it, and what is wrong there."""

    file: str
    line: int
    model: str
    what: str

    def __str__(self) -> str:
        """One line for a person."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.model}: {self.what}" if self.model else f"{place}: {self.what}"


def find_faults(study: Study) -> Iterator[Fault]:
    """Every fault that a check finds, then those that are known from the papers."""
    hardware, network = identities(study)
    for checked, column, limit in ((hardware, "hardware_burden", ROUNDING), (network, "network_operations", 0.02)):
        for (where, line), difference in checked.items():
            if abs(difference) > limit:
                yield _fault(study.tables[where], line, f"{column} is {100 * difference:+.0f} % off its parts")
    rates: dict[str, dict[float, list[tuple[Table, int]]]] = defaultdict(lambda: defaultdict(list))
    for table in study.tables.values():
        if table.score:
            yield from _cells(table, rates)
    yield from _rates(study, rates)
    for known in study.recipes["known"]:
        table = study.tables[known["table"]]
        line = int(table.cells.index[table.row(known["model"])]) if known["model"] else 0
        yield Fault(table.file, line, known["model"], known["what"])


def identities(study: Study) -> tuple[Mapping[tuple[str, int], float], Mapping[tuple[str, int], float]]:
    """Relative difference of each hardware burden and each network operations cell to the product of its parts."""
    hardware: dict[tuple[str, int], float] = {}
    network: dict[tuple[str, int], float] = {}
    for name, table in study.tables.items():
        if not table.score:
            continue
        for cells, parts, differences in (
            (table.numbers("hardware_burden"), _burden(table), hardware),
            (table.numbers("network_operations"), _operations(table), network),
        ):
            for line, cell, product in zip(table.cells.index, cells, parts, strict=True):
                if np.isfinite(cell):
                    differences[name, int(line)] = product / cell - 1
    return hardware, network


def _burden(table: Table) -> Array:
    total = np.zeros(len(table.cells))
    for stage in STAGES:
        seconds = table.numbers(f"{stage}_time_total_sec")
        for kind in KINDS:
            rate = table.numbers(f"{stage}_{kind}_ptp_gflops") * 1e9
            total += np.nan_to_num(table.numbers(f"{stage}_{kind}_amount") * rate * seconds)
    return total


def _operations(table: Table) -> Array:
    examples = np.zeros(len(table.cells))
    for stage in STAGES:
        examples += np.nan_to_num(table.numbers(f"{stage}_epochs") * table.numbers(f"{stage}_set_size"))
    return np.nan_to_num(table.operations()) * PASSES * examples


def _cells(table: Table, rates: dict[str, dict[float, list[tuple[Table, int]]]]) -> Iterator[Fault]:
    for line, row in table.cells.iterrows():
        number = int(str(line))
        for stage in STAGES:
            for kind in KINDS:
                model, rate = row[f"{stage}_{kind}_model"], row[f"{stage}_{kind}_ptp_gflops"]
                if _is_number(model):
                    yield _fault(table, number, f"the column {stage}_{kind}_model holds the number {model}")
                elif model and _is_number(rate):
                    rates[model][float(rate)].append((table, number))
            text, seconds = row[f"{stage}_time_total"], row[f"{stage}_time_total_sec"]
            if not text:
                continue
            told = _seconds(text)
            if told is None:
                yield _fault(table, number, f"the time {text!r} is no duration")
            elif _is_number(seconds) and abs(float(seconds) / told - 1) > ROUNDING:
                yield _fault(table, number, f"the time {text!r} is given as {float(seconds):g} seconds")
        if not row["title"]:
            yield _fault(table, number, "the paper has no title")


def _rates(study: Study, rates: Mapping[str, Mapping[float, list[tuple[Table, int]]]]) -> Iterator[Fault]:
    """A rate that is not the hardware table's, or where it does not know the board, not the one most rows have."""
    for model, found in sorted(rates.items()):
        usual = max(found, key=lambda rate: len(found[rate]))
        right = study.rates.get(model, usual)
        for rate, places in sorted(found.items()):
            if abs(rate / right - 1) > ROUNDING:
                source = "the hardware table has" if model in study.rates else "other rows have"
                for table, line in places:
                    yield _fault(table, line, f"{model} at {rate:g} GFLOP/s, {source} {right:g}")


def _seconds(text: str) -> float | None:
    parts = DURATION.findall(text)
    return sum(float(number) * SECONDS[UNIT[unit.lower()]] for number, unit in parts) if parts else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _fault(table: Table, line: int, what: str) -> Fault:
    return Fault(table.file, line, str(table.cells.loc[line, "name"]).strip(), what)
