"""What a cell of a table says as a number: one score, two in a row, with a deviation, a change, or none at all."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_MARKS = "*∗†‡§¶♣♠♦♥⋆★☆◦•⊕∘⋄△▲▽#⇤✝✩"
_REFERENCE = re.compile(r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]")
_DEVIATION = re.compile(rf"(?:±|\+/-|\+-|∓)\s*\(?(?:{_NUMBER})\)?|[(\[](?:±|\+/-|\+-)?\s*(?:{_NUMBER})\s*%?[)\]]")
_CHANGE = re.compile(rf"[(\[]?\s*[+＋↑↓−–-]\s*(?:{_NUMBER})\s*%?\s*[↑↓]?\s*[)\]]?")
_SCORE = re.compile(rf"(?P<about>[~≈∼]|<|>|≤|≥)?\s*(?P<number>{_NUMBER})\s*(?P<percent>%)?")
_EMPTY = re.compile(r"[-–—−―.·/\s]*|n/?a|n\.a\.|none|nan|oom|tbd|\?", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"[~≈∼<>]?\s*(?:{_NUMBER})\s*(?:[kKMBGT]|ms|s|h|x|×|%|GB|MB|hrs?|days?|[MG]FLOPs|[GM]|p[xt])?[*∗†‡]?"
)
_SPLIT = re.compile(r"\s*[/|]\s*")
_CHECK = re.compile(r"[✓✔√☑X✗✘×x]|yes|no", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as numbers: `values` as printed, in order (NaN for a dash beside a number); `about` where it says so.

    `change` is true for a difference ("+1.2"), `percent` where the cell prints the sign; `decimals` of the first.
    """

    values: tuple[float, ...] = ()
    about: bool = False
    change: bool = False
    percent: bool = False
    decimals: int = 0
    crowded: bool = False

    @property
    def scored(self) -> bool:
        """Whether the cell holds one or more plain numbers."""
        return bool(self.values) and not self.change


NOTHING = Reading()


def read_cell(text: str) -> Reading:
    """The numbers of a cell; `NOTHING` for words, `crowded` for numbers that belong to several cells."""
    plain = _REFERENCE.sub(" ", text.replace("−", "-").replace("\u00a0", " "))
    plain = re.sub(r"(?<=\d)[\^_]\d+\b", "", plain)
    plain = plain.translate({ord(mark): " " for mark in _MARKS}).strip()
    plain = re.sub(r"(?<=\d)\s*(?:\^|_)?[a-e]$", "", plain)
    if not plain or _EMPTY.fullmatch(plain):
        return NOTHING
    if _CHANGE.fullmatch(plain):
        return Reading(change=True)
    plain = _without_side_numbers(plain).split(" @ ")[0]
    parts = [part for part in _SPLIT.split(plain) if part]
    found = [_SCORE.fullmatch(part) for part in parts]
    scores = [match for match in found if match]
    blanks = sum(match is None and bool(_EMPTY.fullmatch(part)) for match, part in zip(found, parts, strict=True))
    if scores and len(scores) + blanks == len(parts):
        first = scores[0]["number"]
        return Reading(
            values=tuple(float(match["number"].replace(",", "")) if match else math.nan for match in found),
            about=any(match["about"] for match in scores),
            percent=any(match["percent"] for match in scores),
            decimals=len(first.partition(".")[2]),
        )
    words = plain.split()
    if len(words) > 1 and all(_SCORE.fullmatch(word) for word in words):
        return Reading(values=tuple(float(word.strip("~≈∼<>≤≥%").replace(",", "")) for word in words), crowded=True)
    return NOTHING


def _without_side_numbers(text: str) -> str:
    """The text without deviations and changes that stand behind a score."""
    head = re.match(rf"\s*[~≈∼<>]?\s*(?:{_NUMBER})\s*%?", text)
    if not head:
        return text
    tail = _DEVIATION.sub(" ", text[head.end() :])
    tail = re.sub(rf"[(\[]\s*[+＋↑↓-]\s*(?:{_NUMBER})\s*%?\s*[↑↓]?\s*[)\]]", " ", tail)
    tail = re.sub(rf"\s[+＋↑↓-]\s?(?:{_NUMBER})\s*%?(?=\s|$)", " ", tail)
    return (head.group() + tail).strip()


def is_amount(text: str) -> bool:
    """Whether a cell is a number with or without a unit of size or time ("12M", "4.1G", "0.7 ms", "3x")."""
    return bool(_AMOUNT.fullmatch(text.strip()))


def is_check(text: str) -> bool:
    """Whether a cell is a tick, a cross, yes or no."""
    return bool(_CHECK.fullmatch(text.strip()))


def is_tick(text: str) -> bool:
    """Whether a cell says yes."""
    return text.strip().lower() in {"✓", "✔", "√", "☑", "yes", "x", "y"}
