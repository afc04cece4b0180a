"""Benchmark, metric and split from the texts around a number: near ones say it, far ones fill what they leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.catalog.benchmarks import by_id
from extractors.results.levels import Level
from extractors.results.vocabulary import (
    CACHE,
    benchmark,
    header_terms,
    names_in,
    task_terms,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something read from a level, the words that said it, and how sure that is."""

    id: str
    level: Level
    words: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says of the numbers under it.

    `status` is "metric" (`metrics` in printed order, "" where one of several is none of the benchmark), "open"
    (`metrics` are alternatives), "weak" (alternatives by a word that says little), "quantity", "other", "change" or
    "" (nothing). `direction` is "up", "down" or "".
    """

    status: str = ""
    metrics: tuple[str, ...] = ()
    quantity: str = ""
    direction: str = ""
    words: str = ""
    level: int = 0


SILENT = Header()


def find_benchmarks(levels: Sequence[Level], mentioned: frozenset[str]) -> tuple[Found, ...]:
    """The benchmarks that the levels name, the nearest that does; none where a near level names another data set.

    `mentioned` are those that the paper names somewhere; only such may be meant by a name that needs more words.
    """
    roles: dict[str, set[str]] = {}
    first: dict[str, Found] = {}
    open_ = set(by_id())
    if any(level.kind == "column" and is_foreign(level.text) for level in levels):
        return ()
    for level in levels:
        names = names_in(first_words(level))
        hit = {known for known in names.any & open_ if known in names.aliases or known not in names.excluded}
        if not hit:
            if level.kind in ("column", "row", "corner", "caption"):
                if names.other:
                    return ()
                open_ -= names.excluded
            continue
        for known in hit:
            kinds = roles.setdefault(known, set())
            kinds |= {"alias"} & ({"alias"} if known in names.aliases else set())
            kinds |= {"dataset"} if known in names.datasets else set()
            kinds |= {"qualifier"} if known in names.qualifiers else set()
            first.setdefault(known, Found(known, level, names.word(known), trust(level)))
        whole = [known for known in hit if "alias" in roles[known] or {"dataset", "qualifier"} <= roles[known]]
        if whole:
            return tuple(first[known] for known in sorted(whole))
        if level.near:
            open_ = hit
    bare = [known for known in sorted(open_ & set(first)) if benchmark(known).bare and "dataset" in roles[known]]
    return tuple(first[known] for known in bare if known in mentioned or not benchmark(known).needs_alias)


def ruled_out(levels: Sequence[Level]) -> frozenset[str]:
    """The benchmarks that a name in the number's own column or row says it is not of."""
    near = [names_in(level.text) for level in levels if level.kind in ("column", "row", "corner")]
    return frozenset(known for names in near for known in names.excluded - names.aliases)


def is_foreign(text: str) -> bool:
    """Whether a text names another data set and no benchmark."""
    names = names_in(text)
    return names.other and not names.any


_LABEL = re.compile(r"^\s*(?:TABLE|Table|Tab\.?)\s*[\w.]{1,6}?[.:]?\s+(?=\S)")


def first_words(level: Level) -> str:
    """A caption's first sentence where it names a data set: what comes behind it explains; else the whole text."""
    if level.kind != "caption":
        return level.text
    first = re.split(r"(?<=[a-z)\d])\.\s+(?=[A-Z(])", _LABEL.sub("", level.text), maxsplit=1)[0]
    names = names_in(first)
    return first if names.other or names.any else level.text


def trust(level: Level) -> float:
    """How sure what a level says of a number is: near texts are surer than far ones."""
    return {"column": 1.0, "row": 1.0, "group": 1.0, "corner": 1.0, "caption": 0.98, "text": 0.93, "section": 0.9}.get(
        level.kind, 0.8
    )


@lru_cache(CACHE)
def read_header(known: str, texts: tuple[str, ...]) -> Header:
    """What header texts, the innermost first, say for a benchmark."""
    lexicon = header_terms(known)
    texts = tuple(text.split("±")[0] for text in texts)
    crossing = _crossing(known, texts)
    if crossing.status:
        return crossing
    found: list[str] = []
    words, at, direction = "", 0, ""
    weak: list[str] = []
    for place, text in enumerate(texts):
        matches = lexicon.find(text)
        terms = [term for match in matches for term in match.entries]
        kinds = {term.kind for term in terms}
        direction = direction or next((term.id for term in terms if term.kind == "direction"), "")
        if "change" in kinds and not ("strong" in kinds and _aside(text)):
            return Header("change", level=place)
        if "strong" in kinds and not _of_size(known, text):
            order = tuple(dict.fromkeys(_first(match.entries) for match in matches if _is_metric(match.entries)))
            mixed = [metric for metric in order if metric]
            status = "metric"
            if len(mixed) == 1 and "" in order:
                status = "other" if place == 0 else "metric"
            metrics = order if status == "metric" else ()
            if found:
                metrics = tuple(metric for metric in found if metric in mixed) or metrics
            first = next(match for match in matches if any(term.kind == "strong" for term in match.entries))
            return Header(status, metrics, direction=direction, words=text[first.start : first.end], level=place)
        if ("other" in kinds or _of_size(known, text)) and not found:
            return Header("other", level=place)
        if "quantity" in kinds and not kinds & {"ambiguous", "weak", "direction"} and not found:
            quantity = next(term.id for term in terms if term.kind == "quantity")
            if place == 0 or quantity != "other":
                return Header("quantity", quantity=quantity, words=text, level=place)
        if "ambiguous" in kinds and not found:
            found = list(dict.fromkeys(term.id for term in terms if term.kind == "ambiguous"))
            words, at = text, place
        if "weak" in kinds and not weak:
            weak = list(dict.fromkeys(term.id for term in terms if term.kind == "weak"))
            if not found:
                words, at = text, place
    metrics = tuple(found or weak)
    if not metrics:
        return Header(direction=direction, words=words, level=at)
    kept = tuple(
        metric for metric in metrics if not direction or benchmark(known).metric(metric).direction == direction
    )
    return Header("open" if found else "weak", kept or metrics, direction=direction, words=words, level=at)


