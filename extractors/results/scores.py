"""Which cells of a table are scores, of which benchmark, metric and split: the meaning of each column for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.catalog.terms import tokens
from extractors.model import Cell
from extractors.results.grid import Grid, Row
from extractors.results.levels import Level
from extractors.results.meaning import (
    Found,
    Header,
    far_metrics,
    find_benchmarks,
    find_split,
    is_foreign,
    narrow,
    other_task,
    read_header,
    scaled,
)
from extractors.results.paper import Paper
from extractors.results.vocabulary import benchmark, header_terms, names_in, split_terms

USUAL = 0.9
BY_METRIC = 0.75


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of a cell are: one metric for each number ("" for a number that is none), in printed order.

    `split` is None where nothing says it and there is no usual one. `flags` are doubts about the whole column.
    """

    benchmark: Found
    metrics: tuple[str, ...]
    metric: Found
    split: Found | None
    confidence: float
    flags: tuple[str, ...] = ()
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """The meaning of each cell of a grid that holds a score, by row and column, and what other columns hold."""

    meanings: dict[tuple[int, int], Meaning]
    quantities: dict[int, str]

    @property
    def columns(self) -> frozenset[int]:
        """Columns with scores."""
        return frozenset(column for _, column in self.meanings)


def read_scores(paper: Paper, grid: Grid, far: Sequence[Level]) -> Scores:
    """Find the scores of a grid; `far` are the levels that speak of the whole table."""
    meanings: dict[tuple[int, int], Meaning] = {}
    titles = {
        column: tuple(cell.text for cell in reversed(grid.rows[0].headers[column])) for column in range(grid.columns)
    }
    quantities = {column: kind for column, texts in titles.items() if (kind := _quantity(texts))}
    memory: dict[tuple[object, ...], Meaning | str | None] = {}
    for place, row in enumerate(grid.rows):
        rows = _row_levels(grid, row)
        for column in range(grid.columns):
            if not row.readings[column].scored or (column < grid.stubs and not rows):
                continue
            count = len(row.readings[column].values)
            key = (column, row.headers[column], tuple(level.source for level in rows), count)
            if key not in memory:
                values = [value for other in grid.column(column) if other.scored for value in other.values[:1]]
                memory[key] = _meaning(paper, row, column, rows, far, values, count)
            meaning = memory[key]
            if isinstance(meaning, str):
                quantities[column] = meaning
            elif meaning and column >= _first_score(grid):
                meanings[place, column] = meaning
    return Scores(meanings, quantities)


def _first_score(grid: Grid) -> int:
    return min(grid.stubs, 1)


def _row_levels(grid: Grid, row: Row) -> tuple[Level, ...]:
    """The row's own texts where they are made of names of benchmarks, metrics and splits, then its groups' titles."""
    cells = dict.fromkeys(cell for cell in row.cells[: grid.stubs] if cell and cell.text.strip())
    levels = [Level("row", cell.text, cell) for cell in cells if is_label(cell.text)]
    groups = [Level("group", cell.text, cell) for cell in reversed((*grid.titles, *row.groups))]
    return (*levels, *(level for level in groups if _says(level.text)))


def is_label(text: str) -> bool:
    """Whether a text is made of names of benchmarks, metrics and splits, not of a model's name."""
    words = tokens(text)
    if not words:
        return False
    covered: set[int] = set()
    names = names_in(text)
    for known in sorted(names.any) or sorted(_LABELLED):
        for start, end in _term_spans(known, text):
            covered |= {n for n, word in enumerate(words) if start <= word.start < end}
    for _, words_of in names.words:
        start = text.find(words_of)
        covered |= {n for n, word in enumerate(words) if start <= word.start < start + len(words_of)}
    return len(covered) * 5 >= len(words) * 4


def _term_spans(known: str, text: str) -> list[tuple[int, int]]:
    """Places of metrics, quantities and splits in a text."""
    terms = [(match.start, match.end) for match in header_terms(known).find(text)]
    return terms + [(match.start, match.end) for match in split_terms(known).find(text)]


# Benchmarks whose metrics and splits between them are those of all.
_LABELLED = ("imagenet", "coco-detection", "squad1.1", "wmt14-en-de", "cifar10", "librispeech")


def _says(text: str) -> bool:
    names = names_in(text)
    return bool(names.any) or is_label(text)


def _meaning(
    paper: Paper, row: Row, column: int, rows: Sequence[Level], far: Sequence[Level], values: list[float], count: int
) -> Meaning | str | None:
    path = tuple(reversed(row.headers[column]))
    texts = tuple(cell.text for cell in path)
    columns = [Level("column", cell.text, cell) for cell in path]
    candidates = paper.benchmarks
    found = find_benchmarks((*columns, *rows, *far), candidates)
    named = bool(found)
    if not found:
        if any(is_foreign(level.text) for level in (*columns, *(level for level in rows if level.kind == "row"))):
            return _quantity(texts)
        found = _by_paper(paper, far)
    best: Meaning | None = None
    quantity: str | None = None
    for one in found:
        header = read_header(one.id, texts)
        if header.status in ("quantity", "other", "change"):
            quantity = quantity or header.quantity or header.status
            continue
        meaning = _scored(paper, one, header, columns, rows, far, values, count, named)
        if meaning and (best is None or meaning.confidence > best.confidence):
            best = meaning
    return best or quantity or (_quantity(texts) if not found else None)


def _quantity(texts: tuple[str, ...]) -> str | None:
    header = read_header(_LABELLED[0], texts)
    return (header.quantity or header.status) if header.status in ("quantity", "other", "change") else None


