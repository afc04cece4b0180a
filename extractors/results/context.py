"""What a paper says of a table: caption, title of its part, the sentences that name it, the headings over it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.model import BlockKind, Document, Table
from extractors.results.levels import Level, Place, Span
from extractors.results.paper import Paper


def table_levels(paper: Paper, table: Table) -> tuple[Level, ...]:
    """Caption, the sentences that name the table, the titles of its sections: what is said of the table as a whole."""
    levels = [*_title_of_part(paper.document, table)]
    if table.caption is not None:
        text = paper.document.blocks[table.caption].text
        levels += [
            Level("caption", text[a:b], Span(table.caption, a, b)) for a, b in _parts(paper.document, table, text)
        ]
    elif table.caption_text:
        levels.append(Level("caption", table.caption_text, Place(table.caption_text, table.box)))
    number = table.label.split()[-1] if table.label else ""
    for span in paper.about.get(number, ())[:8]:
        levels.append(Level("text", paper.document.blocks[span.block].text[span.start : span.end], span))
    return (*levels, *_titles(paper, table.section))


def notes_of(document: Document, table: Table) -> tuple[str, ...]:
    """Texts of the table's page that begin with a footnote mark: they explain marks in its cells."""
    return tuple(
        block.text
        for block in document.blocks
        if block.words and block.page == table.page and block.text[:1] in "*∗†‡§¶" and len(block.text) < NOTE
    )


# A longer text that begins with a mark is no note.
NOTE = 400
_PART = re.compile(r"\(\d?([a-h])\)")


def _parts(document: Document, table: Table, text: str) -> list[tuple[int, int]]:
    """The pieces of a caption that speak of this part of a table in parts: "(a) … (b) …"; the whole of any other."""
    parts = [known for known in document.tables if known.label == table.label and known.page == table.page]
    starts = [match.start() for match in _PART.finditer(text)]
    letters = [match.group(1) for match in _PART.finditer(text)]
    if len(parts) < 2 or letters[:2] != ["a", "b"] or len(letters) < len(parts):
        return [(0, len(text))]
    number = parts.index(table)
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return [(starts[number], end), *([(0, starts[0])] if starts[0] > 20 else [])]


# How far from a part of a table, in points, its own title stands.
NEAR_PART = 30.0


def _title_of_part(document: Document, table: Table) -> Iterator[Level]:
    """The line "(b) On the test server" right under or over a part of a table."""
    for number, block in enumerate(document.blocks):
        if not block.words or block.page != table.page or not _PART.match(block.text) or len(block.text) > NOTE:
            continue
        box = block.words[0].box
        near = -NEAR_PART <= box.y0 - table.box.y1 <= NEAR_PART or -NEAR_PART <= table.box.y0 - box.y1 <= NEAR_PART
        if near and table.box.x0 - NEAR_PART <= box.x0 <= table.box.x1:
            yield Level("caption", block.text, Span(number, 0, len(block.text)))


def _titles(paper: Paper, section: int) -> Iterator[Level]:
    """Headings from the table's section outwards."""
    sections = paper.document.sections
    if not 0 <= section < len(sections):
        return
    depth = sections[section].level + 1
    for number in range(section, -1, -1):
        if sections[number].level < depth:
            depth = sections[number].level
            heading = _heading(paper.document, number)
            if heading:
                yield heading
        if depth <= 1:
            return


def _heading(document: Document, section: int) -> Level | None:
    for number, block in enumerate(document.blocks):
        if block.section == section and block.kind is BlockKind.HEADING:
            return Level("section", block.text, Span(number, 0, len(block.text)))
    return None
