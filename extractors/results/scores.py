"""Which cells of a table are scores, of which benchmark, metric and split: the meaning of each column for each row."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.catalog.benchmarks import by_id
from extractors.catalog.table_words import lexicon
from extractors.model import Cell
from extractors.results.cells import Reading, read_cell
from extractors.results.grid import Grid, Row
from extractors.results.levels import Level
from extractors.results.meaning import (
    Found,
    Header,
    far_metrics,
    find_benchmarks,
    first_words,
    is_foreign,
    narrow,
    read_header,
    ruled_out,
    scaled,
)
from extractors.results.paper import Paper, is_about
from extractors.results.splits import find_split, find_splits, splits_named
from extractors.results.support import (
    LABELLED,
    Around,
    another_task,
    is_label,
    mostly_plausible,
    open_to_far,
    supported,
    surely,
    term_spans,
    told,
)
from extractors.results.vocabulary import (
    benchmark,
    names_in,
    protocol_words,
)

USUAL = 0.9
BY_METRIC = 0.75
# A column without a metric's name holds the benchmark's only one, or two that their order tells; else it is open.
BY_DEFAULT = 0.75
UNNAMED = 0.45


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of a cell are: one metric for each number ("" for a number that is none), in printed order.

    `split` is None where nothing says it and there is no usual one; `splits` are one for each number of a cell under a
    header that names several. `flags` are doubts about the whole column.
    """

    benchmark: Found
    metrics: tuple[str, ...]
    metric: Found
    split: Found | None
    confidence: float
    flags: tuple[str, ...] = ()
    transposed: bool = False
    splits: tuple[Found, ...] = ()


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
    around = _around(paper, grid, far)
    meanings: dict[tuple[int, int], Meaning] = {}
    quantities: dict[int, str] = {}
    for column in range(grid.columns):
        if kind := _quantity(tuple(cell.text for cell in reversed(grid.rows[0].headers[column]))):
            quantities[column] = kind
    memory: dict[tuple[object, ...], Meaning | str | None] = {}
    for place, row in enumerate(grid.rows):
        rows = _row_levels(grid, row)
        labelled = any(level.kind == "row" for level in rows)
        for column in range(min(grid.stubs, 1), grid.columns):
            reading = row.readings[column]
            if not reading.scored or (column < grid.stubs and not labelled):
                continue
            words = tuple(cell.text for cell in row.cells[: grid.stubs] if cell and protocol_words(cell.text))
            key = (
                column,
                row.headers[column],
                row.groups,
                words,
                *(level.source for level in rows),
                len(reading.values),
            )
            if key not in memory:
                cells = _alike(grid, row, column)
                memory[key] = _meaning(around, row, column, rows, cells, len(reading.values))
            meaning = memory[key]
            if isinstance(meaning, str):
                quantities[column] = meaning
            elif meaning:
                meanings[place, column] = meaning
    return Scores(meanings, quantities)


def _alike(grid: Grid, row: Row, column: int) -> list[Reading]:
    """The scored cells of a column under the same header and group as a row's."""
    same = [other for other in grid.rows if other.headers[column] == row.headers[column] and other.groups == row.groups]
    return [other.readings[column] for other in same if other.readings[column].scored]


def _around(paper: Paper, grid: Grid, far: Sequence[Level]) -> Around:
    paths = dict.fromkeys(path for row in grid.rows for path in row.headers if path)
    texts = [tuple(cell.text for cell in reversed(path)) for path in paths]
    explicit = {known: _metrics_named(known, texts) for known in by_id()}
    groups = {cell.text for row in grid.rows for cell in (*row.groups, *row.cells[: grid.stubs]) if cell}
    return Around(
        paper,
        tuple(far),
        grid.table.section,
        {known: count for known, count in explicit.items() if count},
        tuple(dict.fromkeys((*(text for path in texts for text in path), *groups))),
    )


def _metrics_named(known: str, paths: Sequence[tuple[str, ...]]) -> int:
    """How many metrics of a benchmark the header paths name; one left open counts once."""
    read = [read_header(known, path) for path in paths]
    return len({header.metrics for header in read if header.status in ("metric", "open", "weak")})


def _row_levels(grid: Grid, row: Row) -> tuple[Level, ...]:
    """The row's own texts where they are made of names of benchmarks, metrics and splits, then its groups' titles
    and the header of the names where that names a benchmark.
    """
    cells = dict.fromkeys(cell for cell in row.cells[: grid.stubs] if cell and cell.text.strip())
    levels = [Level("row", cell.text, cell) for cell in cells if is_label(cell.text)]
    groups = [Level("group", cell.text, cell) for cell in reversed((*grid.titles, *row.groups))]
    corner = [Level("corner", cell.text, cell) for path in row.headers[: grid.stubs] for cell in path]
    return (*levels, *groups, *_splits_in_names(cells), *(level for level in corner if _names_data(level.text)))


