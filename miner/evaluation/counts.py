"""What is counted of a paper: hits, predictions, labels; and each disagreement, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from miner.evaluation.agreement import Row


class Count(NamedTuple):
    """Right predictions, all predictions, all labels of a field in a paper."""

    hit: int = 0
    predicted: int = 0
    labelled: int = 0


class Disagreement(NamedTuple):
    """Something that is not as labelled. `how` is "wrong", "missed", "invented" or "cited as own"."""

    file: str
    field: str
    how: str
    value: str
    page: int | None
    note: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same disagreement in another run."""
        return self.file, self.field, self.how, self.value


@dataclass(slots=True)
class PaperCounts:
    """The counts of one paper."""

    file: str
    counts: dict[str, Count] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    confusions: dict[str, int] = field(default_factory=dict)


class Outcome(NamedTuple):
    """Whether a value that was predicted with a confidence is right."""

    field: str
    confidence: float
    right: bool


def shown(value: object) -> str:
    """A value for a line of a report: numbers short, "-" for what is not stated."""
    if value is None:
        return "-"
    return f"{value:g}" if isinstance(value, float) else str(value)


def page_of(row: Row, name: str = "") -> int | None:
    """The page of a prediction's field, or of the whole row."""
    evidence: list[Mapping[str, Any]] = row.get("evidence") or []
    pages = [piece["page"] for piece in evidence if piece.get("field") == name]
    return pages[0] if pages else row.get("page")
