"""Linked statements become training runs: model, phase, settings, confidence, flags, evidence for every field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.catalog import accelerators, benchmarks
from extractors.compute.checking import flags_of
from extractors.compute.confidence import MODEL, PHASE, SETTING, SOURCE, STATEMENT
from extractors.compute.fitting import SEARCHED, Rows, key, named, setting_of
from extractors.compute.linking import Linked
from extractors.compute.mentions import Line
from extractors.compute.models import (
    Paper,
    data_of,
    data_of_section,
    is_downstream,
    is_large_data,
    model_of,
    names_in,
    paper_of,
    row_model,
)
from extractors.compute.named import Known
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
    Stated,
    TrainingRun,
    Unsafe,
    value_of,
)
from extractors.quantities import Number, Pace, find_paces

EXPERIMENTS_RUN = re.compile(
    r"\b(?:each|the|every|this|an) experiment\b|\bexperiments (?:ran|took|used)\b", re.IGNORECASE
)
"""How a paper on search speaks of a search."""

OWN_ROWS = 2
"""Rows with the paper's own model from which on other models' rows in the table are doubtful."""

SETTINGS = ("epochs", "steps", "batch_size", "parameters", "flops", "dataset_size")


def assemble(
    document: Document,
    info: PaperInfo,
    linked: list[Linked],
    lines: tuple[Line, ...],
    settings: tuple[Setting, ...],
    known: Known,
) -> tuple[tuple[TrainingRun, ...], tuple[Refusal, ...]]:
    """The runs, in order, and those refused because their device was not to be had yet."""
    title = document.title or info.title or ""
    paper = paper_of(document, lines, title, known)
    precision = precision_of(lines)
    rows: dict[str, tuple[float, str, tuple[Evidence, ...]]] = {}
    for name, row, value, text, pieces in settings_of_tables(document):
        if name == "parameters" and row:
            rows.setdefault(key(row_model(row, paper.model)), (value, text, pieces))
    paces = [(line, pace) for line in lines if line.durations for pace in find_paces(line.text)]
    runs: list[TrainingRun] = []
    refused: list[Refusal] = []
    for one, model in zip(linked, _models(linked, paper, lines), strict=True):
        statement = one.statement
        if accelerators.unreleased(statement.hardware, info.submitted):
            pieces = statement.evidence.get("hardware") or next(iter(statement.evidence.values()))
            reason = f"{statement.hardware} was not released on {info.submitted}"
            refused.append(Refusal("hardware", statement.hardware_text, Role.OTHER, reason, pieces))
            continue
        runs.append(_run(document, info, one, model, settings, paper, precision, rows, paces))
    return _without_others(tuple(runs), linked, paper), tuple(refused)


def _without_others(runs: tuple[TrainingRun, ...], linked: list[Linked], paper: Paper) -> tuple[TrainingRun, ...]:
    """Rows of a table that names the paper's model in several rows, and another one in these, are left to the queue."""
    tables = {one.statement.place: one.statement.table for one in linked}
    own = Counter(tables[run.place] for run in runs if tables[run.place] and is_own(run, paper))
    return tuple(
        replace(run, confidence=round(run.confidence * STATEMENT["others_row"], 3))
        if own[tables[run.place]] >= OWN_ROWS and tables[run.place] and not is_own(run, paper)
        else run
        for run in runs
    )


def is_own(run: TrainingRun, paper: Paper) -> bool:
    """Whether a run's model is named after the paper's, or is not named like a model."""
    name = str(value_of(run.model) or "")
    return not paper.model or paper.model.lower() in name.lower() or not names_in(name)


def _run(
    document: Document,
    info: PaperInfo,
    linked: Linked,
    named_model: tuple[str, float],
    settings: tuple[Setting, ...],
    paper: Paper,
    precision: tuple[str, Line, tuple[int, int]] | None,
    rows: Rows,
    paces: Sequence[tuple[Line, Pace]],
) -> TrainingRun:
    one = linked.statement
    anchor = next(iter(one.evidence.values()))
    model, sure = named_model
    fields: dict[str, Field] = {}
    for name in SETTINGS:
        fields[name] = setting_of(document, one, name, settings, model, rows)
    batch = next((s for s in settings if s.field == "batch_size" and s.unit == "tokens"), None)
    batch_field = fields["batch_size"]
    unit = ""
    if isinstance(batch_field, Stated):
        unit = "tokens" if batch and batch.value == batch_field.value else "examples"
    phase = one.phase
    if phase is Phase.TRAINING and paper.searches and EXPERIMENTS_RUN.search(one.line.text):
        phase = Phase.SEARCH
    elif phase is Phase.TRAINING and paper.pre_trains and is_downstream(_data(one)):
        phase = Phase.FINE_TUNING
    elif phase is Phase.TRAINING and (paper.pre_trains or is_large_data(model)):
        phase = Phase.PRE_TRAINING
    how = "sentence" if phase is one.phase else "paper"
    if precision:
        name, line, (start, end) = precision
        pieces = evidence_in(document, line, 0, len(line.text), "precision")
        fields["precision"] = Stated(name, line.text[start:end], pieces, SETTING["section"])
    return TrainingRun(
        place=one.place,
        model=Stated(model, model, named("model", anchor), sure)
        if model
        else NotStated("its sentence, the title, the abstract"),
        phase=Stated(str(phase), str(phase), named("phase", anchor), PHASE[how]),
        hardware=_hardware(one, linked),
        count=_number("count", one, one.count, linked),
        time_hours=_time(one),
        device_hours=_work(one),
        count_unit=one.unit,
        batch_unit=unit,
        confidence=_confidence(linked),
        flags=flags_of(one, info, fields, paces),
        epochs=fields["epochs"],
        steps=fields["steps"],
        batch_size=fields["batch_size"],
        parameters=fields["parameters"],
        flops=fields["flops"],
        precision=fields.get("precision", SEARCHED),
        dataset_size=fields["dataset_size"],
        benchmarks=_benchmarks(one),
    )


