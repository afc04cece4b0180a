"""Statements become runs: what one place leaves out is taken from the nearest place that says it.

A time without devices takes them from the sentences around it, then from its section, then from the paper where it
names one set of devices only; a bare kind ("8 GPUs") takes the name of the one device that the paper trains on. What
another run already says in full is no run of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractors.compute.confidence import STANDS, STATEMENT
from extractors.compute.statements import Statement
from extractors.model import SectionKind

SAME = 0.02
"""Share by which two numbers may differ and be the same."""

NEAR = 8
"""Lines between which a sentence carries on what the other began."""

SUMMARIES = frozenset((SectionKind.ABSTRACT, SectionKind.FRONT, SectionKind.INTRODUCTION, SectionKind.CONCLUSION))
"""Sections that say again, without the details, what others say."""

QUIET_NEAR = 2
"""Sentences over which a speed's devices are those of the time behind it."""

_EACH = re.compile(r"\b(?:each|every|both|either|all)\b", re.IGNORECASE)
KINDS = ("GPU", "TPU", "CPU")


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement with what it took from elsewhere. `sources` name the fields that were taken and how far they came."""

    statement: Statement
    sources: dict[str, str]
    lender: Statement | None = None


def link(statements: list[Statement]) -> list[Linked]:
    """Runs in the order of their first statement."""
    lenders = [one for one in statements if one.equipped and not one.strength]
    plain = [one for one in statements if one.strength]
    equipped = [one for one in plain if one.equipped and one.strength >= STANDS]
    linked = [part for one in plain for part in _equip(one, equipped, lenders)]
    linked = [_name(one, plain) for one in linked]
    linked = [_count(one, linked) for one in linked]
    return _distinct(linked)


def _distance(one: Statement, other: Statement) -> int:
    return abs(one.line.order - other.line.order)


def _nearest(one: Statement, others: Iterable[Statement], fits: Callable[[Statement], bool]) -> Statement | None:
    """The statement nearest to one, those before it first."""
    candidates = [other for other in others if other is not one and fits(other)]
    return min(
        candidates,
        key=lambda other: _distance(one, other) + (1.5 if other.line.order > one.line.order else 0),
        default=None,
    )


def _only_set(equipped: list[Statement]) -> Statement | None:
    """The one set of devices that a paper trains on, its name from one sentence and its number from another."""
    families = {family(one.hardware) for one in equipped if one.hardware and one.hardware not in KINDS}
    counts = {one.count.value for one in equipped if one.count}
    kinds = {_kind(one.hardware) for one in equipped if one.hardware}
    if not equipped or len(families) > 1 or len(counts) > 1 or len(kinds) > 1:
        return None
    named = next((one for one in equipped if one.hardware and one.hardware not in KINDS), equipped[0])
    counted = next((one for one in equipped if one.count), None)
    return _lend(named, counted, ("count",)) if counted is not None else named


def _kind(hardware: str) -> str:
    return "TPU" if "TPU" in hardware else "CPU" if hardware == "CPU" else "GPU"


def _equip(one: Statement, equipped: list[Statement], lenders: list[Statement]) -> list[Linked]:
    """A time without devices, with the devices of the nearest statement that may lend them.

    Where that sentence names several sets and the time is said of each, there is a run for each set.
    """
    if one.equipped and not (one.table and not one.hardware):
        return [Linked(one, {})]
    near = _nearest(one, equipped, lambda other: _distance(one, other) <= NEAR)
    quiet = _nearest(one, lenders, lambda other: 0 < one.line.order - other.line.order <= QUIET_NEAR)
    if quiet is not None and (near is None or _distance(one, quiet) < _distance(one, near)):
        near = quiet
    how = "near"
    if near is None and one.table:
        near = _nearest(one, equipped, lambda other: other.line.page == one.line.page)
    if near is None:
        near = _nearest(one, equipped, lambda other: other.line.section == one.line.section)
        how = "section"
    if near is None:
        near, how = _only_set(equipped), "paper"
    if near is None:
        return [Linked(one, {"hardware": "unclear"} if equipped else {})]
    sets = [other for other in equipped if other.line.order == near.line.order and not other.timed and not other.table]
    if len(sets) < 2 or not _EACH.search(one.line.text):
        sets = [near]
    return [Linked(_lend(one, other, ("hardware", "count")), {"hardware": how, "count": how}, other) for other in sets]


def _lend(one: Statement, other: Statement, fields: tuple[str, ...]) -> Statement:
    evidence = dict(one.evidence)
    changes: dict[str, object] = {}
    if "hardware" in fields and other.hardware:
        changes |= {"hardware": other.hardware, "hardware_text": other.hardware_text}
        evidence["hardware"] = other.evidence.get("hardware", ())
    if "count" in fields and other.count is not None:
        changes |= {"count": other.count, "unit": other.unit}
        evidence["count"] = other.evidence.get("count", ())
    return replace(one, evidence=evidence, **changes)  # type: ignore[arg-type]


def _name(linked: Linked, statements: list[Statement]) -> Linked:
    """A bare kind with the name of the one device that the paper trains on, where number and kind agree."""
    one = linked.statement
    if one.hardware not in ("GPU", "TPU"):
        return linked
    named = [
        other
        for other in statements
        if other.hardware
        and other.hardware not in KINDS
        and other.strength >= STANDS
        and ("TPU" in other.hardware) == (one.hardware == "TPU")
    ]
    if len({family(other.hardware) for other in named}) != 1:
        return linked
    fitting = [
        other for other in named if other.count is None or one.count is None or other.count.value == one.count.value
    ]
    if not fitting:
        return linked
    lender = _nearest(one, fitting, lambda _: True)
    assert lender is not None
    how = "near" if _distance(one, lender) <= NEAR else "paper"
    return Linked(_lend(one, lender, ("hardware",)), {**linked.sources, "hardware": how}, linked.lender)


def _count(linked: Linked, others: list[Linked]) -> Linked:
    """A named device without a number, with the number that is said near it or of the same device."""
    one = linked.statement
    if one.count is not None or not one.hardware or one.table:
        return linked
    counted = [other.statement for other in others if other.statement.count is not None and _kin(one, other.statement)]
    near = _nearest(one, counted, lambda other: _distance(one, other) <= NEAR)
    how = "near"
    if near is None and len({other.count.value for other in counted if other.count}) == 1:
        near, how = counted[0], "paper"
    if near is None:
        return linked
    return Linked(_lend(one, near, ("count",)), {**linked.sources, "count": how}, linked.lender)


def _kin(one: Statement, other: Statement) -> bool:
    """Whether two statements may be of the same devices."""
    return (
        one.hardware == other.hardware
        or (other.hardware in ("GPU", "TPU") and ("TPU" in one.hardware) == (other.hardware == "TPU"))
        or not other.hardware
    )


def _distinct(linked: list[Linked]) -> list[Linked]:
    """Runs that say something of their own, the fuller of two alike.

    A sentence that names devices alone is a run of its own where no run with a time is said near it or in its section.
    """
    order = sorted(range(len(linked)), key=lambda at: _order(linked[at].statement, at))
    kept: list[int] = []
    for at in order:
        one = linked[at].statement
        others = [linked[other].statement for other in kept]
        if not any(_within(one, other) and (_beside(one, other) or not _apart(one)) for other in others):
            kept.append(at)
    return [linked[at] for at in sorted(kept)]


def _order(one: Statement, at: int) -> tuple[int, bool, float, int]:
    """Fuller statements first; of those alike, the one that gives details before one that sums up."""
    return -_said(one), one.line.section_kind in SUMMARIES, -one.strength, at


def _apart(one: Statement) -> bool:
    """Whether a statement of devices alone may be of another run than those with times."""
    return not one.timed and not one.table and one.count is not None and one.strength >= STATEMENT["clause"]


def _beside(one: Statement, other: Statement) -> bool:
    """Whether two statements stand near one another, or in one section, or the other is as bare."""
    return not other.timed or _distance(one, other) <= NEAR or one.line.section == other.line.section


def family(hardware: str) -> str:
    """A device's name without its part and its board ("TPU v3 core" and "Cloud TPU v3 (…)" are of "TPU v3")."""
    return hardware.removesuffix(" core").removeprefix("Cloud ").split(" (device")[0].split(" (host")[0]


def _said(one: Statement) -> int:
    return (
        (one.duration is not None) * 4 + (one.count is not None) * 2 + bool(one.hardware) + (one.work is not None) * 3
    )


def _within(one: Statement, other: Statement) -> bool:
    """Whether everything that one says is said by the other."""
    if one.duration and not (
        other.duration and abs(other.duration.hours - one.duration.hours) <= SAME * one.duration.hours
    ):
        return False
    if one.work and not (
        other.work and abs(other.work.number.value - one.work.number.value) <= SAME * one.work.number.value
    ):
        return False
    if one.count and not (other.count and other.count.value == one.count.value):
        return False
    same_device = family(one.hardware) == family(other.hardware) or not one.hardware
    vaguer = one.hardware in KINDS and bool(other.hardware) and ("TPU" in other.hardware) == (one.hardware == "TPU")
    return same_device or vaguer
