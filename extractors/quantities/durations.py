"""Lengths of time as papers print them, in hours: "3.5 days", "27hrs 40mins", "4h09", "two to four weeks".

A day is 24 hours, a week 168, a month 730, a year 8760; a night's work is taken for 12. Also products of devices and
time ("2,000 GPU-hours", "2.5k TPUv3-core-days", "50 petaflop/s-days") and times of a step or an epoch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.model import Bound
from extractors.quantities.numbers import NUMBER, Number, bound_of, format_number, leading_bound, number_of

HOURS = {
    "millisecond": 1 / 3.6e6,
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "fortnight": 336.0,
    "month": 730.0,
    "year": 8760.0,
    "night": 12.0,
}
"""Hours of a unit of time."""

_UNIT_WORDS = {
    "millisecond": r"milli-?seconds?|msec|ms",
    "second": r"seconds?|secs?|s",
    "minute": r"minutes?|mins?",
    "hour": r"hours?|hrs?|h",
    "day": r"days?",
    "week": r"weeks?|wks?",
    "fortnight": r"fortnights?",
    "month": r"months?",
    "year": r"years?|yrs?",
    "night": r"nights?",
}
UNIT = "(?:" + "|".join(rf"(?P<@{unit}>{words})" for unit, words in _UNIT_WORDS.items()) + ")"
_CLOCK = (
    r"(?P<clockh>\d{1,3})\s?h(?:rs?)?\s?(?P<clockm>[0-5]\d(?![\d.])|[0-9](?=\s?m))"
    r"\s?(?:m|min|mins)?\b"
)
_DAYS_HOURS = r"(?P<dd>\d{1,3})\s?d\s?(?P<dh>\d{1,2})\s?h\b"
_OVERNIGHT = r"(?P<overnight>overnight|over night)\b"
_DURATION = re.compile(
    rf"(?<![\w.])(?:{_CLOCK}|{_DAYS_HOURS}|{_OVERNIGHT}"
    rf"|(?:{NUMBER})[\s\-‐‑–]{{0,2}}(?:(?:full|whole|entire|consecutive|additional|more|wall[- ]?clock)\s)?"
    rf"{UNIT.replace('@', 'u_')}\.?(?![\w])(?!-(?:old|ahead))"
    rf"(?P<half2>\s(?:and a half))?"
    rf"(?:,?\s?(?:and\s)?(?P<second>\d{{1,2}}(?:\.\d+)?)\s?{UNIT.replace('@', 'v_')}\.?(?!\w))?)",
    re.IGNORECASE,
)
_SHORT = frozenset("sh")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `number` in hours, `unit` the larger one printed ("day"), `text` with its bounding words."""

    number: Number
    unit: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def hours(self) -> float:
        """The middle of a range; the number printed otherwise."""
        return self.number.value


def _unit(part: dict[str, str | None], prefix: str) -> str:
    return next((unit for unit in HOURS if part.get(prefix + unit)), "")


