"""What columns and rows are found from: the lines of a table, and intervals of x."""

from __future__ import annotations

from typing import NamedTuple

from extractors.reading.page import Page
from extractors.reading.runs import Run
from extractors.reading.tables.text import MARKS


class Span(NamedTuple):
    """An interval of x."""

    x0: float
    x1: float


class Line(NamedTuple):
    """A line of a table: its runs from left to right."""

    baseline: float
    y0: float
    y1: float
    size: float
    runs: tuple[Run, ...]


def words_of(page: Page, run: Run) -> list[tuple[str, float, float]]:
    """A run's words with their left and right edges; a number that touches a footnote mark begins another word."""
    words: list[tuple[str, float, float]] = []
    for index in run.tokens:
        token = page.tokens[index]
        if words and token.joined and not (token.text[:1].isdigit() and words[-1][0][-1:] in MARKS):
            words[-1] = (words[-1][0] + token.text, words[-1][1], token.x1)
        else:
            words.append((token.text, token.x0, token.x1))
    return words
