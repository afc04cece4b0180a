"""A table as rows of scores under headers: header paths, groups of rows, inner headers, halves set side by side.

The reader says where cells are; this says what leads to each. A row without numbers whose one text runs over the
table is a group's title ("Previous work"); one with several texts in the columns of numbers is a new header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Cell, Table
from extractors.results.cells import NOTHING, Reading, is_amount, is_check, read_cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values: its cells by column (None: empty), the group titles in force and the header in force."""

    number: int
    cells: tuple[Cell | None, ...]
    readings: tuple[Reading, ...]
    groups: tuple[Cell, ...]
    headers: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows of values; `stubs` is how many leading columns name the row, `columns` how many there are."""

    table: Table
    rows: tuple[Row, ...]
    stubs: int
    columns: int
    titles: tuple[Cell, ...] = ()

    def column(self, number: int) -> list[Reading]:
        """Readings of one column, row after row."""
        return [row.readings[number] for row in self.rows]


def make_grid(table: Table) -> Grid:
    """The grid of a table; without rows where it holds no numbers."""
    cells = table.cell_grid()
    readings = [[read_cell(cell.text) if cell else NOTHING for cell in row] for row in cells]
    top = _header_rows(table, cells, readings)
    stubs = _stub_columns(table, readings[top:], cells[top:])
    header = _paths([row for row in cells[:top] if not _title(row)], table.columns)
    titles = tuple(cell for row in cells[:top] if (cell := _title(row)))
    groups: tuple[Cell, ...] = ()
    rows: list[Row] = []
    fresh = False
    for number in range(top, table.rows):
        line = cells[number]
        kind = _kind(line, readings[number], stubs)
        if kind == "group":
            title = next(cell for cell in line if cell)
            groups = (*groups, title) if fresh else (title,)
            fresh = True
        elif kind == "header":
            header = _paths([line], table.columns, header)
        elif kind == "row":
            rows.append(Row(number, tuple(line), tuple(readings[number]), groups, header))
            fresh = False
    return Grid(table, tuple(rows), stubs, table.columns, titles)


def _header_rows(table: Table, cells: list[list[Cell | None]], readings: list[list[Reading]]) -> int:
    """How many rows at the top hold names only: as the reader says, or up to the first row of scores."""
    if table.header_rows and table.header_rows < table.rows:
        return table.header_rows
    for number, row in enumerate(readings):
        scored = sum(reading.scored for reading in row)
        filled = sum(cell is not None and bool(cell.text.strip()) for cell in cells[number])
        if number and scored and scored * 2 >= filled - 1:
            return number
    return 1


def _stub_columns(table: Table, readings: list[list[Reading]], cells: list[list[Cell | None]]) -> int:
    """How many leading columns are mostly words; at least one."""
    count = 0
    for column in range(table.columns):
        filled = [index for index, row in enumerate(cells) if (cell := row[column]) and cell.text.strip()]
        numbers = sum(readings[index][column].scored or is_amount(_text(cells[index][column])) for index in filled)
        if filled and numbers * 2 > len(filled):
            break
        count = column + 1
    return max(1, min(count, table.columns - 1))


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _title(line: Sequence[Cell | None]) -> Cell | None:
    """The one cell of a row that holds nothing else and runs over most of it."""
    found = {id(cell): cell for cell in line if cell and cell.text.strip()}
    if len(found) != 1:
        return None
    cell = next(iter(found.values()))
    return cell if cell.column_span * 2 > len(line) and len(line) > 2 else None


def _kind(line: Sequence[Cell | None], readings: Sequence[Reading], stubs: int) -> str:
    found = {id(cell): cell for cell in line if cell and cell.text.strip()}
    if not found:
        return "empty"
    if any(reading.scored for reading in readings[stubs:]):
        return "row"
    if len(found) == 1:
        return "group"
    outside = {id(cell) for cell in line[stubs:] if cell and cell.text.strip() and not is_check(cell.text)}
    inside = [cell for cell in line[:stubs] if cell and cell.text.strip()]
    if len(outside) >= 2 and any(any(letter.isalpha() for letter in found[key].text) for key in outside):
        return "header"
    return "group" if inside and not outside else "row"


def _paths(
    rows: Sequence[Sequence[Cell | None]], columns: int, before: tuple[tuple[Cell, ...], ...] = ()
) -> tuple[tuple[Cell, ...], ...]:
    """Header cells of each column, outermost first; a column without any keeps what it had before."""
    paths = []
    for column in range(columns):
        path: list[Cell] = []
        for row in rows:
            cell = row[column]
            if cell and cell.text.strip() and cell not in path:
                path.append(cell)
        paths.append(tuple(path) or (before[column] if before else ()))
    return tuple(paths)
