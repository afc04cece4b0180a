"""What the review screen asks for in its one line: the label, what is shown while typing, what the answer does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.fields import Mistyped, completions, parse_alternatives, parse_field, parse_pairs
from annotations.pointing import Pointer, found_fact
from annotations.render import fact_line
from annotations.session import Session

REASONS = ("inference", "cited", "hypothetical", "data preparation", "throughput", "not this benchmark", "wrong cell")
"""Reasons of a rejection that are offered; any other can be typed."""

Said = Callable[[str], str | None]
Complete = Callable[[str], Sequence[str]]


def _nothing(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question: `answer` does it and says what is kept, `preview` says what the text comes to so far.

    `kept` where a half-typed answer is worth a draft.
    """

    label: str
    answer: Said
    preview: Said
    complete: Complete = _nothing
    kept: bool = True


def correction(session: Session, field: str) -> Question:
    """Another value of a field."""

    def known(text: str) -> Sequence[str]:
        return completions(session.fact, field, text)

    def preview(text: str) -> str:
        offered = f"   Tab: {', '.join(known(text)[:6])}" if known(text) else ""
        if not text.strip():
            return offered.strip() or "type the value as the paper prints it"
        try:
            return parse_field(session.fact, field, text).shown() + offered
        except Mistyped as error:
            return f"… {error}{offered}"

    label = f"{field}: as papers write it"
    return Question(label, lambda text: session.correct(field, text), preview, known)


def rejection(session: Session) -> Question:
    """The reason why there is no such fact."""
    offered = ", ".join(REASONS)

    def known(text: str) -> Sequence[str]:
        return [reason for reason in REASONS if reason.startswith(text)]

    return Question(f"reason: {offered}", session.reject, lambda _: offered, known)


def division(session: Session) -> Question:
    """The field in which the parts differ, and its values."""

    def answer(text: str) -> str:
        return session.split(*parse_alternatives(session.on.kind, text))

    return Question("FIELD ONE | OTHER", answer, lambda _: "a field, then its values, with | between them")


def remark(session: Session) -> Question:
    """A comment."""
    return Question("comment", session.comment, lambda _: "a remark; it decides nothing")


def place(session: Session) -> Question:
    """A paper to go to."""

    def answer(text: str) -> None:
        session.goto(text.strip())

    return Question("paper, such as 1706.03762", answer, lambda _: "the paper's identifier", kept=False)


def words(label: str, answer: Said) -> Question:
    """Words to look for."""
    return Question(label, answer, lambda _: "Enter lists what holds all the words", kept=False)


def addition(session: Session, pointer: Pointer) -> Question:
    """The fields of a fact that was missed, at the place pointed at."""

    def parsed(text: str) -> tuple[str, list[tuple[str, str]]]:
        kind, _, rest = text.strip().partition(" ")
        if kind not in ("run", "result"):
            raise Mistyped("begin with `run` or `result`, then FIELD VALUE; FIELD VALUE")
        return kind, parse_pairs(kind, rest)

    def answer(text: str) -> str:
        kind, fields = parsed(text)
        return session.add(session.on.paper, kind, pointer, fields)

    def preview(text: str) -> str:
        kind, fields = parsed(text)
        return fact_line(found_fact(kind, pointer, fields))

    return Question("run|result FIELD VALUE; FIELD VALUE", answer, preview)
