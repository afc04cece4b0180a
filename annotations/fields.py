"""Fields as a person types them: the way papers write them goes in, the normalised value comes out.

"3.5 days", "8×V100", "65M", "top-1 accuracy" and "not stated" are what is typed; nothing has to be converted by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from annotations.values import LARGE, show_value
from extractors.catalog import accelerators, benchmarks
from extractors.model import (
    Bound,
    Evidence,
    Fact,
    Field,
    NotStated,
    Phase,
    Stated,
    TrainingRun,
    Unsafe,
    Value,
    evidence,
    named_fields,
)
from extractors.quantities import (
    Number,
    parse_count,
    parse_devices,
    parse_duration,
    parse_number,
    parse_work,
)

NOT_STATED = ("not stated", "none", "-", "absent")
"""What is typed for a field that the paper does not state."""
BY_HAND = "typed by a reader"
KINDS = ("GPU", "TPU", "CPU")
PRECISIONS = ("fp32", "fp16", "bf16", "mixed")
UNITS = ("device", "chip", "core", "node", "worker")
BATCH_UNITS = ("examples", "tokens")
PLAIN = {"run": ("count_unit", "batch_unit", "benchmarks"), "result": ("setting", "operations_unit")}
"""Fields by kind that are plain text of the fact, with no evidence of their own."""


class Mistyped(ValueError):
    """What was typed is no value of this field; the text says what would be."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What typed text comes to: values of fields (a device phrase sets two), each with its bound."""

    text: str
    numbers: Mapping[str, Number]
    values: Mapping[str, Value | None]
    """None: not stated."""
    plain: Mapping[str, str | tuple[str, ...]]

    def shown(self) -> str:
        """What a person is told of it while typing."""
        stated = [f"{name} = {show_value(name, value)}" for name, value in self.values.items()]
        plain = [
            f"{name} = {', '.join([said] if isinstance(said, str) else said)}" for name, said in self.plain.items()
        ]
        return "; ".join(stated + plain)


def field_names(kind: str) -> tuple[str, ...]:
    """Everything of a fact that a person can correct."""
    from annotations.acts import nothing

    return (*named_fields(nothing(kind)), *PLAIN[kind])


def parse_field(fact: Fact, name: str, text: str) -> Typed:
    """What typed text means for a field of a fact. Raises Mistyped where it means nothing there."""
    text = " ".join(text.split())
    if name not in field_names(fact.kind):
        raise Mistyped(f"a {fact.kind} has no field {name}: it has {', '.join(field_names(fact.kind))}")
    if name in PLAIN[fact.kind]:
        return Typed(text, {}, {}, {name: _plain(name, text)})
    if not text:
        raise Mistyped(f"{name}: nothing typed (`not stated` says that the paper does not state it)")
    if text.casefold() in NOT_STATED:
        return Typed(text, {}, {name: None}, {})
    if name in _NUMBERS:
        number, example = _NUMBERS[name][0](text), _NUMBERS[name][1]
        if number is None:
            raise Mistyped(f"{name}: type it as papers do, such as {example}")
        return Typed(text, {name: number}, {name: _whole(name, number.value)}, {})
    if name in ("hardware", "count"):
        return _devices(name, text)
    return Typed(text, {}, {name: _chosen(fact, name, text)}, {})


def with_typed(fact: Fact, typed: Typed, pointed: Iterable[Evidence] = ()) -> Fact:
    """The fact with what was typed.

    Evidence is what the person pointed at, else what the field had, else all that the fact has.
    """
    changed: dict[str, Field | str | tuple[str, ...]] = dict(typed.plain)
    for name, value in typed.values.items():
        if value is None:
            changed[name] = NotStated(BY_HAND)
            continue
        number = typed.numbers.get(name)
        limits = (number.bound, number.low, number.high) if number and number.bound is not Bound.EXACT else None
        bound, low, high = limits or (Bound.EXACT, None, None)
        proof = _proof(fact, name, tuple(pointed))
        changed[name] = Stated(value, typed.text, proof, 1.0, bound, low, high, BY_HAND)
    return altered(fact, changed)


def altered(fact: Fact, values: Mapping[str, object]) -> Fact:
    """The fact with other values of some of its attributes."""
    return replace(fact, **values)  # type: ignore[arg-type]


def named_field(kind: str, said: str) -> str:
    """A field by its name or an unmistakable beginning of it. Raises Mistyped."""
    names = field_names(kind)
    found = [name for name in names if name == said] or [name for name in names if said and name.startswith(said)]
    if len(found) != 1:
        raise Mistyped(f"which field? {', '.join(found or names)}")
    return found[0]


def parse_pairs(kind: str, text: str) -> list[tuple[str, str]]:
    """The fields and texts of "FIELD VALUE; FIELD VALUE". Raises Mistyped."""
    pairs = [part.strip().partition(" ") for part in text.split(";") if part.strip()]
    return [(named_field(kind, name), value.strip()) for name, _, value in pairs]


def parse_alternatives(kind: str, text: str) -> tuple[str, list[str]]:
    """The field and the texts of "FIELD ONE | OTHER". Raises Mistyped."""
    field, _, texts = text.strip().partition(" ")
    return named_field(kind, field), [part.strip() for part in texts.split("|") if part.strip()]


def completions(fact: Fact, name: str, text: str) -> tuple[str, ...]:
    """Values of the catalogue that what is typed so far may become, those that begin with it first."""
    wanted = accelerators.squeeze(text)
    known = [(word, accelerators.squeeze(word)) for word in choices(fact, name)]
    first = [word for word, plain in known if plain.startswith(wanted)]
    return (*first, *(word for word, plain in known if wanted and wanted in plain and word not in first))


