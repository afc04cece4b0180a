"""Columns of numbers that stand so near that a word space, or less, parts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.reading.page import Page
from extractors.reading.tables.lines import Line, Span, words_of
from extractors.reading.tables.text import PLAIN

THOUSANDS = re.compile(r"[+\-−–]?\d{1,3}(?: \d{3})+$")  # one number, its thousands set apart


def tight_columns(page: Page, spans: Sequence[Span], lines: Sequence[Line]) -> list[Span]:
    """Columns of numbers that stand so near that a word space, or less, parts them."""
    result: list[Span] = []
    for span in spans:
        result.extend(_tight_parts(page, span, lines))
    return result


def _tight_parts(page: Page, span: Span, lines: Sequence[Line]) -> list[Span]:
    """A column in parts, where its numbers (and the words over them) stand in as many places in each line."""
    figures: list[list[tuple[float, float]]] = []
    names: list[list[tuple[float, float]]] = []
    other = thousands = 0
    for line in lines:
        inside = [run for run in line.runs if run.x0 >= span.x0 - 0.5 and run.x1 <= span.x1 + 0.5]
        words = [word for run in inside for word in words_of(page, run)]
        if not words:
            continue
        boxes = [(word[1], word[2]) for word in words]
        texts = [word[0] for word in words]
        if all(PLAIN.match(text) for text in texts):
            figures.append(boxes)
            thousands += len(texts) > 1 and bool(THOUSANDS.match(" ".join(texts)))
        elif len(words) > 1 and not figures and all(word[0][:1].isalnum() or word[0][:1] in "#%(" for word in words):
            names.append(boxes)
        else:
            other += 1
    count = Counter(len(row) for row in (*figures, *names) if len(row) > 1).most_common(1)
    if not count or not figures:
        return [span]
    many = count[0][0]
    full = sum(len(row) == many for row in figures)
    if full and thousands == sum(len(row) > 1 for row in figures):
        return [span]
    named = sum(len(row) == many for row in names)
    whole = [row for row in (*figures, *names) if len(row) == many]
    agreed = full and named  # the numbers of a line and the names over them stand in as many places
    if not agreed and (len(whole) < 2 or full < 0.5 * len(figures) or len(whole) < 0.4 * (len(whole) + other)):
        scattered = named and len(figures) > 1 and all(len(row) == 1 for row in figures)
        if not scattered:
            return [span]
    parts = _clear_intervals([box for row in whole for box in row])
    if len(parts) != many:
        return [span]
    if not full and len({_nearest(row[0], parts) for row in figures}) < 2:
        return [span]
    return [_grown(part, [box for row in figures for box in row], parts) for part in parts]


def _nearest(box: tuple[float, float], parts: Sequence[Span]) -> int:
    middle = (box[0] + box[1]) / 2
    return min(range(len(parts)), key=lambda number: abs(parts[number].x0 + parts[number].x1 - 2 * middle))


def _grown(part: Span, boxes: Sequence[tuple[float, float]], parts: Sequence[Span]) -> Span:
    """A part with the boxes that touch it and no other."""
    x0, x1 = part
    for low, high in boxes:
        touched = [other for other in parts if low < other.x1 and high > other.x0]
        if touched == [part]:
            x0, x1 = min(x0, low), max(x1, high)
    return Span(x0, x1)


def _clear_intervals(boxes: Sequence[tuple[float, float]]) -> list[Span]:
    spans: list[Span] = []
    for x0, x1 in sorted(boxes):
        if spans and x0 <= spans[-1].x1:
            spans[-1] = Span(spans[-1].x0, max(spans[-1].x1, x1))
        else:
            spans.append(Span(x0, x1))
    return spans
