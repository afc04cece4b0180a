"""Accelerators: what a device is, how papers write it, how fast it is at its peak.

The facts are rows of `accelerators.csv`, with their sources. A row is one board or chip (`kind` gpu, tpu, cpu, asic) or
several devices sold as one (`system`); rates are dense peaks in 10^12 operations a second, a multiply-add is two.
Spellings are compared without white space, hyphens and vendors' words, in any case but where case tells two devices
apart ("V100s" is a plural, "V100S" a card). Memory says nothing about the form factor, so "V100 16GB" is the family.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

RATE_COLUMNS = {
    "fp64": "fp64_tflops",
    "fp32": "fp32_tflops",
    "tf32": "tf32_tflops",
    "fp16": "fp16_tflops",
    "tensor_fp16": "tensor_fp16_tflops",
    "bf16": "bf16_tflops",
    "int8": "int8_tops",
}
"""Name of a rate and its column, ordinary cores first."""

GENERIC = {"gpu": "GPU", "tpu": "TPU", "cpu": "CPU"}
"""Words that name a kind of device and no device; the row that the table keeps for them is for rates only."""

_VENDORS = frozenset(("nvidia", "nvidias", "geforce", "tesla", "quadro", "google", "googles", "amd", "intel", "radeon"))
_PIECE = re.compile(r"(?<=\d)[xX](?=[A-Z]+\d)|[A-Za-z]+|\d+")
_JOIN = re.compile(r"[\s\-‐‑–_().,]{0,3}$")
_MEMORY = re.compile(r"^\d{1,3} ?GB? |[ -]\d{1,3} ?GB?$")
_UNITS = re.compile(r"^(?:[GTC]PU|(?:Google|Intel|single) [TC]PU|.*\bcores?\b.*|.*-days|TPUv\d device)$")
_FORM = re.compile(r"PCI|SXM|NVL|Link|HBM|DGX|RTX|GTX", re.IGNORECASE)
_HYPHENS = ("-", "‐")
_LONGEST = 9
_CONTEXT = re.compile(
    r"\b(?:[GTC]PUs?|NVIDIA|Nvidia|nVidia|Tesla|GeForce|graphics?|[Aa]ccelerators?|cards?|devices?|hours?|days?|weeks?|train\w*)\b"
    r"|\d ?[x×] ?[A-Z]|[A-Z]\d+ ?[x×] ?\d"
)
_BESIDE = re.compile(
    r"\b(?:[GT]PUs?|NVIDIA|Nvidia|nVidia|Tesla|cards?|instances?|Kepler|Maxwell|Pascal|Turing|Ampere|Ada)\b"
)
_WELL_KNOWN = frozenset(("V100", "P100", "A100", "H100", "H800", "TPUV2", "TPUV3", "TPUV4", "DGX1", "DGX2"))
"""Short names that are nothing but devices."""

_PLAIN = frozenset(
    ("K20", "K40", "K80", "M40", "M60", "P40", "P100", "V100", "A100", "H100", "H800", "K20C", "K40C", "K40M", "TX2")
)
"""Short names that are devices where the sentence is about hardware; others need a word of hardware beside them."""

_LABEL = re.compile(
    r"(?:Table|Tab\.|Figure|Fig\.|Appendix|Section|Sec\.|Eq\.|Algorithm|Layer|model)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Accelerator:
    """A device or system. `rates` are peaks of the row as named, in 10^12 operations a second, by `RATE_COLUMNS`.

    `released` is the first day that it can have been had, as precisely as it is known; `candidates` are the devices
    that an `ambiguous` name may mean, most likely first; `confidence` ("high", "medium", "low") is of the rates.
    """

    name: str
    vendor: str
    kind: str
    released: date | None
    chips_per_board: float
    cores_per_chip: float
    devices_per_system: float
    rates: Mapping[str, float]
    memory_gb: float | None
    watts: float | None
    aliases: tuple[str, ...]
    ambiguous: bool
    candidates: tuple[str, ...]
    source: str
    confidence: str
    notes: str

    def chips(self, count: float, unit: str) -> float | None:
        """Chips in `count` of `unit` ("device", "chip", "core", "node"); None where the unit does not settle it."""
        if unit == "chip":
            return count
        if unit == "core":
            return count / self.cores_per_chip if self.kind in ("tpu", "asic") and self.cores_per_chip else None
        if unit == "device" and not self.ambiguous and self.kind != "system":
            return count * self.chips_per_board
        return None


@dataclass(frozen=True, slots=True)
class Spelling:
    """A device found in a text: `[start, end)` with the vendor's words, its canonical name and the text as printed."""

    start: int
    end: int
    name: str
    text: str


