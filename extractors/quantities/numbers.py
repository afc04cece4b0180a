"""Numbers as papers print them: "65M", "300k", "1.2 million", "3×10^20", "twenty-four", "5 to 6", "about a dozen".

A number keeps how it bounds the true one. Of a range the value is the middle, and both ends are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.model import Bound

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: float(value) for value, word in enumerate(_UNITS)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, 2)
}
VAGUE = {
    "a few": (3.0, 2.0, 5.0),
    "few": (3.0, 2.0, 5.0),
    "several": (5.0, 3.0, 10.0),
    "a couple of": (2.0, 2.0, 3.0),
    "a couple": (2.0, 2.0, 3.0),
    "couple of": (2.0, 2.0, 3.0),
}
"""Words for a number that nobody counted: value, low, high; always `Bound.ABOUT`."""

SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mil": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "b": 1e9,
    "bn": 1e9,
    "g": 1e9,
    "trillion": 1e12,
    "t": 1e12,
}

_TENS_WORD = "|".join(_TENS)
_SMALL_WORD = "|".join(_UNITS[1:10])
_WORD = rf"(?:(?:{_TENS_WORD})(?:[- ](?:{_SMALL_WORD}))?|{'|'.join(reversed(_UNITS))})"
_DIGITS = r"(?:\d{1,3}(?:,[  ]?\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[   ]\d{3})+(?![\d.])|\d+(?:\.\d+)?|\.\d+)"
_POWER = r"(?:\s?[×x·∗*⋅]\s?10\s?\^?\s?\{?(?P<@p>[-−]?\d{1,2})\}?|[eE]\+?(?P<@e>\d{1,2}))"
_SCALE = r"(?:[- ]?(?P<@s>hundred|thousand|million|billion|trillion|mil|bn)s?\b|\s?(?P<@l>[kKMBGT])\b)"
_SIDE = (
    rf"(?:(?P<@half>half an?|an? half)|10\s?\^\s?(?P<@ten>\d{{1,2}})|(?P<@d>{_DIGITS})(?:{_POWER}|{_SCALE})?"
    rf"|(?P<@w>{_WORD}|an?|half)(?: (?P<@h>hundred|dozen|thousand|million|billion)s?\b)?(?!\w))"
)
_VAGUE = rf"(?P<vague>{'|'.join(VAGUE)})(?: (?P<vscale>hundred|thousand|million|billion|dozen)s?)?\b"
_AND_HALF = r"(?P<andhalf>\s?(?:and a half|and one half|½|1/2))?"
_SECOND = _SIDE.replace("|an?|half)", ")")
NUMBER = (
    rf"(?:{_VAGUE}|(?P<between>between\s)?{_SIDE.replace('@', 'a')}{_AND_HALF}"
    rf"(?:\s?(?:[-–—−~]{{1,3}}|to|or|(?(between)and|(?!)))\s?{_SECOND.replace('@', 'b')})?)"
)
"""A number or a range; its groups are read by `number_of`."""

AT_MOST = (
    "less than|fewer than|lower than|no more than|not more than|no longer than|at most|up to|under|within|below|<|≤|⩽"
)
AT_LEAST = (
    "more than|greater than|no less than|not less than|at least|over|above|longer than|exceeding|upwards? of|>|≥|⩾"
)
ABOUT = (
    r"approximately|approx\.?|about|around|roughly|nearly|almost|circa|ca\.|c\.|some|close to|on the order of|"
    r"in the order of|an estimated|an average of|~|∼|≈|≃"
)
_BOUNDING = (
    rf"(?:(?:{AT_MOST}|{AT_LEAST}|{ABOUT}|just|only|merely|a total of|another|the)\s*)+"
    r"(?:a (?=\d|$|(?:two|three|four|five|six|seven|eight|nine|ten)\b))?"
)
_KINDS = re.compile(rf"(?P<most>{AT_MOST})|(?P<least>{AT_LEAST})|(?P<about>{ABOUT})", re.IGNORECASE)
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_BEFORE = re.compile(_BOUNDING, re.IGNORECASE)
_ENDING = re.compile(rf"(?<!\w){_BOUNDING}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: `value`, the ends `low` and `high` (equal to it for a plain number), its `bound`, and its text.

    `[start, end)` is its place in the text that it was found in, bounding words ("about") included.
    """

    value: float
    text: str
    bound: Bound = Bound.EXACT
    low: float = 0.0
    high: float = 0.0
    start: int = 0
    end: int = 0

    def times(self, factor: float) -> Number:
        """The same number in another unit."""
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)


