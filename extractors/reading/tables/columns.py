"""Columns of a table: where no line of the table has ink, and where only spanning cells have."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading.page import Page, Rule
from extractors.reading.runs import Run
from extractors.reading.tables.lines import Line, Span, words_of
from extractors.reading.tables.tight import tight_columns

MIRRORED = str.maketrans("()[]", ")(][")
CELL_GAP = 0.45  # of the size: a wider space between words may part two cells
SPLIT_SHARE = 0.3  # of the lines of a column that part it, so that it is two
CROSS_SHARE = 0.4  # of the parting lines: so many others may run across (spanning cells)
TIGHT_GAP = 0.18  # of the size: two numbers in a line with this space between are two cells


def columns_of(
    page: Page, lines: Sequence[Line], bars: Sequence[float], partial: Sequence[Rule], header_end: float
) -> list[Span]:
    """The columns from left to right.

    `bars` are the x of vertical rules that run through the table; `partial` are horizontal rules that do not: the runs
    right above them span the columns below. Lines above `header_end` vote only where too few stand below it.
    """
    body = [line for line in lines if line.baseline > header_end]
    if sum(len(line.runs) > 1 for line in body) < 2:
        body = list(lines)
    voters = [[run for run in line.runs if not _spans(run, partial)] for line in body]
    several = [runs for runs in voters if len(runs) > 1]
    if len(several) >= 2 or (several and 2 * len(several) >= len(voters)):
        voters = several
    runs = [run for line in voters for run in line]
    if not runs:
        runs = [run for line in lines for run in line.runs]
        voters = [list(line.runs) for line in lines]
    result: list[Span] = []
    for span in _clear(runs, bars):
        result.extend(_parted(page, span, voters, 0))
    header = [line for line in lines if line.baseline <= header_end]
    for line in header:
        own = [run for run in line.runs if not _spans(run, partial)]
        result = _with_own(result, own, 1 if line is header[-1] else line.size)
    return _whole(page, tight_columns(page, result, lines), lines)


def _whole(page: Page, spans: list[Span], lines: Sequence[Line]) -> list[Span]:
    """The columns, with those joined between which brackets stay open: "[0.80, 1.20]" is one cell."""
    index = 0
    while index < len(spans) - 1:
        left, right = spans[index], spans[index + 1]
        both = open_between = 0
        for line in lines:
            words = [word for run in line.runs for word in words_of(page, run)]
            before = "".join(word[0] for word in words if left.x0 - 1 < (word[1] + word[2]) / 2 < left.x1 + 1)
            after = "".join(word[0] for word in words if right.x0 - 1 < (word[1] + word[2]) / 2 < right.x1 + 1)
            if before and after:
                rest = "".join(word[0] for word in words if word[1] > left.x1)
                both += 1
                open_between += _unclosed(before) and _unclosed(rest[::-1].translate(MIRRORED))
        if both > 1 and open_between * 2 > both:
            spans[index : index + 2] = [Span(left.x0, right.x1)]
        else:
            index += 1
    return spans


def _unclosed(text: str) -> bool:
    return text.count("[") + text.count("(") > text.count("]") + text.count(")")


def _with_own(spans: list[Span], runs: Sequence[Run], apart: float) -> list[Span]:
    """The columns with those that only a header's run stands in, `apart` points from the others at least.

    The head of several columns may stand over the gutter between them: it is no column of its own.
    """
    for run in runs:
        if all(run.x1 < span.x0 - apart or run.x0 > span.x1 + apart for span in spans):
            spans = sorted([*spans, Span(run.x0, run.x1)])
    return spans


def _spans(run: Run, partial: Sequence[Rule]) -> bool:
    """Whether a run stands right above a partial rule that is much wider."""
    return any(
        0 < rule.y0 - run.baseline < 0.9 * run.size
        and rule.x0 - 2 < run.x0
        and run.x1 < rule.x1 + 2
        and (run.x0 - rule.x0 > 0.5 * run.size or rule.x1 - run.x1 > 0.5 * run.size)
        for rule in partial
    )


def _clear(runs: Sequence[Run], bars: Sequence[float] = ()) -> list[Span]:
    """Intervals that are covered, parted by the intervals that no run covers, and by bars."""
    spans: list[Span] = []
    for run in sorted(runs):
        if spans and run.x0 <= spans[-1].x1:
            if run.x1 > spans[-1].x1:
                spans[-1] = Span(spans[-1].x0, run.x1)
        else:
            spans.append(Span(run.x0, run.x1))
    for bar in bars:
        for index, span in enumerate(spans):
            if span.x0 + 1 < bar < span.x1 - 1:
                crossing = sum(run.x0 < bar - 1 and run.x1 > bar + 1 for run in runs)
                left = [run for run in runs if run.x1 < bar + 1.5 and run.x0 >= span.x0]
                right = [run for run in runs if run.x0 > bar - 1.5 and run.x1 <= span.x1]
                if left and right and crossing <= CROSS_SHARE * max(len(left), len(right)):
                    spans[index : index + 1] = [
                        Span(span.x0, max(run.x1 for run in left)),
                        Span(min(run.x0 for run in right), span.x1),
                    ]
                break
    return spans


def _parted(page: Page, span: Span, voters: Sequence[Sequence[Run]], depth: int) -> list[Span]:
    """A covered interval, parted where several lines part it and the others are spanning cells."""
    inside = [[run for run in runs if run.x1 > span.x0 and run.x0 < span.x1] for runs in voters]
    inside = [runs for runs in inside if runs]
    parting = [runs for runs in inside if len(runs) > 1]
    if depth > 12 or len(parting) < 2 or len(parting) < SPLIT_SHARE * len(inside):
        return [span]
    for least in range(max(map(len, parting)), 1, -1):
        strict = [runs for runs in parting if len(runs) >= least]
        if len(strict) < max(2, 0.34 * len(parting)):
            continue
        parts = _clear([run for runs in strict for run in runs])
        parts = [part for part in parts if part]
        if len(parts) < 2:
            continue
        good: list[Span] = [parts[0]]
        for part in parts[1:]:
            middle = (good[-1].x1 + part.x0) / 2
            across = sum(_inks(page, run, good[-1].x1, part.x0) for runs in inside for run in runs)
            apart = sum(
                any(run.x1 <= middle for run in runs) and any(run.x0 >= middle for run in runs) for runs in inside
            )
            if across <= CROSS_SHARE * apart:
                good.append(part)
            else:
                good[-1] = Span(good[-1].x0, part.x1)
        if len(good) > 1:
            result: list[Span] = []
            for part in good:
                own = [[run for run in runs if run.x0 >= part.x0 - 0.5 and run.x1 <= part.x1 + 0.5] for runs in inside]
                result.extend(_parted(page, part, own, depth + 1))
            return result
    return [span]


def _inks(page: Page, run: Run, left: float, right: float) -> bool:
    """Whether a token of the run covers the gutter between two columns."""
    if run.x0 >= right or run.x1 <= left:
        return False
    for index in run.tokens:
        token = page.tokens[index]
        if token.x0 < right - 0.2 and token.x1 > left + 0.2 and not (token.x1 <= left + 0.2 or token.x0 >= right - 0.2):
            if token.x0 < left and token.x1 > right:
                return True
            if token.x0 < (left + right) / 2 < token.x1:
                return True
    return False
