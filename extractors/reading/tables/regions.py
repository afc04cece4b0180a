"""Where the tables of a page are: ruled frames and blocks of columns, each given to the caption beside it.

Most tables of the field have ruled lines (booktabs), so frames come first. A caption without a frame is given the
rows that stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.reading.captions import Caption
from extractors.reading.page import Page
from extractors.reading.runs import Run
from extractors.reading.tables.blocks import block_beside, grown
from extractors.reading.tables.frames import Frame, prose_lines

REACH = 46.0  # points: a caption's table starts no farther from it
SIDE_REACH = 30.0  # points: from a table to a caption beside it
LEVEL_PARTS = 12.0  # points: parts side by side begin or end at the same height
NOTE_LINES = 4  # lines of notes between a table and the caption below it


@dataclass(frozen=True, slots=True)
class Region:
    """A frame with the caption that names it; `part` counts the tables of one caption from 0."""

    frame: Frame
    caption: Caption | None
    part: int


def regions_of(page: Page, runs: Sequence[Run], captions: Sequence[Caption], frames: Sequence[Frame]) -> list[Region]:
    """Each table caption with its frames; frames without one are left out."""
    tables = [caption for caption in captions if caption.kind == "table"]
    pairs: list[tuple[float, int, int]] = []
    for number, caption in enumerate(tables):
        for index, frame in enumerate(frames):
            distance = _distance(page, caption, frame, runs, captions)
            if distance is not None:
                pairs.append((distance, number, index))
    for number, caption in enumerate(captions):  # a figure's caption below it takes what looks like a frame in it
        if caption.kind == "figure":
            for index, frame in enumerate(frames):
                distance = _distance(page, caption, frame, runs, captions) if frame.y1 < caption.y0 + 4 else None
                if distance is not None:
                    pairs.append((distance, -1 - number, index))
    chosen = _assigned(pairs)
    regions: list[Region] = []
    used = set(chosen.values())
    for number, caption in enumerate(tables):
        own = [chosen[number]] if number in chosen else []
        if own:
            own = _with_parts(page, own[0], number, pairs, used, chosen, caption, frames, captions, runs)
        for part, index in enumerate(own):
            used.add(index)
            regions.append(Region(grown(page, index, frames, runs, captions), caption, part))
        if not own:
            block = block_beside(page, caption, runs, captions, [frames[index] for index in used])
            if block is not None:
                regions.append(Region(block, caption, 0))
    return regions


def _distance(
    page: Page, caption: Caption, frame: Frame, runs: Sequence[Run], captions: Sequence[Caption]
) -> float | None:
    """Points between a caption and a frame above or below it; None where something else stands between."""
    shared = min(caption.y1, frame.y1) - max(caption.y0, frame.y0)
    if shared > 0.5 * min(caption.y1 - caption.y0, frame.y1 - frame.y0):  # set beside its table
        gap = max(frame.x0 - caption.x1, caption.x0 - frame.x1)
        return gap + REACH if 0 < gap < SIDE_REACH else None
    left, right = max(caption.x0, frame.x0), min(caption.x1, frame.x1)
    if right - left < 0.5 * min(caption.x1 - caption.x0, frame.x1 - frame.x0):
        return None
    if caption.y1 <= frame.y0 + 4:
        top, bottom = caption.y1, frame.y0
    elif caption.y0 >= frame.y1 - 4:
        top, bottom = frame.y1, caption.y0
    else:
        return None
    gap = bottom - top
    if gap > REACH * 3:
        return None
    own = set(caption.tokens)
    between = [
        run
        for run in runs
        if top - 1 < run.baseline - 0.3 * run.size < bottom + 1
        and run.x1 > frame.x0 + 2
        and run.x0 < frame.x1 - 2
        and run.tokens[0] not in own
    ]
    for other in captions:
        if other is not caption and any(run.tokens[0] in other.tokens for run in between):
            return None
    notes = caption.y0 >= frame.y1 - 4 and between and min(run.y0 for run in between) - frame.y1 < 6
    if prose_lines(page, between, frame.x0, max(frame.x1 - frame.x0, 1)) >= (NOTE_LINES if notes else 2):
        return None
    height = sum(run.size for run in between) * 0.7
    if gap - height > REACH or len({round(run.baseline) for run in between}) > 6:
        return None
    return max(gap, 0.0) + 2 * len(between)


def _assigned(pairs: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """Captions to frames, one to one: as many as possible, then the nearest (by augmenting paths, nearest first)."""
    options: dict[int, list[int]] = {}
    for _, number, index in sorted(pairs):
        options.setdefault(number, []).append(index)
    holder: dict[int, int] = {}

    def place(number: int, seen: set[int]) -> bool:
        for index in options.get(number, ()):
            if index not in seen:
                seen.add(index)
                if index not in holder or place(holder[index], seen):
                    holder[index] = number
                    return True
        return False

    placed: set[int] = set()
    for _, number, index in sorted(pairs):
        if index not in holder and number not in placed:
            holder[index] = number
            placed.add(number)
    for number in options:
        if number >= 0 and number not in placed:
            place(number, set())
    return {number: index for index, number in holder.items()}


def _with_parts(
    page: Page,
    first: int,
    number: int,
    pairs: Sequence[tuple[float, int, int]],
    used: set[int],
    chosen: dict[int, int],
    caption: Caption,
    frames: Sequence[Frame],
    captions: Sequence[Caption],
    runs: Sequence[Run],
) -> list[int]:
    """The frames of one caption: side by side with the first, or stacked on it away from the caption."""
    own = [first]
    below = frames[first].y0 >= caption.y1 - 4
    free = [index for index in range(len(frames)) if index not in used]
    changed = True
    while changed:
        changed = False
        for index in free:
            if index in own:
                continue
            frame = frames[index]
            rivals = [n for _, n, i in pairs if i == index and n != number and (n < 0 or n not in chosen)]
            if rivals:
                continue
            for other in (frames[i] for i in own):
                side = frame.y0 < other.y1 and frame.y1 > other.y0 and (frame.x0 >= other.x1 or frame.x1 <= other.x0)
                within = frame.x0 > caption.x0 - 6 and frame.x1 < caption.x1 + 6
                left, right = min(frame.x0, other.x0), max(frame.x1, other.x1)
                level = min(abs(frame.y0 - other.y0), abs(frame.y1 - other.y1)) < LEVEL_PARTS
                over_both = abs(left + right - caption.x0 - caption.x1) < 0.3 * (right - left)
                upper, lower = (other, frame) if below else (frame, other)
                stacked = (
                    -2 < lower.y0 - upper.y1 < 30
                    and min(frame.x1, other.x1) - max(frame.x0, other.x0)
                    > 0.5 * min(frame.x1 - frame.x0, other.x1 - other.x0)
                    and not _prose_between(page, upper, lower, runs, captions)
                )
                if (side and (within or (level and over_both))) or stacked:
                    own.append(index)
                    changed = True
                    break
    return sorted(own, key=lambda i: (frames[i].y0 - frames[i].y0 % 20, frames[i].x0))


def _prose_between(page: Page, upper: Frame, lower: Frame, runs: Sequence[Run], captions: Sequence[Caption]) -> bool:
    left, right = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
    between = [
        run for run in runs if upper.y1 < run.baseline - 0.3 * run.size < lower.y0 and run.x1 > left and run.x0 < right
    ]
    named = any(
        caption.y0 > upper.y1 - 4 and caption.y1 < lower.y0 + 4 and caption.x0 < right and caption.x1 > left
        for caption in captions
    )
    return (
        named or len({round(run.baseline) for run in between}) > 2 or prose_lines(page, between, left, right - left) > 1
    )
