"""Pages whose text runs sideways or upside down: turned for reading, and the boxes turned back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractors.model import Box, Word
from extractors.reading.page import DOWNWARD, REVERSED, SLANTED, UPRIGHT, UPWARD, Page, Rule, Token


def turn_of_page(page: Page) -> int:
    """How most letters of a page run; upright where no other way has a clear majority."""
    letters: Counter[int] = Counter()
    for token in page.tokens:
        letters[token.turn] += len(token.text)
    if not letters:
        return UPRIGHT
    turn, count = letters.most_common(1)[0]
    return turn if turn != SLANTED and count > 0.6 * letters.total() else UPRIGHT


def turned(page: Page, turn: int) -> Page:
    """The page with what runs in `turn` upright, its rules too; the order of its tokens stands."""
    if turn == UPRIGHT:
        return page
    tokens = tuple(_turned(token, turn, page.width, page.height) for token in page.tokens)
    width, height = (page.width, page.height) if turn == REVERSED else (page.height, page.width)
    rules = tuple(Rule(*_corners(*rule, turn, page.width, page.height)) for rule in page.rules)
    return replace(page, tokens=tokens, rules=rules, width=width, height=height)


def words_back(words: tuple[Word, ...], turns: dict[int, tuple[int, float, float]]) -> tuple[Word, ...]:
    """Words with their boxes as displayed; `turns` has turn, width and height of each turned page, as displayed."""
    if not any(word.box.page in turns for word in words):
        return words
    return tuple(
        word._replace(box=box_back(word.box, *turns[word.box.page])) if word.box.page in turns else word
        for word in words
    )


def _turned(token: Token, turn: int, width: float, height: float) -> Token:
    x0, y0, x1, y1 = _corners(token.x0, token.y0, token.x1, token.y1, turn, width, height)
    baseline = {UPWARD: token.baseline, REVERSED: height - token.baseline, DOWNWARD: width - token.baseline}[turn]
    seen = (token.turn - turn) % 4 if token.turn != SLANTED else SLANTED
    return token._replace(x0=x0, y0=y0, x1=x1, y1=y1, baseline=baseline if seen == UPRIGHT else y1, turn=seen)


def _corners(
    x0: float, y0: float, x1: float, y1: float, turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A rectangle of the page as displayed, on the page turned so that text of `turn` is upright."""
    if turn == UPWARD:
        return height - y1, x0, height - y0, x1
    if turn == REVERSED:
        return width - x1, height - y1, width - x0, height - y0
    return y0, width - x1, y1, width - x0


def box_back(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of the page turned by `turn` on the page as displayed, `width` by `height`."""
    _, x0, y0, x1, y1 = box
    if turn == UPWARD:
        return Box(box.page, y0, height - x1, y1, height - x0)
    if turn == REVERSED:
        return Box(box.page, width - x1, height - y1, width - x0, height - y0)
    return Box(box.page, width - y1, x0, width - y0, x1)
