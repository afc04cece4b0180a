"""How far a fitted slope moves if a fact is wrong, as the last fit had it: what the queue orders by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from db.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Influence:
    """Of the fact at `anchor` that says `content`; `shift` in standard errors of the benchmark's slope."""

    anchor: str
    content: str
    benchmark: str
    shift: float
    reason: str


def replace_influence(workspace: Workspace, rows: Iterable[Influence]) -> None:
    """Keep these in place of the last fit's; of several for one fact and benchmark, the largest."""
    with workspace.transaction() as db:
        db.table("influence").delete_where()
        largest: dict[tuple[str, str, str], Influence] = {}
        for row in rows:
            key = (row.anchor, row.content, row.benchmark)
            if key not in largest or row.shift > largest[key].shift:
                largest[key] = row
        db.table("influence").insert_all(asdict(row) for row in largest.values())
