"""What review has found: how fast, how well the readers agree, and how often the extractors are wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from annotations.decisions import DECIDED, StandingFact, Status
from annotations.opinions import REMARKS, effective
from db.decisions import Decision
from extractors.model import content

LONG = 600.0
"""Seconds from which on a look counts as a pause: it is left out of the pace."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`wrong` of `looked` with the 95 % interval of Wilson."""

    looked: int
    wrong: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share that is wrong."""
        return self.wrong / self.looked if self.looked else 0.0

    def __str__(self) -> str:
        """In words."""
        return f"{self.wrong} of {self.looked} wrong ({self.rate:.1%}, 95 % {self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True, slots=True)
class Pace:
    """What one reader has done; `seconds` is the median of a decision, None where none was timed."""

    reviewer: str
    decisions: int
    undone: int
    facts: int
    seconds: float | None
    per_hour: float | None


def rate(wrong: int, looked: int) -> Rate:
    """A rate with its interval."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(wrong, looked, method="wilson") if looked else (0.0, 1.0)
    return Rate(looked, wrong, float(low), float(high))


def throughput(decisions: Sequence[Decision]) -> tuple[Pace, ...]:
    """What each reader has done, by name; bulk accepts are not looks and do not count."""
    said = [row for row in decisions if row.purpose != "bulk" and row.undoes is None]
    counting = {row.uuid for row in effective(decisions)}
    paces = []
    for reviewer in sorted({row.reviewer for row in said}):
        own = [row for row in said if row.reviewer == reviewer]
        facts = {(row.anchor, row.content) for row in own if row.uuid in counting and row.action not in REMARKS}
        timed = [row.seconds for row in own if 0 < row.seconds <= LONG]
        spent = sum(timed)
        hourly = len(timed) * 3600 / spent if spent else None
        undone = sum(row.uuid not in counting for row in own)
        paces.append(Pace(reviewer, len(own), undone, len(facts), median(timed) if timed else None, hourly))
    return tuple(paces)


def error_rates(facts: Iterable[StandingFact]) -> dict[tuple[str, str], Rate]:
    """How often what is proposed was wrong, by kind and field, as the people who looked found it.

    Field "fact" is the whole: rejected, split or merged away. A field counts where the fact stands and the proposal,
    or the person, states it. Disputed facts, and those that changed since, say nothing yet.
    """
    looked: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    by_subject: dict[tuple[str, str], list[StandingFact]] = defaultdict(list)
    for fact in facts:
        if fact.proposal and not fact.bulk and fact.status in (*DECIDED, Status.REJECTED) and fact.decisions:
            by_subject[fact.anchor, fact.content].append(fact)
    for parts in by_subject.values():
        first = parts[0]
        kind, proposal = first.kind, first.proposal
        looked[kind, "fact"] += 1
        if len(parts) > 1 or first.fact is None or proposal is None:
            wrong[kind, "fact"] += 1
            continue
        before, after = content(proposal.fact), content(first.fact)
        for name, value in after.items():
            if value not in (None, "", []) or before[name] not in (None, "", []):
                looked[kind, name] += 1
                wrong[kind, name] += value != before[name]
    return {key: rate(wrong[key], looked[key]) for key in sorted(looked, key=lambda key: key[0] != "run")}


def missed(facts: Iterable[StandingFact]) -> Counter[str]:
    """How many facts people added that no extractor had proposed, by kind."""
    return Counter(fact.kind for fact in facts if fact.status is Status.ADDED and fact.proposal is None)
