"""Ruled frames of a page: ruled lines one under the other with nothing but columns of text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.reading.captions import Caption
from extractors.reading.page import Page, Rule
from extractors.reading.runs import Run, text_of

SUBTITLE = re.compile(r"\([a-h]\) ?\S")  # what parts of one float are named by
LEVEL = 1.6  # points: rules this near in height are one ruled line
EDGE = 3.0  # points: text may stand out of its frame by so much
EMPTY = 6.0  # points: an empty space higher than this between two rules parts two frames
ALIKE = 0.7  # of the longer one's length: two rules of one frame, parts of the table's width aside
PROSE_WIDTH = 0.8  # of the frame: a run as wide, alone on its line, may be prose
PROSE_LINES = 3  # so many of them in a row are


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle which holds a table, and the ruled lines within it."""

    x0: float
    y0: float
    x1: float
    y1: float
    rules: tuple[Rule, ...]


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
    return prose_lines(page, inside, left, width) < PROSE_LINES


def _alone(run: Run, others: Sequence[Run]) -> bool:
    """Whether no other run stands on the run's line."""
    return not any(other is not run and abs(other.baseline - run.baseline) < 0.3 * run.size for other in others)


def _turned_between(page: Page, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether turned heads of columns stand between two ruled lines."""
    return any(token.turn and x0 < token.x0 < x1 and y0 - 3 < token.y0 and token.y1 < y1 + 3 for token in page.tokens)


def prose_lines(page: Page, inside: Sequence[Run], left: float, width: float) -> int:
    """The longest row of lines that are one wide run alone."""
    longest = count = 0
    level: list[Run] = []
    for run in [*sorted(inside, key=lambda run: run.baseline), None]:
        if level and (run is None or run.baseline - level[0].baseline > 0.3 * level[0].size):
            first = level[0]
            alone = len(level) == 1 and first.x1 - first.x0 > PROSE_WIDTH * width and wordy(page, first)
            count = count + 1 if alone else 0
            longest = max(longest, count)
            level = []
        if run is not None:
            level.append(run)
    return longest


def wordy(page: Page, run: Run) -> bool:
    """Whether a run reads like a sentence: six words and more, most of them of letters."""
    if len(run.tokens) < 6:
        return False
    words = sum(page.tokens[index].text.strip(",.;:()").isalpha() for index in run.tokens)
    return words > 0.6 * len(run.tokens)
