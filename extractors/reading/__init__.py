"""PDF bytes to a Document: words, lines, columns, blocks, sections, sentences, tables.

A chain of pure steps, each in a module of its own: `opening` (limits), `page` (tokens), `furniture`, `lines`, `order`
(columns), `blocks`, `mending` (text), `sections`, `sentences`; `assembly` puts the pages together.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

from extractors.model import BlockKind, Box, Document, ReadError, SectionKind
from extractors.reading.assembly import continued, document_parts
from extractors.reading.blocks import Group, front_matter, groups_of
from extractors.reading.furniture import furniture, line_numbers, stamp_of
from extractors.reading.lines import Line, body_size, lines_of
from extractors.reading.mending import vocabulary
from extractors.reading.opening import Limits, library, opened
from extractors.reading.order import columns_of, gutter_of
from extractors.reading.page import UPRIGHT, Page, page_of
from extractors.reading.sections import kind_of, numbered

__all__ = ["VERSION", "Limits", "ReadError", "picture", "read"]

VERSION = "1"
"""Changes whenever the same bytes may give another Document."""


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The paper in a PDF's bytes. Raises ReadError with one clear reason."""
    with opened(data, limits) as (pdf, notes):
        pages = [page_of(pdf[number], number + 1) for number in range(pdf.page_count)]
    return document_of(pages, notes)


def document_of(pages: list[Page], notes: tuple[str, ...] = ()) -> Document:
    """The Document of a paper's pages."""
    stamp = ""
    lines: list[list[Line]] = []
    for page in pages:
        left_out: frozenset[int] = frozenset()
        if page.number == 1:
            stamp, left_out = stamp_of(page.tokens)
        left_out |= line_numbers(page.tokens, page.width)
        tokens = [token for at, token in enumerate(page.tokens) if at not in left_out and token.turn == UPRIGHT]
        lines.append(lines_of(tokens))
    dropped = furniture(lines, [page.height for page in pages])
    kept = [[line for at, line in enumerate(own) if at not in out] for own, out in zip(lines, dropped, strict=True)]
    words = vocabulary(token.text for page in pages for token in page.tokens)
    title, sections, blocks, sentences = document_parts(continued(_groups(kept, pages)), words)
    sizes = tuple((page.width, page.height) for page in pages)
    return Document(sizes, sections, blocks, sentences, (), title, stamp, notes)


def _groups(lines: list[list[Line]], pages: list[Page]) -> list[Group]:
    body = body_size(line for own in lines for line in own)
    gutters = [gutter_of(own, page.width) for own, page in zip(lines, pages, strict=True)]
    two_columned = [gutter for gutter in gutters if gutter]
    usual = median(two_columned) if len(two_columned) * 2 > len(pages) else None
    groups: list[Group] = []
    number = 0
    references = abstract = False
    for own, page, gutter in zip(lines, pages, gutters, strict=True):
        for column in columns_of(own, page.number, page.width, gutter or usual):
            found = groups_of(column, number, body, references)
            for group in front_matter(found) if page.number == 1 and not abstract else found:
                abstract = abstract or group.kind is BlockKind.HEADING
                if group.kind is BlockKind.HEADING:
                    title = numbered(group.lines[0].text)[1]
                    references = kind_of(title) is SectionKind.REFERENCES
                groups.append(group)
            number += 1
    return groups


def picture(data: bytes, page: int, boxes: Iterable[Box] = (), scale: float = 1.5) -> bytes:
    """A page of a PDF, counted from 1, as PNG, `scale` pixels a point, the boxes drawn on it. Raises ReadError."""
    with opened(data, Limits()) as (pdf, _):
        if not 1 <= page <= pdf.page_count:
            raise ReadError(f"page {page} of {pdf.page_count}: there is none such")
        shown = pdf[page - 1]
        image = shown.get_pixmap(matrix=library().Matrix(scale, scale), annots=False, alpha=False)
        for box in boxes:
            if box.page == page:
                _frame(image, [round(edge * scale) for edge in box[1:]])
        return bytes(image.tobytes("png"))


def _frame(image: Any, edges: list[int]) -> None:
    """Draw a red frame of two pixels, as far as it lies on the picture."""
    x0, y0, x1, y1 = edges
    for side in (
        (x0 - 2, y0 - 2, x1 + 2, y0),
        (x0 - 2, y1, x1 + 2, y1 + 2),
        (x0 - 2, y0, x0, y1),
        (x1, y0, x1 + 2, y1),
    ):
        image.set_rect(library().IRect(*side) & image.irect, (220, 30, 30))
