"""Which text stands inside figures: what is between a figure's caption and the running text above it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import BlockKind
from extractors.reading.blocks import Group, is_named_heading

TAGS = 1.2
"""Type that is so many points smaller than the running text, and no prose, is a figure's where a page has one."""
_MARKED = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.EQUATION)


def mark_figures(groups: Sequence[Group], body: float) -> None:
    """Mark the groups of a page that are the text of a figure: what stands above its caption up to running text."""
    captions = [
        at
        for at, group in enumerate(groups)
        if group.kind is BlockKind.CAPTION and group.label.startswith(("Figure", "Chart"))
    ]
    for at in captions:
        caption = groups[at]
        left = min(line.x0 for line in caption.lines)
        right = max(line.x1 for line in caption.lines)
        top = caption.lines[0].y0
        for group in reversed(groups[:at]):
            if is_prose(group, body):
                break
            first = group.lines[0]
            inside = first.y1 < top + 2 and first.x0 < right + 60 and max(line.x1 for line in group.lines) > left - 60
            if inside and group.kind in _MARKED:
                group.kind = BlockKind.FIGURE
    for group in groups if captions else ():
        if group.kind in _MARKED and group.size < body - TAGS and not _reads_as_prose(group):
            group.kind = BlockKind.FIGURE


def is_prose(group: Group, body: float) -> bool:
    """Whether a group is running text or one of its headings, by its kind, its type and its words."""
    if group.kind in (BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.TITLE, BlockKind.TABLE):
        return True
    if group.kind is BlockKind.HEADING:
        return is_named_heading(group.lines[0].text)
    if group.kind is not BlockKind.PARAGRAPH or group.size < body - TAGS:
        return False
    return _reads_as_prose(group)


def _reads_as_prose(group: Group) -> bool:
    text = " ".join(line.text for line in group.lines)
    words = sum(token.text.isalpha() for line in group.lines for token in line.tokens)
    tokens = sum(len(line.tokens) for line in group.lines)
    return len(text) > 30 * len(group.lines) and words > 0.5 * tokens and (len(text) > 80 or text.endswith("."))
