"""Statements in tables: rows that are models and columns that are devices, numbers, times, products.

A table is read the other way round where its first column names the quantities. What the header does not say (which
device) is taken from the caption. Rows of other works are told by "ours" in other rows or by a citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.compute.columns import EPOCHS_OF_TIME, SETTINGS, Column, Grid, columns_of, is_of_data
from extractors.compute.confidence import STATEMENT
from extractors.compute.mentions import Line, mentions_of
from extractors.compute.models import row_model
from extractors.compute.roles import CITATION, TRAIN_VERB, phase_of
from extractors.compute.statements import LONGEST_HOURS, SHORTEST_HOURS, Statement
from extractors.model import BlockKind, Cell, Document, Evidence, Phase, Refusal, Role, Sentence, Table
from extractors.quantities import (
    Devices,
    Duration,
    Number,
    Work,
    parse_count,
    parse_devices,
    parse_duration,
    parse_number,
)

_THROUGHPUT = re.compile(
    r"FLOP/?s?\b.{0,12}(?:per|/) (?:GPU|device|chip)|\bteraFLOP|\bTFLOPs?/|\bthroughput",
    re.IGNORECASE,
)
_SLOW = re.compile(r"\binfer|\blatenc|\btest|\bdecod|\bFPS\b|\bruntime|\bspeed", re.IGNORECASE)
_TRAINING_TIME = re.compile(r"\btrain\w*[ -]times?\b|\btimes? (?:to|for|of) train", re.IGNORECASE)
_SIDES = re.compile(r"(\d+(?:\.\d+)?)\s?[x×*]\s?(\d+)")
_OURS = re.compile(r"\bours?\b|\bthis (?:work|paper)\b|\bproposed\b", re.IGNORECASE)
_FOREIGN_MARK = re.compile(
    r"([†‡*§])\s?[^.†‡*§]{0,60}?\b(?:authors of|reported (?:in|by)|taken from|quoted from|from \[|as reported|"
    r"provided by)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\(?ours?\)?", re.IGNORECASE)
_MARK = re.compile(r"[†‡*§¶⋆♠♣\s]+$")


def table_statements(document: Document) -> tuple[list[Statement], list[Refusal]]:
    """Statements of all tables, in order, and what in them is another's or no training."""
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    for table in document.tables:
        if not table.cells or table.rows < 2:
            continue
        caption = _caption(document, table)
        for grid in (Grid(table), Grid(table, turned=True)):
            columns = columns_of(grid, caption.text)
            if is_of_data(grid, caption.text):
                columns = [column for column in columns if column.kind != "time"]
            if any(_THROUGHPUT.search(grid.header(at)) for at in range(grid.columns)):
                columns = [column for column in columns if column.kind != "time"]
            if any(column.kind in ("time", "work", "product") for column in columns) or (
                any(column.kind in ("device", "count") for column in columns) and TRAIN_VERB.search(caption.text)
            ):
                made, refused = _rows(document, table, grid, columns, caption)
                statements += made
                refusals += refused
                break
        else:
            if _TRAINING_TIME.search(caption.text) and not _SLOW.search(caption.text):
                statements += _cells(table, caption)
    return statements, refusals


def _cells(table: Table, caption: Line) -> list[Statement]:
    """A statement for each cell that is a length of time, where the caption says that they are of training."""
    grid = Grid(table)
    column = Column(0, "time", "", 0.0)
    made = []
    for row in range(grid.first, grid.rows):
        for at in range(1, grid.columns):
            cell = grid.cell(row, at)
            duration = _time(cell.text, column) if cell and cell.column_span == 1 else None
            if cell and duration:
                first = grid.cell(row, 0)
                name = f"{row_model(first.text) if first else ''} {grid.header(at)}".strip()
                evidence: dict[str, tuple[Evidence, ...]] = {"time_hours": (_evidence(grid, row, cell, "time_hours"),)}
                place = f"{table.label} {grid.text(row)} {grid.header(at)}".strip()
                made.append(
                    Statement(
                        caption,
                        place,
                        (0, 0),
                        STATEMENT["cell"] * (1.0 if table.safe else STATEMENT["unsafe_table"]),
                        phase_of(caption.text),
                        duration=duration,
                        model=name,
                        evidence=evidence,
                        table=table.label or "table",
                    )
                )
    return made


