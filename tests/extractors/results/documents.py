"""Small made papers for tests: a table as rows of texts, with caption and sentences, as a Document."""

from __future__ import annotations

from typing import Any

from extractors.model import Block, BlockKind, Box, Cell, Document, Section, SectionKind, Sentence, Table, Word

WIDE = {"": 1}


def block(kind: BlockKind, text: str, line: int, section: int, label: str = "") -> Block:
    """A block on page 1 with a word for each word of its text, all in one printed line."""
    words, place = [], 0
    for piece in text.split(" "):
        x = 50.0 + place
        words.append(Word(place, place + len(piece), Box(1, x, 20.0 * line, x + len(piece), 20.0 * line + 10), piece))
        place += len(piece) + 1
    return Block(kind, text, tuple(words), section, label)


def table(case: dict[str, Any], caption: int, section: int) -> Table:
    """The case's grid as a Table. A text of several positions is written once and `>` (from the left) or `^` (from
    above) in the others.
    """
    grid: list[list[str]] = case["grid"]
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in (">", "^", ""):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == ">":
                wide += 1
            high = 1
            while r + high < len(grid) and grid[r + high][c] == "^":
                high += 1
            box = Box(1, 50.0 + 60 * c, 300.0 + 12 * r, 50.0 + 60 * (c + wide) - 5, 300.0 + 12 * (r + high) - 2)
            cells.append(Cell(r, c, text, box, high, wide))
    return Table(
        page=1,
        box=Box(1, 50, 300, 550, 300.0 + 12 * len(grid)),
        rows=len(grid),
        columns=len(grid[0]),
        cells=tuple(cells),
        label=case.get("label", "Table 1"),
        caption=caption,
        caption_text=case.get("caption", ""),
        header_rows=case.get("header_rows", 1),
        stub_columns=case.get("stub_columns", 1),
        section=section,
        safe=case.get("safe", True),
        doubts=tuple(case.get("doubts", ())),
        score=0.95,
    )


def document(case: dict[str, Any]) -> Document:
    """A paper of one table: title, abstract, text, a section with the table and its caption."""
    sections = (
        Section("Abstract", SectionKind.ABSTRACT, 1),
        Section("Introduction", SectionKind.INTRODUCTION, 1),
        Section(case.get("section", "Experiments"), SectionKind.EXPERIMENTS, 1),
    )
    blocks = [
        block(BlockKind.PARAGRAPH, case.get("abstract", "We study models."), 2, 0),
        block(BlockKind.PARAGRAPH, case.get("introduction", "Models matter."), 3, 1),
        block(BlockKind.HEADING, case.get("section", "Experiments"), 4, 2),
        block(BlockKind.PARAGRAPH, case.get("text", "We report results."), 5, 2),
    ]
    tables: tuple[Table, ...] = ()
    if "grid" in case:
        label = case.get("label", "Table 1")
        blocks.append(block(BlockKind.CAPTION, f"{label}: {case.get('caption', '')}", 6, 2, label))
        tables = (table(case, len(blocks) - 1, 2),)
    sentences = []
    for number, made in enumerate(blocks):
        if made.kind is not BlockKind.PARAGRAPH:
            continue
        start = 0
        for part in made.text.split(". "):
            end = min(len(made.text), start + len(part) + 1)
            sentences.append(Sentence(number, start, end))
            start = end + 1
    return Document(
        pages=((612.0, 792.0),),
        sections=sections,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        tables=tables,
        title=case.get("title", "A study"),
    )
