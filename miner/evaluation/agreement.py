"""When a predicted value and a labelled one are the same.

- Numbers agree within 2 %, since papers round; nothing agrees with "not stated" but "not stated".
- Names of devices and models are compared by letters and digits alone; devices by their canonical names first.
- Scores agree as printed, to half of a hundredth; a fraction is the same as its percentage.
- Names of models are the same where at least half of all their words are, unless both have numbers and share none.
- A label may accept several values (`count_any`, …); `None` among them accepts a silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

Row = Mapping[str, Any]
T = TypeVar("T")

TOLERANCE = 0.02
SCORE_TOLERANCE = 0.005
SAME_MODEL = 0.5

_SPLITS = {"minival": "val", "val2017": "val", "newstest2014": "test", "newstest2013": "dev"}
_GENERIC = frozenset({"GPU", "TPU", "CPU"})


def squeeze(text: str | None) -> str:
    """Letters and digits of a name, in small letters."""
    return re.sub(r"[^a-z0-9]+", "", (text or "").lower())


def canonical_device(name: str | None) -> str | None:
    """A device's name as the catalogue has it, from an alias as it stands there; any other name stays as it is."""
    if not name or name in _GENERIC:
        return name
    without_vendor = re.sub(r"^(?:NVIDIA|Nvidia|Google|AMD|Intel) ", "", name)
    return _devices().get(name) or _devices().get(without_vendor) or name


@cache
def _devices() -> Mapping[str, str]:
    from extractors.catalog.accelerators import accelerators

    return {alias: row.name for row in accelerators().values() for alias in (row.name, *row.aliases)}


def same_number(one: float | None, other: float | None) -> bool:
    """Whether two numbers are within 2 % of the second, or both are not stated."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(abs(other), 1e-12)


def same_value(field: str, one: Any, other: Any) -> bool:
    """Whether two values of a run's field are the same."""
    return squeeze(one) == squeeze(other) if field == "hardware" else same_number(one, other)


def accepted(label: Row, field: str) -> list[Any]:
    """Every value of a field that a label accepts; its own value first."""
    others = label.get(f"{field.removesuffix('_hours')}_any") or label.get(f"{field}_any") or []
    return [label.get(field), *others]


def accepts(label: Row, field: str, value: Any) -> bool:
    """Whether a label accepts a value of a field."""
    return any(same_value(field, value, other) for other in accepted(label, field))


def distinct(values: Iterable[T], same: Callable[[T, T], bool]) -> list[T]:
    """The values without those that are the same as an earlier one."""
    kept: list[T] = []
    for value in values:
        if not any(same(value, other) for other in kept):
            kept.append(value)
    return kept


def same_score(got: float | None, wanted: float) -> bool:
    """Whether a score is the labelled one, as printed or as a fraction of it."""
    if got is None:
        return False
    as_percent = 0 < got <= 1 < wanted and abs(got * 100 - wanted) <= SCORE_TOLERANCE
    return abs(got - wanted) <= SCORE_TOLERANCE or as_percent


def same_split(got: str | None, wanted: str | None) -> bool:
    """Whether a split is the labelled one; a label without a split accepts any."""
    return wanted is None or _SPLITS.get(got or "", got) == _SPLITS.get(wanted, wanted)


def likeness(got: str | None, wanted: str | None) -> float:
    """How far two names are the same, 0..1: the share of their words that is common; 0 for different numbers."""
    if squeeze(got) and squeeze(got) == squeeze(wanted):
        return 1.0
    bags = [Counter(re.findall(r"[a-z]+|\d+(?:\.\d+)?", (name or "").lower())) for name in (got, wanted)]
    numbers = [{word for word in bag if word[0].isdigit()} for bag in bags]
    common = sum((bags[0] & bags[1]).values())
    if not common or (all(numbers) and not numbers[0] & numbers[1]):
        return 0.0
    return 2 * common / sum(sum(bag.values()) for bag in bags)


def same_model(got: str | None, wanted: str | None) -> bool:
    """Whether two names of models mean the same one."""
    return likeness(got, wanted) >= SAME_MODEL