def _by_paper(paper: Paper, far: Sequence[Level]) -> tuple[Found, ...]:
    """Where nothing near the table names a benchmark: those that the paper speaks of most, to be told by the metric."""
    if any(level.kind in ("caption", "section") and is_foreign(level.text) for level in far):
        return ()
    section = next((level for level in far if level.kind == "section"), None)
    most = paper.mentions.most_common(6)
    found = []
    for known, count in most:
        level = next((level for level in paper.levels if known in names_in(level.text).any), None)
        if level and count >= 3 and count * 4 >= most[0][1]:
            found.append(Found(known, level, names_in(level.text).word(known), BY_METRIC * (0.9 if section else 1.0)))
    return tuple(found)


def _scored(
    paper: Paper,
    one: Found,
    header: Header,
    columns: Sequence[Level],
    rows: Sequence[Level],
    far: Sequence[Level],
    values: list[float],
    count: int,
    named: bool,
) -> Meaning | None:
    """The meaning for one benchmark, or None where no metric of it is said."""
    known = benchmark(one.id)
    level: Level | None = columns[header.level] if header.metrics and columns else None
    transposed = False
    confidence = one.confidence
    in_rows = [level for level in rows if level.kind == "row"]
    if not header.metrics and in_rows:
        across = read_header(one.id, tuple(level.text for level in in_rows))
        if across.status in ("quantity", "other", "change"):
            return None
        if across.metrics:
            header, level, transposed = across, in_rows[across.level], True
    direction = header.direction
    metrics: tuple[str, ...] = header.metrics
    status = header.status
    if status != "metric":
        groups = [level for level in rows if level.kind == "group"]
        distant, where = far_metrics(one.id, (*groups, *far))
        direction = direction or distant.direction
        if not metrics:
            if distant.status == "weak" and not _placed(one, columns):
                return None
            metrics, level, status = distant.metrics, where, distant.status
            confidence *= 0.92 if status == "metric" else 0.8
        elif len(metrics) > 1 and distant.metrics:
            metrics = tuple(metric for metric in metrics if metric in distant.metrics) or metrics
    if not metrics and named and one.level.kind in ("column", "row", "group", "caption"):
        metrics, level = _default_metrics(one.id), one.level
        confidence *= 0.75
    if not metrics or level is None:
        return None
    if not named and status != "metric" and status != "open":
        return None
    chosen = _choose(one.id, metrics, status, direction, values, count)
    if not chosen:
        return None
    for task in (*columns, *rows, *far):
        if task.kind == "text" or (not task.near and one.level.kind == "column"):
            continue
        if task.kind == "section" and one.level.kind in ("row", "group", "caption"):
            continue
        if words := other_task(one.id, task):
            if task.near or task.kind == "caption":
                return None
            confidence *= 0.4
            del words
    real = [metric for metric in chosen if metric]
    scale = median(values) if values else 0.0
    flags: list[str] = []
    if real and not known.metric(real[0]).plausible(scaled(one.id, real[0], scale)):
        flags.append("most of the column is outside the metric's plausible range")
        confidence *= 0.35
    split = _split(paper, one, columns, rows, far)
    if split and split.id == "train":
        return None
    word = header.words or level.text
    return Meaning(one, chosen, Found(real[0], level, word), split, confidence, tuple(flags), transposed)


def _placed(one: Found, columns: Sequence[Level]) -> bool:
    """Whether the column's own header says the benchmark or a split of it."""
    return not columns or one.level.kind == "column" or find_split(one.id, columns) is not None


def _default_metrics(known: str) -> tuple[str, ...]:
    """What a column that only names the benchmark holds: its metrics, but those that need more words to be meant."""
    metrics = [metric.id for metric in benchmark(known).metrics]
    return tuple(metric for metric in metrics if metric not in ("top5_accuracy", "top5_error", "box_ap50", "box_ap75"))


def _choose(
    known: str, metrics: tuple[str, ...], status: str, direction: str, values: list[float], count: int
) -> tuple[str, ...]:
    """As many metrics as the cell has numbers; nothing where that stays open."""
    if count == len(metrics) and (status == "metric" or count > 1):
        return metrics
    orders = benchmark(known).orders
    if count == 2 and len(orders) == 1:
        return (orders[0].higher, orders[0].lower)
    if count != 1:
        return ()
    left = narrow(known, [metric for metric in metrics if metric], direction, values)
    return left if len(left) == 1 else ()


def _split(
    paper: Paper, one: Found, columns: Sequence[Level], rows: Sequence[Level], far: Sequence[Level]
) -> Found | None:
    found = find_split(one.id, (*columns, *rows, *far))
    if found:
        return found
    usual = benchmark(one.id).usual_split
    if usual:
        return replace(one, id=usual, words="", confidence=USUAL)
    near = [level for level in paper.levels if one.id in names_in(level.text).any]
    splits = [split for level in near if (split := find_split(one.id, [level]))]
    if not splits:
        return None
    ids = [split.id for split in splits]
    best = max(dict.fromkeys(ids), key=ids.count)
    share = ids.count(best) / len(ids)
    return replace(next(split for split in splits if split.id == best), confidence=0.6 * share) if share > 0.5 else None


def column_words(cells: Sequence[Cell], known: str) -> str:
    """What a header says beside benchmark, metric, split and units: a variant or a setting."""
    words = []
    for cell in cells:
        text = cell.text
        spans = _term_spans(known, text)
        for _, name in names_in(text).words:
            start = text.find(name)
            spans.append((start, start + len(name)))
        for start, end in sorted(spans, reverse=True):
            text = text[:start] + " " * (end - start) + text[end:]
        left = " ".join(part for part in text.split() if any(letter.isalnum() for letter in part))
        if left and left.lower() not in ("set", "on", "in", "of", "the", "score", "rate", "iou"):
            words.append(left)
    return " ".join(words)
