"""A table's results: each score with benchmark, split, metric, model, owner, and the place that says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.model import (
    UNSEARCHED,
    Cell,
    Evidence,
    Field,
    NotStated,
    Result,
    Stated,
    Table,
)
from extractors.results.checks import check_orders, check_range, doubt
from extractors.results.context import notes_of, table_levels
from extractors.results.grid import Grid, Row, make_grid
from extractors.results.halves import halves
from extractors.results.levels import Level, cite
from extractors.results.meaning import Found, scaled
from extractors.results.naming import (
    Naming,
    clean_name,
    config_words,
    count_of,
    is_ensemble,
    plan_names,
    row_name,
    settings_in,
    unique_names,
)
from extractors.results.ownership import Owner, Tone, cites, is_reference, owner_of, read_tone
from extractors.results.paper import Paper, is_model, main_model, names_own
from extractors.results.scores import Meaning, Scores, column_words, read_scores

# A table whose numbers are not all in one cell each gives no result that stands by itself, unless the doubt is about
# single cells of other rows.
UNSAFE = 0.5
SINGLE_CELLS = 0.95


@dataclass(frozen=True, slots=True)
class Setup:
    """What the rows of one table share."""

    paper: Paper
    grid: Grid
    far: tuple[Level, ...]
    scores: Scores
    naming: Naming
    names: tuple[str, ...]
    tone: Tone
    main: str


def table_results(paper: Paper, table: Table) -> list[Result]:
    """All results of a table, own and cited, with their doubts."""
    return [result for half in halves(table) for result in _part_results(paper, half)]


def _part_results(paper: Paper, table: Table) -> list[Result]:
    grid = make_grid(table)
    if not grid.rows:
        return []
    far = table_levels(paper, table)
    scores = read_scores(paper, grid, far)
    if not scores.meanings:
        return []
    naming = plan_names(grid, scores.columns, scores.quantities)
    names = unique_names(naming, grid.rows, lambda text: is_model(paper, text))
    texts = [" ".join(cell.text for column in naming.names if (cell := row.cells[column])) for row in grid.rows]
    tone = read_tone(paper, far, texts, notes_of(paper.document, table))
    setup = Setup(paper, grid, far, scores, naming, tuple(names), tone, main_model(paper, far, not tone.cited))
    results = [
        result
        for place, row in enumerate(grid.rows)
        for column in range(grid.columns)
        if (meaning := scores.meanings.get((place, column)))
        for result in _cell_results(setup, place, row, column, meaning)
    ]
    return [check_range(result) for result in check_orders(results)]


def _cell_results(setup: Setup, place: int, row: Row, column: int, meaning: Meaning) -> Iterable[Result]:
    cell = row.cells[column]
    if cell is None:
        return
    same = _same_columns(setup, place, column, meaning)
    variant = _variant(row, column, meaning, same)
    twin = bool(same) and any(_header_text(row, other) == _header_text(row, column) for other in same)
    model, model_cells = _model(setup, place, row, meaning, column, variant)
    owner = _owner(setup, row, column, model, _across(row, column, meaning) if meaning.transposed else "")
    if owner.own and not _says_model(setup, place, model) and setup.main.lower() not in model.lower():
        model = f"{setup.main} {model}".strip()
    reading = row.readings[column]
    for number, (value, metric) in enumerate(zip(reading.values, meaning.metrics, strict=False)):
        if metric and not math.isnan(value):
            found = _result(
                setup, row, column, cell, meaning, metric, value, number, (model, model_cells), owner, variant
            )
            yield _twin(setup, found, meaning, column, same) if twin else found


def _twin(setup: Setup, result: Result, meaning: Meaning, column: int, same: Sequence[int]) -> Result:
    """A result whose column has the header of another one: doubted.

    In a table of boxes and masks whose headers do not tell them, the boxes come first.
    """
    caption = " ".join(level.text for level in setup.far if level.kind == "caption").lower()
    first = meaning.benchmark.id == "coco-detection" and "segmentation" in caption and column < min(same)
    return doubt(result, TWIN, 0.8 if first else 0.5)


def _says_model(setup: Setup, place: int, model: str) -> bool:
    """Whether a row's own name is a model's, or the whole name has the paper's own."""
    return is_model(setup.paper, setup.names[place]) or names_own(setup.paper, model)


