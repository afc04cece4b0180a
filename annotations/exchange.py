"""Decisions as JSON lines, one a line, sorted by their uuid: what two people have done merges in git as lines added.

Put `*.decisions.jsonl merge=union` into `.gitattributes`, and no merge asks anybody anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Literal

import msgspec

from annotations.safe_text import safe_text
from db.decisions import Decision, decisions, merge
from db.facts import json_text
from db.workspace import Workspace
from extractors.encoding import decode_fact, encode_fact
from extractors.model import Fact, PaperscaleError

LONGEST = 4_000_000
"""Characters of a line that are read: a decision with its two facts has some thousands."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    uuid: str
    paper: str
    kind: Literal["run", "result"]
    anchor: str
    content: str
    action: Literal["accept", "correct", "reject", "add", "split", "merge", "absent", "skip", "comment", "undo"]
    reviewer: str
    decided_at: str
    fact: dict[str, Any] | None = None
    proposed: dict[str, Any] | None = None
    reason: str = ""
    comment: str = ""
    undoes: str | None = None
    batch: str = ""
    purpose: Literal["review", "second", "adjudication", "bulk"] = "review"
    seconds: float = 0.0


def export_lines(workspace: Workspace) -> Iterator[str]:
    """Every decision of a workspace as a line without its end, by uuid; what is empty is left out."""
    for decision in sorted(decisions(workspace), key=lambda decision: decision.uuid):
        said = asdict(decision) | {
            "fact": encode_fact(decision.fact) if decision.fact else None,
            "proposed": encode_fact(decision.proposed) if decision.proposed else None,
        }
        kept = {name: value for name, value in said.items() if value not in (None, "") or name == "content"}
        yield json_text(dict(sorted(kept.items())))


def read_lines(lines: Iterable[str]) -> Iterator[Decision]:
    """The decisions of such lines. Raises PaperscaleError, with the line's number, for one that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _decision(line)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise PaperscaleError(safe_text(f"line {number} is no decision: {error}")[:300]) from None


def import_lines(workspace: Workspace, lines: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    """Add the decisions of lines to a workspace: how many were new, and the papers that are not here.

    Decisions on papers that are not here are left out, with what undoes them: import again when they are.
    Raises PaperscaleError for a line that is no decision; nothing is kept then.
    """
    read = list(read_lines(lines))
    papers = {row["id"] for row in workspace.rows("SELECT id FROM paper")}
    known = {row["uuid"] for row in workspace.rows("SELECT uuid FROM decision")}
    here = [decision for decision in read if decision.paper in papers]
    known |= {decision.uuid for decision in here}
    whole = [decision for decision in here if decision.undoes is None or decision.undoes in known]
    missing = {decision.paper for decision in read if decision.paper not in papers}
    return merge(workspace, whole), tuple(sorted(missing))


def _decision(line: str) -> Decision:
    if len(line) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    read = msgspec.json.decode(line, type=_Line)
    if not _TIME.fullmatch(read.decided_at) or not read.reviewer.strip() or not _NAME.fullmatch(read.uuid):
        raise ValueError("it needs a uuid, a reviewer, and a time in UTC with microseconds")
    if (read.action == "undo") != (read.undoes is not None):
        raise ValueError("an undo, and nothing else, names what it undoes")
    fact, proposed = _fact(read.fact), _fact(read.proposed)
    if any(said is not None and said.kind != read.kind for said in (fact, proposed)):
        raise ValueError(f"its fact is no {read.kind}")
    return Decision(**msgspec.structs.asdict(read) | {"fact": fact, "proposed": proposed})


def _fact(said: dict[str, Any] | None) -> Fact | None:
    return decode_fact(said) if said else None
