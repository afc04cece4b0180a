"""Linked statements become training runs: model, phase, settings, confidence, flags, evidence for every field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from extractors.catalog import accelerators
from extractors.compute.linking import NEAR, Linked
from extractors.compute.mentions import Line
from extractors.compute.models import Paper, data_of, is_large_data, model_of, paper_of, row_model, size_in
from extractors.compute.roles import clause_of
from extractors.compute.settings import Setting, precision_of
from extractors.compute.statements import Statement, evidence_in
from extractors.compute.tables import settings_of_tables
from extractors.model import (
    Bound,
    Document,
    Evidence,
    Field,
    NotStated,
    PaperInfo,
    Phase,
    Refusal,
    Role,
    SectionKind,
    Stated,
    TrainingRun,
    Unsafe,
)
from extractors.quantities import Number

SETTINGS = ("epochs", "steps", "batch_size", "parameters", "flops")
FAR = 200
"""Lines behind a run in which a section on training may still hold its settings."""

_SEARCHED = NotStated("its sentence, those around it, its section, then the whole paper")


def assemble(
    document: Document, info: PaperInfo, linked: list[Linked], lines: tuple[Line, ...], settings: tuple[Setting, ...]
) -> tuple[tuple[TrainingRun, ...], tuple[Refusal, ...]]:
    """The runs, in order, and those refused because their device was not to be had yet."""
    title = document.title or info.title or ""
    paper = paper_of(document, lines, title)
    precision = precision_of(lines)
    rows: dict[str, tuple[float, str, tuple[Evidence, ...]]] = {}
    for name, row, value, text, pieces in settings_of_tables(document):
        if name == "parameters" and row:
            rows.setdefault(_key(row_model(row, paper.model)), (value, text, pieces))
    runs: list[TrainingRun] = []
    refused: list[Refusal] = []
    for one in linked:
        statement = one.statement
        if accelerators.unreleased(statement.hardware, info.submitted):
            pieces = statement.evidence.get("hardware") or next(iter(statement.evidence.values()))
            reason = f"{statement.hardware} was not released on {info.submitted}"
            refused.append(Refusal("hardware", statement.hardware_text, Role.OTHER, reason, pieces))
            continue
        runs.append(_run(document, info, one, settings, paper, precision, rows))
    return tuple(runs), tuple(refused)


def _run(
    document: Document,
    info: PaperInfo,
    linked: Linked,
    settings: tuple[Setting, ...],
    paper: Paper,
    precision: tuple[str, Line, tuple[int, int]] | None,
    rows: _Rows,
) -> TrainingRun:
    one = linked.statement
    anchor = next(iter(one.evidence.values()))
    model, sure = _model(linked, paper)
    fields: dict[str, Field] = {}
    for name in SETTINGS:
        fields[name] = _setting_field(document, one, name, settings, model, rows)
    batch = next((s for s in settings if s.field == "batch_size" and s.unit == "tokens"), None)
    batch_field = fields["batch_size"]
    unit = ""
    if isinstance(batch_field, Stated):
        unit = "tokens" if batch and batch.value == batch_field.value else "examples"
    phase = one.phase
    if phase is Phase.TRAINING and (paper.pre_trains or is_large_data(model)):
        phase = Phase.PRE_TRAINING
    if precision:
        name, line, (start, end) = precision
        pieces = evidence_in(document, line, 0, len(line.text), "precision")
        fields["precision"] = Stated(name, line.text[start:end], pieces, 0.7)
    return TrainingRun(
        place=one.place,
        model=Stated(model, model, _named("model", anchor), sure)
        if model
        else NotStated("its sentence, the title, the abstract"),
        phase=Stated(str(phase), str(phase), _named("phase", anchor), 0.8 if phase is one.phase else 0.65),
        hardware=_hardware(one, linked),
        count=_number("count", one, one.count, linked),
        time_hours=_time(one),
        device_hours=_work(one),
        count_unit=one.unit,
        batch_unit=unit,
        confidence=_confidence(linked),
        flags=_flags(one, linked, info),
        epochs=fields["epochs"],
        steps=fields["steps"],
        batch_size=fields["batch_size"],
        parameters=fields["parameters"],
        flops=fields["flops"],
        precision=fields.get("precision", _SEARCHED),
    )


def _named(name: str, pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(Evidence(name, piece.box, piece.quote) for piece in pieces)


def _hardware(one: Statement, linked: Linked) -> Field:
    if not one.hardware:
        if linked.sources.get("hardware") == "unclear":
            return Unsafe("the paper trains on several sets of devices and does not say which one this is")
        return _SEARCHED
    pieces = one.evidence.get("hardware") or next(iter(one.evidence.values()))
    return Stated(
        one.hardware,
        one.hardware_text,
        _named("hardware", pieces),
        _taken(one.strength, linked.sources.get("hardware")),
        reason=_how(linked.sources.get("hardware")),
    )


def _number(name: str, one: Statement, number: Number | None, linked: Linked) -> Field:
    if number is None:
        return _SEARCHED
    pieces = one.evidence.get(name) or next(iter(one.evidence.values()))
    value = int(number.high)
    ranged = number.bound is Bound.RANGE
    return Stated(
        value,
        number.text.strip() or str(value),
        _named(name, pieces),
        _taken(one.strength, linked.sources.get(name)),
        number.bound,
        number.low if ranged else None,
        number.high if ranged else None,
        _how(linked.sources.get(name)),
    )


def _time(one: Statement) -> Field:
    if one.duration is None:
        return _SEARCHED
    number = one.duration.number
    ranged = number.low != number.high
    pieces = one.evidence.get("time_hours") or next(iter(one.evidence.values()))
    return Stated(
        one.duration.hours,
        one.duration.text.rstrip(" ."),
        _named("time_hours", pieces),
        one.strength,
        number.bound,
        number.low if ranged else None,
        number.high if ranged else None,
    )


def _work(one: Statement) -> Field:
    if one.work is None:
        return _SEARCHED
    pieces = one.evidence.get("device_hours") or next(iter(one.evidence.values()))
    return Stated(
        one.work.number.value, one.work.text, _named("device_hours", pieces), one.strength, one.work.number.bound
    )


def _taken(strength: float, source: str | None) -> float:
    """The confidence of a part that came from elsewhere."""
    return strength * {None: 1.0, "near": 0.95, "section": 0.85, "paper": 0.8, "unclear": 0.5}[source]


def _how(source: str | None) -> str:
    return {None: "", "near": "said near it", "section": "said in its section", "paper": "the only one in the paper"}[
        source
    ]


def _confidence(linked: Linked) -> float:
    one = linked.statement
    shares = [_taken(1.0, source) for source in linked.sources.values()]
    return round(one.strength * min(shares, default=1.0), 3)


def _flags(one: Statement, linked: Linked, info: PaperInfo) -> tuple[str, ...]:
    flags = list(one.flags)
    others = accelerators.alternatives(one.hardware, info.submitted)
    if len(others) > 1:
        flags.append(f"{one.hardware_text or one.hardware} may be {' or '.join(others)}")
    elif len(others) == 1:
        flags.append(f"on its date {one.hardware_text or one.hardware} can only be {others[0]}")
    if one.count and one.duration and one.work:
        product = one.count.high * one.duration.hours
        stated = one.work.number.value
        if not 0.85 <= product / stated <= 1.18:
            flags.append(f"count × time is {product:.4g} device hours, the paper states {stated:.4g}")
    return tuple(flags)


def _model(linked: Linked, paper: Paper) -> tuple[str, float]:
    """The run's model and how sure it is: a row's name, its sentence's, the lender's, the paper's."""
    one = linked.statement
    if one.table:
        return row_model(one.model, paper.model) or paper.model, 0.85
    named, sure = paper.model, 0.5
    for place, certain in ((one, 0.7), (linked.lender, 0.6)):
        if place is not None:
            left, right = clause_of(place.line.text, *place.span)
            found = model_of(place.line, place.span, left, right, paper)
            if found:
                named, sure = found, certain
                break
    left, right = clause_of(one.line.text, *one.span)
    data = data_of(one.line, one.span, left, right)
    if named and data and data.lower() not in named.lower():
        named = f"{named} ({data})"
    return named, sure