def choices(fact: Fact, name: str) -> tuple[str, ...]:
    """All values that a field can take, where they can be counted; for hardware, the names of the catalogue."""
    if name == "hardware":
        return _hardware()
    if name == "benchmark":
        return tuple(benchmarks.by_id())
    if name in ("split", "metric"):
        known = [benchmarks.by_id()[said] for said in [_value(fact, "benchmark")] if said in benchmarks.by_id()]
        parts = [entry.id for one in known for entry in (one.splits if name == "split" else one.metrics)]
        return tuple(parts)
    return _CHOICES.get(name, ())


_WHOLE = ("epochs", "steps", "batch_size", "parameters", "dataset_size", "operations")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "phase": tuple(Phase),
    "precision": PRECISIONS,
    "own": ("yes", "no"),
    "ensemble": ("yes", "no"),
    "count_unit": UNITS,
    "batch_unit": BATCH_UNITS,
    "operations_unit": ("flops", "multiply-adds"),
}


_SHORT_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "min": "minutes", "s": "seconds"}
_SHORT = re.compile(r"(?<=\d)\s*(w|d|h|min|m|s)(?![a-z])", re.IGNORECASE)


def _hours(text: str) -> Number | None:
    found = parse_duration(text) or parse_duration(_SHORT.sub(lambda unit: f" {_SHORT_UNITS[unit[1].lower()]}", text))
    return found.number if found else None


def _device_hours(text: str) -> Number | None:
    found = parse_work(text)
    return found.number if found else parse_number(text)


_NUMBERS: Mapping[str, tuple[Callable[[str], Number | None], str]] = {
    "time_hours": (_hours, "3.5 days, 12 h, about a week"),
    "device_hours": (_device_hours, "2,000 GPU-hours, 3150 TPUv3-core-days"),
    "value": (parse_number, "76.3"),
    **dict.fromkeys(LARGE, (parse_number, "65M, 300k, 1.5e9")),
}


def _whole(name: str, value: float) -> int | float:
    return int(value) if name in _WHOLE and float(value).is_integer() else value


def _devices(name: str, text: str) -> Typed:
    found = parse_devices(text)
    if found and found.hardware:
        values: dict[str, Value | None] = {"hardware": found.hardware}
        numbers: dict[str, Number] = {}
        plain: dict[str, str | tuple[str, ...]] = {}
        if found.count is not None:
            values["count"] = int(found.count.value) if found.count.value.is_integer() else found.count.value
            numbers["count"] = found.count
            plain["count_unit"] = found.unit
        if name in values:
            return Typed(text, numbers, values, plain)
    count = parse_count(text)
    if name == "count" and count is not None:
        return Typed(text, {}, {"count": count}, {})
    exact = [known for known in _hardware() if accelerators.squeeze(known) == accelerators.squeeze(text)]
    if name == "hardware" and exact:
        return Typed(text, {}, {"hardware": exact[0]}, {})
    example = (
        "8, eight, 8×V100" if name == "count" else "V100, 8×V100, TPUv3-128, GPU; Tab completes from the catalogue"
    )
    raise Mistyped(f"{name}: type it as papers do, such as {example}")


def _chosen(fact: Fact, name: str, text: str) -> Value:
    if name == "benchmark" and text not in benchmarks.by_id():
        found = benchmarks.find(text)
        if len(found) == 1:
            return found[0].id
    words = choices(fact, name)
    if name in ("split", "metric") and text not in words:
        named = [entry.id for entry in _parts(fact, name) if text.casefold() in (a.casefold() for a in entry.aliases)]
        if len(set(named)) == 1:
            return named[0]
    if words and text.casefold() not in [word.casefold() for word in words]:
        raise Mistyped(f"{name}: one of {', '.join(words)}, or `not stated`")
    chosen = next((word for word in words if word.casefold() == text.casefold()), text)
    return {"yes": True, "no": False}.get(chosen, chosen) if name in ("own", "ensemble") else chosen


def _parts(fact: Fact, name: str) -> tuple[benchmarks.Split, ...] | tuple[benchmarks.Metric, ...]:
    known = benchmarks.by_id().get(str(_value(fact, "benchmark")))
    return () if known is None else known.splits if name == "split" else known.metrics


def _plain(name: str, text: str) -> str | tuple[str, ...]:
    if name == "benchmarks":
        names = tuple(part for part in text.replace(",", " ").split() if part.casefold() not in NOT_STATED)
        unknown = [part for part in names if part not in benchmarks.by_id()]
        if unknown:
            raise Mistyped(f"benchmarks: {', '.join(unknown)} is none of {', '.join(benchmarks.by_id())}")
        return names
    said = "" if text.casefold() in NOT_STATED else text
    if said and name in _CHOICES and said not in _CHOICES[name]:
        raise Mistyped(f"{name}: one of {', '.join(_CHOICES[name])}")
    return said


def _proof(fact: Fact, name: str, pointed: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    old = getattr(fact, name)
    had = old.evidence if isinstance(old, Stated | Unsafe) else ()
    pieces = pointed or had or tuple(evidence(fact))
    return tuple(dict.fromkeys(replace(piece, field=name) for piece in pieces))


def _value(fact: Fact, name: str) -> Value | None:
    field = None if isinstance(fact, TrainingRun) else getattr(fact, name)
    return field.value if isinstance(field, Stated) else None


@cache
def _hardware() -> tuple[str, ...]:
    return (*accelerators.accelerators(), *KINDS)