@lru_cache(CACHE)
def _of_size(known: str, text: str) -> bool:
    """Whether a header ends in a letter that makes its metric another ("AP val S": of small objects)."""
    words = text.split()
    last = words[-1] if len(words) > 1 else ""
    return len(last) == 1 and any(term.kind == "other" for term in header_terms(known).exact(last))


_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]?\s*$")


def _aside(text: str) -> bool:
    """Whether the last words of a header are in brackets: "AP (delta)"."""
    return bool(_ASIDE.search(text))


def _is_metric(entries: Iterable[object]) -> bool:
    return any(getattr(term, "kind", "") in ("strong", "other") for term in entries)


def _first(entries: Iterable[object]) -> str:
    return next((getattr(term, "id", "") for term in entries if getattr(term, "kind", "") == "strong"), "")


def _crossing(known: str, texts: tuple[str, ...]) -> Header:
    """A metric whose name runs from an outer header into the innermost ("AP, IoU:" over "0.5:0.95")."""
    if len(texts) < 2:
        return SILENT
    outer = " ".join(reversed(texts[1:]))
    joined = f"{outer} {texts[0]}"
    for match in header_terms(known).find(joined):
        if match.start < len(outer) < match.end:
            term = match.entries[0]
            words = joined[match.start : match.end]
            if term.kind == "strong":
                return Header("metric", (term.id,), words=words)
            if term.kind in ("other", "change"):
                return Header(term.kind)
    return SILENT


def far_metrics(known: str, levels: Sequence[Level]) -> tuple[Header, Level | None]:
    """The metrics that caption or text name, the first level that names any; one, or several left open."""
    direction = ""
    for level in levels:
        header = _read_far(known, level.text)
        direction = direction or header.direction
        if header.metrics:
            return header, level
    return Header(direction=direction), None


@lru_cache(CACHE)
def _read_far(known: str, text: str) -> Header:
    matches = header_terms(known).find(text)
    terms = [term for match in matches for term in match.entries]
    directions = {term.id for term in terms if term.kind == "direction"}
    direction = directions.pop() if len(directions) == 1 else ""
    for kind, status in (("strong", "metric"), ("ambiguous", "open"), ("weak", "weak")):
        metrics = list(dict.fromkeys(term.id for term in terms if term.kind == kind))
        if metrics:
            kept = [m for m in metrics if not direction or benchmark(known).metric(m).direction == direction] or metrics
            first = next(match for match in matches if any(term.kind == kind for term in match.entries))
            return Header(
                status if len(kept) == 1 or status != "metric" else "open",
                tuple(kept),
                direction=direction,
                words=text[first.start : first.end],
            )
    return Header(direction=direction)


def narrow(known: str, metrics: Sequence[str], direction: str, values: Sequence[float]) -> tuple[str, ...]:
    """The metrics left when the direction and the range of a column's values are asked."""
    of = benchmark(known).metric
    fits = {metric: sum(of(metric).plausible(scaled(known, metric, value)) for value in values) for metric in metrics}
    left = [metric for metric in metrics if not direction or of(metric).direction == direction] or list(metrics)
    if values and max((fits[metric] for metric in left), default=0) * 2 < max(fits.values(), default=0):
        left = list(metrics)
    if len(left) > 1 and values:
        best = max(fits[metric] for metric in left)
        left = [metric for metric in left if fits[metric] == best]
    return tuple(left)


def scaled(known: str, metric: str, value: float) -> float:
    """The value in percent where a fraction is printed and only so plausible."""
    of = benchmark(known).metric(metric)
    if of.unit in ("%", "BLEU") and 0 < value <= 1 and not of.plausible(value) and of.plausible(value * 100):
        return round(value * 100, 6)
    return value


def other_task(known: str, level: Level) -> str:
    """The words of a level that make it another task than the benchmark's; "" where its own task is named too."""
    matches = task_terms(known).find(level.text)
    if not matches or benchmark(known).task in level.text.lower():
        return ""
    return level.text[matches[0].start : matches[0].end]
