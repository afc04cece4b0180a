"""Normalised values as a person reads them, with their units: for screens, lists and what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.likeness import Change
from extractors.model import Field, NotStated, Stated, Value
from extractors.quantities import format_duration, format_number

LARGE = ("epochs", "steps", "batch_size", "parameters", "flops", "dataset_size", "operations")
"""Fields whose numbers are large: "65M" is shown beside 65000000."""


def show_value(name: str, value: Value | None) -> str:
    """A normalised value as a person reads it, with its unit."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "time_hours" and isinstance(value, int | float):
        return f"{value:.6g} h ({format_duration(value)})"
    if name == "device_hours" and isinstance(value, int | float):
        return f"{value:.6g} device-hours"
    if name in LARGE and isinstance(value, int | float):
        short = format_number(value)
        return f"{value:.15g} ({short})" if len(short) < len(f"{value:.15g}") else f"{value:.15g}"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def show_field(name: str, field: Field) -> str:
    """A field's normalised value, or why there is none."""
    if isinstance(field, Stated):
        return show_value(name, field.value)
    return "not stated" if isinstance(field, NotStated) else f"not safe to say: {field.why}"


def show_changes(changes: Sequence[Change]) -> str:
    """What differs, field by field: "time_hours 12 h → 13 h"."""
    return ", ".join(f"{c.field} {_said(c.field, c.before)} → {_said(c.field, c.after)}" for c in changes)


def _said(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return show_value(name, value if isinstance(value, str | int | float | bool) else None)
