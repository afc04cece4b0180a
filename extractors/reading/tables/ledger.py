"""The digit ledger: every number printed in a table's region is in exactly one cell, as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.model import Cell
from extractors.reading.page import Page
from extractors.reading.tables.text import NUMBER


def doubts_of(
    page: Page, region: Sequence[int], cells: Sequence[Cell], cell_tokens: Sequence[Sequence[int]]
) -> tuple[str, ...]:
    """What keeps a table from being safe; nothing where every number is in one cell as printed."""
    doubts: list[str] = []
    held = Counter(index for tokens in cell_tokens for index in tokens)
    lost = [page.tokens[index].text for index in region if not held[index] and NUMBER.search(page.tokens[index].text)]
    if lost:
        doubts.append(f"{len(lost)} numbers are in no cell")
    twice = sum(count > 1 for count in held.values())
    if twice:
        doubts.append(f"{twice} words are in two cells")
    changed = sum(
        _digits(cell.text) != "".join(_digits(page.tokens[index].text) for index in tokens)
        for cell, tokens in zip(cells, cell_tokens, strict=True)
    )
    if changed:
        doubts.append(f"{changed} cells do not read as printed")
    if any("\ufffd" in cell.text for cell in cells):
        doubts.append("characters without a meaning")
    return tuple(doubts)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char in ".,")
