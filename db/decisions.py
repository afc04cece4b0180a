"""Proposals and decisions as stored: their rows as values, and the questions that review asks of them.

A decision is one more row, never a change of one. Its time is later than that of every decision already stored, so
that the order of `decided_at` is the order in which people saw each other's decisions, on every machine they are
merged on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from db.facts import json_text
from db.workspace import Workspace
from extractors.encoding import decode_fact, encode_fact
from extractors.model import Fact


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact as extracted, as stored. `id` is its row, which a re-extraction does not keep."""

    id: int
    paper: str
    kind: str
    anchor: str
    content: str
    ordinal: int
    page: int
    confidence: float
    fact: Fact


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a fact; the columns are those of table `decision`.

    `proposed` is the whole fact before the decision, `fact` the whole fact after it (None: nothing stands).
    `batch` is shared by the rows of one act. `decided_at` is UTC, ISO 8601 with microseconds, "" until stored.
    """

    uuid: str
    paper: str
    kind: str
    anchor: str
    content: str
    action: str
    reviewer: str
    fact: Fact | None = None
    proposed: Fact | None = None
    reason: str = ""
    comment: str = ""
    undoes: str | None = None
    batch: str = ""
    purpose: str = "review"
    decided_at: str = ""
    seconds: float = 0.0


_COLUMNS = (
    "uuid",
    "paper",
    "kind",
    "anchor",
    "content",
    "action",
    "reviewer",
    "fact",
    "proposed",
    "reason",
    "comment",
    "undoes",
    "batch",
    "purpose",
    "decided_at",
    "seconds",
)
_INSERT = f"INSERT INTO decision ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_DECISIONS = f"SELECT {', '.join(_COLUMNS)} FROM decision"  # noqa: S608
_PROPOSED = ("id", "paper", "kind", "anchor", "content", "ordinal", "page", "confidence", "fact")
_PROPOSALS = f"SELECT {', '.join(_PROPOSED)} FROM proposal"  # noqa: S608


def record(workspace: Workspace, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Store the decisions of one act, all or none, and give them back with their times.

    Raises sqlite3.IntegrityError for a paper that is not there.
    """
    with workspace.transaction():
        connection = workspace.db.conn
        stored = tuple(_timed(decisions, _next_time(connection)))
        connection.executemany(_INSERT, [_row(decision) for decision in stored])
    return stored


def merge(workspace: Workspace, decisions: Iterable[Decision]) -> int:
    """Store decisions made elsewhere, with their own times, but for those already here; how many were new.

    Raises sqlite3.IntegrityError where a paper, or the decision that another undoes, is in neither.
    """
    ordered = sorted(decisions, key=lambda decision: (decision.decided_at, decision.uuid))
    with workspace.transaction():
        connection = workspace.db.conn
        before = connection.total_changes
        connection.executemany(f"{_INSERT} ON CONFLICT (uuid) DO NOTHING", [_row(decision) for decision in ordered])
        return connection.total_changes - before


def decisions(workspace: Workspace, paper: str | None = None) -> tuple[Decision, ...]:
    """All decisions, or those on one paper, oldest first."""
    where, values = ("", ()) if paper is None else (" WHERE paper = ?", (paper,))
    rows = workspace.db.conn.execute(f"{_DECISIONS}{where} ORDER BY decided_at, uuid", values)
    return tuple(_decision(row) for row in rows)


def last_act(workspace: Workspace, reviewer: str) -> tuple[Decision, ...]:
    """The rows of the newest act of a reviewer that is not undone, oldest first; empty where there is none."""
    newest = workspace.db.conn.execute(
        "SELECT uuid, batch FROM effective_decision WHERE reviewer = ? ORDER BY decided_at DESC, uuid DESC LIMIT 1",
        (reviewer,),
    ).fetchone()
    if newest is None:
        return ()
    uuid, batch = newest
    where, value = ("batch = ?", batch) if batch else ("uuid = ?", uuid)
    rows = workspace.db.conn.execute(
        f"{_DECISIONS} WHERE reviewer = ? AND {where} ORDER BY decided_at, uuid", (reviewer, value)
    )
    return tuple(_decision(row) for row in rows)


def proposals(workspace: Workspace, paper: str | None = None) -> tuple[Proposal, ...]:
    """All proposals, or those of one paper, in the order of the paper."""
    if paper is None:
        return proposals_where(workspace, "1 ORDER BY paper, ordinal", [])
    return proposals_where(workspace, "paper = ? ORDER BY ordinal", [paper])


def proposals_where(workspace: Workspace, condition: str, values: Sequence[str | int | float]) -> tuple[Proposal, ...]:
    """The proposals of a condition in SQL, written in this room, with its values."""
    return tuple(_proposal(row) for row in workspace.db.conn.execute(f"{_PROPOSALS} WHERE {condition}", values))


def papers_with_facts(workspace: Workspace) -> tuple[str, ...]:
    """Papers that have proposals or decisions, by identifier."""
    rows = workspace.db.conn.execute("SELECT paper FROM proposal UNION SELECT paper FROM decision ORDER BY 1")
    return tuple(row[0] for row in rows)


def _next_time(connection: sqlite3.Connection) -> datetime:
    now = datetime.now(UTC)
    (last,) = connection.execute("SELECT MAX(decided_at) FROM decision").fetchone()
    return max(now, datetime.fromisoformat(last) + timedelta(microseconds=1)) if last else now


def _timed(decisions: Sequence[Decision], start: datetime) -> Iterator[Decision]:
    for number, decision in enumerate(decisions):
        time = start + timedelta(microseconds=number)
        yield replace(decision, decided_at=time.isoformat(timespec="microseconds").replace("+00:00", "Z"))


def _row(decision: Decision) -> tuple[Any, ...]:
    values = {name: getattr(decision, name) for name in _COLUMNS}
    values |= {"fact": _text(decision.fact), "proposed": _text(decision.proposed)}
    return tuple(values.values())


def _decision(row: Sequence[Any]) -> Decision:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Decision(**values | {"fact": _fact(values["fact"]), "proposed": _fact(values["proposed"])})


def _proposal(row: Sequence[Any]) -> Proposal:
    values = dict(zip(_PROPOSED, row, strict=True))
    return Proposal(**values | {"fact": decode_fact(json.loads(values["fact"]))})


def _text(fact: Fact | None) -> str | None:
    return json_text(encode_fact(fact)) if fact else None


def _fact(text: str | None) -> Fact | None:
    return decode_fact(json.loads(text)) if text else None