_Rows = Mapping[str, tuple[float, str, tuple[Evidence, ...]]]


def _key(model: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", model.lower())


def _setting_field(
    document: Document, one: Statement, name: str, settings: tuple[Setting, ...], model: str, rows: _Rows
) -> Field:
    """A setting of the run: in its row or sentence, near it, in its section, or the only one of the paper."""
    if name in one.settings:
        value, text = one.settings[name]
        return Stated(
            _plain(value), text, _named(name, one.evidence.get(name) or next(iter(one.evidence.values()))), 0.85
        )
    if name == "parameters":
        stated = size_in(model)
        if stated is not None:
            return Stated(_plain(stated), model, _named(name, next(iter(one.evidence.values()))), 0.75)
        size = re.search(r"\b(base|big|large|small|tiny|medium)\b", model)
        tabled = rows.get(_key(model)) or (rows.get(_key(size.group())) if size else None)
        if tabled is not None:
            return Stated(_plain(tabled[0]), tabled[1], tabled[2], 0.7)
    chosen = _chosen(one, name, settings, model)
    if chosen is None:
        return _SEARCHED
    setting, confidence = chosen
    value, text = setting.value, setting.text
    if setting.each:
        if one.count is None:
            return _SEARCHED
        value, text = value * one.count.high, f"{text} on each of {one.count.high:g}"
    pieces = evidence_in(document, setting.line, 0, len(setting.line.text), name)
    return Stated(_plain(value), text, pieces, confidence)


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
        return nearest, 0.85
    if distance(nearest) <= NEAR:
        return nearest, 0.7
    if name == "parameters":
        named = [s for s in own if model and model.lower() in s.line.text.lower()]
        if len({s.value for s in named}) == 1:
            return named[0], 0.7
        counts = Counter(s.value for s in own)
        value, times = counts.most_common(1)[0]
        if times >= 2 and times * 2 > len(own):
            return next(s for s in own if s.value == value), 0.6
        return (own[0], 0.6) if len(counts) == 1 else None
    inside = [s for s in own if s.line.section == one.line.section]
    if inside:
        return min(inside, key=distance), 0.65
    inside = [s for s in own if s.line.section_kind is SectionKind.TRAINING and s.line.order < one.line.order + FAR]
    if inside:
        return min(inside, key=distance), 0.6
    counts = Counter(s.value for s in own)
    value, times = counts.most_common(1)[0]
    if len(counts) == 1 or times * 2 > len(own):
        return next(s for s in own if s.value == value), 0.55
    return None
