"""The first page alone, for whoever asks which paper a file is: the arXiv stamp and the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.reading.checks import page_at
from extractors.reading.furniture import stamp_of
from extractors.reading.opening import Limits, opened


@dataclass(frozen=True, slots=True)
class Front:
    """What page 1 says of its paper: the stamp as printed ("" where there is none) and all words as they come."""

    stamp: str
    text: str


def front(data: bytes, limits: Limits = Limits()) -> Front:  # noqa: B008 - frozen
    """Page 1 of a PDF. Raises ReadError with one clear reason."""
    with opened(data, limits) as (pdf, _):
        page = page_at(pdf, 1)
    return Front(stamp_of(page.tokens)[0], " ".join(token.text for token in page.tokens))
