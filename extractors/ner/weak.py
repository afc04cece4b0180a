"""Labels by catalogue: devices and benchmarks, which need no annotator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.catalog import accelerators, benchmarks
from extractors.catalog.terms import Lexicon

_GENERIC = re.compile(
    r"(?<![\w-])(?:(?:NVIDIA|Nvidia|Google|Cloud|Intel) )*(?:GPU|TPU|CPU)s?(?:[ -]v[2-5])?(?!\w|-?(?:hour|day|core))"
)


class Span(NamedTuple):
    """A labelled name, `[start, end)` in its sentence's text."""

    start: int
    end: int
    label: str


class Labelled(NamedTuple):
    """A sentence with its names."""

    text: str
    spans: tuple[Span, ...]


def devices(text: str) -> Iterator[Span]:
    """Accelerators by name, and bare GPU, TPU, CPU."""
    found = [
        Span(spelling.start, spelling.end, "DEVICE")
        for spelling in accelerators.find(text)
        if not spelling.text[0].islower()
    ]
    bare = [Span(*match.span(), "DEVICE") for match in _GENERIC.finditer(text)]
    yield from without_overlap([*found, *bare])


def datasets(text: str) -> Iterator[Span]:
    """Benchmarks of the catalogue by an alias of their own."""
    for match in _benchmarks().find(text):
        if any(letter.isupper() for letter in text[match.start : match.end]):
            yield Span(match.start, match.end, "DATASET")


@cache
def _benchmarks() -> Lexicon[str]:
    return Lexicon((alias, known.id) for known in benchmarks.load() for alias in known.aliases)


def without_overlap(spans: list[Span]) -> list[Span]:
    """Spans in the order of the text; of two that overlap the one that is given first."""
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)
