"""The sample papers as manuscripts: TOML front matter, and a few marks of Markdown (headings, tables, bold)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands above the whole appendix."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table: caption without its number, rows of cells; `rules` are the rows that a thin rule stands below."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    rules: tuple[int, ...]


Element = Heading | Paragraph | TableSource


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A paper before typesetting; `identifier` is an arXiv id that arXiv never gives (year 00, month 01)."""

    identifier: str
    version: int
    title: str
    authors: tuple[str, ...]
    submitted: date
    categories: tuple[str, ...]
    abstract: str
    elements: tuple[Element, ...]


def manuscripts() -> list[Manuscript]:
    """The sample papers that ship with the package, by identifier."""
    folder = files("miner.demo").joinpath("papers")
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".md")), key=lambda entry: entry.name)
    return [parse(entry.name.removesuffix(".md"), entry.read_text("utf-8")) for entry in sources]


def parse(name: str, source: str) -> Manuscript:
    """A manuscript from its file's name ("0001.00001v1") and text. Raises ValueError for what is none."""
    identifier, _, version = name.rpartition("v")
    _, front, body = source.split("+++\n", 2)
    data = tomllib.loads(front)
    return Manuscript(
        identifier=identifier,
        version=int(version),
        title=data["title"],
        authors=tuple(data["authors"]),
        submitted=data["submitted"],
        categories=tuple(data["categories"]),
        abstract=data["abstract"],
        elements=tuple(_element(block) for block in body.strip().split("\n\n")),
    )


def _element(block: str) -> Element:
    if block.startswith("#"):
        marks, _, text = block.partition(" ")
        return Heading(len(marks), text)
    if block.startswith("Table: "):
        return _table(block)
    return Paragraph(" ".join(block.split()))


def _table(block: str) -> TableSource:
    caption, *lines = block.splitlines()
    rows: list[tuple[str, ...]] = []
    rules: list[int] = []
    for line in lines:
        if line.startswith("|-"):
            rules.append(len(rows) - 1)
        else:
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return TableSource(caption.removeprefix("Table: "), tuple(rows), tuple(rules))
