"""Documents made for tests: sentences in sections, each on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Block, BlockKind, Box, Document, Section, SectionKind, Sentence, Table, Word


def document(
    *sentences: str,
    section: SectionKind = SectionKind.EXPERIMENTS,
    title: str = "",
    tables: Sequence[Table] = (),
    kind: BlockKind = BlockKind.PARAGRAPH,
) -> Document:
    """A paper of one section whose paragraph holds the sentences, printed one below the other."""
    text = " ".join(sentences)
    words, spans, position = [], [], 0
    for line, sentence in enumerate(sentences):
        spans.append(Sentence(0, position, position + len(sentence)))
        for piece in sentence.split():
            start = text.index(piece, position)
            words.append(
                Word(start, start + len(piece), Box(1, start, 20.0 * line, start + 5.0, 20.0 * line + 10), piece)
            )
            position = start + len(piece)
        position += 1
    return Document(
        pages=((612.0, 792.0),),
        sections=(Section("Experiments", section, 1),),
        blocks=(Block(kind, text, tuple(words), 0),),
        sentences=tuple(spans),
        tables=tuple(tables),
        title=title,
    )
