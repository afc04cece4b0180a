"""Bytes -> an open PDF, within limits, or one clear reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from extractors.model import ReadError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of the reader; a worker's limits on memory and CPU time stand around these.

    `megabytes` of the file; `objects` in its table; `words` and lengths (points) of a page; `unmapped` the share of
    characters that have no Unicode value, above which the text is garbage.
    """

    megabytes: int = 200
    pages: int = 1500
    objects: int = 1_000_000
    words: int = 100_000
    side: float = 20_000.0
    unmapped: float = 0.3


def library() -> Any:
    """PyMuPDF, which is imported when the first PDF is opened and says nothing of its types."""
    import pymupdf

    return pymupdf


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """An open `pymupdf.Document` and notes on what was mended. Raises ReadError."""
    mupdf = library()
    mupdf.TOOLS.mupdf_display_errors(False)
    mupdf.TOOLS.mupdf_display_warnings(False)
    if not data:
        raise ReadError("the file is empty")
    if len(data) > limits.megabytes << 20:
        raise ReadError(f"the file has more than {limits.megabytes} MB")
    if b"%PDF-" not in data[:1024]:
        raise ReadError(f"not a PDF: it begins as {_likeness(data)}")
    try:
        document = mupdf.open(stream=data, filetype="pdf")
        count, objects, locked = document.page_count, document.xref_length(), bool(document.needs_pass)
    except Exception as error:  # MuPDF raises several unrelated kinds
        reason = reason_of(error)
        more = "" if reason.startswith("Failed to open") else f": {reason}"
        raise ReadError(f"a damaged PDF that cannot be opened{more}") from None
    with document:
        if locked:
            raise ReadError("encrypted: it cannot be opened without a password")
        if count < 1:
            raise ReadError("the PDF has no page")
        if count > limits.pages:
            raise ReadError(f"{count} pages, more than the limit of {limits.pages}")
        if objects > limits.objects:
            raise ReadError(f"{objects} objects, more than the limit of {limits.objects}")
        notes = []
        if not data.startswith(b"%PDF-"):
            notes.append("what stands before the beginning of the PDF was passed over")
        if document.is_repaired:
            notes.append("the file was damaged and has been mended")
        yield document, tuple(notes)


def _likeness(data: bytes) -> str:
    start = data[:512].lstrip().lower()
    if start.startswith(b"\x1f\x8b"):
        return "a gzip archive"
    if start.startswith((b"x\x9c", b"x\xda", b"x\x01")):
        return "compressed data without a file around it"
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "HTML"
    if start.startswith(b"%!ps"):
        return "PostScript"
    if start.startswith(b"pk\x03\x04"):
        return "a ZIP archive"
    return "something else"


def reason_of(error: Exception) -> str:
    """The first line of what a library says of its failure."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