def _number(text: str) -> float | None:
    return float(text) if text else None


def _date(text: str) -> date | None:
    parts = [int(part) for part in text.split("-")] if text else []
    return date(*[*parts, 1, 1][:3]) if parts else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


@cache
def accelerators() -> Mapping[str, Accelerator]:
    """Every row by its canonical name."""
    rows = csv.DictReader(files("extractors.catalog").joinpath("accelerators.csv").read_text("utf-8").splitlines())
    return {
        row["name"]: Accelerator(
            name=row["name"],
            vendor=row["vendor"],
            kind=row["kind"],
            released=_date(row["released"]),
            chips_per_board=_number(row["chips_per_board"]) or 1.0,
            cores_per_chip=_number(row["cores_per_chip"]) or 0.0,
            devices_per_system=_number(row["devices_per_system"]) or 1.0,
            rates={name: float(row[column]) for name, column in RATE_COLUMNS.items() if row[column]},
            memory_gb=_number(row["memory_gb"]),
            watts=_number(row["tdp_w"]),
            aliases=_split(row["aliases"]),
            ambiguous=row["ambiguous"] == "true",
            candidates=_split(row["candidates"]),
            source=row["source"],
            confidence=row["confidence"],
            notes=row["notes"],
        )
        for row in rows
    }


def named(name: str) -> Accelerator | None:
    """The row of a canonical name, or of an alias as papers write it."""
    row = accelerators().get(name)
    if row is not None:
        return row
    spelling = next(iter(find(name, context=True)), None)
    return accelerators()[spelling.name] if spelling else None


def unreleased(name: str, day: date | None) -> bool:
    """Whether a device of this name cannot have been used on that day; False where either is unknown."""
    row = accelerators().get(name)
    return row is not None and day is not None and row.released is not None and day < row.released


def alternatives(name: str, day: date | None) -> tuple[str, ...]:
    """What an ambiguous name may mean on that day, most likely first; empty for a name that means one device."""
    row = accelerators().get(name)
    if row is None or not row.ambiguous:
        return ()
    return tuple(candidate for candidate in row.candidates if not unreleased(candidate, day))


def squeeze(text: str) -> str:
    """Letters and digits alone, in small letters, without vendors' words in front: how spellings are compared."""
    pieces = [piece.lower() for piece in _PIECE.findall(text)]
    while len(pieces) > 1 and pieces[0] in _VENDORS:
        del pieces[0]
    return "".join(pieces)


@cache
def _spellings() -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str], frozenset[str]]:
    """Squeezed spelling -> name; the same where the last letter's case decides; first pieces; beginnings of those.

    The beginnings find a word that a line's end has broken ("TI-TAN").
    """
    printed = [
        (alias, row.name)
        for row in accelerators().values()
        for alias in (row.name, *row.aliases)
        if (not _MEMORY.search(alias) or _FORM.search(alias))
        and not _UNITS.search(alias)
        and re.sub(r" GPUs?$", "", alias) not in {*row.aliases, row.name} - {alias}
    ]
    table: dict[str, str] = {}
    for spell in (lambda text: "".join(_PIECE.findall(text)).lower(), squeeze):
        for alias, name in printed:
            table.setdefault(spell(alias), name)
    plurals = {key for key in table if key.endswith("s") and table.get(key[:-1]) == table[key]}
    table = {key: name for key, name in table.items() if key not in plurals}
    exact = {key: name for key, name in table.items() if key.endswith("s") and key[:-1] in table}
    table = {key: name for key, name in table.items() if key not in exact}
    starts = [alias for alias, _ in printed] + [*table, *exact]
    first = frozenset(match.group().lower() for start in starts if (match := _PIECE.search(start)))
    begun = frozenset(word[:cut] for word in first if word.isalpha() and len(word) >= 5 for cut in range(2, len(word)))
    return table, exact, first, begun


