"""Tables set side by side: each half with its own column of names becomes a table of its own.

"Model | EM | F1 | Model | EM | F1" is two tables; columns of names before the first half stay with each of them.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.catalog.table_words import lexicon
from extractors.model import Cell, Table
from extractors.results.cells import is_amount, is_check, read_cell
from extractors.results.vocabulary import names_in


def halves(table: Table) -> tuple[Table, ...]:
    """The table, or its halves from left to right."""
    cells = table.cell_grid()
    top = table.header_rows or 1
    kinds = [_kind([row[column] for row in cells[top:]]) for column in range(table.columns)]
    starts = [
        column
        for column in range(table.columns - 1)
        if kinds[column] == "words" and kinds[column + 1] == "numbers" and _names(cells, top, column)
    ]
    later = [column for column in starts if column and kinds[column - 1] == "numbers"]
    if not later or len(starts) < 2:
        return (table,)
    shared = tuple(range(starts[0]))
    ends = [*starts[1:], table.columns]
    return tuple(_cut(table, (*shared, *range(start, end))) for start, end in zip(starts, ends, strict=True))


def _kind(column: list[Cell | None]) -> str:
    texts = [cell.text.strip() for cell in column if cell and cell.text.strip() and cell.column_span == 1]
    numbers = sum(read_cell(text).scored or is_amount(text) for text in texts)
    words = sum(any(letter.isalpha() for letter in text) and not is_check(text) for text in texts) - numbers
    if numbers * 2 > len(texts):
        return "numbers"
    return "words" if words * 2 > len(texts) else ""


def _names(cells: list[list[Cell | None]], top: int, column: int) -> bool:
    """Whether a column's header may stand over names: empty, a word for names, a benchmark."""
    titles = [cell.text for row in cells[:top] if (cell := row[column]) and cell.text.strip() and cell.column_span == 1]
    if not titles:
        return True
    text = titles[-1]
    keys = {match.entries[0] for match in lexicon("columns").find(text)}
    return "names" in keys or bool(names_in(text).any)


def _cut(table: Table, columns: tuple[int, ...]) -> Table:
    """The table of some columns; a cell over columns of several halves is in each of them."""
    places = {column: place for place, column in enumerate(columns)}
    kept = []
    for cell in table.cells:
        covered = [places[column] for column in range(cell.column, cell.column + cell.column_span) if column in places]
        if covered:
            kept.append(replace(cell, column=covered[0], column_span=len(covered)))
    return replace(table, cells=tuple(kept), columns=len(columns))
