"""What the analysis takes as given: `constants.toml`, with a file of the user's in its place where there is one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from scaling.errors import ScalingError

FILE = Path(__file__).with_name("constants.toml")


@dataclass(frozen=True, slots=True)
class Prices:
    """Powers of ten of lb CO2 and of US$ for a GFLOP, and where they come from."""

    co2_lb_per_gflop_log10: float
    usd_per_gflop_log10: float
    source: str


@dataclass(frozen=True, slots=True)
class Device:
    """A device from which a price and an energy of computation follow: all of its peak rate is used."""

    peak_flop_per_second: float
    watts: float
    power_usage_effectiveness: float
    lb_co2_per_kwh: float
    usd_per_hour: float
    source: str

    def prices(self) -> Prices:
        """What a GFLOP costs on it."""
        from math import log10

        hours = 1e9 / self.peak_flop_per_second / 3600
        pounds = hours * self.watts / 1000 * self.power_usage_effectiveness * self.lb_co2_per_kwh
        return Prices(log10(pounds), log10(hours * self.usd_per_hour), self.source)


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of a burden in powers of ten."""

    reported: float
    rate: float
    estimated: float
    range_half_width: float
    source: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a statement needs before it is made."""

    least_points: int
    least_papers: int
    farthest_extrapolation: float
    widest_projection: float
    wanted_half_width: float
    source: str


@dataclass(frozen=True, slots=True)
class Constants:
    """All of `constants.toml`."""

    paper: Prices
    declared: Device
    errors: Errors
    claims: Claims
    targets: Mapping[str, tuple[float, ...]]
    references: Mapping[str, str]


def load(file: Path | None = None) -> Constants:
    """The constants, those of `file` in place of ours. Raises ScalingError for a name or a value that is none."""
    constants = _constants(_read(FILE))
    if file is None:
        return constants
    theirs = _read(file)
    unknown = sorted(set(theirs) - {field.name for field in fields(Constants)})
    if unknown:
        raise ScalingError(f"{file}: there is no group {unknown[0]!r} of constants")
    try:
        parts: dict[str, Any] = {
            name: replace(getattr(constants, name), **theirs[name])
            for name in ("paper", "declared", "errors", "claims")
            if name in theirs
        }
        targets = {name: tuple(map(float, values)) for name, values in theirs.get("targets", {}).items()}
    except (TypeError, ValueError) as error:
        raise ScalingError(f"{file}: {error}") from None
    return replace(
        constants,
        **parts,
        targets={**constants.targets, **targets},
        references={**constants.references, **theirs.get("references", {})},
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ScalingError(f"{file} cannot be read: {error}") from None


def _constants(data: dict[str, Any]) -> Constants:
    return Constants(
        Prices(**data["paper"]),
        Device(**data["declared"]),
        Errors(**data["errors"]),
        Claims(**data["claims"]),
        {name: tuple(values) for name, values in data["targets"].items()},
        dict(data["references"]),
    )