def settings_of_tables(document: Document) -> Iterator[tuple[str, str, float, str, tuple[Evidence, ...]]]:
    """Epochs, steps, batch sizes and parameters of rows: field, the row's name, value, text, evidence."""
    for table in document.tables:
        if not table.cells or table.rows < 2:
            continue
        grid = Grid(table)
        columns = [column for column in columns_of(grid, table.caption_text) if column.kind in SETTINGS]
        for row in range(grid.first, grid.rows):
            for column in columns:
                cell = grid.cell(row, column.at)
                number = parse_number(cell.text) if cell else None
                if cell and number:
                    value = number.value * (column.factor if number.value < 1e5 else 1.0)
                    yield column.kind, grid.name(row), value, cell.text, (_evidence(grid, row, cell, column.kind),)


def _caption(document: Document, table: Table) -> Line:
    """The caption as a line with its mentions; an empty line where there is none."""
    text = table.caption_text
    block = table.caption if table.caption is not None else 0
    section = document.sections[table.section]
    order = next(
        (
            at
            for at, sentence in enumerate(document.sentences)
            if sentence.block == table.caption
            or (table.caption is None and document.blocks[sentence.block].page >= table.page)
        ),
        0,
    )
    line = Line(order, Sentence(block, 0, len(text)), text, BlockKind.CAPTION, table.section, section.kind, table.page)
    return mentions_of(line) if text else line


def _rows(
    document: Document, table: Table, grid: Grid, columns: list[Column], caption: Line
) -> tuple[list[Statement], list[Refusal]]:
    """A statement for each row that states a time, a product, a device or a number."""
    ours = any(_OURS.search(grid.text(row)[:80]) for row in range(grid.first, grid.rows))
    grouped = any(_GROUP.fullmatch(cell.text.strip()) for cell in table.cells)
    foreign = [match.group(1) for match in _FOREIGN_MARK.finditer(caption.text)]
    made: list[Statement] = []
    refused: list[Refusal] = []
    for row in range(grid.first, grid.rows):
        one = _row(grid, row, columns, caption)
        if one is None:
            continue
        name = grid.name(row)
        cited = bool(CITATION.search(name)) and not _OURS.search(name)
        cited = cited or any(mark in name for mark in foreign)
        if cited or (ours and not grouped and not _OURS.search(grid.text(row)[:80])):
            first = next(iter(one.evidence.values()))
            field = next(iter(one.evidence))
            reason = "the row is another work's" if cited else "the table marks other rows as the authors' own"
            refused.append(Refusal(field, grid.text(row)[:120], Role.CITED, reason, first))
        else:
            made.append(one)
    return made, refused


