"""Runs given to columns: which columns a run stands in, and where it falls apart into cells."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading.page import UPRIGHT, Page
from extractors.reading.runs import Run
from extractors.reading.tables.lines import Line, Span
from extractors.reading.tables.rows import Piece, TextLine
from extractors.reading.tables.text import MARKS, cell_text, numeric


def turned_runs(page: Page, inside: Sequence[int]) -> list[Run]:
    """Turned text (headings of narrow columns) as one run for each line of it."""
    groups: dict[int, list[int]] = {}
    for index in inside:
        token = page.tokens[index]
        if token.turn != UPRIGHT:
            groups.setdefault(token.line, []).append(index)
    runs = []
    for group in groups.values():
        tokens = [page.tokens[index] for index in group]
        y1 = max(token.y1 for token in tokens)
        runs.append(
            Run(
                min(t.x0 for t in tokens),
                min(t.y0 for t in tokens),
                max(t.x1 for t in tokens),
                y1,
                y1 - 0.2 * tokens[0].size,
                tokens[0].size,
                tuple(group),
            )
        )
    return runs


def with_scripts(page: Page, runs: list[Run]) -> list[Run]:
    """Small runs that hang on another one's edge, off its base line, joined to it."""
    if not runs:
        return runs
    sizes = sorted(run.size for run in runs)
    main = sizes[len(sizes) // 2]
    hosts = list(runs)
    for run in runs:
        if run.size > 0.82 * main:
            continue
        for number, host in enumerate(hosts):
            if host is run or host.size * 0.85 < run.size:
                continue
            shift = host.baseline - run.baseline
            if -0.35 * host.size < shift < 0.75 * host.size and abs(shift) > 0.05 * host.size:
                if -1.5 < run.x0 - host.x1 < 0.3 * host.size:
                    order = (*host.tokens, *run.tokens)
                elif -1.5 < host.x0 - run.x1 < 0.3 * host.size:
                    order = (*run.tokens, *host.tokens)
                else:
                    continue
                hosts[number] = Run(
                    min(host.x0, run.x0), host.y0, max(host.x1, run.x1), host.y1, host.baseline, host.size, order
                )
                hosts = [other for other in hosts if other is not run]
                break
    return hosts


def text_line(page: Page, line: Line, columns: Sequence[Span]) -> TextLine:
    """A line with its runs parted and given to columns."""
    pieces: list[Piece] = []
    for run in line.runs:
        pieces.extend(_pieces(page, run, columns))
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        last = merged[-1] if merged else None
        if last and piece.first <= last.last:
            tokens = (*last.tokens, *piece.tokens)
            merged[-1] = Piece(
                last.x0,
                min(last.y0, piece.y0),
                max(last.x1, piece.x1),
                max(last.y1, piece.y1),
                last.first,
                max(last.last, piece.last),
                tokens,
                cell_text(page, [tokens]),
                last.run,
            )
        else:
            merged.append(piece)
    return TextLine(line.baseline, line.y0, line.y1, line.size, merged)


def _pieces(page: Page, run: Run, columns: Sequence[Span]) -> list[Piece]:
    """A run given to the columns that it stands in; parted at gutters between its words."""
    first, last = _columns_under(run.x0, run.x1, columns)
    if first == last:
        return [_piece(page, run, run.tokens, first, last)]
    groups: list[tuple[int, int, list[int]]] = []
    for index in run.tokens:
        token = page.tokens[index]
        low, high = _columns_under(token.x0, token.x1, columns)
        if groups and token.joined and not token.text.strip("".join(MARKS)):
            low = high = groups[-1][1]  # a mark belongs to what it touches
        if groups and (low <= groups[-1][1] or (token.joined and not _new_number(page, groups[-1][2][-1], index))):
            groups[-1] = (groups[-1][0], max(groups[-1][1], high), [*groups[-1][2], index])
        else:
            groups.append((low, high, [index]))
    if len(groups) > 1 and all(low == high for low, high, _ in groups) and not _one_cell(page, groups, columns):
        return [_piece(page, run, tuple(indices), low, high) for low, high, indices in groups]
    return [_piece(page, run, run.tokens, first, last)]


def _new_number(page: Page, before: int, index: int) -> bool:
    """Whether a token that touches a footnote mark begins the next number."""
    return page.tokens[index].text[:1].isdigit() and page.tokens[before].text[-1:] in MARKS


def _one_cell(page: Page, groups: Sequence[tuple[int, int, list[int]]], columns: Sequence[Span]) -> bool:
    """Whether the parts of a run that falls apart at gutters are words of one spanning cell."""
    texts = [cell_text(page, [indices]) for _, _, indices in groups]
    if any(numeric(text) for text in texts[1:]):
        return False
    sets = [_set_in(page, indices, columns[column]) for column, _, indices in groups]
    return not set.intersection(*sets)


def _set_in(page: Page, indices: Sequence[int], column: Span) -> set[str]:
    """How words may be set in a column: "left", "right", "centre"."""
    x0, x1 = page.tokens[indices[0]].x0, page.tokens[indices[-1]].x1
    off = {"left": x0 - column.x0, "right": x1 - column.x1, "centre": (x0 + x1 - column.x0 - column.x1) / 2}
    return {name for name, distance in off.items() if abs(distance) < 0.12 * page.tokens[indices[0]].size}


def _columns_under(x0: float, x1: float, columns: Sequence[Span]) -> tuple[int, int]:
    hits = [
        number for number, span in enumerate(columns) if min(x1, span.x1) - max(x0, span.x0) > min(1.0, 0.3 * (x1 - x0))
    ]
    if hits:
        return hits[0], hits[-1]
    middle = (x0 + x1) / 2
    near = min(range(len(columns)), key=lambda n: max(columns[n].x0 - middle, middle - columns[n].x1))
    return near, near


def _piece(page: Page, run: Run, tokens: tuple[int, ...], first: int, last: int) -> Piece:
    boxes = [page.tokens[index] for index in tokens]
    return Piece(
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
        first,
        last,
        tokens,
        cell_text(page, [tokens]),
        run,
    )
