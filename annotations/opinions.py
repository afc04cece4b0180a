"""What each reviewer is left with: rows of decisions, replayed in the order of their time.

A decision is about a *subject*: a place (anchor) and what was said there (content). A fact added by hand is its own
subject. Each row replaces the fact that the reviewer saw (`proposed`) by another (`fact`), by none (reject), or by
several (the rows of a split, which share a batch). An *undo* takes a decision, or another undo, out of the replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.decisions import Decision
from extractors.model import Fact, content_hash

Subject = tuple[str, str]
"""What a decision is about: a place (anchor), and what was said there (content)."""

REMARKS = ("skip", "comment")
"""Actions that say nothing of the fact itself."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer is left with on a subject: the facts (none: rejected), and by which decisions."""

    reviewer: str
    purpose: str
    facts: tuple[Fact, ...]
    decisions: tuple[str, ...]
    reason: str = ""

    @property
    def contents(self) -> tuple[str, ...]:
        """What it comes to: opinions with equal contents agree."""
        return tuple(sorted(content_hash(fact) for fact in self.facts))


def effective(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that nobody has undone, oldest first, without the undoing rows."""
    undone: set[str] = set()
    kept: list[Decision] = []
    for decision in sorted(decisions, key=lambda row: (row.decided_at, row.uuid), reverse=True):
        if decision.uuid in undone:
            continue
        if decision.undoes is not None:
            undone.add(decision.undoes)
        else:
            kept.append(decision)
    return tuple(reversed(kept))


def subject_of(decision: Decision) -> Subject:
    """The subject that a decision is about: anchor and content."""
    if decision.action == "add" and decision.fact:
        return decision.anchor, content_hash(decision.fact)
    return decision.anchor, decision.content


def opinions(decisions: Sequence[Decision], seen: Fact | None) -> list[Opinion]:
    """Each reviewer's opinion, made on `seen`, in the order of their first decisions."""
    reviewers = dict.fromkeys(row.reviewer for row in decisions)
    start = (seen,) if seen else ()
    found = (replay([row for row in decisions if row.reviewer == reviewer], start) for reviewer in reviewers)
    return [opinion for opinion in found if opinion]


def agreed(opinions: Sequence[Opinion], seen: Fact | None) -> tuple[Fact, ...]:
    """The facts that all opinions come to; where they differ, or there are none, the one they were asked about."""
    if len({opinion.contents for opinion in opinions}) == 1:
        return opinions[0].facts
    return (seen,) if seen else ()


def replay(decisions: Sequence[Decision], start: tuple[Fact, ...]) -> Opinion | None:
    """The opinion that rows leave: each replaces the fact it was made on by its own."""
    if not decisions:
        return None
    facts = list(start)
    batch = ""
    for row in decisions:
        seen = row.proposed and content_hash(row.proposed)
        place = next((number for number, fact in enumerate(facts) if content_hash(fact) == seen), None)
        new = [row.fact] if row.fact else []
        if place is not None:
            facts[place : place + 1] = new
        elif row.batch and row.batch == batch:
            facts += new
        else:
            facts = list(new)
        batch = row.batch
    last = decisions[-1]
    kinds = {row.purpose for row in decisions}
    purpose = "bulk" if kinds == {"bulk"} else last.purpose
    return Opinion(last.reviewer, purpose, tuple(facts), tuple(row.uuid for row in decisions), last.reason)


def comments_of(rows: Sequence[Decision]) -> tuple[str, ...]:
    """What was remarked, with the reviewer's name before it."""
    return tuple(f"{row.reviewer}: {row.comment}" for row in rows if row.comment)