TWIN = "another column of the row has the same header"


def _same_columns(setup: Setup, place: int, column: int, meaning: Meaning) -> list[int]:
    """Other columns of a row with the same benchmark, metric and split."""
    return [
        other
        for other in range(setup.grid.columns)
        if other != column
        and (theirs := setup.scores.meanings.get((place, other)))
        and (theirs.benchmark.id, theirs.metrics) == (meaning.benchmark.id, meaning.metrics)
        and (theirs.split.id if theirs.split else "") == (meaning.split.id if meaning.split else "")
    ]


def _variant(row: Row, column: int, meaning: Meaning, same: Sequence[int]) -> str:
    """What the header says that tells this column from others of the same meaning in this row."""
    if not same and not meaning.transposed:
        return ""
    others = {cell for other in same for cell in row.headers[other]}
    mine = [cell for cell in row.headers[column] if cell not in others] if same else list(row.headers[column])
    words = column_words(mine, meaning.benchmark.id)
    if words and not any(letter.isalpha() for letter in words):
        return column_words(row.headers[column], meaning.benchmark.id)
    return words


def _model(
    setup: Setup, place: int, row: Row, meaning: Meaning, column: int, variant: str
) -> tuple[str, tuple[Cell, ...]]:
    """The model's name and the cells that print it."""
    _, cell = row_name(setup.naming, row)
    header = row.headers[column][-1:] if variant else ()
    if meaning.transposed:
        return clean_name(_across(row, column, meaning) or variant), tuple(row.headers[column][-1:])
    name = setup.names[place]
    if variant and not settings_in(variant):
        name = f"{name} {clean_name(variant)}" if name else clean_name(variant)
    return name, (*([cell] if cell else []), *header)


def _across(row: Row, column: int, meaning: Meaning) -> str:
    """The model that stands in a column's header: the innermost text that is no metric or split."""
    cells = [cell for cell in reversed(row.headers[column]) if column_words([cell], meaning.benchmark.id)]
    return cells[0].text if cells else ""


def _owner(setup: Setup, row: Row, column: int, model: str, across: str) -> Owner:
    naming = setup.naming
    printed = across or " ".join(cell.text for number in naming.names if (cell := row.cells[number]))
    reference = cell.text if naming.reference is not None and (cell := row.cells[naming.reference]) else ""
    header = " ".join(cell.text for cell in row.headers[column])
    alone = [cell for number, cell in enumerate(row.cells) if cell and number not in setup.scores.columns]
    reference = reference or next((cell.text for cell in alone if is_reference(cell.text)), "")
    left = row.cells[column - 1] if column else None
    if not header and left and cites(left.text):
        reference = left.text
    groups = [cell.text for cell in row.groups]
    return owner_of(setup.paper, setup.tone, printed or model, groups, header, reference, _dated(row))


def _dated(row: Row) -> bool:
    """Whether the row has a year of its own."""
    return any(
        cell is not None and bool(header) and header[-1].text.strip().lower() == "year" and cell.text.strip().isdigit()
        for cell, header in zip(row.cells, row.headers, strict=True)
    )


