"""Pointing at a place of a paper that states a fact nobody proposed: a sentence, or a row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotations.acts import nothing
from annotations.fields import Mistyped, altered, parse_field, with_typed
from extractors.catalog import benchmarks
from extractors.model import Document, Evidence, Fact, Stated, Value, evidence

MOST = 40
"""Places shown for one search."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place: its text, and the evidence that it is made of (the lines of a sentence, the cells of a row)."""

    label: str
    text: str
    pieces: tuple[Evidence, ...]
    table: str = ""
    row: bool = False


def pointers(document: Document, words: str) -> Iterator[Pointer]:
    """The sentences, then the table rows, that hold all the words; case does not count."""
    wanted = words.casefold().split()
    return (pointer for pointer in _all(document) if all(word in pointer.text.casefold() for word in wanted))


def _all(document: Document) -> Iterator[Pointer]:
    for number, sentence in enumerate(document.sentences, 1):
        text = document.text_of(sentence)
        if not text.strip():
            continue
        pieces = document.evidence(*sentence)
        yield Pointer(f"s{number} p.{pieces[0].box.page}", text, pieces)
    for number, table in enumerate(document.tables, 1):
        for row in range(table.header_rows, table.rows):
            cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span and cell.text.strip()]
            cells.sort(key=lambda cell: cell.column)
            if cells:
                pieces = tuple(Evidence("", cell.box, cell.text) for cell in cells)
                text = " | ".join(cell.text for cell in cells)
                yield Pointer(f"t{number}.{row + 1} p.{table.page}", text, pieces, table.label, row=True)


def found_fact(kind: str, pointer: Pointer, fields: Sequence[tuple[str, str]]) -> Fact:
    """The fact that a person states at a place, of fields as typed. Raises Mistyped for one that says nothing."""
    place = {"place": pointer.text, "confidence": 1.0} | ({"table": pointer.table} if kind == "result" else {})
    fact = altered(nothing(kind), place)
    for name, text in fields:
        fact = with_typed(fact, parse_field(fact, name, text), _pieces(pointer, text))
    for name, value in _usual(fact).items():
        if not isinstance(getattr(fact, name), Stated):
            stated = Stated(value, "", tuple(replace(p, field=name) for p in pointer.pieces), 1.0, reason="as is usual")
            fact = altered(fact, {name: stated})
    typed = {name for name, _ in fields}
    needed = {"result": {"benchmark", "metric", "value"}}.get(kind, set())
    if not typed or needed - typed or next(evidence(fact), None) is None:
        raise Mistyped(f"a {kind} needs {', '.join(sorted(needed)) or 'a field'}: `add {kind} PLACE FIELD VALUE; …`")
    return fact


def _pieces(pointer: Pointer, text: str) -> tuple[Evidence, ...]:
    """The pieces in which what was typed is printed, else all."""
    return tuple(piece for piece in pointer.pieces if text.strip() in piece.quote) or pointer.pieces


def _usual(fact: Fact) -> dict[str, Value]:
    """What a person need not type."""
    if fact.kind == "run":
        return {"phase": "training"}
    benchmark = getattr(fact, "benchmark")  # noqa: B009
    known = benchmarks.by_id().get(str(benchmark.value)) if isinstance(benchmark, Stated) else None
    usual: dict[str, Value] = {"own": True, "ensemble": False}
    return usual | ({"split": known.usual_split} if known and known.usual_split else {})
