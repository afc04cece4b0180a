"""Printing: JSON for programs, tables for people, every text of a paper made safe on its way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from annotations.safe_text import safe_text


def say(text: str = "", err: bool = False, indent: int = 0) -> None:
    """A line that may hold text of papers, of people or of a network."""
    click.echo(" " * indent + safe_text(text), err=err)


def print_json(value: Any) -> None:
    """A value as JSON; what would act on a terminal is escaped."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=True))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "", right: Iterable[str] = ()
) -> None:
    """A table for people; the columns named in `right` hold numbers. Not cut where it goes into a file."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    table = Table(title=Text(title) if title else None, box=SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe_text("" if cell is None else str(cell))) for cell in row))
    console.print(table)


def print_failures(failed: Iterable[tuple[str, Any]]) -> None:
    """Failures on stderr, a line each."""
    for name, failure in failed:
        again = "; `paperscale retry` tries it again" if failure.retry else ""
        say(f"failed: {name}: {failure.stage}: {failure.reason}{again}", err=True)