def _result(
    setup: Setup,
    row: Row,
    column: int,
    cell: Cell,
    meaning: Meaning,
    metric: str,
    value: float,
    number: int,
    model: tuple[str, tuple[Cell, ...]],
    owner: Owner,
    variant: str,
) -> Result:
    document, table = setup.paper.document, setup.grid.table
    at = (Evidence("value", cell.box, cell.text),)
    split = meaning.splits[number] if meaning.splits else meaning.split
    named = tuple(piece for part in model[1] for piece in cite(document, part, "model")) or (
        Evidence("model", cell.box, cell.text),
    )
    words = config_words(setup.naming, row)
    texts = [model[0], words, *(group.text for group in row.groups), variant]
    settings = dict.fromkeys(part for text in (*texts, _header_text(row, column)) for part in settings_in(text))
    joined = is_ensemble(texts)
    safe = table.safe
    confidence = meaning.confidence * owner.confidence * _trust(table, row)
    printed = scaled(meaning.benchmark.id, metric, value)
    return Result(
        place=_place(table, row, column, number),
        benchmark=_stated(setup, meaning.benchmark, "benchmark", meaning.confidence, at),
        split=_stated(setup, split, "split", 1.0, at) if split else NotStated("header, caption, text"),
        metric=_stated(setup, _as(meaning.metric, metric), "metric", meaning.confidence, at),
        value=Stated(printed, cell.text, at, 0.99 if safe else 0.85),
        model=Stated(model[0] or "?", model[0] or cell.text, named, 0.9 if model[0] else 0.3),
        own=Stated(owner.own, model[0] or cell.text, _as_field(named, "own"), owner.confidence, reason=owner.reason),
        ensemble=Stated(joined, model[0] or cell.text, _as_field(named, "ensemble"), 0.9),
        parameters=_count(setup, row, ("parameters",))[0],
        operations=(operations := _count(setup, row, ("flops", "multiply-adds")))[0],
        operations_unit=operations[1],
        setting=", ".join(part for part in dict.fromkeys((*settings, words)) if part),
        table=table.label,
        row=tuple(text for text in (*(group.text for group in row.groups), model[0]) if text),
        column=tuple(header.text for header in row.headers[column]),
        confidence=round(min(0.99, confidence), 3),
        flags=(*meaning.flags, *(() if safe else ("the table was not read for sure: " + "; ".join(table.doubts[:2]),))),
    )


def _trust(table: Table, row: Row) -> float:
    """How much a table's reading takes from the confidence of a row's results.

    Little where the doubts are about single cells (odd characters, several numbers in one) and none of the row's is.
    """
    if table.safe:
        return 1.0
    single = all(any(kind in doubt for kind in _ABOUT_CELLS) for doubt in table.doubts)
    crowded = any(reading.crowded for reading in row.readings)
    return SINGLE_CELLS if single and table.doubts and not crowded else UNSAFE


# The reader's doubts that are about single cells.
_ABOUT_CELLS = ("characters without a meaning", "hold several numbers")


def _as(found: Found, metric: str) -> Found:
    return Found(metric, found.level, found.words, found.confidence)


def _as_field(pieces: Sequence[Evidence], field: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(field, piece.box, piece.quote) for piece in pieces)


def _stated(setup: Setup, found: Found, field: str, confidence: float, at: tuple[Evidence, ...]) -> Stated:
    pieces = cite(setup.paper.document, found.level.source, field, found.words) or _as_field(at, field)
    reason = f"said by the {found.level.kind}" if found.words else "the usual split, where a paper does not say"
    return Stated(
        found.id,
        found.words or found.level.text[:80],
        pieces,
        round(min(1.0, confidence * found.confidence), 3),
        reason=reason,
    )


def _header_text(row: Row, column: int) -> str:
    return " ; ".join(cell.text for cell in row.headers[column])


def _count(setup: Setup, row: Row, keys: tuple[str, ...]) -> tuple[Field, str]:
    """Parameters or operations from the row's own column of them, and which convention the header names."""
    for column, quantity in setup.scores.quantities.items():
        cell = row.cells[column]
        if quantity not in keys or not cell:
            continue
        number = count_of(cell.text, _header_text(row, column))
        if number is not None:
            field = "parameters" if keys[0] == "parameters" else "operations"
            return Stated(number, cell.text, (Evidence(field, cell.box, cell.text),), 0.9), quantity
    return UNSEARCHED, ""


def _place(table: Table, row: Row, column: int, number: int) -> str:
    names = dict.fromkeys(cell.text for cell in row.cells[: column or 1] if cell and not _numeric(cell.text))
    header = " > ".join(cell.text for cell in row.headers[column])
    groups = " > ".join(cell.text for cell in row.groups)
    numbered = f" #{number + 1}" if number else ""
    return f"{table.label or 'table'} | {groups} | {' | '.join(names)} | {header}{numbered}"


def _numeric(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)
