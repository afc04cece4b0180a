"""Texts that say something about a number, near ones first: its column, its row, the caption, the sentences about it.

A level keeps where its text is printed, so that whatever is read from it has evidence.
"""

from __future__ import annotations

from typing import NamedTuple

from extractors.model import Box, Cell, Document, Evidence

QUOTE = 300


class Span(NamedTuple):
    """A piece of a block's text, half open."""

    block: int
    start: int
    end: int


class Place(NamedTuple):
    """A printed text whose words are not at hand, and the box that it stands in."""

    text: str
    box: Box


Source = Cell | Span | Place


class Level(NamedTuple):
    """`kind` is "column", "row", "corner" (the header over the names), "group", "caption", "text", "section"
    or "paper".
    """

    kind: str
    text: str
    source: Source

    @property
    def near(self) -> bool:
        """Whether it belongs to the number itself, not to the whole table."""
        return self.kind in ("column", "row", "corner", "group")


def cite(document: Document, source: Source, field: str, words: str = "") -> tuple[Evidence, ...]:
    """Evidence for what was read from a source; of a span, the line that has `words` is enough where they are given."""
    if isinstance(source, Cell):
        return (Evidence(field, source.box, source.text),) if source.text.strip() else ()
    if isinstance(source, Place):
        return (Evidence(field, source.box, source.text[:QUOTE]),) if source.text.strip() else ()
    text = document.blocks[source.block].text
    start, end = source.start, source.end
    if words and (found := text.find(words, start, end)) >= 0:
        start, end = found, found + len(words)
    return document.evidence(source.block, start, end, field)
