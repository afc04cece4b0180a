"""Decisions in the database: append-only, whole, in the order in which people saw them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.decisions import decisions, last_act, merge, record
from db.workspace import Workspace
from tests.annotations.story import PAPER, decision, result, run, undo


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with one paper."""
    with Workspace.create(tmp_path) as made:
        with made.transaction() as db:
            db.execute("INSERT INTO paper (id, added_at) VALUES (?, '2026-11-25T08:00:00Z')", [PAPER])
        yield made


def test_a_decision_comes_back_whole(workspace: Workspace) -> None:
    """The whole fact before and after, every column."""
    rows = [
        decision("correct", run(), run("big", 84.0), reason="r", comment="c", batch="b"),
        decision("reject", result()),
    ]
    stored = record(workspace, rows)
    assert decisions(workspace, PAPER) == stored
    assert [replace(row, decided_at="") for row in stored] == [replace(row, decided_at="") for row in rows]


def test_a_later_decision_has_a_later_time_whatever_the_clock_says(workspace: Workspace) -> None:
    """Decisions merged from a machine whose clock is ahead were seen before the next one is made."""
    ahead = replace(decision("accept", run()), decided_at="2999-01-01T00:00:00.000000Z")
    merge(workspace, [ahead])
    record(workspace, [decision("reject", run()), undo(ahead)])
    assert [row.action for row in decisions(workspace)] == ["accept", "reject", "undo"]


def test_merging_is_idempotent_and_in_any_order(workspace: Workspace) -> None:
    """The same rows twice, an undo before what it undoes."""
    accept = decision("accept", run())
    back = undo(accept)
    assert merge(workspace, [back, accept]) == 2
    assert merge(workspace, [accept, back]) == 0
    assert decisions(workspace) == (accept, back)


def test_an_act_is_stored_whole_or_not_at_all(workspace: Workspace) -> None:
    """A row for a paper that is not there takes the act's other rows with it."""
    with pytest.raises(sqlite3.IntegrityError):
        record(workspace, [decision("accept", run()), replace(decision("accept", run()), paper="nowhere")])
    assert decisions(workspace) == ()


@pytest.mark.parametrize("statement", ["UPDATE decision SET reason = 'x'", "DELETE FROM decision"])
def test_nothing_a_person_said_is_changed(workspace: Workspace, statement: str) -> None:
    """The database itself refuses."""
    record(workspace, [decision("accept", run())])
    with pytest.raises(sqlite3.IntegrityError, match="decisions are never"):
        workspace.db.execute(statement)


def test_the_last_act_is_found_through_undos(workspace: Workspace) -> None:
    """Undoing goes back act by act, a split in one step."""
    first = record(workspace, [decision("accept", run())])
    parts = record(
        workspace, [decision("split", run(), run("big"), batch="b"), decision("split", run(), run("huge"), batch="b")]
    )
    assert last_act(workspace, "ada") == parts
    record(workspace, [undo(row) for row in parts])
    assert last_act(workspace, "ada") == first
    record(workspace, [undo(first[0])])
    assert last_act(workspace, "ada") == last_act(workspace, "ben") == ()