def _duration(text: str, match: re.Match[str]) -> Duration | None:
    part = match.groupdict()
    start = leading_bound(text, match.start())
    words = text[start : match.start()]
    end = match.end()
    if part["clockh"]:
        hours = int(part["clockh"]) + int(part["clockm"]) / 60
        return Duration(_bounded(hours, words, match.group()), "hour", text[start:end], start, end)
    if part["dd"]:
        hours = int(part["dd"]) * 24.0 + int(part["dh"] or 0)
        return Duration(_bounded(hours, words, match.group()), "day", text[start:end], start, end)
    if part["overnight"]:
        return Duration(Number(12.0, match.group(), Bound.ABOUT, 6.0, 16.0), "night", text[start:end], start, end)
    number = number_of(match, words)
    unit = _unit(part, "u_")
    if number is None or not unit:
        return None
    printed = part["u_" + unit] or ""
    if printed.lower() in _SHORT and not re.search(r"\d[\s\-‐‑–]?$", match.group()[: match.group().rfind(printed)]):
        return None
    hyphened = text[match.start() - 1 : match.start()] == "-" or text[match.end() : match.end() + 1] == "-"
    if hyphened and len(printed) <= 2:
        return None
    if printed == "S" or (printed in ("s", "ms", "MS") and number.value >= 1900 and "." not in match.group()):
        return None
    if part["half2"]:
        number = replace(number, value=number.value + 0.5, low=number.low + 0.5, high=number.high + 0.5)
    number = number.times(HOURS[unit])
    if unit == "night":
        number = replace(number, bound=Bound.ABOUT)
    if part["second"]:
        smaller = _unit(part, "v_")
        extra = float(part["second"]) * HOURS[smaller]
        if HOURS[smaller] < HOURS[unit] and number.bound is not Bound.RANGE:
            number = replace(number, value=number.value + extra, low=number.low + extra, high=number.high + extra)
        else:
            end = match.start("half2") if part["half2"] else match.end("u_" + unit)
    return Duration(number, unit, text[start:end], start, end)


def _bounded(value: float, words: str, text: str) -> Number:
    return Number(value, text, bound_of(words), value, value)


