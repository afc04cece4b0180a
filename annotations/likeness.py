"""How like two facts of one place are, and in which fields they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.model import Fact, content


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs; None: not stated, or not safe to say."""

    field: str
    before: Any
    after: Any


def changes(before: Fact, after: Fact) -> tuple[Change, ...]:
    """The fields in which two facts of one kind differ, by name, in the order of the class."""
    old, new = content(before), content(after)
    return tuple(Change(name, old.get(name), new.get(name)) for name in new if old.get(name) != new.get(name))


def likeness(left: Fact, right: Fact) -> tuple[int, int]:
    """How much two facts say alike: values that both state alike, then all fields alike. More is liker."""
    old, new = content(left), content(right)
    alike = [name for name in new if old.get(name) == new[name]]
    return sum(new[name] not in (None, "", []) for name in alike), len(alike)


def pair(before: Sequence[Fact], after: Sequence[Fact]) -> list[tuple[int, int]]:
    """Pairs (index in `before`, index in `after`), the likest first taken, none twice; ties in the given order."""
    ranked = sorted(
        ((i, j) for i in range(len(before)) for j in range(len(after)) if before[i].kind == after[j].kind),
        key=lambda ij: (tuple(-part for part in likeness(before[ij[0]], after[ij[1]])), ij),
    )
    pairs: list[tuple[int, int]] = []
    for i, j in ranked:
        if all(i != taken and j != other for taken, other in pairs):
            pairs.append((i, j))
    return pairs
