"""Facts for people: what each says, how sure it is, and the words and the page it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.model import Fact, Field, NotStated, Refusal, Stated, TrainingRun, evidence, named_fields
from miner.cli._print import say


def print_facts(items: Sequence[Fact | Refusal], flags: Mapping[int, Sequence[str]] | None = None) -> None:
    """Each fact with its stated fields, its doubts and its evidence; then the mentions that are none, with reasons.

    `flags` are doubts that other papers raise, by the fact's place among the facts.
    """
    facts = [item for item in items if not isinstance(item, Refusal)]
    refusals = [item for item in items if isinstance(item, Refusal)]
    for number, fact in enumerate(facts):
        _print_fact(number, fact, (flags or {}).get(number, ()))
    if refusals:
        say(f"not taken for facts ({len(refusals)}):")
    for refusal in refusals:
        page = refusal.evidence[0].box.page if refusal.evidence else "?"
        say(f'{refusal.field} "{refusal.text}" on page {page}: {refusal.role}: {refusal.reason}', indent=3)
    if not items:
        say("nothing was found")


def _print_fact(number: int, fact: Fact, flags: Sequence[str]) -> None:
    kind = "training run" if isinstance(fact, TrainingRun) else "result"
    say(f"{number + 1}. {kind}, confidence {fact.confidence:.2f}")
    for name, value in named_fields(fact).items():
        if not isinstance(value, NotStated):
            say(f"{name.replace('_', ' ')}: {described(value)}", indent=3)
    for doubt in (*fact.flags, *flags):
        say(f"doubt: {doubt}", indent=3)
    quotes: dict[tuple[int, str], None] = dict.fromkeys((piece.box.page, piece.quote) for piece in evidence(fact))
    for page, quote in quotes:
        say(f'page {page}: "{quote}"', indent=3)


def described(field: Field) -> str:
    """A field in a few words: its value, as printed, its bound where it is none."""
    if isinstance(field, Stated):
        bound = "" if field.bound == "exact" else f", {field.bound.replace('_', ' ')}"
        printed = "" if str(field.value) == field.text or not field.text else f'  ("{field.text}"{bound})'
        return f"{field.value:g}{printed}" if isinstance(field.value, float) else f"{field.value}{printed}"
    if isinstance(field, NotStated):
        return "not stated"
    return f"not safe to say: {field.why}"
