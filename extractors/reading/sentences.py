"""A block's text -> its sentences."""

from __future__ import annotations

import re

from extractors.reading.data import word_list

_STOP = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]*[A-Z0-9À-Þα-ωΑ-Ω•])")
_LAST_WORD = re.compile(r"[^\s(\[“\"‘/]+$")
_NEVER = word_list("never_last")
_SELDOM = word_list("seldom_last")
_STARTERS = word_list("usual_first")
_LISTING = re.compile(r"^(?:\(?[a-zA-Z0-9]{1,3}[.)])$")


def split(text: str) -> list[tuple[int, int]]:
    """The spans of a text's sentences, white space around them left out; together they hold all the rest."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends(text, start, match.start(), match.end()):
            spans.append((start, len(text[: match.end()].rstrip())))
            start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _ends(text: str, start: int, stop: int, after: int) -> bool:
    """Whether the stop at `stop` ends the sentence that began at `start`; the next word is at `after`."""
    if text[stop] != ".":
        return True
    match = _LAST_WORD.search(text, max(start, stop - 30), stop)
    word = match.group() if match else ""
    next_word = re.match(r"[\"“‘(\[]*([\w'’-]*)", text[after:])
    following = next_word.group(1) if next_word else ""
    lower = word.lower()
    if lower in _SELDOM:
        return following in _STARTERS
    if lower in _NEVER:
        return False
    if _LISTING.match(text[start:stop] + "."):
        return False  # "1. Introduction", "(a). We": a number before its item
    if len(word) == 1 and word.isupper() and word != "I":
        return following in _STARTERS  # an initial
    if "." in word and all(len(part) <= 1 for part in word.split(".")):
        return following in _STARTERS  # U.K., i.i.d.
    return True
