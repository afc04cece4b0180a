"""Which settings belong to a run: those of its row or sentence, then near it, in its section, or of the whole paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from extractors.compute.confidence import SETTING
from extractors.compute.linking import NEAR
from extractors.compute.models import size_in
from extractors.compute.settings import Setting
from extractors.compute.statements import Statement, evidence_in
from extractors.model import Document, Evidence, Field, NotStated, SectionKind, Stated

FAR = 200
"""Lines behind a run in which a section on training may still hold its settings."""

SEARCHED = NotStated("its sentence, those around it, its section, then the whole paper")

Rows = Mapping[str, tuple[float, str, tuple[Evidence, ...]]]
"""Parameters of the rows of tables, by `key` of the row's name: value, text, evidence."""


def key(model: str) -> str:
    """A model's name as rows of tables are found by it."""
    return re.sub(r"[^a-z0-9]+", "", model.lower())


def setting_of(
    document: Document, one: Statement, name: str, settings: tuple[Setting, ...], model: str, rows: Rows
) -> Field:
    """A setting of the run: in its row or sentence, near it, in its section, or the only one of the paper."""
    if name in one.settings:
        value, text = one.settings[name]
        return Stated(
            _plain(value),
            text,
            named(name, one.evidence.get(name) or next(iter(one.evidence.values()))),
            SETTING["row"],
        )
    if name == "parameters":
        stated = size_in(model)
        if stated is not None:
            return Stated(_plain(stated), model, named(name, next(iter(one.evidence.values()))), SETTING["name"])
        size = re.search(r"\b(base|big|large|small|tiny|medium)\b", model)
        tabled = rows.get(key(model)) or (rows.get(key(size.group())) if size else None)
        if tabled is not None:
            return Stated(_plain(tabled[0]), tabled[1], tabled[2], SETTING["named"])
    chosen = _chosen(one, name, settings, model)
    if chosen is None:
        return SEARCHED
    setting, confidence = chosen
    value, text = setting.value, setting.text
    if setting.each:
        if one.count is None:
            return SEARCHED
        value, text = value * one.count.high, f"{text} on each of {one.count.high:g}"
    pieces = evidence_in(document, setting.line, 0, len(setting.line.text), name)
    return Stated(_plain(value), text, pieces, confidence)


def named(name: str, pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same evidence for the field of this name."""
    return tuple(Evidence(name, piece.box, piece.quote) for piece in pieces)


def _plain(value: float) -> int | float:
    value = float(f"{value:.12g}")
    return int(value) if float(value).is_integer() else value


def _chosen(one: Statement, name: str, settings: tuple[Setting, ...], model: str) -> tuple[Setting, float] | None:
    own = [s for s in settings if s.field == name and s.plain] or [
        s for s in settings if s.field == name and s.each and name == "batch_size"
    ]
    if not own:
        return None

    def distance(setting: Setting) -> float:
        order = abs(setting.line.order - one.line.order)
        if order == 0:
            return min(abs(setting.start - one.span[0]), abs(setting.start - one.span[1])) / 1000
        return order + (0.5 if setting.line.order > one.line.order else 0)

    nearest = min(own, key=distance)
    if distance(nearest) < 1:
        return nearest, SETTING["sentence"]
    if distance(nearest) <= NEAR:
        return nearest, SETTING["near"]
    if name == "parameters":
        named = [s for s in own if model and model.lower() in s.line.text.lower()]
        if len({s.value for s in named}) == 1:
            return named[0], SETTING["named"]
        counts = Counter(s.value for s in own)
        value, times = counts.most_common(1)[0]
        if times >= 2 and times * 2 > len(own):
            return next(s for s in own if s.value == value), SETTING["paper"]
        return (own[0], SETTING["paper"]) if len(counts) == 1 else None
    inside = [s for s in own if s.line.section == one.line.section]
    if inside:
        return min(inside, key=distance), SETTING["section"]
    inside = [s for s in own if s.line.section_kind is SectionKind.TRAINING and s.line.order < one.line.order + FAR]
    if inside:
        return min(inside, key=distance), SETTING["training_section"]
    counts = Counter(s.value for s in own)
    value, times = counts.most_common(1)[0]
    if len(counts) == 1 or times * 2 > len(own):
        return next(s for s in own if s.value == value), SETTING["paper"]
    return None
