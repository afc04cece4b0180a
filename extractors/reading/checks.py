"""Whether what was read is text at all: pages without a text layer and garbage are refused, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.model import ReadError
from extractors.reading.opening import Limits
from extractors.reading.page import Page

SPARSE = 4
"""Words a page: with fewer on the average, what is there are stamps and page numbers."""
READABLE = 0.5
"""Share of the longer words that hold a vowel, a digit or a letter beyond ASCII; text in any alphabet has more."""
SAMPLE = 200
"""Longer words below which the share says nothing."""
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LONG = re.compile(r"(?<!\S)\S{4,}")
_READABLE = re.compile(r"[aeiouyAEIOUY0-9\u00c0-\U0010ffff]")


def check_text(pages: Sequence[Page], limits: Limits) -> None:
    """Raise ReadError where the pages hold no text, or none that a person could read."""
    words = sum(len(page.tokens) for page in pages)
    if words < SPARSE * len(pages):
        pictures = sum(bool(page.images) for page in pages)
        if not words and not pictures:
            raise ReadError("no text on any page")
        if pictures * 2 > len(pages) or not words:
            raise ReadError("no text layer: the pages are pictures")
    text = " ".join(token.text for page in pages for token in page.tokens)
    unmapped = len(_UNMAPPED.findall(text)) / max(1, len(text))
    if unmapped > limits.unmapped:
        raise ReadError(f"the fonts say no letters: {unmapped:.0%} of the characters have no Unicode value")
    long = _LONG.findall(text)
    if len(long) > SAMPLE and sum(1 for word in long if _READABLE.search(word)) < READABLE * len(long):
        raise ReadError("the text is garbage: the fonts map their letters wrongly")