def _names_data(text: str) -> bool:
    names = names_in(text)
    return bool(names.any or names.other or names.excluded)


# "Dev set: GateNet": a split before the name of a row.
_SPLIT_FIRST = re.compile(r"\s*((?:dev|development|val|validation|test)(?: set)?)\s*:", re.IGNORECASE)


def _splits_in_names(cells: Iterable[Cell]) -> list[Level]:
    return [Level("group", match.group(1), cell) for cell in cells if (match := _SPLIT_FIRST.match(cell.text))]


def _meaning(
    around: Around, row: Row, column: int, rows: Sequence[Level], cells: Sequence[Reading], count: int
) -> Meaning | str | None:
    path = tuple(reversed(row.headers[column]))
    texts = tuple(cell.text for cell in path)
    columns = [Level("column", cell.text, cell) for cell in path]
    levels = (*columns, *rows, *around.far)
    found = find_benchmarks(levels, around.paper.benchmarks)
    named = bool(found)
    if not found:
        if any(
            is_foreign(first_words(level))
            for level in levels
            if level.kind in ("column", "row", "corner", "caption", "section")
        ):
            return _quantity(texts)
        out = ruled_out(levels)
        found = tuple(one for one in _by_paper(around) if one.id not in out)
    said = [
        Level("row", cell.text, cell) for cell in dict.fromkeys(row.cells) if cell and not read_cell(cell.text).values
    ]
    best: Meaning | None = None
    quantity: str | None = None
    for one in found:
        header = read_header(one.id, texts)
        if header.status in ("quantity", "other", "change"):
            quantity = quantity or header.quantity or header.status
            continue
        meaning = _scored(around, one, header, columns, rows, said, cells, column, count, named)
        if meaning and (best is None or meaning.confidence > best.confidence):
            best = meaning
    return best or quantity or (_quantity(texts) if not found else None)


def _quantity(texts: tuple[str, ...]) -> str | None:
    header = read_header(LABELLED[0], texts)
    return (header.quantity or header.status) if header.status in ("quantity", "other", "change") else None


def _by_paper(around: Around) -> tuple[Found, ...]:
    """Where nothing near the table names a benchmark: those that the paper speaks of most, to be told by the metric."""
    paper = around.paper
    most = paper.mentions.most_common(8)
    found = []
    for known, count in most:
        level = next((level for level in paper.levels if known in names_in(level.text).any), None)
        often = (count >= 3 or len(most) == 1) and count * 4 >= most[0][1]
        if level and (often or around.explicit.get(known, 0) > 1) and is_about(paper, known, around.section):
            found.append(Found(known, level, names_in(level.text).word(known), BY_METRIC))
    return tuple(found)


def _scored(
    around: Around,
    one: Found,
    header: Header,
    columns: Sequence[Level],
    rows: Sequence[Level],
    said: Sequence[Level],
    cells: Sequence[Reading],
    column: int,
    count: int,
    named: bool,
) -> Meaning | None:
    """The meaning for one benchmark, or None where no metric of it is said."""
    confidence = one.confidence
    values = [value for cell in cells for value in cell.values[:1] if not math.isnan(value)]
    level: Level | None = columns[header.level] if header.metrics and columns else None
    transposed = one.level.kind == "row"
    in_rows = [level for level in rows if level.kind == "row"]
    if not header.metrics and in_rows:
        across = read_header(one.id, tuple(level.text for level in in_rows))
        if across.status in ("quantity", "other", "change"):
            return None
        if across.metrics:
            header, level, transposed = across, in_rows[across.level], True
    metrics, direction, status = header.metrics, header.direction, header.status
    if status != "metric":
        groups = [level for level in rows if level.kind == "group"]
        distant, where = far_metrics(one.id, (*groups, *around.far))
        direction = direction or distant.direction
        if not metrics:
            if not open_to_far(around, one, columns, distant.status):
                return None
            if not named and not (distant.status == "metric" and where and supported(around, one.id, columns, distant)):
                return None
            metrics, level, status = distant.metrics, where, distant.status
            confidence *= 0.92 if status == "metric" else 0.8
        elif len(metrics) > 1 and where and where.kind in ("group", "caption"):
            metrics = tuple(metric for metric in metrics if metric in distant.metrics) or metrics
    if not metrics and one.level.near:
        metrics, level = _default_metrics(one.id), one.level
        if not mostly_plausible(one.id, metrics, values):
            return None
        confidence *= BY_DEFAULT if len(metrics) == 1 or count > 1 or direction else UNNAMED
    if not metrics or level is None or (not named and not surely(around, one, columns, header, status)):
        return None
    if header.words and not transposed and not told(around, one, columns, rows, header):
        return None
    splits = find_splits(one.id, columns) if count > 1 and len(metrics) == 1 else ()
    if len(splits) == count:
        metrics, status = metrics * count, "metric"
    chosen = _spanned(columns, column, metrics, count) or _choose(one.id, metrics, status, direction, cells, count)
    real = [metric for metric in chosen if metric]
    if not real or another_task(around, one, columns, (*rows, *said)):
        return None
    flags: list[str] = []
    if values and not benchmark(one.id).metric(real[0]).plausible(scaled(one.id, real[0], median(values))):
        flags.append("most of the column is outside the metric's plausible range")
        confidence *= 0.35
    split = _split(around, one, columns, rows)
    if split and split.id == "train":
        return None
    word = header.words or level.text
    return Meaning(
        one,
        chosen,
        Found(real[0], level, word),
        split,
        confidence,
        tuple(flags),
        transposed,
        splits if len(splits) == count else (),
    )


