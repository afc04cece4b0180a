"""Runs of text on one base line, the unit in which captions, prose and cells are looked for.

A `Run` is what a typesetter set in one go: tokens of one base line (with their scripts) without a gap wider than
a stretched word space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.model import Style
from extractors.reading.page import Page, Token

SCRIPTS = int(Style.SUPERSCRIPT | Style.SUBSCRIPT)


class Run(NamedTuple):
    """Tokens (as indices into the page's) of one base line; `size` is that of the largest."""

    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    tokens: tuple[int, ...]


def runs_of(page: Page, indices: Iterable[int], gap: float) -> list[Run]:
    """The runs of upright tokens in the order of the page; a space wider than `gap` × size parts two runs."""
    tokens = page.tokens
    runs: list[Run] = []
    held: list[int] = []
    last: Token | None = None
    for index in indices:
        token = tokens[index]
        if token.turn:
            continue
        if last is not None and (
            token.line != last.line or not -0.5 * last.size < token.x0 - last.x1 <= gap * max(token.size, last.size)
        ):
            runs.append(_run(tokens, held))
            held = []
        held.append(index)
        last = token
    if held:
        runs.append(_run(tokens, held))
    return runs


def mended(page: Page, runs: Sequence[Run], gap: float) -> list[Run]:
    """The runs, with those joined which stand side by side on a base line with no wider space than `gap` × size."""
    rows: dict[int, list[Run]] = {}
    for run in runs:
        rows.setdefault(round(run.baseline), []).append(run)
    done: list[Run] = []
    for key in sorted(rows):
        row = rows.pop(key, [])
        near = rows.get(key + 1, [])
        if row and near:
            taken = [run for run in near if any(abs(run.baseline - own.baseline) < 0.12 * own.size for own in row)]
            row.extend(taken)
            rows[key + 1] = [run for run in near if run not in taken]
        row.sort()
        held: list[Run] = []
        for run in row:
            if held and not -0.6 * run.size < run.x0 - held[-1].x1 <= gap * max(run.size, held[-1].size):
                done.append(_joined(page, held))
                held = []
            held.append(run)
        if held:
            done.append(_joined(page, held))
    return done


def _joined(page: Page, runs: Sequence[Run]) -> Run:
    if len(runs) == 1:
        return runs[0]
    return _run(page.tokens, [index for run in runs for index in run.tokens])


def _run(tokens: Sequence[Token], held: Sequence[int]) -> Run:
    main = [tokens[index] for index in held if not tokens[index].style & SCRIPTS] or [tokens[held[0]]]
    whole = [tokens[index] for index in held]
    lead = max(main, key=lambda token: token.size)
    return Run(
        min(token.x0 for token in whole),
        min(token.y0 for token in main),
        max(token.x1 for token in whole),
        max(token.y1 for token in main),
        lead.baseline,
        lead.size,
        tuple(held),
    )


def text_of(page: Page, indices: Iterable[int]) -> str:
    """The tokens' text, with a blank where white space parts them."""
    parts: list[str] = []
    for index in indices:
        token = page.tokens[index]
        if parts and not token.joined:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)
