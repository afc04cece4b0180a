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
from extractors.reading.checks import pages_of
from extractors.reading.layout import layout_of
from extractors.reading.opening import Limits, library, opened

__all__ = ["VERSION", "Limits", "ReadError", "picture", "read"]

VERSION = "1"
"""Changes whenever the same bytes may give another Document."""


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The paper in a PDF's bytes. Raises ReadError with one clear reason."""
    with opened(data, limits) as (pdf, mended):
        pages, damaged = pages_of(pdf, limits)
    hidden = sum(page.hidden for page in pages)
    unseen = (f"{hidden} words that a reader does not see were left out",) if hidden else ()
    return document_of(layout_of(pages), (*mended, *damaged, *unseen))


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
