"""Which text stands inside pictures: on a picture's area, or between a figure's caption and the running text."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import BlockKind
from extractors.reading.blocks import Group, is_named_heading
from extractors.reading.lines import Line
from extractors.reading.page import Page

PAGE_SHARE = 0.6
"""A picture that covers more of a page is its paper, not a figure on it (scans with recognised text)."""
SMALLEST = 1500.0
"""Square points: smaller pictures are logos, marks and letters."""
MOST = 100
"""A page of more pictures than these is a mosaic, whose tiles say nothing."""


def in_pictures(lines: Sequence[Line], page: Page) -> list[bool]:
    """For each line whether its middle lies on a picture."""
    areas = [
        (x0, y0, x1, y1)
        for x0, y0, x1, y1 in page.images
        if SMALLEST < (x1 - x0) * (y1 - y0) < PAGE_SHARE * page.width * page.height
    ]
    if not areas or len(areas) > MOST:
        return [False] * len(lines)
    return [
        line.table is None
        and any(x0 < (line.x0 + line.x1) / 2 < x1 and y0 < (line.y0 + line.y1) / 2 < y1 for x0, y0, x1, y1 in areas)
        for line in lines
    ]


def mark_figures(groups: Sequence[Group], body: float) -> None:
    """Mark the groups of a page that are the text of a figure: what stands above its caption up to running text."""
    for at, caption in enumerate(groups):
        if caption.kind is not BlockKind.CAPTION or not caption.label.startswith(("Figure", "Chart")):
            continue
        left = min(line.x0 for line in caption.lines)
        right = max(line.x1 for line in caption.lines)
        top = caption.lines[0].y0
        for group in reversed(groups[:at]):
            if is_prose(group, body):
                break
            first = group.lines[0]
            inside = first.y1 < top + 2 and first.x0 < right + 60 and max(line.x1 for line in group.lines) > left - 60
            if inside and group.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
                group.kind = BlockKind.FIGURE


def is_prose(group: Group, body: float) -> bool:
    """Whether a group is running text or one of its headings, by its kind, its type and its words."""
    if group.kind in (BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.TITLE, BlockKind.TABLE):
        return True
    if group.kind is BlockKind.HEADING:
        return is_named_heading(group.lines[0].text)
    if group.kind is not BlockKind.PARAGRAPH or group.size < body - 1.2:
        return False
    text = " ".join(line.text for line in group.lines)
    words = sum(token.text.isalpha() for line in group.lines for token in line.tokens)
    tokens = sum(len(line.tokens) for line in group.lines)
    return len(text) > 30 * len(group.lines) and words > 0.5 * tokens and (len(text) > 80 or text.endswith("."))
