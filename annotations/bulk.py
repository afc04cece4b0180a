"""Accepting a class of facts at once, after a random sample of it was looked at, and with what the sample showed.

The facts of a class have a fixed random order (by the hash that is their place's identity), which is the queue's order
`sample`. Those at its beginning that people have looked at, up to the first that nobody has, are a random sample of the
class: nobody chose them. How many of them were wrong is kept in the reason of every decision that rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotations.acts import Act, Reader, accept
from annotations.decisions import DECIDED, StandingFact, Status, current_facts
from annotations.statistics import Rate, rate
from db.decisions import record
from db.queue import Filter, matching
from db.workspace import Workspace
from extractors.model import PaperscaleError

LEAST = 30
"""Facts of a sample: with none wrong among thirty, fewer than one in nine is, at 95 %."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of facts: what its sample showed, and the facts that nobody has looked at."""

    which: Filter
    sample: Rate
    rest: tuple[StandingFact, ...]

    def reason(self) -> str:
        """What the bulk accept rests on, for each of its decisions."""
        return f"bulk accept of {describe(self.which)}; of a random sample {self.sample}"


def look_at(workspace: Workspace, which: Filter) -> Class:
    """A class as it stands."""
    order = matching(workspace, which)
    facts: dict[tuple[str, str], StandingFact] = {}
    for paper in dict.fromkeys(paper for paper, _, _ in order):
        facts |= {(fact.anchor, fact.content): fact for fact in current_facts(workspace, paper) if fact.proposal}
    there = [facts[anchor, content] for _, anchor, content in order if (anchor, content) in facts]
    sample: list[StandingFact] = []
    for fact in there:
        if fact.bulk or fact.status not in (*DECIDED, Status.REJECTED):
            break
        sample.append(fact)
    wrong = sum(fact.status is not Status.ACCEPTED for fact in sample)
    return Class(which, rate(wrong, len(sample)), tuple(fact for fact in there if fact.status is Status.UNREVIEWED))


def accept_rest(workspace: Workspace, reader: Reader, found: Class, least: int = LEAST) -> int:
    """Accept what nobody has looked at, in one act that one undo takes back; how many.

    Raises PaperscaleError where the sample is too small, or nothing is left.
    """
    if found.sample.looked < least:
        raise PaperscaleError(
            f"{found.sample.looked} of {least} facts of the sample are looked at:"
            " review some more with `--order sample` and the same filters"
        )
    if not found.rest:
        raise PaperscaleError("nothing of this class is left to accept")
    by = replace(reader, purpose="bulk")
    rows = [replace(row, reason=found.reason()) for fact in found.rest for row in accept(by, fact)]
    act: Act = tuple(replace(row, batch=rows[0].uuid) for row in rows)
    return len(record(workspace, act))


def describe(which: Filter) -> str:
    """A class in words."""
    parts = [
        f"{which.kind}s" if which.kind else "facts",
        f"on {which.benchmark}" if which.benchmark else "",
        f"of {which.paper}" if which.paper else "",
        f"of confidence {which.min_confidence:g} and more" if which.min_confidence else "",
    ]
    return " ".join(part for part in parts if part)
