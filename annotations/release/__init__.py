"""Releases: the facts that stand, as a dated table that others can trust.

What a release holds follows from proposals and decisions alone: the same workspace and version give the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from annotations.decisions import DECIDED, StandingFact, Status, current_facts
from annotations.release.files import write_folder
from annotations.release.make import release_contents, release_rows
from annotations.release.metadata import About
from annotations.release.registry import Row
from annotations.release.rows import ReleasedFact, join
from db.decisions import Decision, decisions
from db.facts import flagged
from db.release import PaperRecord, papers_of_a_release
from db.workspace import Workspace
from extractors.model import PaperscaleError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def make_release(
    workspace: Workspace, name: str, versions: Mapping[str, str], include_unreviewed: float | None = None
) -> Path:
    """Write the release `name` into the workspace's `releases/` and return its folder, replacing one of that name.

    Reviewed facts, and with `include_unreviewed` those that nobody has reviewed from that confidence on, marked; not
    those that other papers raise a doubt of, which wait for a person.
    `versions` are of the package and of what extracted ("paperscale" must be among them). Raises PaperscaleError for a
    name that is no plain file name.
    """
    if not NAME.fullmatch(name):
        raise PaperscaleError(
            f"{name!r} cannot be a release's name: use letters, digits, dots and dashes, as in 2026-11"
        )
    with workspace.reading():
        doubted = flagged(workspace)
        standing = [fact for fact in current_facts(workspace) if _is_released(fact, include_unreviewed, doubted)]
        papers = papers_of_a_release(workspace)
        said = [decision for paper in papers for decision in decisions(workspace, paper.id)]
    facts = _released(standing)
    rows = release_rows(
        facts, {row["paper"]: row for row in map(_paper_row, papers)}, [_decision_row(line) for line in said]
    )
    about = About(
        name=name,
        versions=dict(versions),
        settings={
            "unreviewed facts": "left out" if include_unreviewed is None else f"from confidence {include_unreviewed:g}"
        },
        decided_until=max((line.decided_at for line in said), default="")[:10],
        reviewers=tuple(sorted({reviewer for fact in facts for reviewer in fact.reviewers})),
    )
    folder = workspace.releases / name
    folder.parent.mkdir(exist_ok=True)
    write_folder(folder, release_contents(rows, about))
    return folder


def list_releases(folder: Path) -> list[Path]:
    """The releases in a folder of releases, by name."""
    return sorted(path.parent for path in folder.glob("*/datapackage.json"))


def _is_released(standing: StandingFact, include_unreviewed: float | None, doubted: Set[tuple[str, int]]) -> bool:
    if standing.fact is None:
        return False
    if standing.status in DECIDED:
        return True
    return (
        standing.status is Status.UNREVIEWED
        and include_unreviewed is not None
        and standing.proposal is not None
        and (standing.paper, standing.proposal.ordinal) not in doubted
        and standing.fact.confidence >= include_unreviewed
    )


def _released(standing: Iterable[StandingFact]) -> list[ReleasedFact]:
    """Facts with their identity: the anchor, the content as proposed, and a number where several stand in its place."""
    seen: Counter[str] = Counter()
    facts: list[ReleasedFact] = []
    for answer in standing:
        assert answer.fact is not None
        base = f"{answer.anchor}-{answer.content or 'added'}"
        seen[base] += 1
        identifier = base if seen[base] == 1 else f"{base}-{seen[base]}"
        paper = released_name(answer.paper)
        facts.append(ReleasedFact(identifier, paper, answer.fact, str(answer.status), answer.reviewers))
    return facts


def released_name(paper: str) -> str:
    """A paper's name in a release: never a bare number, which a spreadsheet or pandas would round (2105.10100)."""
    return paper if paper.startswith("sha256:") else f"arXiv:{paper}"


def _paper_row(paper: PaperRecord) -> Row:
    is_arxiv = not paper.id.startswith("sha256:")
    return {
        "paper": released_name(paper.id),
        "version": paper.version or None,
        "title": paper.title,
        "authors": join(paper.authors),
        "submitted": paper.submitted if paper.submitted and len(paper.submitted) == len("2016-03-14") else None,
        "year": int(paper.submitted[:4]) if paper.submitted else None,
        "categories": join(paper.categories),
        "address": f"https://arxiv.org/abs/{paper.id}" if is_arxiv else None,
        "sha256": paper.sha256,
        "tasks": join(paper.tasks),
        "not_stated": join(paper.not_stated),
    }


def _decision_row(decision: Decision) -> Row:
    return {
        "decision_id": decision.uuid,
        "fact_id": f"{decision.anchor}-{decision.content or 'added'}",
        "paper": released_name(decision.paper),
        "action": decision.action,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at,
        "purpose": decision.purpose,
        "reason": decision.reason or decision.comment or None,
        "seconds": round(decision.seconds, 3),
    }
