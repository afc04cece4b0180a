"""What a cell says: the text of its tokens, and whether it is a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.model import Style
from extractors.reading.page import Page

NUMBER = re.compile(r"(?<![\d.])\.\d+|\d+(?:[.,]\d+)*")
VALUE = re.compile(
    r"^[(\[<>≤≥~∼≈±+\-−–—]*[$€£]?\d[\d.,]*(?:[eE][+\-−]?\d+)?[%KMBGTkx×s‰]*[)\]]*"
    r"(?:[±∓/×:\-–][\d.,]+[%]?)*[)\]*†‡§∗⋆♠♣♦¶,↑↓]*$"
)
MARKS = frozenset("∗*⋆★†‡§¶♠♣♦↑↓")
PLAIN = re.compile(r"^[+\-−–]?\d[\d.,]*[%MKBG]?(?:[/±]\d[\d.,]*%?)*[∗*⋆★†‡§]*$")
EMPTY_MARKS = frozenset({"-", "–", "—", "−", "--", "---", "n/a", "N/A", "NA", "✓", "✗", "×", "✔", "✘", "?", "·", "/"})


def numeric(text: str) -> bool:
    """Whether a cell is a number, with its signs, units and marks, or stands for a missing one."""
    packed = "".join(text.split())
    return bool(VALUE.match(packed)) or packed in EMPTY_MARKS


def numbers(text: str) -> list[str]:
    """The numeric tokens of a text, in order; a marked script is a token of its own."""
    return NUMBER.findall(text)


def cell_text(page: Page, lines: Sequence[Sequence[int]]) -> str:
    """Text of a cell from its lines of tokens; a script digit that follows a digit is marked by ^ or _."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append(" ")
        last_end = None
        for index in line:
            token = page.tokens[index]
            near = token.joined
            if not near and last_end is not None:
                near = token.x0 - last_end < 0.11 * token.size and token.x0 - last_end > -0.6 * token.size
            if last_end is not None and not near:
                parts.append(" ")
            text = token.text
            script = token.style & (Style.SUPERSCRIPT | Style.SUBSCRIPT)
            if script and text[:1].isdigit() and parts and parts[-1][-1:].isdigit():
                parts.append("^" if script & Style.SUPERSCRIPT else "_")
            parts.append(text)
            last_end = token.x1
    return "".join(parts)
