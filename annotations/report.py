"""`review --stats`: the figures of review as plain data, and as lines for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotations.agreement import agreement
from annotations.decisions import current_facts
from annotations.safe_text import safe_text
from annotations.statistics import error_rates, missed, throughput
from db.decisions import decisions
from db.workspace import Workspace


def report(workspace: Workspace) -> dict[str, Any]:
    """Facts by status, throughput by reader, agreement and the extractors' error rates by field."""
    facts = list(current_facts(workspace))
    rates = error_rates(facts)
    return {
        "facts": dict(Counter(str(fact.status) for fact in facts)),
        "accepted_in_bulk": sum(fact.bulk for fact in facts),
        "readers": [asdict(pace) for pace in throughput(decisions(workspace))],
        "errors": [
            {"kind": kind, "field": field, "rate": found.rate} | asdict(found) for (kind, field), found in rates.items()
        ],
        "missed": dict(missed(facts)),
        "agreement": [asdict(found) for found in agreement(facts)],
    }


def report_lines(found: dict[str, Any]) -> Iterator[str]:
    """The report for a terminal."""
    yield "facts: " + (", ".join(f"{number} {status}" for status, number in found["facts"].items()) or "none")
    if found["accepted_in_bulk"]:
        yield f"  of them accepted in bulk, without a look: {found['accepted_in_bulk']}"
    yield ""
    yield "readers"
    for pace in found["readers"]:
        seconds = (
            f"{pace['seconds']:.1f} s a decision (median), {pace['per_hour']:.0f} an hour" if pace["seconds"] else ""
        )
        done = f"{pace['decisions']} decisions on {pace['facts']} facts, {pace['undone']} undone"
        yield f"  {safe_text(pace['reviewer']):16} {done}; {seconds or 'not timed'}"
    yield ""
    yield "the extractors' errors, as people found them (with 95 % intervals)"
    for rate in found["errors"]:
        interval = f"{rate['low']:.1%} to {rate['high']:.1%}"
        wrong = f"{rate['wrong']:>4} of {rate['looked']:<5} {rate['rate']:6.1%}"
        yield f"  {rate['kind']:6} {rate['field']:16} {wrong}  ({interval})"
    for kind, number in found["missed"].items():
        yield f"  {kind:6} missed, added by hand: {number}"
    if not found["errors"]:
        yield "  nothing is decided yet"
    yield ""
    yield "agreement of readers who did not see each other (95 % intervals, by paper)"
    for one in found["agreement"]:
        measures = f"κ {_measure(one['kappa'])}  α {_measure(one['alpha'])}"
        yield f"  {one['kind']:6} {one['field']:16} {one['facts']:>4} facts, {one['same']:.1%} the same  {measures}"
    if not found["agreement"]:
        yield "  no fact has two opinions yet: `paperscale review --second`"


def _measure(measure: dict[str, float | None]) -> str:
    if measure["value"] is None:
        return "says nothing (always the same)"
    interval = "" if measure["low"] is None else f" ({measure['low']:.2f} to {measure['high']:.2f})"
    return f"{measure['value']:.2f}{interval}"