def bound_of(words: str) -> Bound:
    """The bound that words in front of a number set; the strongest, where there are several."""
    kinds = {match.lastgroup for match in _KINDS.finditer(words)}
    if "most" in kinds:
        return Bound.AT_MOST
    if "least" in kinds:
        return Bound.AT_LEAST
    return Bound.ABOUT if "about" in kinds else Bound.EXACT


def _word_value(words: str) -> float:
    return sum(WORDS[word] for word in re.split(r"[- ]", words.lower()))


def _scale(word: str | None) -> float:
    return SCALES[word.lower()] if word else 1.0


def _side(match: re.Match[str], prefix: str) -> float | None:
    """The value of one side of a range."""
    part = match.groupdict()
    if part[prefix + "half"]:
        return 0.5
    if part[prefix + "ten"]:
        return 10.0 ** int(part[prefix + "ten"])
    if part[prefix + "d"]:
        value = float(re.sub(r"[,\s]", "", part[prefix + "d"]))
        exponent = part[prefix + "p"] or part[prefix + "e"]
        power = 10.0 ** int(exponent.replace("−", "-")) if exponent else 1.0
        return value * power * _scale(part[prefix + "s"] or part[prefix + "l"])
    if part[prefix + "w"]:
        word = part[prefix + "w"].lower()
        value = 0.5 if word == "half" else 1.0 if word in ("a", "an") else _word_value(word)
        return value * (12.0 if part[prefix + "h"] == "dozen" else _scale(part[prefix + "h"]))
    return None


def number_of(match: re.Match[str], words_before: str = "") -> Number | None:
    """The Number of a match of `NUMBER`, bounded by the words before it; None for what is no number after all."""
    part = match.groupdict()
    bound = bound_of(words_before)
    text = match.group()
    if part["vague"]:
        value, low, high = VAGUE[part["vague"].lower()]
        factor = 12.0 if part["vscale"] == "dozen" else _scale(part["vscale"])
        bound = Bound.ABOUT if bound is Bound.EXACT else bound
        return Number(value * factor, text, bound, low * factor, high * factor)
    first, second = _side(match, "a"), _side(match, "b")
    if first is None:
        return None
    if part["andhalf"]:
        first += 0.5
    if second is None:
        return Number(first, text, bound, first, first)
    if (part["bs"] or part["bl"]) and not (part["as"] or part["al"]) and first < second / 10:
        first *= _scale(part["bs"] or part["bl"])
    if second < first:
        return None
    return Number(
        (first + second) / 2,
        text,
        Bound.RANGE if bound is Bound.EXACT or bound is Bound.ABOUT else bound,
        first,
        second,
    )


def leading_bound(text: str, at: int) -> int:
    """Start of the bounding words ("about", "less than") that end at `at`, or `at`."""
    window = text[max(0, at - 40) : at]
    match = _ENDING.search(window)
    return at - len(match.group()) if match else at


def parse_number(text: str) -> Number | None:
    """The number that a whole text states ("about 65M", "2–3"), or None where it states none, or more than that."""
    stripped = text.strip()
    head = _BEFORE.match(stripped)
    start = head.end() if head else 0
    match = _NUMBER.match(stripped, start)
    if match is None or match.end() != len(stripped.rstrip(" +.")):
        return None
    number = number_of(match, stripped[:start])
    return number and replace(number, text=stripped, start=0, end=len(stripped))


def parse_count(text: str) -> int | None:
    """A whole number of things ("8", "eight", "a single", "1,024"), or None."""
    if re.fullmatch(r"(?:an?|one)?\s*(?:single|one)", text.strip(), re.IGNORECASE):
        return 1
    number = parse_number(text)
    return int(number.value) if number and number.bound is not Bound.RANGE and number.value.is_integer() else None


def format_number(value: float) -> str:
    """A number as papers print it, exact to six digits: 65M, 300k, 1.5B, 3.2×10^20."""
    if value and abs(value) >= 1e15:
        exponent = len(f"{abs(value):.0f}") - 1
        return f"{value / 10.0**exponent:.6g}×10^{exponent}"
    for scale, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= scale and float(f"{value / scale:.6g}") * scale == value:
            return f"{value / scale:.6g}{letter}"
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.6g}"