def _row(grid: Grid, row: int, columns: list[Column], caption: Line) -> Statement | None:
    """What one row states."""
    evidence: dict[str, tuple[Evidence, ...]] = {}
    settings: dict[str, tuple[float, str]] = {}
    duration: Duration | None = None
    work: Work | None = None
    count: Number | None = None
    hardware, hardware_text, unit = "", "", "device"
    for column in columns:
        cell = grid.cell(row, column.at)
        text = _MARK.sub("", cell.text) if cell else ""
        if cell is None or not text or cell.column_span > 1 or (cell.row_span > 1 and column.kind in ("time", "work")):
            continue
        if column.kind == "time" and duration is None:
            duration = _time(text, column)
            epochs = EPOCHS_OF_TIME.search(column.header)
            if duration and epochs:
                settings["epochs"] = (float(epochs.group(1)), epochs.group(1))
            if duration:
                evidence["time_hours"] = (_evidence(grid, row, cell, "time_hours"),)
        elif column.kind == "product" and duration is None:
            sides = _SIDES.fullmatch(text)
            if sides:
                hours, many = float(sides.group(1)) * column.factor, float(sides.group(2))
                duration = Duration(Number(hours, text, low=hours, high=hours), "", text)
                count = Number(many, sides.group(2), low=many, high=many)
                hardware, hardware_text, unit = column.device, column.header, column.unit
                pieces = (_evidence(grid, row, cell, "time_hours"),)
                evidence |= {"time_hours": pieces, "count": pieces, "hardware": pieces}
        elif column.kind == "work" and work is None:
            number = parse_number(text)
            if number:
                work = Work(number.times(column.factor), column.device, column.unit, text)
                evidence["device_hours"] = (_evidence(grid, row, cell, "device_hours"),)
        elif column.kind in ("count", "device"):
            devices = parse_devices(text)
            whole = parse_count(text)
            if devices and not devices.specific and devices.count is None:
                continue
            if devices:
                hardware, hardware_text, unit = devices.hardware, devices.text, devices.unit
                evidence["hardware"] = (_evidence(grid, row, cell, "hardware"),)
                if devices.count and count is None:
                    count = devices.count
                    evidence["count"] = evidence["hardware"]
            elif whole and column.kind == "count" and count is None:
                count = Number(float(whole), text, low=whole, high=whole)
                unit = column.unit
                evidence["count"] = (_evidence(grid, row, cell, "count"),)
                if column.device:
                    hardware, hardware_text = column.device, column.header
                    evidence["hardware"] = evidence["count"]
        elif column.kind in SETTINGS:
            number = parse_number(text)
            if number:
                settings[column.kind] = (number.value * (column.factor if number.value < 1e5 else 1.0), text)
                evidence[column.kind] = (_evidence(grid, row, cell, column.kind),)
    if duration is None and work is None and not (count or hardware):
        return None
    if work and not hardware and work.device:
        named = parse_devices(work.device)
        hardware = named.hardware if named else ""
        hardware_text = work.device
        evidence["hardware"] = evidence["device_hours"]
        if work.unit == "core" and not hardware.endswith(" core"):
            unit = "core"
    if not hardware or count is None:
        lent = _of_caption(caption)
        if lent is not None:
            if not hardware or (hardware in ("GPU", "TPU") and lent.hardware):
                hardware, hardware_text = lent.hardware, lent.text
                evidence["hardware"] = _caption_evidence(grid.table, caption, evidence)
            if count is None and lent.count is not None and not (lent.article and work):
                count, unit = lent.count, lent.unit
                evidence["count"] = _caption_evidence(grid.table, caption, evidence)
    row_text = grid.text(row)
    headers = " ".join(column.header for column in columns)
    phase = phase_of(f"{headers} {caption.text}")
    return Statement(
        caption,
        f"{grid.table.label} {row_text}".strip(),
        (0, 0),
        STATEMENT["row" if duration or work else "row_devices"]
        * (1.0 if grid.table.safe else STATEMENT["unsafe_table"]),
        phase if phase is not Phase.SEARCH or re.search("search", headers, re.IGNORECASE) else Phase.TRAINING,
        hardware,
        hardware_text,
        count,
        unit,
        duration,
        work,
        model=grid.name(row),
        evidence=evidence,
        settings=settings,
        table=grid.table.label or "table",
    )


def _of_caption(caption: Line) -> Devices | None:
    """The devices that a caption names for training."""
    fitting = [one for one in caption.devices if not _SLOW.search(caption.text[max(0, one.start - 60) : one.start])]
    return fitting[-1] if fitting else None


def _caption_evidence(table: Table, caption: Line, evidence: dict[str, tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    box = next(iter(evidence.values()))[0].box
    return (Evidence("", box, caption.text or table.label or "table"),)


def _time(text: str, column: Column) -> Duration | None:
    stated = parse_duration(text)
    if stated is None and column.factor:
        number = parse_number(text)
        if number is None:
            return None
        stated = Duration(number.times(column.factor), "", text, 0, len(text))
    if stated is None or not SHORTEST_HOURS <= stated.hours <= LONGEST_HOURS:
        return None
    return replace(stated, text=text)


def _evidence(grid: Grid, row: int, cell: Cell, field: str) -> Evidence:
    return Evidence(field, cell.box, grid.text(row) or cell.text)