def find_durations(text: str) -> Iterator[Duration]:
    """Every length of time in a text, in order."""
    position = 0
    while match := _DURATION.search(text, position):
        duration = _duration(text, match)
        if duration:
            yield duration
        position = (
            duration.end if duration and duration.end > position else match.start() + max(1, len(match.group()) // 2)
        )


def parse_duration(text: str) -> Duration | None:
    """The length of time that a whole text states ("about 3.5 days"), or None."""
    stripped = text.strip()
    found = next(find_durations(stripped), None)
    if found is None or found.start != 0 or found.end < len(stripped.rstrip(" .")):
        return None
    return found


def format_duration(hours: float) -> str:
    """A length of time as papers print it, in the largest unit that gives a plain number: "3.5 days", "45 minutes"."""
    for unit in ("week", "day", "hour", "minute", "second"):
        amount = hours / HOURS[unit]
        if amount >= 1 and round(amount * 4) == amount * 4 and abs(amount) < 1000:
            return f"{amount:g} {unit}{'' if amount == 1 else 's'}"
    return f"{hours:.12g} hour{'' if hours == 1 else 's'}"


# ------------------------------------------------------------------------------------------------ products

_WORK_DEVICE = (
    r"(?:(?:NVIDIA|Nvidia|Tesla|Cloud|Google)[\s-])*(?:(?P<device>[VPKAHTLM]-?\d{2,4}[A-Za-z]?"
    r"|TPU(?:[\s-]?v\d[a-z]?)?|[GCTX]PU|(?:GTX|RTX|Titan|TITAN)[\s-]?\w{1,4}(?:\s?Ti)?)s?(?:[\s-]GPUs?)?)"
)
_WORK_UNIT = (
    r"(?:[\s\-‐‑–]?(?P<part>core|chip|device|node|card)s?)?[\s\-‐‑–]{0,2}"
    r"(?P<span>(?i:second|minute|hour|hr|day|week|month|year))s?\b"
)
_WORK = re.compile(rf"(?P<device_phrase>{_WORK_DEVICE}){_WORK_UNIT}")
_NUMBER_BEFORE = re.compile(rf"(?<![\w.]){NUMBER}[\s\-‐‑–]{{0,2}}$", re.IGNORECASE)
_FLOP_DAYS = re.compile(
    rf"(?<![\w.]){NUMBER}\s?[\-‐‑–]?(?P<pre>peta|exa|tera|P|E|T|zetta)\s?[\-‐‑–]?(?:FLOPs?|F)?(?:/s(?:ec)?)?[\s\-‐‑–]"
    r"(?:days?)\b",
    re.IGNORECASE,
)
_PREFIX = {"t": 1e12, "tera": 1e12, "p": 1e15, "peta": 1e15, "e": 1e18, "exa": 1e18, "zetta": 1e21}


@dataclass(frozen=True, slots=True)
class Work:
    """A product of devices and time: `number` in hours of `unit` ("device", "core", "chip"); `device` as printed."""

    number: Number
    device: str
    unit: str
    text: str
    start: int = 0
    end: int = 0


def work_unit(text: str) -> tuple[str, str, float] | None:
    """Device, unit and hours of a heading such as "TPUv3-core-days" or "GPU hours"; None where it is none."""
    match = _WORK.search(text)
    if not match:
        return None
    return match["device"], _work_part(match), HOURS[_span(match)]


def _span(match: re.Match[str]) -> str:
    span = match["span"].lower()
    return "hour" if span == "hr" else span


def _work_part(match: re.Match[str]) -> str:
    part = match["part"] or "device"
    return "device" if part == "card" else part


def find_work(text: str) -> Iterator[Work]:
    """Every product of devices and time in a text, in order."""
    for match in _WORK.finditer(text):
        before = _NUMBER_BEFORE.search(text, max(0, match.start() - 40), match.start())
        number = number_of(before, text[leading_bound(text, before.start()) : before.start()]) if before else None
        if before and number and not re.fullmatch(r"[\s-]*an?", before.group().strip()):
            start = leading_bound(text, before.start())
            yield Work(
                number.times(HOURS[_span(match)]),
                match["device"],
                _work_part(match),
                text[start : match.end()],
                start,
                match.end(),
            )


def parse_work(text: str) -> Work | None:
    """The product of devices and time that a whole text states ("2,000 GPU-hours"), or None."""
    found = next(find_work(text.strip()), None)
    return found if found and found.start == 0 and found.end == len(text.strip().rstrip(".")) else None


def find_operations(text: str) -> Iterator[Number]:
    """Total operations stated as a rate over days ("50 petaflop/s-days"), in floating-point operations."""
    for match in _FLOP_DAYS.finditer(text):
        start = leading_bound(text, match.start())
        number = number_of(match, text[start : match.start()])
        if number:
            factor = _PREFIX[match["pre"].lower()] * 86400
            yield replace(number.times(factor), text=text[start : match.end()], start=start, end=match.end())


def format_work(work: Work) -> str:
    """A product as papers print it: "2k GPU hours"."""
    part = "" if work.unit == "device" else f"-{work.unit}"
    return f"{format_number(work.number.value)} {work.device}{part} hours"


# --------------------------------------------------------------------------------- times of a step or an epoch

_PER = re.compile(
    r"^\s?(?:/|per|for (?:each|every|one|a(?: single)?)|each|a|every)\s?(?:training\s)?"
    r"(?P<what>steps?|iterations?|iters?\.?|mini-?batch(?:es)?|batch(?:es)?|updates?|epochs?)\b",
    re.IGNORECASE,
)
_TIME_OF = re.compile(
    r"(?:\b(?:each|every|one|an?|per|single)\s(?:training\s|optimi[sz]ation\s)?"
    r"(?P<what>step|iteration|mini-?batch|batch|update|epoch)\b(?!\s?-?sizes?)(?:\stime)?|\b(?P<timed>step|"
    r"iteration|epoch|"
    r"batch) time)"
    r"(?:[^.;]{0,60}?\s(?:took|takes?|taking|was|is|of|lasts?|lasted|requires?|required|costs?))\s(?:only\s|up\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pace:
    """The time of one step or of one epoch (`what`)."""

    duration: Duration
    what: str


def find_paces(text: str) -> Iterator[Pace]:
    """Every time of a step or an epoch in a text ("0.4 seconds per step", "each epoch took 25 minutes")."""
    for duration in find_durations(text):
        after = _PER.match(text, duration.end) or _PER.match(text[duration.end :])
        before = _TIME_OF.search(text[: duration.start]) if not after else None
        match = after or before
        if match:
            what = match.groupdict()["what"] or match["timed"]
            yield Pace(duration, "epoch" if what.lower().startswith("epoch") else "step")
