"""What two workspaces have to have in common to be the same: everything but times, row numbers and logs."""

from pathlib import Path
from typing import Any

from db.workspace import Workspace

QUESTIONS = {
    "papers": "SELECT id, title, authors, abstract, categories, submitted, licence FROM paper ORDER BY id",
    "tasks": "SELECT paper, task FROM paper_task ORDER BY paper, task",
    "files": "SELECT sha256, bytes FROM file ORDER BY sha256",
    "versions": "SELECT paper, version, sha256, name FROM paper_file ORDER BY paper, version, sha256",
    "documents": "SELECT sha256, reader_version, hex(body) FROM document ORDER BY sha256, reader_version",
    "extractions": "SELECT paper, sha256, reader_version, extractor_version FROM extraction ORDER BY paper",
    "proposals": """SELECT paper, ordinal, kind, anchor, content, page, confidence, fact FROM proposal
                    ORDER BY paper, ordinal""",
    "evidence": """SELECT paper, ordinal, evidence.* FROM evidence JOIN proposal ON proposal.id = evidence.proposal
                   ORDER BY paper, ordinal, evidence.rowid""",
    "flags": "SELECT paper, ordinal, reason FROM flag JOIN proposal ON proposal.id = flag.proposal ORDER BY 1, 2, 3",
    "refusals": "SELECT paper, ordinal, field, text, role, reason, evidence FROM refusal ORDER BY paper, ordinal",
    "absences": "SELECT paper, field, searched FROM absence ORDER BY paper, field",
    "failures": "SELECT paper, stage, reason, retry FROM failure ORDER BY paper, stage",
    "decisions": "SELECT uuid, paper, anchor, content, action, fact, reviewer FROM decision ORDER BY uuid",
}


def contents(folder: Path) -> dict[str, Any]:
    """All that counts in a workspace: the answers to `QUESTIONS`, and the kept files by path with their bytes."""
    with Workspace.open(folder) as workspace:
        answers: dict[str, Any] = {
            name: [{key: value for key, value in row.items() if key != "proposal"} for row in workspace.rows(question)]
            for name, question in QUESTIONS.items()
        }
        assert workspace.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert workspace.rows("PRAGMA foreign_key_check") == []
        kept = {path.relative_to(workspace.files): path.read_bytes() for path in workspace.files.rglob("*.pdf")}
    return answers | {"kept": {str(name): data for name, data in sorted(kept.items())}}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The names of what differs, short enough to print."""
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
