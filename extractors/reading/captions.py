"""Captions: the lines that name a table or a figure.

A caption begins a line with "Table 3:", "TABLE IV", "Figure 2." and the like. Running text can begin a line so too
("… as shown in / Table 2. We …"), so a start counts only with what follows it (a delimiter, or a capital letter)
and what stands above it (not a line of prose at the line distance of a paragraph).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.model import Style
from extractors.reading.page import Page, Token
from extractors.reading.runs import Run, mended, runs_of, text_of

START = re.compile(
    r"(?:(?:Extended Data|Supplementary|Supplemental|Appendix) )?"
    r"(?P<kind>Table|TABLE|Tab\.|TAB\.|Tbl\.|Figure|FIGURE|Fig\.|FIG\.|Algorithm|ALGORITHM|Listing|Chart|Box) ?"
    r"(?P<number>(?:[A-Z]{1,2}[.\-]?)?\d{1,3}(?:[.\-]\d{1,2})*[a-z]?|[IVXLC]{1,7}|[A-Z])"
    r"(?P<end> ?[:.|—–‖] ?| - |\)? |$)"
)
PART = re.compile(r"\([a-z0-9]{1,2}\)$")  # "Figure 6 (a)" alone is a row's name
WORDS = ("Tab", "TAB", "Tbl", "Fig", "FIG", "Ext", "Sup", "App", "Alg", "ALG", "Lis", "Cha", "Box")
LEADING = 1.75  # of the size: lines of one caption stand no farther apart
CAPTION_GAP = 1.3  # of the size: a caption's justified line holds no wider space
HOLE = 0.8  # of the size: two such spaces in a line part cells
TITLE_GAP = 3.0  # of the size: the space between "Table 3" and the title, where it is set apart


class Caption(NamedTuple):
    """A caption: `kind` "table" or another word in lower case, `number` as printed, its tokens in reading order."""

    kind: str
    number: str
    text: str
    tokens: tuple[int, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def label(self) -> str:
        """As the model names it: "Table 3"."""
        return f"{self.kind.capitalize()} {self.number}"


def may_hold_caption(page: Page, word: str = "Tab") -> bool:
    """Whether any token of the page could begin a table's caption: cheap, to be asked first."""
    start, capitals = word, word.upper()
    return any(token[4].startswith((start, capitals)) for token in page.tokens) or _small_capitals(page, word)


def captions_of(page: Page, runs: Sequence[Run] | None = None) -> list[Caption]:
    """All captions of the page, in the order in which it draws them."""
    if runs is None:
        runs = mended(page, runs_of(page, range(len(page.tokens)), CAPTION_GAP), CAPTION_GAP)
    found: list[Caption] = []
    for number, run in enumerate(runs):
        match = _start(page, run)
        if match and not _in_prose(page, run, runs, match):
            found.append(_whole(page, number, runs, match))
    return found


def _small_capitals(page: Page, word: str) -> bool:
    tail = word[1:].upper()
    return any(token[4].startswith(tail) and token.joined for token in page.tokens)


def _start(page: Page, run: Run) -> re.Match[str] | None:
    first = page.tokens[run.tokens[0]]
    if first.text[:3] not in WORDS and not (len(run.tokens) > 1 and page.tokens[run.tokens[1]].joined):
        return None
    text = text_of(page, run.tokens[:12])
    match = START.match(text)
    if not match:
        match = START.match(text.title()) if text[:5].isupper() and text[:2] in ("TA", "FI") else None
    if not match:
        return None
    rest = text[match.end() :].lstrip()
    if match["end"].strip() in ("", ")"):
        after = page.tokens[run.tokens[min(2, len(run.tokens) - 1)]]
        strong = bool(first.style & Style.BOLD) or first.font != after.font
        if rest and not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "([\u201c\"'") and not strong:
            return None
        rest_words = rest.split()
        figures = sum(word[:1].isdigit() for word in rest_words)
        if rest[:1] in (",", ";", ")") or (figures > 2 and figures * 5 > 3 * len(rest_words)) or PART.match(rest):
            return None
    return match