def _hardware(one: Statement, linked: Linked) -> Field:
    if not one.hardware:
        if linked.sources.get("hardware") == "unclear":
            return Unsafe("the paper trains on several sets of devices and does not say which one this is")
        return SEARCHED
    pieces = one.evidence.get("hardware") or next(iter(one.evidence.values()))
    return Stated(
        one.hardware,
        one.hardware_text,
        named("hardware", pieces),
        _taken(one.strength, linked.sources.get("hardware")),
        reason=_how(linked.sources.get("hardware")),
    )


def _number(name: str, one: Statement, number: Number | None, linked: Linked) -> Field:
    if number is None:
        return SEARCHED
    pieces = one.evidence.get(name) or next(iter(one.evidence.values()))
    value = int(number.high)
    ranged = number.bound is Bound.RANGE
    return Stated(
        value,
        number.text.strip() or str(value),
        named(name, pieces),
        _taken(one.strength, linked.sources.get(name)),
        number.bound,
        number.low if ranged else None,
        number.high if ranged else None,
        _how(linked.sources.get(name)),
    )


def _time(one: Statement) -> Field:
    if one.duration is None:
        return SEARCHED
    number = one.duration.number
    ranged = number.low != number.high
    pieces = one.evidence.get("time_hours") or next(iter(one.evidence.values()))
    return Stated(
        one.duration.hours,
        one.duration.text.rstrip(" ."),
        named("time_hours", pieces),
        one.strength,
        number.bound,
        number.low if ranged else None,
        number.high if ranged else None,
    )


def _work(one: Statement) -> Field:
    if one.work is None:
        return SEARCHED
    pieces = one.evidence.get("device_hours") or next(iter(one.evidence.values()))
    return Stated(
        one.work.number.value, one.work.text, named("device_hours", pieces), one.strength, one.work.number.bound
    )


def _taken(strength: float, source: str | None) -> float:
    """The confidence of a part that came from elsewhere."""
    return strength * (SOURCE[source] if source else 1.0)


def _how(source: str | None) -> str:
    return {None: "", "near": "said near it", "section": "said in its section", "paper": "the only one in the paper"}[
        source
    ]


def _confidence(linked: Linked) -> float:
    one = linked.statement
    shares = [_taken(1.0, source) for source in linked.sources.values()]
    return round(one.strength * min(shares, default=1.0), 3)


def _benchmarks(one: Statement) -> tuple[str, ...]:
    """Benchmarks that the run's sentence, its section or its row names."""
    text = f"{one.line.heading}. {one.place}"
    return tuple(dict.fromkeys(benchmark.id for benchmark in benchmarks.named_in(text)))


def _model(linked: Linked, paper: Paper) -> tuple[str, float]:
    """The run's model and how sure it is: a row's name, its sentence's, the lender's, the paper's."""
    one = linked.statement
    if one.table:
        return row_model(one.model, paper.model) or paper.model, MODEL["row"]
    named, sure = paper.model, MODEL["paper"]
    for place, certain in ((one, MODEL["sentence"]), (linked.lender, MODEL["lender"])):
        if place is not None:
            left, right = clause_of(place.line.text, *place.span)
            found = model_of(place.line, place.span, left, right, paper)
            if found:
                named, sure = found, certain
                break
    return named, sure


def _models(linked: list[Linked], paper: Paper, lines: tuple[Line, ...]) -> list[tuple[str, float]]:
    """The model of each run; where one model is trained on several data sets, with the data that its place names.

    Where no place names any, it is what its section is about; what a model is pre-trained on is not.
    """
    found = [_model(one, paper) for one in linked]
    data = [_data(one.statement) for one in linked]
    named = [model for model, _ in found if model]
    if len(set(named)) < len(named) and not any(data) and not paper.pre_trains:
        data = ["" if one.statement.table else data_of_section(lines, one.statement.line) for one in linked]
    on: dict[str, set[str]] = {}
    for (model, _), name in zip(found, data, strict=True):
        on.setdefault(model, set()).add(name)
    return [
        (
            f"{model} ({name})"
            if model and name and len(on[model]) > 1 and name.lower() not in model.lower()
            else model,
            sure,
        )
        for (model, sure), name in zip(found, data, strict=True)
    ]


def _data(one: Statement) -> str:
    if one.table:
        return ""
    left, right = clause_of(one.line.text, *one.span)
    return data_of(one.line, one.span, left, right)
