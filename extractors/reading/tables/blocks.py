"""Rows of columns without a ruled frame: beside a caption, or right above and below a frame."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading.captions import Caption
from extractors.reading.page import Page
from extractors.reading.runs import Run, runs_of, text_of
from extractors.reading.tables.frames import EDGE, SUBTITLE, Frame, merged_rules

PIECE_GAP = 0.6  # of the size: a wider space within a line may part two cells


def grown(page: Page, number: int, frames: Sequence[Frame], runs: Sequence[Run], captions: Sequence[Caption]) -> Frame:
    """The frame with rows of columns that stand right above its first or below its last ruled line."""
    frame = frames[number]
    others = [other for other in frames if other is not frame and other.x0 < frame.x1 and other.x1 > frame.x0]
    y0, y1 = frame.y0, frame.y1
    taken = {index for each in captions for index in each.tokens}
    inside = [
        run for run in runs if run.x0 > frame.x0 - EDGE and run.x1 < frame.x1 + EDGE and run.tokens[0] not in taken
    ]
    levels = levels_of(inside)
    for up in (True, False):
        edge, titles = (y0 if up else y1), 0
        for level in reversed(levels) if up else levels:
            size = max(run.size for run in level)
            top, bottom = min(run.baseline - 0.7 * run.size for run in level), max(run.y1 for run in level)
            gap = edge - level[0].baseline if up else top - edge
            if gap < -1:
                continue
            if gap > size or any(other.y0 - 2 < level[0].baseline < other.y1 + 2 for other in others):
                break
            if SUBTITLE.match(text_of(page, level[0].tokens[:4])) and len(level) == 1:
                break
            level = [piece for run in level for piece in runs_of(page, run.tokens, PIECE_GAP)]
            if len(level) < 2:  # a group's title, if rows follow
                titles += 1
                if titles > 1 or len(level[0].tokens) > 9:
                    break
            elif not _columns_agree(level, frame, inside):
                break
            edge = top if up else bottom
            if len(level) > 1:
                titles = 0
                y0, y1 = (edge, y1) if up else (y0, edge)
    return Frame(frame.x0, y0, frame.x1, y1, frame.rules)


def levels_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs by base line, from the top."""
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        if levels and run.baseline - levels[-1][0].baseline < 0.35 * run.size:
            levels[-1].append(run)
        else:
            levels.append([run])
    return levels


def _columns_agree(level: Sequence[Run], frame: Frame, inside: Sequence[Run]) -> bool:
    """Whether the runs of a line stand over runs of the frame, each over another."""
    body = [run for run in inside if frame.y0 < run.baseline < frame.y1]
    hits = sum(
        any(
            min(run.x1, other.x1) - max(run.x0, other.x0) > 0.3 * min(run.x1 - run.x0, other.x1 - other.x0)
            for other in body
        )
        for run in level
    )
    return hits * 2 >= len(level)


def block_beside(
    page: Page,
    caption: Caption,
    runs: Sequence[Run],
    captions: Sequence[Caption],
    others: Sequence[Frame],
) -> Frame | None:
    """Rows of columns above or below a caption, without a ruled frame."""
    best: Frame | None = None
    best_rows = 0
    for down in (False, True):
        block, rows = _scan(page, caption, runs, captions, others, down)
        if block is not None and rows > best_rows:
            best, best_rows = block, rows
    return best


def _scan(
    page: Page,
    caption: Caption,
    runs: Sequence[Run],
    captions: Sequence[Caption],
    others: Sequence[Frame],
    down: bool,
) -> tuple[Frame | None, int]:
    left, right = _lane(page, caption)
    taken = {index for each in captions for index in each.tokens}
    levels = levels_of([run for run in runs if run.x1 >= left and run.x0 <= right])
    if down:
        levels = [level for level in levels if level[0].baseline > caption.y1]
    else:
        levels = [level for level in reversed(levels) if level[0].baseline < caption.y0 + 1]
    held: list[list[Run]] = []
    edge = caption.y1 if down else caption.y0
    single = 0
    for level in levels:
        size = max(run.size for run in level)
        y0, y1 = min(run.y0 for run in level), max(run.y1 for run in level)
        gap = y0 - edge if down else edge - y1
        if gap > (2.8 * size if held else 4.0 * size):
            break
        if any(run.tokens[0] in taken for run in level):
            break
        if any(f.x0 < right and f.x1 > left and f.y0 - 2 < level[0].baseline < f.y1 + 2 for f in others):
            break
        outside = any(run.x0 < left - 3 or run.x1 > right + 3 for run in level)
        if outside:
            break
        if len(level) == 1 and (level[0].x1 - level[0].x0 > 0.75 * (right - left) or len(level[0].tokens) > 12):
            break
        single = single + 1 if len(level) == 1 else 0
        if single > 2:
            break
        held.append(level)
        edge = y1 if down else y0
    while held and len(held[-1]) == 1:
        held.pop()
    multiple = sum(len(level) > 1 for level in held)
    if multiple < 2 or multiple * 2 < len(held):
        return None, 0
    whole = [run for level in held for run in level]
    if not any(any(char.isdigit() for char in page.tokens[i].text) for run in whole for i in run.tokens):
        return None, 0
    x0, x1 = min(run.x0 for run in whole), max(run.x1 for run in whole)
    y0, y1 = min(run.y0 for run in whole), max(run.y1 for run in whole)
    rules = tuple(
        rule for rule in merged_rules(page.rules, True) if y0 - 5 < rule.y0 < y1 + 5 and rule.x0 < x1 and rule.x1 > x0
    )
    return Frame(x0 - 1, y0, x1 + 1, y1, rules), multiple


def _lane(page: Page, caption: Caption) -> tuple[float, float]:
    """The column of the page that the caption stands in: left, right edge."""
    middle = page.width / 2
    if caption.x1 < middle + 6:
        return 0.04 * page.width, middle
    if caption.x0 > middle - 6:
        return middle, 0.96 * page.width
    return 0.04 * page.width, 0.96 * page.width
