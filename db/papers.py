"""Papers and their files: what is known of a paper, which versions are kept, why it is here."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.workspace import Workspace, now
from extractors.model import PaperInfo


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper; `submitted` is the date of its first version."""

    identifier: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    submitted: date | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A version of a paper that is kept: `version` is 0 where it is not known, `name` the file's where it came from."""

    paper: str
    version: int
    sha256: str
    name: str


def keep_paper(workspace: Workspace, paper: Paper, task: str | None = None, crawl: int | None = None) -> None:
    """Remember what is known of a paper, and the task that it is here for; what is said anew replaces what was."""
    row = {
        "id": paper.identifier,
        "title": paper.title,
        "authors": _listed(paper.authors),
        "abstract": paper.abstract,
        "categories": _listed(paper.categories),
        "submitted": paper.submitted.isoformat() if paper.submitted else None,
        "licence": paper.licence,
    }
    said = {name: value for name, value in row.items() if value is not None}
    with workspace.transaction() as db:
        db.table("paper").insert({"id": paper.identifier, "added_at": now()}, ignore=True)
        db.table("paper").update(paper.identifier, said)
        if task:
            db.table("paper_task").insert({"paper": paper.identifier, "task": task, "crawl": crawl}, ignore=True)


def keep_file(workspace: Workspace, data: bytes, paper: Paper, version: int, name: str, source: str) -> bool:
    """Keep a version of a paper, whose facts are then due; whether it is new here.

    The file has its place before the database speaks of it, so that a kill in between leaves nothing that is missed.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    write_whole(workspace.file(sha256), data)
    with workspace.transaction() as db:
        keep_paper(workspace, paper)
        db.table("file").insert({"sha256": sha256, "bytes": len(data), "added_at": now()}, ignore=True)
        key = (paper.identifier, version, sha256)
        if workspace.rows("SELECT 1 FROM paper_file WHERE (paper, version, sha256) = (?, ?, ?)", *key):
            return False
        db.table("paper_file").insert(
            {"paper": paper.identifier, "version": version, "sha256": sha256, "name": name, "source": source}
        )
        db.table("failure").delete_where("paper = ?", [paper.identifier])
    return True


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all; one that is there already stays."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".writing-", delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def has_version(workspace: Workspace, paper: str, version: int) -> bool:
    """Whether a version of a paper is kept."""
    return bool(workspace.rows("SELECT 1 FROM paper_file WHERE (paper, version) = (?, ?)", paper, version))


def latest_files(workspace: Workspace) -> list[KeptFile]:
    """The newest kept version of each paper, in the order of the papers' identifiers."""
    rows = workspace.rows("SELECT paper, version, sha256, name FROM paper_file ORDER BY paper, version, sha256")
    newest = {row["paper"]: KeptFile(**row) for row in rows}
    return list(newest.values())


def info_of(workspace: Workspace, file: KeptFile) -> PaperInfo:
    """What the extractors are told of a kept paper."""
    (row,) = workspace.rows("SELECT title, submitted FROM paper WHERE id = ?", file.paper)
    submitted = date.fromisoformat(row["submitted"]) if row["submitted"] else None
    return PaperInfo(file.paper, file.version or None, submitted, row["title"])


def _listed(items: tuple[str, ...]) -> str | None:
    return json.dumps(items, ensure_ascii=False) if items else None
