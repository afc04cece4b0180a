"""An open PDF -> its pages, if they hold text that a person could read; else one reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractors.model import ReadError
from extractors.reading.opening import Limits, library, reason_of
from extractors.reading.page import Page, page_of

SPARSE = 4
"""Words a page: with fewer on the average, what is there are stamps and page numbers."""
READABLE = 0.5
"""Share of the longer words that hold a vowel, a digit or a letter beyond ASCII; text in any alphabet has more."""
LOOKED_AT = 20
"""Pages that are asked for pictures where there are hardly any words."""
FORGET = 64
"""Pages after which the library drops the fonts and pictures that it has kept: up to 256 MB."""
EMPTY = (612.0, 792.0)
"""Size in points of a page that cannot be read."""
SAMPLE = 200
"""Longer words below which the share says nothing."""
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LONG = re.compile(r"(?<!\S)\S{4,}")
_READABLE = re.compile(r"[aeiouyAEIOUY0-9\u00c0-\U0010ffff]")


class DamagedPage(ReadError):
    """One page that cannot be read; the others may be."""


def page_at(pdf: Any, number: int) -> Page:
    """A page of an open PDF, counted from 1. Raises DamagedPage, or ReadError where memory does not suffice."""
    try:
        return page_of(pdf[number - 1], number)
    except Exception as error:  # MuPDF raises several unrelated kinds
        if isinstance(error, MemoryError) or type(error).__name__ == "FzErrorSystem":
            raise ReadError(f"page {number} asks for more memory than there is") from None
        raise DamagedPage(f"page {number} is damaged: {reason_of(error)}") from None


def pages_of(pdf: Any, limits: Limits) -> tuple[list[Page], list[str]]:
    """The pages of an open PDF, and notes on those that are damaged and stand empty in their places.

    Raises ReadError where there is no text, too much, or garbage, or where memory does not suffice.
    """
    pages: list[Page] = []
    damaged: list[str] = []
    for number in range(1, pdf.page_count + 1):
        try:
            page = page_at(pdf, number)
        except DamagedPage as error:
            damaged.append(f"{error}; it was left out")
            page = Page(number, *EMPTY, 0, ())
        if len(page.tokens) > limits.words:
            raise ReadError(f"page {number} has {len(page.tokens)} words, more than the limit of {limits.words}")
        pages.append(page)
        if number % FORGET == 0:
            library().TOOLS.store_shrink(100)
    if len(damaged) == len(pages):
        raise ReadError(f"no page can be read: {damaged[0].partition(';')[0]}")
    _check_amount(pdf, sum(len(page.tokens) for page in pages), len(pages))
    _check_letters(pages, limits)
    return pages, damaged


def _check_amount(pdf: Any, words: int, pages: int) -> None:
    if words >= SPARSE * pages:
        return
    looked_at = range(min(pages, LOOKED_AT))
    try:
        pictures = sum(bool(pdf[number].get_images()) for number in looked_at)
    except Exception:  # a damaged page, which has been noted
        pictures = 0
    if pictures * 2 > len(looked_at):
        raise ReadError("no text layer: the pages are pictures")
    if not words:
        raise ReadError("no text on any page")


def _check_letters(pages: Sequence[Page], limits: Limits) -> None:
    text = " ".join(token.text for page in pages for token in page.tokens)
    unmapped = len(_UNMAPPED.findall(text)) / max(1, len(text))
    if unmapped > limits.unmapped:
        raise ReadError(f"the fonts say no letters: {unmapped:.0%} of the characters have no Unicode value")
    long = _LONG.findall(text)
    if len(long) > SAMPLE and sum(1 for word in long if _READABLE.search(word)) < READABLE * len(long):
        raise ReadError("the text is garbage: the fonts map their letters wrongly")
