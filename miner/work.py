"""What a worker process does with one paper: the bytes in, data out. Nothing here knows network, clock or database.

Workers are forked from a process that has imported `miner.preload`, so nothing is loaded for each paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from extractors.encoding import decode_document, encode_document
from extractors.model import Box, Document, Failure, Findings, PaperInfo, ReadError
from extractors.reading import picture, read
from extractors.reading.front import Front, front
from miner.identity import identify
from miner.pipeline import extract_facts

Answer = TypeVar("Answer")
_NO_MEMORY = re.compile(r"[mc]alloc \(.*failed|out of memory", re.IGNORECASE)
"""What MuPDF says when it gets no more memory."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of one file: which paper it is, the Document (encoded), what was found."""

    info: PaperInfo
    document: bytes
    findings: Findings


def work(path: Path, known: PaperInfo | None, settled: bool, document: bytes | None) -> Worked:
    """Read a file, unless its `document` is at hand, and extract its facts.

    A `settled` paper is the `known` one; otherwise the page has a say (`miner.identity`).
    Raises ReadError for a file that cannot be read, ExtractError for a fault of the extractors.
    """
    data = path.read_bytes()
    read_before = decode_document(document) if document else None
    paper = read_before or _guarded(read, data)
    info = known if known and settled else identify(data, path.name, paper.stamp, known)
    return Worked(info, document or encode_document(paper), _found(paper, info))


def read_file(path: Path) -> bytes:
    """A file's Document, encoded. Raises ReadError."""
    return read_bytes(path.read_bytes())


def read_bytes(data: bytes) -> bytes:
    """The Document in a PDF's bytes, encoded. Raises ReadError."""
    return encode_document(read(data))


def first_page(path: Path) -> Front:
    """What page 1 of a file says. Raises ReadError."""
    return _guarded(front, path.read_bytes())


def _guarded(reader: Callable[..., Answer], *arguments: Any) -> Answer:
    """What a reader says; whatever else a damaged file makes its library raise becomes a ReadError.

    The library's errors hold pointers, which cannot leave the process.
    """
    try:
        return reader(*arguments)
    except MemoryError:
        raise
    except Exception as fault:
        reason = " ".join(str(fault).split())[:200]
        if _NO_MEMORY.search(reason):
            raise MemoryError from None
        if isinstance(fault, ReadError):
            raise
        raise ReadError(f"a damaged PDF that cannot be read: {type(fault).__name__}: {reason}") from None


class ExtractError(ReadError):
    """A Document that the extractors stumble over; `failure` says where."""

    def __init__(self, reason: str, retry: bool = False) -> None:
        """Keep the reason."""
        super().__init__(reason, retry)
        self.failure = Failure("extract", reason, retry)


def _found(paper: Document, info: PaperInfo) -> Findings:
    try:
        return extract_facts(paper, info)
    except MemoryError:
        raise
    except Exception as fault:
        trace = fault.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        reason = f"a fault of paperscale, please report it: {type(fault).__name__} at {place}: {fault}"
        raise ExtractError(reason) from None


def drawing(path: Path, page: int, boxes: tuple[Box, ...]) -> bytes:
    """A page as PNG with boxes on it. Raises ReadError."""
    return _guarded(picture, path.read_bytes(), page, boxes, 2.0)


def tables_drawing(path: Path, page: int) -> tuple[bytes, str]:
    """A page as PNG with what the table finder saw on it, and the grids that it read. Raises ReadError."""
    from extractors.reading.tables.draw import picture_of_tables

    return _guarded(picture_of_tables, path.read_bytes(), page)
