"""Where the tables of a page are: ruled frames and blocks of columns, each given to the caption beside it.

Most tables of the field have ruled lines (booktabs), so frames come first: ruled lines one under the other with
nothing but columns of text between them. A caption without a frame is given the rows that stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.reading.captions import Caption
from extractors.reading.page import Page, Rule
from extractors.reading.runs import Run, runs_of, text_of

SUBTITLE = re.compile(r"\([a-h]\) ?\S")  # what parts of one float are named by
LEVEL = 1.6  # points: rules this near in height are one ruled line
EDGE = 3.0  # points: text may stand out of its frame by so much
EMPTY = 6.0  # points: an empty space higher than this between two rules parts two frames
REACH = 46.0  # points: a caption's table starts no farther from it
ALIKE = 0.7  # of the longer one's length: two rules of one frame, parts of the table's width aside
SIDE_REACH = 30.0  # points: from a table to a caption beside it
NOTE_LINES = 4  # lines of notes between a table and the caption below it
PROSE_WIDTH = 0.8  # of the frame: a run as wide, alone on its line, may be prose
PIECE_GAP = 0.6  # of the size: a wider space within a line may part two cells
PROSE_LINES = 3  # so many of them in a row are


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle which holds a table, and the ruled lines within it."""

    x0: float
    y0: float
    x1: float
    y1: float
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A frame with the caption that names it; `part` counts the tables of one caption from 0."""

    frame: Frame
    caption: Caption | None
    part: int


def merged_rules(rules: Sequence[Rule], horizontal: bool) -> list[Rule]:
    """The rules that lie (or stand), pieces of one line joined; in order from the top (or the left)."""
    lines: list[Rule] = []
    if horizontal:
        pieces = sorted((rule for rule in rules if rule.horizontal), key=lambda r: (round((r.y0 + r.y1) / 2), r.x0))
        for rule in pieces:
            last = lines[-1] if lines else None
            if last and abs(last.y0 + last.y1 - rule.y0 - rule.y1) < 2 * 0.9 and rule.x0 <= last.x1 + 0.6:
                lines[-1] = Rule(last.x0, min(last.y0, rule.y0), max(last.x1, rule.x1), max(last.y1, rule.y1))
            else:
                lines.append(rule)
        return sorted(lines, key=lambda r: (r.y0 + r.y1, r.x0))
    pieces = sorted((rule for rule in rules if not rule.horizontal), key=lambda r: (round((r.x0 + r.x1) / 2), r.y0))
    for rule in pieces:
        last = lines[-1] if lines else None
        if last and abs(last.x0 + last.x1 - rule.x0 - rule.x1) < 2 * 0.9 and rule.y0 <= last.y1 + 5:
            lines[-1] = Rule(min(last.x0, rule.x0), last.y0, max(last.x1, rule.x1), max(last.y1, rule.y1))
        else:
            lines.append(rule)
    return sorted(lines, key=lambda r: (r.x0 + r.x1, r.y0))


def frames_of(page: Page, runs: Sequence[Run], captions: Sequence[Caption]) -> list[Frame]:
    """Ruled frames of the page: each at least two ruled lines, one under the other, with columns between."""
    rules = [rule for rule in merged_rules(page.rules, True) if rule.x1 - rule.x0 > 12]
    standing = merged_rules(page.rules, False)
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for lower in range(len(rules)):
        below = rules[lower]
        covered: list[tuple[float, float]] = []
        for upper in range(lower - 1, -1, -1):
            above = rules[upper]
            if below.y0 - above.y0 < LEVEL:
                continue
            left, right = max(above.x0, below.x0), min(above.x1, below.x1)
            widths = (above.x1 - above.x0, below.x1 - below.x0)
            if right - left < 0.6 * min(widths) or min(widths) < ALIKE * max(widths):
                continue
            if any(low - 2 <= left and right <= high + 2 for low, high in covered):
                continue
            covered.append((left, right))
            if root(upper) != root(lower) and _holds(page, above, below, runs, captions, standing):
                parent[root(lower)] = root(upper)
            if left <= below.x0 + 2 and right >= below.x1 - 2:
                break
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    frames = []
    for group in groups.values():
        x0, x1 = min(rule.x0 for rule in group), max(rule.x1 for rule in group)
        y0, y1 = _along_bars(group[0].y0, max(rule.y1 for rule in group), x0, x1, standing)
        if y1 - y0 >= 8:
            frames.append(Frame(x0, y0, x1, y1, tuple(group)))
    return _not_nested(frames)


def _along_bars(y0: float, y1: float, x0: float, x1: float, standing: Sequence[Rule]) -> tuple[float, float]:
    """Top and bottom of a frame, as far as vertical rules within its width that touch it reach."""
    for _ in range(2):
        for bar in standing:
            if x0 - EDGE < bar.x0 < x1 + EDGE and bar.y1 > y0 - EDGE and bar.y0 < y1 + EDGE:
                y0, y1 = min(y0, bar.y0), max(y1, bar.y1)
    return y0, y1


def _not_nested(frames: list[Frame]) -> list[Frame]:
    """Frames that lie in another belong to it."""
    frames = sorted(frames, key=lambda f: (f.x0 - f.x1) * (f.y1 - f.y0))
    kept: list[Frame] = []
    for frame in frames:
        for index, other in enumerate(kept):
            inside_x = frame.x0 > other.x0 - EDGE and frame.x1 < other.x1 + EDGE
            if inside_x and frame.y0 > other.y0 - EDGE and frame.y1 < other.y1 + EDGE:
                kept[index] = Frame(other.x0, other.y0, other.x1, other.y1, (*other.rules, *frame.rules))
                break
        else:
            kept.append(frame)
    return sorted(kept, key=lambda f: (f.y0, f.x0))


def _holds(
    page: Page,
    above: Rule,
    below: Rule,
    runs: Sequence[Run],
    captions: Sequence[Caption],
    standing: Sequence[Rule],
) -> bool:
    """Whether what stands between two ruled lines may be part of a table."""
    top, bottom = above.y1, below.y0
    left, right = min(above.x0, below.x0), max(above.x1, below.x1)
    width = right - left
    if any(
        caption.y0 > top - 2 and caption.y1 < bottom + 4 and caption.x0 < right and caption.x1 > left
        for caption in captions
    ):
        return False
    inside: list[Run] = []
    for run in runs:
        middle = run.baseline - 0.3 * run.size
        if top < middle < bottom and run.x1 > left and run.x0 < right:
            inside.append(run)
    tied = any(rule.y0 < top + 3 and rule.y1 > bottom - 3 and left - 3 <= rule.x0 <= right + 3 for rule in standing)
    if not inside:
        return tied or bottom - top < EMPTY or _turned_between(page, left, top, right, bottom)
    out = sum(run.x0 < left - EDGE or run.x1 > right + EDGE for run in inside)
    if out > 0.15 * len(inside) and out > 1:
        return False
    if out and len(inside) <= 3:
        return False
    if any(SUBTITLE.match(text_of(page, run.tokens[:4])) and _alone(run, inside) for run in inside):
        return False
    if not tied:
        inside.sort(key=lambda run: run.baseline)
        edges = [top, *(run.y1 for run in inside)]
        starts = [*(run.y0 for run in inside), bottom]
        reach = top
        for edge, start in zip(edges, starts, strict=True):
            reach = max(reach, edge)
            if start - reach > 37:
                return False
    if any(
        image[0] < right
        and image[2] > left
        and image[1] > top - 2
        and image[3] < bottom + 2
        and (image[2] - image[0]) * (image[3] - image[1]) > 0.3 * width * (bottom - top)
        for image in page.images
    ):
        return False
    return _prose_lines(page, inside, left, width) < PROSE_LINES


def _alone(run: Run, others: Sequence[Run]) -> bool:
    """Whether no other run stands on the run's line."""
    return not any(other is not run and abs(other.baseline - run.baseline) < 0.3 * run.size for other in others)


