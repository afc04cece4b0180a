"""The name of a row's model, and what else sets the row apart: settings, ensemble, parameters, operations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.catalog.table_words import lexicon
from extractors.catalog.terms import fold
from extractors.model import Cell
from extractors.results.cells import is_check, is_tick, read_cell
from extractors.results.grid import Grid, Row

_CITATION = re.compile(
    r"\s*\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]|\s*\((?:[A-Z][\w’'.-]+|van|de|von)[^()]{0,60}?(?:19|"
    r"20)\d\d[a-z]?(?:[;,][^()]{0,120})?\)"
)
_MARKS = re.compile(r"\s*[*∗†‡§¶♣♠♦⊕]+(?=\s|$|\))")


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns make up a row's name, which set it apart when the name does not, which one cites."""

    names: tuple[int, ...]
    configs: tuple[int, ...]
    reference: int | None


def plan_names(grid: Grid, scores: frozenset[int], quantities: dict[int, str]) -> Naming:
    """Sort a grid's columns that are no scores: names, settings, references."""
    names: list[int] = []
    configs: list[int] = []
    reference = None
    header = grid.rows[0].headers
    for column in range(grid.columns):
        if column in scores or quantities.get(column) in ("parameters", "flops", "multiply-adds"):
            continue
        title = " ".join(cell.text for cell in header[column])
        keys = {match.entries[0] for match in lexicon("columns").find(title)} if title else set()
        texts = [cell.text for row in grid.rows if (cell := row.cells[column]) and cell.text.strip()]
        worded = sum(any(letter.isalpha() for letter in text) and not is_check(text) for text in texts)
        if "references" in keys and "names" not in keys and column:
            reference = column
        elif _is_index(texts):
            continue
        elif (
            column < grid.stubs
            and worded * 2 > len(texts)
            and column not in quantities
            and _may_name(names, title, keys)
        ):
            names.append(column)
        elif texts and column < min(scores, default=grid.columns) and not _decimal(texts):
            configs.append(column)
    if not names and configs and any(is_check(cell.text) for row in grid.rows if (cell := row.cells[configs[0]])):
        return Naming((), tuple(configs), reference)
    if not names:
        first = next((column for column in configs), 0)
        names, configs = [first], [column for column in configs if column != first]
    return Naming(tuple(names), tuple(configs), reference)


def _may_name(names: Sequence[int], title: str, keys: set[str]) -> bool:
    """Whether a column of words holds names: the first one, one without a header or headed "backbone" and the like."""
    return not names or not title or "names" in keys


