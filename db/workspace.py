"""A workspace: one folder with the database, the files by hash, the releases and the settings.

The schema is the sum of the numbered files in `db/migrations`; SQLite's `user_version` says how many of them a database
has had, its `application_id` that it is one of ours. Each is applied whole or not at all.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlite_utils

from extractors.model import PaperscaleError

DATABASE = "paperscale.db"
APPLICATION_ID = 0x70736361  # "psca"
BUSY_SECONDS = 30.0


class WorkspaceError(PaperscaleError):
    """A folder that is no workspace, or one that this version cannot work on."""


@dataclass(frozen=True)
class Workspace:
    """An open workspace; `db` answers questions, `transaction` writes what belongs together. Closes as a context."""

    folder: Path
    db: sqlite_utils.Database

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open the workspace in `folder`, bringing its schema up to date.

        Raises WorkspaceError where there is none, or one of a newer version.
        """
        if not (folder / DATABASE).is_file():
            raise WorkspaceError(
                f"no workspace in {folder} (it has no {DATABASE}): `paperscale crawl` and `paperscale import` make one"
            )
        return cls._connect(folder)

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Open the workspace in `folder`, making it where there is none. Raises WorkspaceError where that cannot be."""
        path = folder / DATABASE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _make(path)
        except OSError as error:
            raise WorkspaceError(f"cannot make a workspace in {folder}: {error.strerror}") from error
        return cls._connect(folder)

    @classmethod
    def _connect(cls, folder: Path) -> Workspace:
        path = folder / DATABASE
        try:
            connection = _connection(path)
        except sqlite3.DatabaseError as error:
            raise WorkspaceError(f"cannot use {path} as a workspace: {error}") from error
        return cls(folder, sqlite_utils.Database(connection))

    @property
    def connection(self) -> sqlite3.Connection:
        """The database's connection, for questions and writes in plain SQL."""
        return self.db.conn

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def files(self) -> Path:
        """The folder of the papers' files."""
        return self.folder / "files"

    @property
    def releases(self) -> Path:
        """The folder of the releases."""
        return self.folder / "releases"

    def file(self, sha256: str) -> Path:
        """Where the file with this hash is kept."""
        return self.files / sha256[:2] / f"{sha256[2:]}.pdf"

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite_utils.Database]:
        """Everything read inside is of one state of the database, whatever others write meanwhile."""
        connection = self.db.conn
        if connection.in_transaction:
            yield self.db
            return
        connection.execute("BEGIN DEFERRED")
        try:
            yield self.db
        finally:
            connection.rollback()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite_utils.Database]:
        """All that is written inside is kept together, or, on an exception or a kill, none of it.

        Inside another transaction it is part of that one.
        """
        connection = self.connection
        if connection.in_transaction:
            yield self.db
            return
        connection.execute("BEGIN IMMEDIATE")  # a reader that turns writer later could not wait for its turn
        try:
            yield self.db
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """The answer to a question in SQL, a dict a row."""
        return list(self.db.query(sql, parameters))

    def close(self) -> None:
        """Close the database; the workspace is not used again."""
        self.connection.close()

    def __enter__(self) -> Workspace:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def now() -> str:
    """The time as the workspace writes it: UTC, ISO 8601, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _make(path: Path) -> None:
    """A new database is made aside and then linked to its name: nobody ever sees half of one."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as aside:
        draft = Path(aside) / DATABASE
        connection = _connection(draft)
        connection.execute("PRAGMA journal_mode = WAL")  # stays with the file
        connection.close()
        with contextlib.suppress(FileExistsError):  # somebody else was first, which is as good
            path.hardlink_to(draft)


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def migrations() -> list[str]:
    """The SQL of every migration, in order; the first makes version 1."""
    folder = resources.files("db") / "migrations"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in names]


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database to the newest schema, a migration a transaction.

    Raises WorkspaceError for a database that is newer than this version, or is somebody else's.
    """
    steps = migrations()
    while (version := _version(connection, path)) < len(steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection, path) == version:  # else another process has just done it
                for statement in _statements(steps[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    if version > len(steps):
        raise WorkspaceError(
            f"{path} is of a newer version of paperscale (schema {version}, this one knows {len(steps)}): update it"
        )


def _version(connection: sqlite3.Connection, path: Path) -> int:
    question = """SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)
                  FROM pragma_user_version, pragma_application_id"""  # one statement: one state of the database
    version, owner, tables = connection.execute(question).fetchone()
    if tables and owner != APPLICATION_ID:
        raise WorkspaceError(f"{path} is a database of another program, not a workspace")
    return int(version)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger's body stays in one piece."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
