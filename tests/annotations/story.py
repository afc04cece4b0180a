"""Facts, proposals and decisions for tests, made of the model's own values."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from db.decisions import Decision, Proposal
from extractors.model import (
    Bound,
    Box,
    Evidence,
    Fact,
    Field,
    NotStated,
    Result,
    Stated,
    TrainingRun,
    Value,
    anchor,
    content_hash,
)

PAPER = "2601.00001"
SENTENCE = "We trained the base model on 8 V100 GPUs for 12 hours and the big model for 3.5 days."
NOT_STATED = NotStated("the whole paper")
_numbers = count(1)


def stated(
    field: str, value: Value, text: str = "", confidence: float = 0.9, page: int = 3, quote: str = SENTENCE
) -> Stated:
    """A field printed in a sentence."""
    box = Box(page, 72.0, 200.0, 520.0, 211.0)
    return Stated(value, text or str(value), (Evidence(field, box, quote),), confidence, Bound.EXACT, reason="a rule")


def _field(name: str, value: Value | Field | None, page: int, quote: str) -> Field:
    if value is None:
        return NOT_STATED
    return value if isinstance(value, Stated | NotStated) else stated(name, value, page=page, quote=quote)  # type: ignore[arg-type]


def run(
    model: str = "base",
    hours: float | None = 12.0,
    count: int | None = 8,
    hardware: str | None = "Tesla V100",
    place: str = SENTENCE,
    confidence: float = 0.8,
    page: int = 3,
    **others: Value,
) -> TrainingRun:
    """A training run stated in one sentence."""
    values = {"model": model, "phase": "training", "hardware": hardware, "count": count, "time_hours": hours, **others}
    fields = {name: _field(name, value, page, place) for name, value in values.items()}
    return TrainingRun(place=place, **fields, confidence=confidence)  # type: ignore[arg-type]


def result(
    value: float = 76.3,
    model: str = "ResNet-50",
    place: str = "ResNet-50 | 76.3 | 93.1",
    confidence: float = 0.95,
    page: int = 5,
) -> Result:
    """A result in a row of a table."""
    values: dict[str, Value] = {
        "benchmark": "imagenet",
        "split": "val",
        "metric": "top1_accuracy",
        "value": value,
        "model": model,
        "own": True,
        "ensemble": False,
    }
    fields = {name: stated(name, said, page=page, quote=place) for name, said in values.items()}
    return Result(place=place, **fields, table="Table 2", row=(model,), column=("top-1",), confidence=confidence)


def proposals(*facts: Fact, paper: str = PAPER) -> list[Proposal]:
    """The facts as one extraction of a paper stores them."""
    return [
        Proposal(number, paper, fact.kind, anchor(paper, fact), content_hash(fact), number, 3, fact.confidence, fact)
        for number, fact in enumerate(facts, 1)
    ]


def decision(
    action: str,
    proposed: Fact | None,
    fact: Fact | None = None,
    reviewer: str = "ada",
    subject: Fact | None = None,
    **others: str,
) -> Decision:
    """One row, later than those made before it; `subject` is the proposal where `proposed` is what came of it."""
    number = next(_numbers)
    about = subject or proposed or fact
    assert about is not None
    row = Decision(
        uuid=f"u{number:05}",
        paper=PAPER,
        kind=about.kind,
        anchor=anchor(PAPER, about),
        content="" if action == "add" else content_hash(about),
        action=action,
        reviewer=reviewer,
        fact=proposed if action == "accept" and fact is None else fact,
        proposed=proposed,
        decided_at=f"2026-11-25T08:{number // 60 % 60:02}:{number % 60:02}.{number:06}Z",
    )
    return replace(row, **others)  # type: ignore[arg-type]


def undo(row: Decision, reviewer: str = "ada") -> Decision:
    """The row that takes back another."""
    return replace(
        decision("undo", run(), reviewer=reviewer), paper=row.paper, anchor=row.anchor, undoes=row.uuid, fact=None
    )
