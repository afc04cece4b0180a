"""A table as rows of scores under headers: header paths, groups of rows, inner headers, halves set side by side.

The reader says where cells are; this says what leads to each. A row without numbers whose one text runs over the
table is a group's title ("Previous work"); one with several texts in the columns of numbers is a new header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model import Box, Cell, Table
from extractors.results.cells import NOTHING, Reading, is_amount, is_check, read_cell
from extractors.results.vocabulary import count_terms, is_term


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
    table = replace(table, cells=tuple(_folded(cell) for cell in table.cells))
    cells = table.cell_grid()
    readings = [[read_cell(cell.text) if cell else NOTHING for cell in row] for row in cells]
    top = _header_rows(table, cells, readings)
    stubs = _stub_columns(table, readings[top:], cells[top:])
    heads = [_parted(row) for row in cells[:top]]
    header = _paths([row for row in heads if not _title(row)], table.columns)
    titles = tuple(cell for row in heads if (cell := _title(row)))
    groups: tuple[Cell, ...] = ()
    rows: list[Row] = []
    fresh = False
    for number in range(top, table.rows):
        line = cells[number]
        kind = _kind(line, readings[number], stubs)
        if kind == "group" and not rows and _names_columns(line, header, stubs):
            kind = "header"
        if kind == "group":
            title = _whole(line)
            if rows and not fresh and _continues(rows[-1], title):
                rows[-1] = _joined(rows[-1], title)
                continue
            groups = (*groups, title) if fresh else (title,)
            fresh = True
        elif kind == "header":
            header = _below(header, line) if not rows else _paths([line], table.columns, header)
        elif kind == "row":
            rows.append(Row(number, tuple(line), tuple(readings[number]), groups, header))
            fresh = False
    return Grid(table, tuple(_named(rows)), stubs, table.columns, titles)


def _continues(row: Row, title: Cell) -> bool:
    """Whether a text alone in its line is the rest of the name above it: a bracket that was open, a lower-case word."""
    above = row.cells[title.column]
    if above is None or not above.text.strip():
        return False
    opened = above.text.count("(") > above.text.count(")") or above.text.count("[") > above.text.count("]")
    return (
        opened
        or above.text.rstrip().endswith((" -", "&", " +", ",", "/"))
        or title.text[:1] in "+&)"
        or title.text[:1].islower()
    )


def _joined(row: Row, rest: Cell) -> Row:
    above = row.cells[rest.column]
    assert above is not None
    box = Box(above.box.page, *map(min, above.box[1:3], rest.box[1:3]), *map(max, above.box[3:], rest.box[3:]))
    text = (
        above.text[:-1] + rest.text
        if above.text.endswith("-") and rest.text[:1].islower()
        else f"{above.text} {rest.text}"
    )
    whole = replace(above, text=text, box=box)
    return replace(row, cells=tuple(whole if cell is above else cell for cell in row.cells))


_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


def _folded(cell: Cell) -> Cell:
    """The cell with its ligatures as letters, so that names are found."""
    text = cell.text.translate(_LIGATURES)
    return cell if text == cell.text else replace(cell, text=text)


def _named(rows: Sequence[Row]) -> list[Row]:
    """Rows with the name of the group that they stand in, where it is printed once for several rows.

    A name is on top of its group, for the rows without one below it, or in its middle: see `_blocks`.
    """
    named = list(rows)
    for start, at, end in _blocks([_is_name(row.cells[0]) for row in rows]):
        for number in range(start, end):
            row = rows[number]
            if (
                not _text(row.cells[0]).strip()
                and row.groups == rows[at].groups
                and any(_text(c) for c in row.cells[1:])
            ):
                named[number] = replace(row, cells=(rows[at].cells[0], *row.cells[1:]))
    return named


def _is_name(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip()) and not is_check(cell.text)


def _blocks(has: Sequence[bool]) -> list[tuple[int, int, int]]:
    """Groups of rows as (first row, row of the name, row behind the last), names in the middle or on top.

    In the middle where the first row of all has no name, or where that makes groups of fewer different sizes.
    """
    names = [place for place, named in enumerate(has) if named]
    if not names:
        return []
    on_top = [(at, at, end) for at, end in zip(names, [*names[1:], len(has)], strict=True)]
    middle: list[tuple[int, int, int]] = []
    place = 0
    while place < len(has) and any(has[place:]):
        at = has.index(True, place)
        end = 2 * at - place + 1
        if end > len(has) or any(has[at + 1 : end]):
            return on_top if has and has[0] else middle
        middle.append((place, at, end))
        place = end
    sizes = [len({end - start for start, _, end in blocks}) for blocks in (on_top, middle)]
    whole = place == len(has)
    return middle if has and (not has[0] or (whole and sizes[1] < sizes[0])) else on_top


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
    """How many leading columns are mostly words; at least one. Dashes and titles over several columns do not count."""
    count = 0
    for column in range(table.columns):
        numbers = words = 0
        for index, row in enumerate(cells):
            cell = row[column]
            if cell is None or cell.column_span > 1:
                continue
            if readings[index][column].scored or readings[index][column].change or is_amount(cell.text):
                numbers += 1
            else:
                words += any(letter.isalpha() for letter in cell.text) or is_check(cell.text)
        if numbers > words:
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
    if any(reading.change for reading in readings[stubs:]):
        return "empty"
    if len(found) == 1:
        return "group"
    outside = {id(cell) for cell in line[stubs:] if cell and cell.text.strip() and not is_check(cell.text)}
    inside = [cell for cell in line[:stubs] if cell and cell.text.strip()]
    if not outside and not inside:
        return "row"
    if len(outside) >= 2 and any(is_term(found[key].text) for key in outside):
        return "header"
    return "group"


def _names_columns(line: Sequence[Cell | None], header: tuple[tuple[Cell, ...], ...], stubs: int) -> bool:
    """Whether a row of words before the first values names the columns that the header above leaves alike."""
    texts = [cell.text.strip() for cell in line[stubs:] if cell and cell.text.strip()]
    above = {header[column] for column in range(stubs, len(line))}
    return len(texts) == len(line) - stubs > 1 and len(set(texts)) == len(texts) and len(above) < len(texts)


def _whole(line: Sequence[Cell | None]) -> Cell:
    """The title of a group that the reader cut into several cells, as one."""
    cells = list(dict.fromkeys(cell for cell in line if cell and cell.text.strip()))
    first, last = cells[0], cells[-1]
    if first is last:
        return first
    span = last.column + last.column_span - first.column
    box = Box(first.box.page, first.box.x0, first.box.y0, last.box.x1, max(first.box.y1, last.box.y1))
    return replace(first, text=" ".join(cell.text for cell in cells), box=box, column_span=span)


def _paths(
    rows: Sequence[Sequence[Cell | None]], columns: int, before: tuple[tuple[Cell, ...], ...] = ()
) -> tuple[tuple[Cell, ...], ...]:
    """Header cells of each column, outermost first; a column without any keeps what it had before."""
    paths = []
    rows = _spread([_parted(row) for row in rows])
    for column in range(columns):
        path: list[Cell] = []
        for row in rows:
            cell = row[column]
            if cell and cell.text.strip() and cell not in path:
                path.append(cell)
        paths.append(tuple(path) or (before[column] if before else ()))
    return tuple(paths)


def _below(header: tuple[tuple[Cell, ...], ...], line: Sequence[Cell | None]) -> tuple[tuple[Cell, ...], ...]:
    """The header with one more row under it, before any row of values."""
    width = len(header)
    levels = max((len(path) for path in header), default=0)
    rows = [[path[level] if level < len(path) else None for path in header] for level in range(levels)]
    return _paths([*rows, line], width)


def _spread(rows: Sequence[list[Cell | None]]) -> list[list[Cell | None]]:
    """Outer header cells over the whole block of columns that they are centred on.

    A block begins where the innermost header repeats its first text ("top-1 | top-5 | top-1 | top-5"); a row above
    with one cell in each block, and empty places, spans the blocks.
    """
    if len(rows) < 2:
        return list(rows)
    inner = [cell.text.strip() if cell else "" for cell in rows[-1]]
    first = next((place for place in range(1, len(inner)) if inner[place] and inner.count(inner[place]) > 1), 0)
    starts = [place for place in range(first, len(inner)) if first and inner[place] == inner[first]]
    if not starts:
        return list(rows)
    blocks = [range(start, end) for start, end in zip(starts, [*starts[1:], len(inner)], strict=True)]
    return [*(_over(row, blocks) for row in rows[:-1]), rows[-1]]


def _over(row: list[Cell | None], blocks: Sequence[range]) -> list[Cell | None]:
    spread = list(row)
    owners = [{cell for place in block if (cell := row[place]) and cell.text.strip()} for block in blocks]
    seen = [cell for owner in owners for cell in owner]
    if len(blocks) < 2 or any(not owner for owner in owners) or len(set(seen)) != len(seen):
        return spread
    for block, owner in zip(blocks, owners, strict=True):
        if len(owner) == 1:
            for place in block:
                spread[place] = next(iter(owner))
    return spread


def _parted(row: Sequence[Cell | None]) -> list[Cell | None]:
    """A header row where a cell over several columns that prints as many names of data sets, metrics or
    quantities gives each its own.
    """
    parted = list(row)
    for cell in dict.fromkeys(cell for cell in row if cell and cell.column_span > 1):
        words = cell.text.split()
        if len(words) != cell.column_span or count_terms(cell.text) != cell.column_span:
            continue
        width = (cell.box.x1 - cell.box.x0) / cell.column_span
        for number, word in enumerate(words):
            box = cell.box._replace(x0=cell.box.x0 + number * width, x1=cell.box.x0 + (number + 1) * width)
            parted[cell.column + number] = replace(cell, text=word, box=box, column=cell.column + number, column_span=1)
    return parted
