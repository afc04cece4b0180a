"""Rows to files: CSV that a spreadsheet opens without running anything, and the same as Parquet with types.

The same rows give the same bytes: no times, rows in a given order, numbers in their shortest exact form.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from annotations.release.registry import Column, Row, TableSpec
from annotations.safe_text import safe_cell


def csv_bytes(spec: TableSpec, rows: Sequence[Row]) -> bytes:
    """The table as CSV: UTF-8, header line, comma, `\\n`; an absent value is an empty cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(spec.names())
    writer.writerows([cell_text(column, row.get(column.name)) for column in spec.columns] for row in rows)
    return buffer.getvalue().encode("utf-8")


def cell_text(column: Column, value: Any) -> str:
    """A value as a CSV cell. Text goes through the one function that makes it safe for a spreadsheet."""
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "integer":
        return str(int(value))
    if column.type == "number":
        return _number(float(value))
    return safe_cell(str(value))


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def parquet_bytes(spec: TableSpec, rows: Sequence[Row]) -> bytes:
    """The table as Parquet, columns typed and described; strings as in the CSV."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [
        pa.field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata={"description": column.meaning, "unit": column.unit},
        )
        for column in spec.columns
    ]
    arrays = [pa.array(_typed(column, rows), type=types[column.type]) for column in spec.columns]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), buffer, compression="zstd")
    return buffer.getvalue()


def _typed(column: Column, rows: Iterable[Row]) -> list[Any]:
    convert: dict[str, Callable[[Any], Any]] = {
        "string": safe_cell,
        "integer": int,
        "number": float,
        "boolean": bool,
        "date": date.fromisoformat,
    }
    make = convert[column.type]
    return [None if row.get(column.name) is None else make(row[column.name]) for row in rows]


def checksums(contents: dict[str, bytes]) -> bytes:
    """SHA256SUMS as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items())]
    return "".join(lines).encode()


def write_folder(folder: Path, contents: dict[str, bytes]) -> None:
    """Write the files into a new folder, which appears whole or not at all."""
    partial = folder.with_name(f".{folder.name}.partial")
    _remove(partial)
    for name, data in contents.items():
        path = partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _remove(folder)
    partial.rename(folder)


def _remove(folder: Path) -> None:
    import shutil

    if folder.exists():
        shutil.rmtree(folder)
