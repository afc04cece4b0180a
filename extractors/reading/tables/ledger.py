"""The digit ledger: every number printed in a table's region is in exactly one cell, as printed.

A table that it finds anything against is not safe; the score says how sure the grid is beyond that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from extractors.model import Cell
from extractors.reading.page import Page, Token
from extractors.reading.tables.frames import Frame
from extractors.reading.tables.text import NUMBER, PLAIN
from extractors.reading.tables.tight import THOUSANDS

BESIDE = 0.9  # of the size: a line this near above or below the region may be a row that was left out
SURE, RULELESS, SPARSE, DOUBT = 0.95, 0.2, 0.15, 0.25  # the score of a table, and what is taken off it
SPARSE_SHARE = 0.35  # of the positions: a grid that is filled less looks like a figure


def doubts_of(
    page: Page,
    frame: Frame,
    region: Sequence[int],
    cells: Sequence[Cell],
    cell_tokens: Sequence[Sequence[int]],
    taken: Collection[int],
) -> tuple[str, ...]:
    """What keeps a table from being safe; nothing where every number is in one cell as printed.

    `region` are the tokens inside `frame`, `taken` those of captions and line numbers.
    """
    held = Counter(index for tokens in cell_tokens for index in tokens)
    lost = sum(not held[index] and bool(NUMBER.search(page.tokens[index].text)) for index in region)
    twice = sum(count > 1 for count in held.values())
    changed = sum(
        _digits(cell.text) != "".join(_digits(page.tokens[index].text) for index in tokens)
        for cell, tokens in zip(cells, cell_tokens, strict=True)
    )
    several = sum(_several(cell.text) for cell in cells)
    unknown = sum("\ufffd" in cell.text for cell in cells)
    found = (
        (lost, "numbers are in no cell"),
        (twice, "words are in two cells"),
        (changed, "cells do not read as printed"),
        (several, "cells hold several numbers"),
        (unknown, "cells hold characters without a meaning"),
        (_beside(page, frame, set(region), taken), "numbers stand right beside the region"),
        (_overprinted(page, region), "words are printed over others"),
    )
    return tuple(f"{count} {what}" for count, what in found if count)


def score_of(frame: Frame, cells: Sequence[Cell], positions: int, doubts: Sequence[str]) -> float:
    """How sure it is that this is a table with this grid, in 0..1; `positions` is rows × columns."""
    score = SURE - DOUBT * len(doubts)
    if not frame.rules:
        score -= RULELESS
    if sum(cell.row_span * cell.column_span for cell in cells) < SPARSE_SHARE * positions:
        score -= SPARSE
    return max(0.05, round(score, 3))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char in ".,")


def _several(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(PLAIN.match(word) for word in words) and not THOUSANDS.match(text)


def _beside(page: Page, frame: Frame, region: set[int], taken: Collection[int]) -> int:
    """How many numbers stand on lines that touch the region, at least two on a line."""
    lines: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for index, token in enumerate(page.tokens):
        if index in region or index in taken or token.x1 < frame.x0 or token.x0 > frame.x1 or token.turn:
            continue
        near = BESIDE * token.size
        beside = frame.y0 - near < token.baseline < frame.y0 or 0 < token.baseline - 0.7 * token.size - frame.y1 < near
        if beside:
            words[round(token.baseline)] += 1
            lines[round(token.baseline)] += bool(PLAIN.match(token.text))
    return sum(count for line, count in lines.items() if count > 1 and 3 * count >= words[line])


def _overprinted(page: Page, region: Sequence[int]) -> int:
    """How many numbers of the region lie on other words of it."""
    tokens = sorted((page.tokens[index] for index in region), key=lambda token: (round(token.baseline), token.x0))
    count = 0
    for before, token in pairwise(tokens):
        count += abs(before.baseline - token.baseline) < 1 and _covers(before, token)
    return count


def _covers(one: Token, other: Token) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0) and bool(NUMBER.search(one.text + other.text))
