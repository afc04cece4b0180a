"""Cells as the model has them: text, box, spans, style, footnote marks."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Box, Cell, Style
from extractors.reading.captions import token_box
from extractors.reading.page import Page, Rule
from extractors.reading.tables.spans import Draft
from extractors.reading.tables.text import MARKS, cell_text

UNDERLINE_EDGE = 1.6  # points: an underline ends this near to the edges of what it stands under


def cells_of(
    page: Page, drafts: Sequence[Draft], underlines: Sequence[Rule]
) -> tuple[list[Cell], list[tuple[int, ...]]]:
    """The cells from the top and the left, and the tokens of each in reading order."""
    cells: list[Cell] = []
    tokens: list[tuple[int, ...]] = []
    for draft in sorted(drafts, key=lambda draft: (draft.top, draft.first)):
        pieces = sorted(draft.pieces, key=lambda piece: (round(piece.run.baseline), piece.x0))
        held = [piece.tokens for piece in pieces]
        flat = tuple(index for part in held for index in part)
        boxes = [page.tokens[index] for index in flat]
        style = Style.PLAIN
        for flag in (Style.BOLD, Style.ITALIC):
            if all(box.style & flag for box in boxes):
                style |= flag
        box = Box(page.number, *token_box(boxes))
        if any(_underlines(rule, box) for rule in underlines):
            style |= Style.UNDERLINE
        spans = (draft.bottom - draft.top + 1, draft.last - draft.first + 1)
        cells.append(Cell(draft.top, draft.first, cell_text(page, held), box, *spans, int(style), _marks(page, flat)))
        tokens.append(flat)
    return cells, tokens


def underlines_of(page: Page, region: Sequence[int], rules: Sequence[Rule]) -> list[Rule]:
    """The rules that are underlines: each as wide as the words right above it."""
    found = []
    for rule in rules:
        height = (rule.y0 + rule.y1) / 2
        over = [
            token
            for token in (page.tokens[index] for index in region)
            if -0.1 * token.size < height - token.baseline < 0.4 * token.size
            and token.x0 > rule.x0 - UNDERLINE_EDGE
            and token.x1 < rule.x1 + UNDERLINE_EDGE
        ]
        if not over:
            continue
        ends = (min(token.x0 for token in over) - rule.x0, max(token.x1 for token in over) - rule.x1)
        if max(map(abs, ends)) < UNDERLINE_EDGE:
            found.append(rule)
    return found


def _underlines(rule: Rule, box: Box) -> bool:
    return box.x0 - UNDERLINE_EDGE < rule.x0 and rule.x1 < box.x1 + UNDERLINE_EDGE and box.y0 < rule.y0 < box.y1 + 3


def _marks(page: Page, tokens: Sequence[int]) -> tuple[str, ...]:
    """Footnote marks: signs such as * and †, and a raised letter or digit that follows a word."""
    marks: list[str] = []
    before = ""
    for index in tokens:
        token = page.tokens[index]
        signs = [char for char in token.text if char in MARKS and char not in "↑↓"]
        if signs and (before or len(token.text) > 1):
            marks += signs
        elif (
            token.style & Style.SUPERSCRIPT and len(token.text) <= 2 and before[-1:].isalpha() and token.text.isalnum()
        ):
            marks.append(token.text)
        before = token.text
    return tuple(marks)
