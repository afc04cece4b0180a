"""Tokens of a page -> printed lines, in the order of the page's program.

A line is a run of tokens on one base line without a hole as wide as a column gutter; its scripts belong to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.model import Style
from extractors.reading.page import UPRIGHT, Token

HOLE = 1.15
"""A hole wider than this many type sizes ends a line (gutters are 12 points and more, word gaps seldom 1 em)."""
SCRIPT_SHIFT = 0.62
"""A script's base line is at most this share of the line's type size off."""


BOLD = int(Style.BOLD)
SCRIPTS = int(Style.SUPERSCRIPT | Style.SUBSCRIPT)


class Line(NamedTuple):
    """A printed line, or a column's part of one; `size` and `style` are those of most of its letters.

    A table stands for one line of the page: its tokens, caption included, and its number on the page in `table`.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    style: int
    tokens: tuple[Token, ...]
    text: str
    table: int | None = None


def line_of(tokens: Sequence[Token]) -> Line:
    """The line of tokens which stand on it, left to right."""
    letters = [token for token in tokens if not token.style & SCRIPTS] or tokens
    main = max(letters, key=lambda token: len(token.text) * token.size)
    size, style = main.size, main.style
    for token in letters:
        if len(token.text) > 1:
            style &= token.style
        if token.size > size and main.text.isupper():
            size = token.size  # small capitals: the capitals tell
    lefts, tops, rights, bottoms, *_ = zip(*tokens, strict=True)
    return Line(
        min(lefts),
        min(tops),
        max(rights),
        max(bottoms),
        main.baseline,
        size,
        style,
        tuple(tokens),
        "".join([token.text if token.joined else " " + token.text for token in tokens]).lstrip(),
    )


def lines_of(tokens: Iterable[Token]) -> list[Line]:
    """The lines of a page's tokens, in the order in which the page prints them."""
    lines: list[Line] = []
    run: list[Token] = []
    edge = baseline = size = 0.0
    for token in tokens:
        if run:
            gap = token.x0 - edge
            shift = abs(token.baseline - baseline)
            if token.turn != UPRIGHT:
                together = token.line == run[-1].line
            else:
                together = token.joined or (-size < gap < HOLE * size and shift < SCRIPT_SHIFT * max(size, token.size))
            if together:
                run.append(token)
                edge = max(edge, token.x1)
                if token.size > size * 1.02:
                    size, baseline = token.size, token.baseline
                continue
            lines.append(line_of(run))
        run = [token]
        edge, baseline, size = token.x1, token.baseline, token.size
    if run:
        lines.append(line_of(run))
    return lines


def body_size(lines: Iterable[Line]) -> float:
    """The type size, to half a point, that most letters are set in; 10 for no letters."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def is_bold(line: Line) -> bool:
    """Whether all of a line is bold."""
    return bool(line.style & BOLD)
