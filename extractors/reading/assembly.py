"""Groups of lines of all pages -> the Document: blocks, sections, sentences, tables in their places."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from extractors.model import Block, BlockKind, Document, SectionKind, Sentence, Table
from extractors.reading.blocks import Group, is_open
from extractors.reading.layout import Layout, Sheet
from extractors.reading.lines import lines_of
from extractors.reading.mending import text_of, vocabulary
from extractors.reading.sections import Outline
from extractors.reading.sentences import split
from extractors.reading.turning import words_back

RUNNING = (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE)
"""Kinds of blocks whose text is sentences."""
LOOK_BACK = 12
"""Paragraphs before the last one that may still go on: text of figures and tables can stand between."""
ABSTRACT_LETTERS = 500
"""A paragraph of so many before any heading is an abstract without one."""
_RUN_IN_ABSTRACT = re.compile(r"^(abstract)\s?[.:—–-]", re.IGNORECASE)


def document_of(layout: Layout, notes: tuple[str, ...]) -> Document:
    """The Document of a paper's layout."""
    words = vocabulary(token.text for sheet in layout.sheets for token in sheet.page.tokens)
    outline = Outline()
    section = 0
    title = ""
    blocks: list[Block] = []
    tables: list[Table] = []
    turns = {
        sheet.page.number: (sheet.turn, sheet.page.width, sheet.page.height) for sheet in layout.sheets if sheet.turn
    }
    captions: dict[tuple[int, int], int] = {}  # page and first token of a caption -> its block
    for group in continued(layout.groups):
        if group.table is not None:
            sheet = layout.sheets[group.pages[0] - 1]
            found = sheet.tables[group.table]
            key = (sheet.page.number, found.caption_tokens[0]) if found.caption_tokens else (0, 0)
            if found.caption_tokens and key not in captions:
                captions[key] = len(blocks)
                blocks += _block_of(BlockKind.CAPTION, sheet, found.caption_tokens, words, section, found.table.label)
            blocks += _block_of(BlockKind.TABLE, sheet, found.region_tokens, words, section, found.table.label)
            tables.append(replace(found.table, caption=captions.get(key), section=section))
            continue
        text, pieces = text_of(group.lines, group.pages, words)
        pieces = words_back(pieces, turns)
        if not pieces or not text.strip():
            continue
        kind = group.kind
        if kind is BlockKind.TITLE:
            title = title or text
        elif kind is BlockKind.HEADING:
            section = outline.add(text, group.size)
        elif kind is BlockKind.PARAGRAPH:
            if section == 0 and (_RUN_IN_ABSTRACT.match(text) or len(text) > ABSTRACT_LETTERS):
                section = outline.add("Abstract", group.size)
            if outline.sections[section].kind is SectionKind.REFERENCES:
                kind = BlockKind.REFERENCE
        blocks.append(Block(kind, text, pieces, section, group.label))
    sentences = [
        Sentence(number, start, end)
        for number, block in enumerate(blocks)
        if block.kind in RUNNING
        for start, end in split(block.text)
    ]
    sizes = tuple((sheet.page.width, sheet.page.height) for sheet in layout.sheets)
    return Document(
        sizes,
        tuple(outline.sections),
        tuple(blocks),
        tuple(sentences),
        tuple(tables),
        title,
        layout.stamp,
        notes,
    )


def _block_of(
    kind: BlockKind, sheet: Sheet, tokens: Sequence[int], words: Set[str], section: int, label: str
) -> list[Block]:
    """The block of some of a page's tokens as displayed, none where they hold no text."""
    lines = lines_of(sheet.page.tokens[at] for at in tokens)
    text, pieces = text_of(lines, [sheet.page.number] * len(lines), words)
    return [Block(kind, text, pieces, section, label)] if pieces and text.strip() else []


def continued(groups: Sequence[Group]) -> list[Group]:
    """Groups with the parts of a paragraph that runs over columns, pages, floats or equations made one."""
    flow: list[Group] = []
    paragraphs: list[Group] = []  # the last few, which may go on
    for group in groups:
        if group.kind is BlockKind.PARAGRAPH:
            before = next((part for part in reversed(paragraphs[-LOOK_BACK:]) if _continues(part, group)), None)
            if before and (before is paragraphs[-1] or _begins_small(group)):
                before.lines += group.lines
                before.columns += group.columns
                before.pages += group.pages
                before.full = group.full
                continue
            paragraphs.append(group)
        elif group.kind is BlockKind.HEADING:
            paragraphs = [part for part in paragraphs[-LOOK_BACK:] if part.columns[-1] != group.columns[0]]
        flow.append(group)
    return flow


def _begins_small(group: Group) -> bool:
    first = group.lines[0].text[0]
    return first.islower() or first in ",;)]"


def _continues(before: Group, after: Group) -> bool:
    if abs(before.lines[-1].size - after.size) > 0.6 or not is_open(before.lines[-1].text):
        return False
    turned = before.columns[-1] != after.columns[0]
    if _begins_small(after):
        return before.full or not turned
    return turned and before.full and not after.indented and after.lines[0].text[0] not in "•◦▪[–—∙"
