"""Evidence in its place: the sentences around a quote with the quote marked, or the table with the cell marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Block, BlockKind, Box, Document, Evidence, Fact, Table, evidence

NEIGHBOURS = 1
"""Sentences shown before and after those that hold the evidence."""
FIRST = ("value", "time_hours", "device_hours", "count", "hardware", "model", "metric", "benchmark")
"""Fields whose evidence is shown first."""
MOST = 6
"""Places of one fact that are shown."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text around evidence: `marked` are half open spans of `text`, in order, that are the evidence."""

    page: int
    section: str
    text: str
    marked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with the cells that are the evidence, as (row, column)."""

    page: int
    section: str
    table: Table
    marked: frozenset[tuple[int, int]]


Place = Passage | TablePart


def places(document: Document | None, fact: Fact, around: int = NEIGHBOURS) -> tuple[Place, ...]:
    """Where a fact stands in its paper, what matters most first; from the quotes alone without a document.

    `around` is the number of sentences shown before and after.
    """
    pieces = list(dict.fromkeys((piece.box, piece.quote) for piece in ranked(fact)))
    cells: dict[int, set[tuple[int, int]]] = {}
    spans: dict[int, list[Span]] = {}
    order: list[tuple[str, int]] = []
    bare: list[Passage] = []
    for box, quote in pieces:
        if document is None:
            bare.append(_bare(box, quote))
        elif (in_table := _cells(document.tables, box)) is not None:
            number, found = in_table
            cells.setdefault(number, set()).update(found)
            order.append(("table", number))
        elif (in_text := _span(document.blocks, box, quote)) is not None:
            number, span = in_text
            spans.setdefault(number, []).append(span)
            order.append(("text", number))
        else:
            bare.append(_bare(box, quote))
    whole = [
        _table_part(document, number, cells[number])
        if kind == "table"
        else _passage(document, number, spans[number], around)
        for kind, number in dict.fromkeys(order)
        if document is not None and not (kind == "text" and _shown_with(document, number, cells))
    ]
    return tuple([*whole, *dict.fromkeys(bare)][:MOST])


def ranked(fact: Fact) -> list[Evidence]:
    """The evidence of a fact, what matters most first."""
    return sorted(evidence(fact), key=lambda piece: FIRST.index(piece.field) if piece.field in FIRST else len(FIRST))


def _shown_with(document: Document, number: int, tables: Iterable[int]) -> bool:
    """Whether a block is the caption of a table that is shown."""
    return any(document.tables[table].caption == number for table in tables)


def _bare(box: Box, quote: str) -> Passage:
    return Passage(box.page, "", quote, ((0, len(quote)),))


def _cells(tables: Sequence[Table], box: Box) -> tuple[int, list[tuple[int, int]]] | None:
    for number, table in enumerate(tables):
        if table.page == box.page:
            hit = [(cell.row, cell.column) for cell in table.cells if cell.text and _overlap(cell.box, box) > 0.5]
            if hit:
                return number, hit
    return None


def _overlap(one: Box, other: Box) -> float:
    """Shared area as a share of the smaller box; 0 on different pages."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    if one.page != other.page or wide <= 0 or high <= 0:
        return 0.0
    least = min((box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other))
    return wide * high / least if least > 0 else 0.0


def _span(blocks: Sequence[Block], box: Box, quote: str) -> tuple[int, Span] | None:
    """The block, and the span in its text, that a box covers; the quote itself where it stands there."""
    for number, block in enumerate(blocks):
        words = [word for word in block.words if word.box.page == box.page and _overlap(word.box, box) > 0.5]
        if not words:
            continue
        start, end = words[0].start, words[-1].end
        nearest = min(_occurrences(block.text, quote), key=lambda at: abs(at - start), default=None)
        if nearest is not None and nearest < end and nearest + len(quote) > start:
            start, end = nearest, nearest + len(quote)
        return number, (start, end)
    return None


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _passage(document: Document, number: int, spans: list[Span], neighbours: int) -> Passage:
    block = document.blocks[number]
    inside = [i for i, sentence in enumerate(document.sentences) if sentence.block == number]
    held = [i for i in inside for s, e in spans if document.sentences[i].start < e and document.sentences[i].end > s]
    if not held or block.kind in (BlockKind.CAPTION, BlockKind.TABLE, BlockKind.FIGURE):
        shown, offset = block.text, 0
    else:
        around = document.sentences[max(0, min(held) - neighbours) : max(held) + 1 + neighbours]
        before = [document.text_of(s) for s in around if s.block < number]
        after = [document.text_of(s) for s in around if s.block > number]
        own = [s for s in around if s.block == number]
        shown = " ".join([*before, block.text[own[0].start : own[-1].end], *after])
        offset = own[0].start - sum(len(text) + 1 for text in before)
    marked = tuple(_joined((max(0, s - offset), min(len(shown), e - offset)) for s, e in spans))
    return Passage(block.page, _section(document, block.section), shown, marked)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def _table_part(document: Document, number: int, cells: set[tuple[int, int]]) -> TablePart:
    table = document.tables[number]
    return TablePart(table.page, _section(document, table.section), table, frozenset(cells))


def _section(document: Document, number: int) -> str:
    if not 0 <= number < len(document.sections):
        return ""
    section = document.sections[number]
    return f"{section.number} {section.title}".strip()
