"""Printed tokens -> text for matching, with the way back to the page.

Hyphenation at line ends is undone, ligatures, math letters and loose accents become the letters that they stand for,
a raised digit that follows a digit is marked (`10^−4`). What is printed stays in `Word.printed` and `Word.box`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from extractors.model import Box, Style, Word
from extractors.reading.data import word_list
from extractors.reading.lines import Line

HYPHENS = "-\u00ad\u2010"
GLUE = 0.04
"""Tokens nearer than this share of the type size are one word (a style changes within it)."""

# Ligatures and letters of mathematical alphabets, which NFKC folds; fractions, ™ and the like stay as printed.
_FOLDED = re.compile(
    "[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\u2102\u210a-\u2113\u2115\u2118-\u211d\u2124\u2128\u212b-\u2138]+"
)
# Accents that a typesetter of the OT1 encoding prints before (or over) their letter.
_ACCENTS = {
    "\u00b4": "\u0301",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u00af": "\u0304",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u00b8": "\u0327",
}
_LOOSE_ACCENT = re.compile(f"([{''.join(_ACCENTS)}])([A-Za-z\u0131])")
_CEDILLA = re.compile("([cCsStT])\u00b8(?![cCsStT])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_PREFIXES = word_list("compound_heads")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"\S+[-\u00ad\u2010] \S+")


@lru_cache(maxsize=1 << 14)
def mend(printed: str) -> str:
    """A printed piece of a word with its letters folded for matching."""
    text = _FOLDED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), printed)
    text = _LOOSE_ACCENT.sub(_accented, text)
    text = _CEDILLA.sub(lambda match: unicodedata.normalize("NFC", match.group(1) + "\u0327"), text)
    text = _CONTROL.sub("", text).replace("\u00a0", " ").replace("\u00ad", "-")
    return unicodedata.normalize("NFC", text)


def _accented(match: re.Match[str]) -> str:
    letter = "i" if match.group(2) == "\u0131" else match.group(2)
    mended = unicodedata.normalize("NFC", letter + _ACCENTS[match.group(1)])
    return mended if len(mended) == 1 else match.group()


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of a paper, folded, as they stand unbroken: what a broken word is compared with."""
    return frozenset(_WORD.findall(_BROKEN.sub(" ", " ".join(texts)).lower()))


def keeps_hyphen(head: str, tail: str, words: Set[str]) -> bool:
    """Whether "head-" at a line's end and "tail" on the next are a compound, by the paper's own other spellings."""
    if not tail or not head or not head[-1].isalpha() or "-" in head:
        return True
    left, match = head.lower().rpartition("(")[2], _WORD.match(tail.lower())
    right = match.group() if match else tail.lower()
    if head[-1].isupper() or not tail[0].islower():
        cut = left + right in words or not {left, right} & words  # "TI-TAN": no part is a word by itself
        return not (head.isupper() and right == tail.lower().rstrip(".,;:)") and tail.isupper() and cut)
    if left + right in words:
        return False
    if f"{left}-{right}" in words:
        return True
    return right in words and (left in _PREFIXES or (left in words and len(left) > 3 and len(right) > 3))


def _last_word(parts: Sequence[str]) -> str:
    """What stands after the last space."""
    word = ""
    for part in reversed(parts):
        if part == " ":
            break
        word = part + word
    return word


def _glued(line: Line, index: int) -> str:
    """What follows the token `index` of a line without white space."""
    tail = ""
    for token in line.tokens[index + 1 :]:
        if not token.joined:
            break
        tail += token.text
    return tail


def text_of(lines: Sequence[Line], page_of: Sequence[int], words: Set[str]) -> tuple[str, tuple[Word, ...]]:
    """The mended text of a block's lines, line i on page `page_of[i]`, and its words, in reading order."""
    parts: list[str] = []
    pieces: list[Word] = []
    at = 0
    broken = ""  # the head of a word whose hyphen at the line's end is not yet decided
    superscript, plain = int(Style.SUPERSCRIPT), int(Style.PLAIN)
    for line, page in zip(lines, page_of, strict=True):
        edge = -1e9
        last_style = plain
        for index, token in enumerate(line.tokens):
            x0, y0, x1, y1, printed, size, style, _, _, _, joined, _ = token
            text = printed if printed.isascii() and printed.isprintable() else mend(printed)
            if not text:
                continue
            if broken:
                if not keeps_hyphen(broken, text + _glued(line, index), words):
                    start, end, box, was, was_style = pieces[-1]
                    pieces[-1] = Word(start, end - 1, box, was, was_style)
                    parts[-1] = parts[-1][:-1]
                    at -= 1
                broken = ""
            elif edge > -1e9 and (joined or x0 - edge < GLUE * size):
                if (
                    style & superscript
                    and not last_style & superscript
                    and text[0] in "0123456789−–-"
                    and (parts[-1][-1:].isdigit())
                ):
                    text = "^" + text
            elif parts:
                parts.append(" ")
                at += 1
            end = at + len(text)
            pieces.append(Word(at, end, Box(page, x0, y0, x1, y1), printed, style))
            parts.append(text)
            at, edge, last_style = end, x1, style
        word = _last_word(parts)
        if len(word) > 1 and word[-1] in HYPHENS and word[-2].isalnum():
            broken = word[:-1]
    return "".join(parts), tuple(pieces)
