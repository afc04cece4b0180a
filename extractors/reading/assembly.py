"""Groups of lines of all pages -> blocks, sections and sentences of a paper."""

from __future__ import annotations

from collections.abc import Sequence, Set

from extractors.model import Block, BlockKind, Section, SectionKind, Sentence
from extractors.reading.blocks import Group, is_open
from extractors.reading.mending import text_of
from extractors.reading.sections import Outline
from extractors.reading.sentences import split

RUNNING = (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE)
"""Kinds of blocks whose text is sentences."""


def continued(groups: Sequence[Group]) -> list[Group]:
    """Groups with the parts of a paragraph that runs over columns, pages, floats or equations made one."""
    flow: list[Group] = []
    open_paragraph: Group | None = None
    for group in groups:
        if group.kind is BlockKind.HEADING:
            open_paragraph = None
        elif group.kind is BlockKind.PARAGRAPH:
            if open_paragraph and _continues(open_paragraph, group):
                open_paragraph.lines += group.lines
                open_paragraph.columns += group.columns
                open_paragraph.pages += group.pages
                open_paragraph.full = group.full
                continue
            open_paragraph = group
        flow.append(group)
    return flow


def _continues(before: Group, after: Group) -> bool:
    if abs(before.lines[-1].size - after.size) > 0.6 or not is_open(before.lines[-1].text):
        return False
    first = after.lines[0].text
    if first[0].islower() or first[0] in ",;)]":
        return True
    turned = before.columns[-1] != after.columns[0]
    return turned and before.full and not after.indented and first[0] not in "•◦▪[–—∙"


def document_parts(
    groups: Sequence[Group], words: Set[str]
) -> tuple[str, tuple[Section, ...], tuple[Block, ...], tuple[Sentence, ...]]:
    """The paper's title, sections, blocks and sentences."""
    outline = Outline()
    section = 0
    title = ""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for group in groups:
        text, pieces = text_of(group.lines, group.pages, words)
        if not pieces or not text.strip():
            continue
        kind = group.kind
        if kind is BlockKind.TITLE:
            title = text
        elif kind is BlockKind.HEADING:
            section = outline.add(text, group.size)
        elif kind is BlockKind.PARAGRAPH and outline.sections[section].kind is SectionKind.REFERENCES:
            kind = BlockKind.REFERENCE
        blocks.append(Block(kind, text, pieces, section, group.label))
        if kind in RUNNING:
            sentences += [Sentence(len(blocks) - 1, start, end) for start, end in split(text)]
    return title, tuple(outline.sections), tuple(blocks), tuple(sentences)