def _in_prose(page: Page, run: Run, runs: Sequence[Run], match: re.Match[str]) -> bool:
    """Whether the line goes on from a line of prose right above it."""
    if page.tokens[run.tokens[0]].style & Style.BOLD:
        return False
    for other in runs:
        rise = run.baseline - other.baseline
        if (
            0.5 * run.size < rise < 1.45 * run.size
            and abs(other.size - run.size) < 0.06 * run.size
            and abs(other.x0 - run.x0) < 2.5 * run.size
            and other.x1 > run.x1 - 3 * run.size
            and len(other.tokens) >= 5
            and other.x1 - other.x0 > 12 * run.size
        ):
            words = sum(page.tokens[index].text.isalpha() for index in other.tokens)
            if words * 2 >= len(other.tokens) and not any(
                other.baseline - 1 < (rule.y0 + rule.y1) / 2 < run.y0 + 2
                and rule.x0 < run.x1
                and rule.x1 > run.x0
                and rule.horizontal
                for rule in page.rules
            ):
                return True
    return False


def _whole(page: Page, number: int, runs: Sequence[Run], match: re.Match[str]) -> Caption:
    """The caption with the lines that follow its first."""
    run = runs[number]
    lines = [run]
    left, right = run.x0, run.x1
    if len(run.tokens) <= 3:
        for other in runs:
            if abs(other.baseline - run.baseline) < 0.15 * run.size and 0 < other.x0 - right < TITLE_GAP * run.size:
                lines.append(other)
                right = other.x1
    pitch = 0.0
    tail = [other for other in runs if other is not run and other.baseline > run.baseline + 0.3 * run.size]
    tail.sort(key=lambda other: other.baseline)
    for other in tail:
        last = lines[-1]
        drop = other.baseline - last.baseline
        if drop > LEADING * last.size:
            break
        if other.x1 < left - 1 or other.x0 > right + 1 or drop < 0.5 * last.size:
            continue
        if (
            abs(other.size - run.size) > 0.12 * run.size
            or (pitch and drop > 1.12 * pitch + 0.6)
            or _ruled_between(page, last, other)
            or _beside(other, tail, left, right)
            or _holed(page, other)
            or (START.match(text_of(page, other.tokens[:8])) and page.tokens[other.tokens[0]].text[:3] in WORDS)
        ):
            break
        pitch = max(pitch, drop)
        lines.append(other)
        left, right = min(left, other.x0), max(right, other.x1)
    indices = tuple(index for line in lines for index in line.tokens)
    kind = match["kind"].rstrip(".").lower()
    kind = {"tab": "table", "tbl": "table", "fig": "figure"}.get(kind, kind)
    return Caption(
        kind,
        match["number"],
        text_of(page, indices) if len(lines) == 1 else " ".join(text_of(page, line.tokens) for line in lines),
        indices,
        left,
        min(line.y0 for line in lines),
        right,
        max(line.y1 for line in lines),
    )


def _ruled_between(page: Page, upper: Run, lower: Run) -> bool:
    left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    return any(
        rule.horizontal
        and rule.x1 - rule.x0 > 2 * upper.size
        and upper.baseline - 0.5 < (rule.y0 + rule.y1) / 2 < lower.baseline - 0.4 * lower.size
        and rule.x0 < right
        and rule.x1 > left
        for rule in page.rules
    )


def _beside(run: Run, others: Sequence[Run], left: float, right: float) -> bool:
    """Whether other runs stand on the same base line within the caption's width: then it is a row, no sentence."""
    return any(
        other is not run
        and abs(other.baseline - run.baseline) < 0.2 * run.size
        and other.x1 > left - 1
        and other.x0 < right + 1
        for other in others
    )


def _holed(page: Page, run: Run) -> bool:
    """Whether a line has at least two spaces much wider than its word spaces: a row of cells, no sentence."""
    tokens = [page.tokens[index] for index in run.tokens]
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(tokens) if not after.joined)
    return len(gaps) > 2 and gaps[-2] > HOLE * run.size and gaps[-2] > 2.5 * max(gaps[len(gaps) // 4], 0.15 * run.size)


def token_box(tokens: Sequence[Token]) -> tuple[float, float, float, float]:
    """The rectangle around the tokens (at least one)."""
    return (
        min(token.x0 for token in tokens),
        min(token.y0 for token in tokens),
        max(token.x1 for token in tokens),
        max(token.y1 for token in tokens),
    )
