"""What a person does to a fact, as rows to be stored: one act is one or more rows, kept together or not at all.

Deciding on a fact that has *changed since decided* takes the earlier decisions out in the same act, so that a place
never carries an old answer beside the new one; undoing the act brings them back.
Deciding, in an ordinary review, on what other people have already decided is done with their decisions in sight: that
is an adjudication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from annotations.decisions import StandingFact, Status
from db.decisions import Decision
from extractors.model import UNSEARCHED, Fact, Result, TrainingRun, anchor, content_hash

Act = tuple[Decision, ...]
SUPERSEDED = "changed since decided"
"""Reason of the undo rows that make room for a new decision on a changed fact."""
MERGED = "merged into another"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who decides, and what for: "review", "second" (blind), "adjudication" or "bulk"."""

    name: str
    purpose: str = "review"


def accept(by: Reader, on: StandingFact, seconds: float = 0.0) -> Act:
    """The fact is right as it stands."""
    return _act(by, [_row(by, on, "accept", seen(on), seconds)], on)


def correct(by: Reader, on: StandingFact, fact: Fact, seconds: float = 0.0) -> Act:
    """The fact should say otherwise."""
    return _act(by, [_row(by, on, "correct", fact, seconds)], on)


def reject(by: Reader, on: StandingFact, reason: str, seconds: float = 0.0) -> Act:
    """There is no such fact; `reason` says what there is."""
    return _act(by, [_row(by, on, "reject", None, seconds, reason)], on)


def split(by: Reader, on: StandingFact, facts: Sequence[Fact], seconds: float = 0.0) -> Act:
    """The fact is several. Raises ValueError for fewer than two, or for two that say the same."""
    if len({content_hash(fact) for fact in facts}) < max(2, len(facts)):
        raise ValueError("a split needs two facts or more that differ")
    return _act(by, [_row(by, on, "split", fact, seconds / len(facts)) for fact in facts], on)


def merge(by: Reader, facts: Sequence[StandingFact], fact: Fact, seconds: float = 0.0) -> Act:
    """The facts are one: it stands in the place of the first. Raises ValueError for fewer than two."""
    if len(facts) < 2:
        raise ValueError("a merge needs two facts or more")
    rows = [_row(by, facts[0], "merge", fact, seconds)]
    rows += [_row(by, other, "merge", None, 0.0, MERGED) for other in facts[1:]]
    return _act(by, rows, *facts)


def add(by: Reader, paper: str, fact: Fact, seconds: float = 0.0) -> Act:
    """A fact that was missed; its place is the sentence or table row pointed at."""
    return (
        Decision(
            _new(),
            paper,
            fact.kind,
            anchor(paper, fact),
            "",
            "add",
            by.name,
            fact=fact,
            purpose=by.purpose,
            seconds=round(seconds, 1),
        ),
    )


def absent(by: Reader, paper: str, kind: str, facts: Iterable[StandingFact], seconds: float = 0.0) -> Act:
    """The paper states no fact of this kind: those that are proposed are rejected with that reason."""
    reason = f"the paper states no {kind}"
    whole = Decision(
        _new(),
        paper,
        kind,
        anchor(paper, nothing(kind)),
        "",
        "absent",
        by.name,
        reason=reason,
        purpose=by.purpose,
        seconds=round(seconds, 1),
    )
    standing = [fact for fact in facts if fact.fact is not None and fact.kind == kind]
    rows = [_row(by, fact, "reject", None, 0.0, reason) for fact in standing]
    return _act(by, [whole, *rows], *standing)


def skip(by: Reader, on: StandingFact, seconds: float = 0.0) -> Act:
    """Not now: it goes to the end of this reader's queue."""
    return (_row(by, on, "skip", None, seconds),)


def comment(by: Reader, on: StandingFact, text: str, seconds: float = 0.0) -> Act:
    """A remark that decides nothing."""
    row = _row(by, on, "comment", None, seconds)
    return (replace(row, comment=text),)


def undo(by: Reader, act: Sequence[Decision]) -> Act:
    """Take back every row of an act."""
    batch = _new() if len(act) > 1 else ""
    return tuple(
        Decision(
            _new(),
            row.paper,
            row.kind,
            row.anchor,
            row.content,
            "undo",
            by.name,
            undoes=row.uuid,
            batch=batch,
            purpose=row.purpose,
        )
        for row in act
    )


def nothing(kind: str) -> Fact:
    """A fact of a kind that says nothing, of no place: where "the paper does not say" is anchored."""
    no = UNSEARCHED
    return TrainingRun("", no, no, no, no, no) if kind == "run" else Result("", no, no, no, no, no, no, no)


def seen(on: StandingFact) -> Fact | None:
    """The fact that is on the screen: what stands, else (rejected) what is proposed."""
    return on.fact or (on.proposal.fact if on.proposal else None)


def _row(
    by: Reader, on: StandingFact, action: str, fact: Fact | None, seconds: float, reason: str = "", comment: str = ""
) -> Decision:
    return Decision(
        _new(),
        on.paper,
        on.kind,
        on.anchor,
        on.content,
        action,
        by.name,
        fact=fact,
        proposed=seen(on),
        reason=reason,
        comment=comment,
        purpose=_purpose(by, on),
        seconds=round(seconds, 1),
    )


def _purpose(by: Reader, on: StandingFact) -> str:
    looked = {opinion.reviewer for opinion in on.opinions if opinion.purpose != "bulk"}
    informed = by.purpose == "review" and on.status is not Status.CHANGED and looked - {by.name}
    return "adjudication" if informed else by.purpose


def _act(by: Reader, rows: list[Decision], *on: StandingFact) -> Act:
    undoing = [
        replace(_row(by, fact, "undo", None, 0.0, SUPERSEDED), undoes=uuid, proposed=None)
        for fact in on
        if fact.status is Status.CHANGED
        for uuid in fact.decisions
    ]
    whole = undoing + rows
    batch = _new() if len(whole) > 1 else ""
    return tuple(replace(row, batch=batch) for row in whole)


def _new() -> str:
    return uuid4().hex