def _turned_between(page: Page, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether turned heads of columns stand between two ruled lines."""
    return any(token.turn and x0 < token.x0 < x1 and y0 - 3 < token.y0 and token.y1 < y1 + 3 for token in page.tokens)


def _prose_lines(page: Page, inside: Sequence[Run], left: float, width: float) -> int:
    """The longest row of lines that are one wide run alone."""
    longest = count = 0
    level: list[Run] = []
    for run in [*sorted(inside, key=lambda run: run.baseline), None]:
        if level and (run is None or run.baseline - level[0].baseline > 0.3 * level[0].size):
            first = level[0]
            alone = len(level) == 1 and first.x1 - first.x0 > PROSE_WIDTH * width and _wordy(page, first)
            count = count + 1 if alone else 0
            longest = max(longest, count)
            level = []
        if run is not None:
            level.append(run)
    return longest


def _wordy(page: Page, run: Run) -> bool:
    """Whether a run reads like a sentence: six words and more, most of them of letters."""
    if len(run.tokens) < 6:
        return False
    words = sum(page.tokens[index].text.strip(",.;:()").isalpha() for index in run.tokens)
    return words > 0.6 * len(run.tokens)


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
            regions.append(Region(_grown(page, index, frames, runs, captions), caption, part))
        if not own:
            block = _block_beside(page, caption, runs, captions, [frames[index] for index in used])
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
    if _prose_lines(page, between, frame.x0, max(frame.x1 - frame.x0, 1)) >= (NOTE_LINES if notes else 2):
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
        if number not in placed:
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
                upper, lower = (other, frame) if below else (frame, other)
                stacked = (
                    -2 < lower.y0 - upper.y1 < 30
                    and min(frame.x1, other.x1) - max(frame.x0, other.x0)
                    > 0.5 * min(frame.x1 - frame.x0, other.x1 - other.x0)
                    and not _prose_between(page, upper, lower, runs, captions)
                )
                if (side and within) or stacked:
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
        named
        or len({round(run.baseline) for run in between}) > 2
        or _prose_lines(page, between, left, right - left) > 1
    )


def _grown(page: Page, number: int, frames: Sequence[Frame], runs: Sequence[Run], captions: Sequence[Caption]) -> Frame:
    """The frame with rows of columns that stand right above its first or below its last ruled line."""
    frame = frames[number]
    others = [other for other in frames if other is not frame and other.x0 < frame.x1 and other.x1 > frame.x0]
    y0, y1 = frame.y0, frame.y1
    taken = {index for each in captions for index in each.tokens}
    inside = [
        run for run in runs if run.x0 > frame.x0 - EDGE and run.x1 < frame.x1 + EDGE and run.tokens[0] not in taken
    ]
    levels = _levels(inside)
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


def _levels(runs: Sequence[Run]) -> list[list[Run]]:
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


def _block_beside(
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
    levels = _levels([run for run in runs if run.x1 >= left and run.x0 <= right])
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
