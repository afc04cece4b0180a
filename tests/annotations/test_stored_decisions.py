"""Decisions in the database: append-only, whole, in the order in which people saw them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from story import PAPER, decision, result, run, undo

from db.decisions import decisions, merge, record

MIGRATIONS = Path(__file__).parents[2] / "db" / "migrations"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A workspace's tables in memory, with one paper."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    for migration in sorted(MIGRATIONS.glob("*.sql")):
        database.executescript(migration.read_text())
    database.execute("INSERT INTO paper (id, added_at) VALUES (?, '2026-11-25T08:00:00Z')", (PAPER,))
    yield database
    database.close()


def test_a_decision_comes_back_whole(connection: sqlite3.Connection) -> None:
    """The whole fact before and after, every column."""
    rows = [
        decision("correct", run(), run("big", 84.0), reason="r", comment="c", batch="b"),
        decision("reject", result()),
    ]
    stored = record(connection, rows)
    assert decisions(connection, PAPER) == stored
    assert [replace(row, decided_at="") for row in stored] == [replace(row, decided_at="") for row in rows]


def test_a_later_decision_has_a_later_time_whatever_the_clock_says(connection: sqlite3.Connection) -> None:
    """Decisions merged from a machine whose clock is ahead were seen before the next one is made."""
    ahead = replace(decision("accept", run()), decided_at="2999-01-01T00:00:00.000000Z")
    merge(connection, [ahead])
    record(connection, [decision("reject", run()), undo(ahead)])
    assert [row.action for row in decisions(connection)] == ["accept", "reject", "undo"]


def test_merging_is_idempotent_and_in_any_order(connection: sqlite3.Connection) -> None:
    """The same rows twice, an undo before what it undoes."""
    accept = decision("accept", run())
    back = undo(accept)
    assert merge(connection, [back, accept]) == 2
    assert merge(connection, [accept, back]) == 0
    assert decisions(connection) == (accept, back)


def test_an_act_is_stored_whole_or_not_at_all(connection: sqlite3.Connection) -> None:
    """A row for a paper that is not there takes the act's other rows with it."""
    with pytest.raises(sqlite3.IntegrityError):
        record(connection, [decision("accept", run()), replace(decision("accept", run()), paper="nowhere")])
    assert decisions(connection) == ()


@pytest.mark.parametrize("statement", ["UPDATE decision SET reason = 'x'", "DELETE FROM decision"])
def test_nothing_a_person_said_is_changed(connection: sqlite3.Connection, statement: str) -> None:
    """The database itself refuses."""
    record(connection, [decision("accept", run())])
    with pytest.raises(sqlite3.IntegrityError, match="decisions are never"):
        connection.execute(statement)
