"""What a workspace holds, in numbers."""

from __future__ import annotations

from typing import Any

from db.facts import failures
from db.papers import latest_files
from db.workspace import Workspace
from miner.due import due

COUNTS = {
    "papers": "SELECT count(*) AS n FROM paper",
    "files": "SELECT count(*) AS n FROM file",
    "extracted": "SELECT count(*) AS n FROM extraction",
    "training_runs": "SELECT count(*) AS n FROM proposal WHERE kind = 'run'",
    "results": "SELECT count(*) AS n FROM proposal WHERE kind = 'result'",
    "refusals": "SELECT count(*) AS n FROM refusal",
    "flags": "SELECT count(*) AS n FROM flag",
    "decisions": "SELECT count(*) AS n FROM decision",
}


def status(workspace: Workspace) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Counts by name (`due`: papers that `extract` would take up), and the failures."""
    counts = {name: int(workspace.rows(question)[0]["n"]) for name, question in COUNTS.items()}
    names = {file.paper: file.name for file in latest_files(workspace)}
    failed = [
        {
            "paper": paper,
            "file": names.get(paper, ""),
            "stage": failure.stage,
            "reason": failure.reason,
            "retry": failure.retry,
            "attempts": attempts,
        }
        for paper, rows in failures(workspace).items()
        for failure, _, attempts in rows
    ]
    releases = sum(item.is_dir() for item in workspace.releases.iterdir()) if workspace.releases.is_dir() else 0
    return counts | {"releases": releases, "due": len(due(workspace).files)}, failed


def each_paper(workspace: Workspace) -> list[dict[str, Any]]:
    """A row for each paper: its title, date, versions kept, and how many facts it has."""
    return workspace.rows(
        """SELECT paper.id AS paper, paper.submitted, paper.title,
             (SELECT group_concat(version, ' ') FROM paper_file WHERE paper = paper.id) AS versions,
             (SELECT count(*) FROM proposal WHERE paper = paper.id AND kind = 'run') AS runs,
             (SELECT count(*) FROM proposal WHERE paper = paper.id AND kind = 'result') AS results
           FROM paper ORDER BY paper.id"""
    )
