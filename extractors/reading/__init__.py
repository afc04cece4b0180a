"""PDF bytes to a Document: words, lines, columns, blocks, sections, sentences, tables.

A chain of pure steps, each in a module of its own: `opening` (limits), `page` (tokens), `lines`, `furniture`, `tables`,
`order` (columns), `blocks` and `figures` (kinds), put together by `layout`; then `mending` (text), `sections` and
`sentences`, put together by `assembly`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractors.model import Box, Document, ReadError
from extractors.reading.assembly import document_of
from extractors.reading.checks import check_text
from extractors.reading.layout import layout_of
from extractors.reading.opening import Limits, library, opened, reason_of
from extractors.reading.page import Page, page_of

__all__ = ["VERSION", "Limits", "ReadError", "picture", "read"]

VERSION = "1"
"""Changes whenever the same bytes may give another Document."""


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The paper in a PDF's bytes. Raises ReadError with one clear reason."""
    pages: list[Page] = []
    with opened(data, limits) as (pdf, mended):
        notes = list(mended)
        for number in range(1, pdf.page_count + 1):
            try:
                page = page_of(pdf[number - 1], number)
            except Exception as error:  # MuPDF raises several unrelated kinds
                if isinstance(error, MemoryError) or type(error).__name__ == "FzErrorSystem":
                    raise ReadError(f"page {number} asks for more memory than there is") from None
                notes.append(f"page {number} is damaged and was left out: {reason_of(error)}")
                page = Page(number, 612.0, 792.0, 0, ())
            if len(page.tokens) > limits.words:
                raise ReadError(f"page {number} has {len(page.tokens)} words, more than the limit of {limits.words}")
            pages.append(page)
    if len(notes) - len(mended) == len(pages):
        raise ReadError(f"no page can be read: {notes[-1]}")
    check_text(pages, limits)
    return document_of(layout_of(pages), tuple(notes))


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
