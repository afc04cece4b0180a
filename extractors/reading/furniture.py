"""What a page carries beside the paper's text: stamp, line numbers, running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.reading.data import word_list
from extractors.reading.lines import Line
from extractors.reading.page import UPWARD, Token

EDGE_LINES = 6
"""Running heads and feet are among so many outermost lines of a page."""
REPEATS = 3
"""A line that stands at the same height on so many pages is furniture."""
ZONE = 0.16
"""Share of a page's height, at its top and at its foot, in which furniture stands."""
_STAMP = re.compile(r"arXiv:\S*\d{4}")
_HANDS = re.compile("|".join(sorted(word_list("handwriting_fonts"))))
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^\W*(?:page|p\.)?\s*(\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)


def stamp_of(tokens: Sequence[Token]) -> tuple[str, frozenset[int]]:
    """The arXiv stamp of a first page, as printed, and the indices of its tokens: it runs up the left margin."""
    for first, token in enumerate(tokens):
        if token.turn == UPWARD and _STAMP.match(token.text):
            found = [at for at in range(first, min(first + 12, len(tokens))) if tokens[at].line == token.line]
            return " ".join(tokens[at].text for at in found), frozenset(found)
    return "", frozenset()


def handwriting(tokens: Sequence[Token]) -> frozenset[int]:
    """The indices of the tokens that a reader's program wrote onto the page: they are set in a hand's type."""
    written = {token.font for token in tokens}
    hands = {font for font in written if _HANDS.search(font.lower())}
    return frozenset(at for at, token in enumerate(tokens) if token.font in hands) if hands else frozenset()


def line_numbers(tokens: Sequence[Token], width: float) -> frozenset[int]:
    """The indices of the tokens that number a page's lines: a margin column of whole numbers, each one more."""
    found: set[int] = set()
    numbers = [(at, token) for at, token in enumerate(tokens) if token.text.isdecimal() and len(token.text) <= 4]
    if len(numbers) < 10:
        return frozenset()
    text_left = _quantile([token.x0 for token in tokens if not token.text.isdecimal()], 0.02)
    text_right = _quantile([token.x1 for token in tokens if not token.text.isdecimal()], 0.98)
    for side in (
        [item for item in numbers if item[1].x1 <= text_left + 1],
        [item for item in numbers if item[1].x0 >= text_right - 1],
    ):
        side.sort(key=lambda item: item[1].y0)
        values = [int(token.text) for _, token in side]
        steps = sum(after - before == 1 for before, after in pairwise(values))
        if len(side) >= 10 and steps >= 0.9 * (len(side) - 1):
            found.update(at for at, _ in side)
    return frozenset(found)


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))] if values else 0.0


def furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float], body: float) -> list[frozenset[int]]:
    """For each page, the indices of the lines that are running heads, running feet and page numbers.

    `body` is the type size of running text: no head is larger, and each stands apart from the text.
    """
    edges = [_edges(lines, height, body) for lines, height in zip(pages, heights, strict=True)]
    seen: Counter[tuple[str, int]] = Counter()
    for lines, edge in zip(pages, edges, strict=True):
        seen.update({_key(lines[at]) for at in edge})
    dropped: list[frozenset[int]] = []
    for lines, edge, height in zip(pages, edges, heights, strict=True):
        again = {at for at in edge if _repeats(_key(lines[at]), seen) >= REPEATS}
        others = [line for at, line in enumerate(lines) if at not in again]
        heads = {at for at in again if not any(_close(lines[at], other) for other in others)}
        if sum(len(lines[at].tokens) for at in heads) * 2 > sum(len(line.tokens) for line in lines):
            heads = set()  # the pages of this paper are alike, its text is no furniture
        numbers = {at for at in _outermost(lines, edge) if _is_page_number(lines[at], height)}
        dropped.append(frozenset(heads | numbers))
    return dropped


def _edges(lines: Sequence[Line], height: float, body: float) -> list[int]:
    order = sorted(range(len(lines)), key=lambda at: lines[at].y0)
    top = [at for at in order if lines[at].y1 < ZONE * height]
    foot = [at for at in reversed(order) if lines[at].y0 > (1 - ZONE) * height]
    outer = (*top[:EDGE_LINES], *foot[:EDGE_LINES])
    return [at for at in outer if lines[at].size < body + 1 and lines[at].table is None]


def _close(line: Line, other: Line) -> bool:
    """Whether two lines are neighbours in a paragraph."""
    step = abs(line.baseline - other.baseline)
    return 0.5 * line.size < step < 1.7 * line.size and line.x0 < other.x1 and other.x0 < line.x1


def _outermost(lines: Sequence[Line], edge: Sequence[int]) -> set[int]:
    top = min((lines[at].y0 for at in edge), default=0.0)
    bottom = max((lines[at].y1 for at in edge), default=0.0)
    return {at for at in edge if lines[at].y0 < top + 6 or lines[at].y1 > bottom - 6}


def _is_page_number(line: Line, height: float) -> bool:
    return len(line.tokens) <= 4 and bool(_PAGE_NUMBER.match(line.text)) and not 0.12 < line.y0 / height < 0.88


def _key(line: Line) -> tuple[str, int]:
    """The line without its numbers, and its height on the page in steps of 4 points."""
    return _DIGITS.sub("#", line.text).casefold(), round(line.baseline / 4)


def _repeats(key: tuple[str, int], seen: Counter[tuple[str, int]]) -> int:
    """On how many pages a key stands, give or take a step."""
    text, row = key
    return seen[key] + seen[text, row - 1] + seen[text, row + 1]