def find(text: str, *, context: bool = False) -> tuple[Spelling, ...]:
    """Devices named in a text, in order, the longest spelling at each place.

    Short names that are also labels ("P4", "T4", "Titan") count only beside words of hardware, or where `context` says
    that the text is about hardware.
    """
    table, exact, first, begun = _spellings()
    pieces = list(_PIECE.finditer(text))
    in_context = context or bool(_CONTEXT.search(text))
    found: list[Spelling] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        step = 1
        word = piece.group().lower()
        broken = text[piece.end() : piece.end() + 1] in _HYPHENS and word in begun
        if (word in first or broken) and _starts_word(text, piece.start()):
            match = _longest(text, pieces, position, table, exact)
            if match:
                stop, name = match
                start, end = piece.start(), pieces[stop - 1].end()
                end += "(" in text[start:end] and text[end : end + 1] == ")"
                if _believable(text, start, end, context, in_context):
                    left = position
                    floor = found[-1].end if found else 0
                    while left and _vendor(text, pieces[left - 1], pieces[left]) and pieces[left - 1].start() >= floor:
                        left -= 1
                    start = pieces[left].start()
                    found.append(Spelling(start, end, name, text[start:end]))
                step = stop - position
        position += step
    return tuple(found)


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum() or (text[at - 1] in "x×" and at > 1 and text[at - 2].isdigit())


def _vendor(text: str, before: re.Match[str], piece: re.Match[str]) -> bool:
    gap = text[before.end() : piece.start()]
    return (
        before.group().lower() in _VENDORS and len(gap) <= 3 and bool(_JOIN.match(gap.replace("'s", "").strip("®™ ")))
    )


def _longest(
    text: str, pieces: list[re.Match[str]], at: int, table: Mapping[str, str], exact: Mapping[str, str]
) -> tuple[int, str] | None:
    """Index behind the last piece of the longest spelling that starts at piece `at`, and its name."""
    key = ""
    best: tuple[int, str] | None = None
    for stop in range(at, min(at + _LONGEST, len(pieces))):
        piece = pieces[stop]
        if stop > at and not _JOIN.match(text[pieces[stop - 1].end() : piece.start()]):
            break
        key += piece.group().lower()
        end = piece.end()
        whole = end == len(text) or not text[end].isalnum()
        if key in exact:
            name = exact[key] if piece.group()[-1].isupper() else table.get(key[:-1])
        else:
            name = table.get(key) or (table.get(key[:-1]) if piece.group().endswith("s") else None)
        times = stop == at + 1 and piece.group().isdigit() and re.match(r"[x×]\d", text[end:])
        if name and (whole or times):
            best = stop + 1, name
    return best


def _believable(text: str, start: int, end: int, certain: bool, in_context: bool) -> bool:
    """Whether a spelling is a device here: capitals where it is a word, hardware's words beside a short one."""
    printed = text[start:end]
    bare = re.sub(r"s$", "", printed)
    if bare[:1].islower() and (bare.isalpha() or re.match(r"[a-z]\s", bare)):
        return False
    short = len(squeeze(printed)) <= 4 or bare.isalpha() or printed.isdigit()
    if not short:
        return True
    if squeeze(bare).upper() in _WELL_KNOWN:
        return True
    if printed.isdigit():
        near = text[max(0, start - 12) : end + 8]
        return bool(re.search(r"NVIDIA|Nvidia|RTX|GTX|GPU|GeForce", near))
    if (len(bare) == 2 or bare.isalpha() or (short and squeeze(bare).upper() not in _PLAIN)) and not certain:
        in_context = bool(_BESIDE.search(text[max(0, start - 24) : end + 16]))
    return in_context and not _LABEL.search(text[:start]) and text[end : end + 1] != "="
