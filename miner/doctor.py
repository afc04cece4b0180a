"""Looking after an installation and a workspace: what is checked, what was found, what to do about it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from db.workspace import Workspace
from extractors.model import PaperscaleError
from miner.rooms import foreign_rooms

LIBRARIES = (
    "pymupdf",
    "spacy",
    "sqlite-utils",
    "pebble",
    "arxiv",
    "msgspec",
    "pandas",
    "statsmodels",
    "matplotlib",
    "textual",
)
SQLITE = (3, 37, 0)
"""The first SQLite with STRICT tables (https://www.sqlite.org/stricttables.html)."""
FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `advice` says what to do where it is not `well`."""

    what: str
    found: str
    well: bool
    advice: str = ""


def installation() -> Iterator[Check]:
    """Check Python, SQLite, the libraries and the rooms themselves."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", version, sys.version_info >= (3, 11), "paperscale needs Python 3.11 or newer")
    well = sqlite3.sqlite_version_info >= SQLITE
    yield Check("SQLite", sqlite3.sqlite_version, well, "STRICT tables need SQLite 3.37 or newer")
    for name in LIBRARIES:
        try:
            yield Check(name, metadata.version(name), True)
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", False, f"install {name}, or paperscale anew")
    foreign = [f"{room} comes from {place}" for room, place in foreign_rooms().items()]
    advice = "another package of this name stands before paperscale: remove it, or use an environment of its own"
    yield Check("rooms", "; ".join(foreign) or "all of this installation", not foreign, advice)
    yield _loads()


def _loads() -> Check:
    try:
        from miner.pipeline import load

        load()
    except Exception as fault:  # whatever it is, it is what the person has to see
        return Check("extractors", f"{type(fault).__name__}: {fault}", False, "install paperscale anew")
    return Check("extractors", "load and answer", True)


def workspace(folder: Path) -> Iterator[Check]:
    """Check a workspace: its settings, its database, its files byte for byte, the room on its disk."""
    from miner.settings import read_settings

    try:
        read_settings(folder)
        yield Check("settings", "as they may be", True)
    except PaperscaleError as error:
        yield Check("settings", str(error), False, "mend settings.toml")
    try:
        opened = Workspace.open(folder)
    except PaperscaleError as error:
        yield Check("workspace", str(error), False, "see above")
        return
    with opened:
        faults = [str(row["integrity_check"]) for row in opened.rows("PRAGMA integrity_check")]
        faults += [f"{row['table']} without its {row['parent']}" for row in opened.rows("PRAGMA foreign_key_check")]
        faults = [fault for fault in faults if fault != "ok"]
        yield Check("database", "; ".join(faults[:3]) or "whole", not faults, "take back a copy of it")
        lost = [row["sha256"] for row in opened.rows("SELECT sha256 FROM file") if not _whole(opened, row["sha256"])]
        found = f"{len(lost)} are missing or changed: {', '.join(lost[:3])}" if lost else "all there, byte for byte"
        yield Check("files", found, not lost, "import or crawl these papers again")
    free = shutil.disk_usage(folder).free
    yield Check("disk", f"{free >> 20} MB free", free > FREE_BYTES, "make room: papers need some MB each")


def _whole(opened: Workspace, sha256: str) -> bool:
    path = opened.file(sha256)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
