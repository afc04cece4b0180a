"""The columns of a release, from `columns.toml`: schema, dictionary, Croissant and writers are made from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Type = Literal["string", "integer", "number", "boolean", "date"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `allowed` values are empty where any will do, `unit` is empty where there is none."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table; `key` is its primary key and `paper_key` the column that leads to papers.csv, "" where there is none."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    paper_key: str = ""

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]


@cache
def tables() -> tuple[TableSpec, ...]:
    """Every table of a release, in the order of the file."""
    data = tomllib.loads(files("annotations.release").joinpath("columns.toml").read_text("utf-8"))
    return tuple(_table(name, entry) for name, entry in data.items())


def table(name: str) -> TableSpec:
    """The table of that name. Raises KeyError for another."""
    return {spec.name: spec for spec in tables()}[name]


def _table(name: str, entry: dict[str, Any]) -> TableSpec:
    columns = tuple(
        Column(**{**column, "name": key, "allowed": tuple(column.get("allowed", ()))})
        for key, column in entry["columns"].items()
    )
    head = {key: value for key, value in entry.items() if key != "columns"}
    return TableSpec(name=name, columns=columns, **head)
