"""A workspace is made, opened, brought up to date, and refused where it is not one."""

import sqlite3
import threading
from pathlib import Path

import pytest

from db.workspace import DATABASE, Workspace, WorkspaceError, migrations


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def add_paper(workspace: Workspace, identifier: str) -> None:
    workspace.db["paper"].insert({"id": identifier, "added_at": "2026-01-01T00:00:00Z"})


def test_a_workspace_is_made_once_and_opened_ever_after(workspace: Workspace) -> None:
    """What was written is there after closing, and making it again changes nothing."""
    add_paper(workspace, "1706.03762")
    workspace.close()
    for door in (Workspace.create, Workspace.open):
        with door(workspace.folder) as again:
            assert [row["id"] for row in again.rows("SELECT id FROM paper")] == ["1706.03762"]
            assert again.rows("PRAGMA user_version") == [{"user_version": len(migrations())}]


def test_every_table_is_strict_and_foreign_keys_hold(workspace: Workspace) -> None:
    """The database guards itself against rows of nothing and against text where a number belongs."""
    assert all(
        row["strict"]
        for row in workspace.rows("PRAGMA table_list")
        if row["type"] == "table" and row["name"][:6] != "sqlite"
    )
    assert workspace.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    with pytest.raises(sqlite3.IntegrityError):
        workspace.db["paper_task"].insert({"paper": "nobody", "task": "imagenet"})
    with pytest.raises(sqlite3.IntegrityError):
        workspace.db["file"].insert({"sha256": "0" * 64, "bytes": "many", "added_at": ""})


def test_a_transaction_is_kept_whole_or_not_at_all(workspace: Workspace) -> None:
    """An error inside takes back all that was written inside, nested writes too."""
    with pytest.raises(RuntimeError), workspace.transaction():
        add_paper(workspace, "a")
        with workspace.transaction():
            add_paper(workspace, "b")
        raise RuntimeError
    with workspace.transaction():
        add_paper(workspace, "c")
    assert [row["id"] for row in workspace.rows("SELECT id FROM paper")] == ["c"]


def test_two_programs_may_make_the_same_workspace_at_the_same_time(tmp_path: Path) -> None:
    """Whoever comes second waits and finds it made."""
    faults: list[BaseException] = []

    def make(number: int) -> None:
        try:
            with Workspace.create(tmp_path) as workspace:
                add_paper(workspace, f"paper {number}")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Workspace.open(tmp_path) as workspace:
        assert len(workspace.rows("SELECT id FROM paper")) == 8


def newer(path: Path) -> None:
    with Workspace.create(path.parent) as workspace:
        workspace.db.conn.execute("PRAGMA user_version = 999")


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (address TEXT)")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (newer, "newer version of paperscale"),
        (foreign, "another program"),
        (lambda path: path.write_bytes(b"no database at all" * 100), "not a database"),
        (lambda path: path.unlink(missing_ok=True), "no workspace in"),
    ],
    ids=["newer", "foreign", "garbage", "absent"],
)
def test_what_is_no_workspace_of_ours_is_refused_in_one_line(tmp_path: Path, spoil: object, reason: str) -> None:
    """The reason says what is there instead, and what is there is left as it is."""
    path = tmp_path / DATABASE
    spoil(path)  # type: ignore[operator]
    before = path.read_bytes() if path.exists() else b""
    with pytest.raises(WorkspaceError, match=reason) as refusal:
        Workspace.open(tmp_path)
    assert "\n" not in str(refusal.value)
    assert (path.read_bytes() if path.exists() else b"") == before