def _default_metrics(known: str) -> tuple[str, ...]:
    """What a column that only names the benchmark holds: its metrics, but those that need more words to be meant."""
    if benchmark(known).explicit:
        return ()
    metrics = [metric.id for metric in benchmark(known).metrics]
    return tuple(metric for metric in metrics if metric not in ("top5_accuracy", "top5_error", "box_ap50", "box_ap75"))


def _spanned(columns: Sequence[Level], column: int, metrics: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The metric of a column under a header that runs over as many columns as it names metrics."""
    source = columns[0].source if columns else None
    if count == 1 and isinstance(source, Cell) and source.column_span == len(metrics) > 1:
        return metrics[column - source.column : column - source.column + 1]
    return ()


def _choose(
    known: str, metrics: tuple[str, ...], status: str, direction: str, cells: Sequence[Reading], count: int
) -> tuple[str, ...]:
    """As many metrics as the cell has numbers; nothing where that stays open.

    Two numbers without names are told by their order: F1 is never below EM.
    """
    if count == len(metrics) and status == "metric":
        return metrics
    orders = benchmark(known).orders
    if count == 2 and len(orders) == 1:
        pairs = [cell.values for cell in cells if len(cell.values) == 2]
        falling = sum(first >= second for first, second in pairs)
        names = (orders[0].higher, orders[0].lower)
        if falling == len(pairs):
            return names
        return (names[1], names[0]) if not falling else ()
    if count != 1:
        return ()
    values = [value for cell in cells for value in cell.values[:1] if not math.isnan(value)]
    left = narrow(known, [metric for metric in metrics if metric], direction, values)
    return left if len(left) == 1 else ()


def _split(around: Around, one: Found, columns: Sequence[Level], rows: Sequence[Level]) -> Found | None:
    known = benchmark(one.id)
    far = [level for level in around.far if level.kind != "section"]
    levels = (*columns, *rows, *far)
    found = find_split(one.id, levels, with_weak=_several_splits(around, one.id) or _early(around.paper, one.id))
    if found:
        return found
    if known.usual_split:
        return _usual(around.paper, one, known.usual_split)
    return None


def _usual(paper: Paper, one: Found, usual: str) -> Found:
    """The usual split, by the name that the paper gives it: its sentences may say "minival" for "val"."""
    near = [level for level in paper.levels if one.id in names_in(level.text).any]
    said = [split for level in near if (split := find_split(one.id, [level])) and not split.id.startswith("test")]
    ids = [split.id for split in said]
    best = max(dict.fromkeys(ids), key=ids.count, default=usual)
    if usual.startswith("test") or best == usual or not said:
        return replace(one, id=usual, words="", confidence=USUAL)
    return replace(next(split for split in said if split.id == best), confidence=0.6)


def _early(paper: Paper, known: str) -> bool:
    """Whether the paper is from the years in which all names of the splits meant what they say."""
    year = paper.info.submitted.year if paper.info.submitted else 0
    return bool(year) and any(year <= split.alone_until for split in benchmark(known).splits)


def _several_splits(around: Around, known: str) -> bool:
    """Whether the table's headers or caption name more than one split."""
    texts = (*around.headers, *(level.text for level in around.far if level.kind == "caption"))
    return len({split for text in texts for split in splits_named(known, text)}) > 1


def column_words(cells: Sequence[Cell], known: str) -> str:
    """What a header says beside benchmark, metric, split and units: a variant or a setting."""
    words = []
    for cell in cells:
        text = cell.text
        spans = term_spans(known, text)
        for _, name in names_in(text).words:
            start = text.find(name)
            spans.append((start, start + len(name)))
        spans += [(match.start, match.end) for match in lexicon("ownership").find(text) if "cited" not in match.entries]
        for start, end in sorted(spans, reverse=True):
            text = text[:start] + " " * (end - start) + text[end:]
        left = " ".join(part for part in text.split() if any(letter.isalnum() for letter in part))
        if left and left.lower() not in ("set", "on", "in", "of", "the", "score", "rate", "iou"):
            words.append(left)
    return " ".join(words)