def _is_index(texts: Sequence[str]) -> bool:
    """Whether a column only counts the rows."""
    numbers = [int(text) for text in texts if text.isdigit()]
    return (
        len(numbers) > 3
        and len(numbers) == len(texts)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _decimal(texts: Sequence[str]) -> bool:
    """Whether most texts are numbers with decimals: measurements, not settings."""
    return sum(read_cell(text).decimals > 0 for text in texts) * 2 > len(texts)


def clean_name(text: str) -> str:
    """A name without citations and footnote marks."""
    plain = _MARKS.sub("", _CITATION.sub("", text)).lstrip("•◦∘· ")
    return " ".join(plain.split()).strip(" ,;:") or " ".join(text.split())


def row_name(naming: Naming, row: Row) -> tuple[str, Cell | None]:
    """The name printed in a row, and the first cell of it."""
    cells = [cell for column in naming.names if (cell := row.cells[column]) and cell.text.strip()]
    distinct = list(dict.fromkeys(cells))
    parts = list(dict.fromkeys(clean_name(cell.text) for cell in distinct))
    return " ".join(part for part in parts if part not in ("-", "–", "—")), (distinct[-1] if distinct else None)


def config_words(naming: Naming, row: Row, titled: bool = True, columns: Sequence[int] | None = None) -> str:
    """Settings of a row as words: ticked headers by name, other cells, `titled` with their header before a number."""
    words: list[str] = []
    seen: set[Cell] = set()
    for column in naming.configs if columns is None else columns:
        cell = row.cells[column]
        if not cell or not cell.text.strip() or cell in seen:
            continue
        seen.add(cell)
        title = row.headers[column][-1].text if row.headers[column] else ""
        if is_check(cell.text):
            if is_tick(cell.text) and title:
                words.append(title)
        elif titled and read_cell(cell.text).scored and title and len(title) < 24:
            words.append(f"{title} {cell.text}")
        elif cell.text not in ("-", "–", "—"):
            words.append(cell.text)
    return " ".join(" ".join(words).split())


def unique_names(naming: Naming, rows: Sequence[Row], names_model: Callable[[str], bool]) -> list[str]:
    """The rows' names: behind those that several rows share the settings in which these differ.

    The title of a group stands before the names of its rows where they recur in another group and it names a model.
    """
    plain = [row_name(naming, row)[0] for row in rows]
    named = []
    for row, name in zip(rows, plain, strict=True):
        alike = [other for other, same in zip(rows, plain, strict=True) if same == name]
        longer = name if _WORD.search(name) else _titled(naming, row) or name
        if len(alike) > 1:
            varying = [
                c for c in naming.configs if len({cell.text if (cell := other.cells[c]) else "" for other in alike}) > 1
            ]
            numbers = [c for c in varying if not _wordy([other.cells[c] for other in alike])]
            kept = [c for c in varying if c not in numbers] if _WORD.search(name) else varying
            longer = _joined(name, config_words(naming, row, titled=False, columns=kept))
        group = " ".join(clean_name(cell.text) for cell in row.groups)
        if group and len({other.groups for other in alike}) > 1 and names_model(group):
            longer = _joined(group, longer)
        named.append(longer)
    return named


_WORD = re.compile(r"(?!yes\b|no\b|none\b)[^\W\d_]", re.IGNORECASE)


def _titled(naming: Naming, row: Row) -> str:
    """A name without words behind the header over it: "Kernel width 3", "share features? no"."""
    column = next((c for c in naming.names if (cell := row.cells[c]) and cell.text.strip()), None)
    if column is None or not row.headers[column]:
        return ""
    title, cell = row.headers[column][-1].text, row.cells[column]
    return f"{title} {cell.text}" if cell and len(title) < 30 else ""


def _wordy(cells: Sequence[Cell | None]) -> bool:
    """Whether a column of settings holds words or ticks: numbers are sizes and stay with the settings."""
    texts = [cell.text for cell in cells if cell and cell.text.strip()]
    return any(is_check(text) or re.search(r"[^\W\d_]{2}", text) for text in texts)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def settings_in(text: str) -> tuple[str, ...]:
    """Words of a text that are settings: crops, scales, data, single models."""
    found = lexicon("settings").find(text)
    return tuple(dict.fromkeys(text[match.start : match.end] for match in found if "ensemble" not in match.entries))


def is_ensemble(texts: Sequence[str]) -> bool:
    """Whether a row's texts say that several models were joined."""
    joined = " ; ".join(texts)
    words = {entry for match in lexicon("settings").find(joined) for entry in match.entries}
    if "single" in words and "ensemble" not in words:
        return False
    nets = re.search(r"\b(\d{1,2})\s*(?:models?|nets?|networks)\b", joined, re.IGNORECASE)
    if nets:
        return int(nets.group(1)) > 1
    return bool(
        re.search(r"\bensemble|\bens\b|\bmulti(?:ple)?[- ]models?\b|\bmultiple nets\b", joined, re.IGNORECASE)
    ) and not bool(re.search(r"\b(?:single|no ensemble|without ensemble)\b", joined, re.IGNORECASE))


_UNITS = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "mil": 1e6,
    "b": 1e9,
    "g": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "giga": 1e9,
    "t": 1e12,
    "trillion": 1e12,
    "mflops": 1e6,
    "gflops": 1e9,
    "bflops": 1e9,
    "gmacs": 1e9,
    "mmacs": 1e6,
    "gmac": 1e9,
    "gflop": 1e9,
    "tflops": 1e12,
    "gops": 1e9,
}


def count_of(text: str, title: str) -> float | None:
    """A number of parameters or operations: the cell's own unit, or else the header's."""
    match = re.fullmatch(
        r"[~≈∼<]?\s*(\d+(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?:[×x]\s*10\^?(\d{1,2}))?\s*([A-Za-z]*)\.?[*∗†‡]?", text.strip()
    )
    if not match:
        return None
    number = float(match.group(1).replace(",", ""))
    if match.group(2):
        return float(f"{number * 10.0 ** int(match.group(2)):.12g}")
    unit = _UNITS.get(match.group(3).lower())
    if match.group(3) and unit is None:
        return None
    power = re.search(r"[×x*]\s*10\^?(\d{1,2})", title)
    if unit is None and power:
        unit = 10.0 ** int(power.group(1))
    if unit is None:
        unit = next((_UNITS[word] for word in fold(title) if word in _UNITS), None)
    return float(f"{number * (unit or 1.0):.12g}") if unit or number >= 1e4 else None
