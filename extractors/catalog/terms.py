"""Names in text, whatever their case, hyphens and spacing: "top-1", "Top 1" and "TOP1" are one name.

A text is folded to a row of tokens, words and numbers apart ("WMT'14" is `wmt`, `14`), and a lexicon finds the
longest names in it from left to right, so that "ImageNet-21k" is never taken for "ImageNet".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

Entry = TypeVar("Entry")

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*|\.\d+")
# "[12]" and "[3, 17]" after a name is a reference, "[.5:.95]" is not.
_REFERENCE = re.compile(r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]")


class Token(NamedTuple):
    """A folded word or number and its place in the text, half open."""

    text: str
    start: int
    end: int


class Match(NamedTuple, Generic[Entry]):
    """A name found in a text: what it stands for and its place, half open."""

    entries: tuple[Entry, ...]
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Tokens of a text; numbers in brackets that refer to the bibliography are left out."""
    low = text.lower()
    if len(low) != len(text):
        low = text
    low = _REFERENCE.sub(lambda match: " " * len(match.group()), low)
    return tuple(Token(_plain(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(low))


def fold(text: str) -> tuple[str, ...]:
    """The folded tokens alone."""
    return tuple(token.text for token in tokens(text))


def _plain(token: str) -> str:
    """A fraction without its leading and trailing zeros ("0.50" is ".5"); everything else as it is."""
    if token.startswith(("0.", ".")) and token.count(".") == 1:
        return "." + token.split(".")[1].rstrip("0")
    return token


class Lexicon(Generic[Entry]):
    """Names with what they stand for; a name may stand for several things."""

    def __init__(self, names: Iterable[tuple[str, Entry]]) -> None:
        """Build from pairs of name and entry; entries of one name keep their order."""
        found: dict[tuple[str, ...], dict[Entry, None]] = {}
        for name, entry in names:
            folded = fold(name)
            if folded:
                found.setdefault(folded, {})[entry] = None
        self._entries = {folded: tuple(entries) for folded, entries in found.items()}
        lengths: dict[str, set[int]] = {}
        for folded in self._entries:
            lengths.setdefault(folded[0], set()).add(len(folded))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def exact(self, text: str) -> tuple[Entry, ...]:
        """What the whole text stands for; empty where it is no name."""
        return self._entries.get(fold(text), ())

    def find(self, text: str) -> tuple[Match[Entry], ...]:
        """The names in a text, the longest at each place, none inside another.

        A name of a single letter counts only where it is the whole text.
        """
        found = tokens(text)
        words = [token.text for token in found]
        matches: list[Match[Entry]] = []
        place = 0
        while place < len(words):
            length = self._longest(words, place)
            if length == 1 and len(words[place]) == 1 and len(words) > 1:
                length = 0
            if length:
                entries = self._entries[tuple(words[place : place + length])]
                matches.append(Match(entries, found[place].start, found[place + length - 1].end))
            place += length or 1
        return tuple(matches)

    def _longest(self, words: list[str], place: int) -> int:
        for length in self._lengths.get(words[place], ()):
            if place + length <= len(words) and tuple(words[place : place + length]) in self._entries:
                return length
        return 0
