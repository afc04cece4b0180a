"""The training runs of a paper against its labels.

- *hardware, count, time*: distinct values over all runs of the paper. A label that is optional, or beside which a
  silence is accepted, is neither missed nor makes a prediction wrong.
- *run*: distinct triples of the three; all must agree, "not stated" with "not stated".
- *run + model*, *run + phase*: the triples hit where a prediction with this triple has a label's model or phase, too;
  a label without a model ("all our models") accepts any.
- *epochs, steps, …*: distinct values, in papers that label the field.
- *invented*: runs in a paper that states none; mentions labelled as no training that came out as a value of a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from miner.evaluation.agreement import Row, accepted, accepts, distinct, same_model, same_value
from miner.evaluation.counts import Count, Disagreement, Outcome, PaperCounts, page_of, shown

TRIPLE = ("hardware", "count", "time_hours")
NUMBERS = ("epochs", "steps", "batch_size", "parameters", "flops", "device_hours")


def count_runs(file: str, predicted: Sequence[Row], labels: Sequence[Row], mentions: Sequence[Row]) -> PaperCounts:
    """Counts of a paper. `labels` are its lines of compute.jsonl, `mentions` those of not_training.jsonl."""
    paper = PaperCounts(file)
    runs = [label for label in labels if not label.get("none")]
    for field in TRIPLE:
        _count_values(paper, field, predicted, runs)
    _count_triples(paper, [run for run in predicted if is_stated(run)], [run for run in runs if is_stated(run)])
    for field in NUMBERS:
        _count_values(paper, field, predicted, runs)
    _count_invented(paper, predicted, labels, mentions)
    return paper


def outcomes(predicted: Sequence[Row], labels: Sequence[Row]) -> list[Outcome]:
    """For each run that was predicted, whatever its confidence: are its values, is the whole of it, right?"""
    found = []
    runs = [label for label in labels if not label.get("none")]
    for run in predicted:
        confidences = run.get("confidences") or {}
        for field in TRIPLE:
            if run.get(field) is not None and field in confidences:
                right = any(accepts(label, field, run[field]) for label in runs if _names_one(label, field))
                found.append(Outcome(field, confidences[field], right))
        if is_stated(run) and run.get("confidence") is not None:
            found.append(Outcome("run", run["confidence"], any(_agrees(run, label) for label in runs)))
    return found


def is_stated(run: Row) -> bool:
    """Whether a run says anything of hardware, count or time."""
    return any(run.get(field) is not None for field in TRIPLE)


def _names_one(label: Row, field: str) -> bool:
    return any(value is not None for value in accepted(label, field))


def _agrees(run: Row, label: Row) -> bool:
    return all(accepts(label, field, run.get(field)) for field in TRIPLE)


def _same_triple(one: Row, other: Row) -> bool:
    return all(same_value(field, one.get(field), other.get(field)) for field in TRIPLE)


def _count_values(paper: PaperCounts, field: str, predicted: Sequence[Row], labels: Sequence[Row]) -> None:
    naming = [label for label in labels if _names_one(label, field)]
    firm = [label for label in naming if label.get(field) is not None and not label.get("optional")]
    if field in TRIPLE:
        firm = [label for label in firm if None not in accepted(label, field)]

    def same(one: Row, other: Row) -> bool:
        return same_value(field, one[field], other[field])

    wanted = distinct(firm, same)
    scored = field in TRIPLE or wanted
    got = distinct([run for run in predicted if run.get(field) is not None], same) if scored else []
    hits = [
        want
        for want in wanted
        if any(accepts(label, field, run[field]) for label in firm if same(label, want) for run in got)
    ]
    wrong = [run for run in got if not any(accepts(label, field, run[field]) for label in naming)]
    missed = [want for want in wanted if want not in hits]
    paper.counts[field] = Count(len(hits), len(hits) + len(wrong), len(wanted))
    paper.disagreements += [
        Disagreement(paper.file, field, how, shown(row[field]), page_of(row, field), _model_note(row))
        for how, rows in (("wrong", wrong), ("missed", missed))
        for row in rows
    ]


def _count_triples(paper: PaperCounts, predicted: Sequence[Row], labels: Sequence[Row]) -> None:
    got = distinct(predicted, _same_triple)
    wanted = distinct([label for label in labels if not label.get("optional")], _same_triple)
    hits = [want for want in wanted if any(_agrees(run, want) for run in got)]
    wrong = [run for run in got if not any(_agrees(run, label) for label in labels)]
    missed = [want for want in wanted if want not in hits]
    by_triple = [
        [(run, label) for label in labels if _same_triple(label, hit) for run in predicted if _agrees(run, label)]
        for hit in hits
    ]
    with_model = sum(any(_same_model(run, label) for run, label in pairs) for pairs in by_triple)
    with_phase = sum(any(run.get("phase") == label.get("phase") for run, label in pairs) for pairs in by_triple)
    for name, hit in (("run", len(hits)), ("run + model", with_model), ("run + phase", with_phase)):
        paper.counts[name] = Count(hit, len(hits) + len(wrong), len(wanted))
    paper.disagreements += [
        Disagreement(paper.file, "run", how, _triple_text(row), page_of(row, "hardware"), _model_note(row))
        for how, rows in (("wrong", wrong), ("missed", missed))
        for row in rows
    ]
    for pairs in by_triple:
        if pairs and not any(_same_model(run, label) for run, label in pairs):
            run, label = pairs[0]
            note = f"labelled {shown(label.get('model'))}"
            paper.disagreements.append(
                Disagreement(paper.file, "run + model", "wrong", shown(run.get("model")), page_of(run, "model"), note)
            )
        if pairs and not any(run.get("phase") == label.get("phase") for run, label in pairs):
            run, label = pairs[0]
            note = f"labelled {shown(label.get('phase'))}"
            paper.disagreements.append(
                Disagreement(paper.file, "run + phase", "wrong", shown(run.get("phase")), page_of(run, "phase"), note)
            )


def _count_invented(
    paper: PaperCounts, predicted: Sequence[Row], labels: Sequence[Row], mentions: Sequence[Row]
) -> None:
    invented = []
    if any(label.get("none") for label in labels):
        invented += [(run, _triple_text(run), "the paper states no run") for run in predicted if is_stated(run)]
    for mention in mentions:
        field = "time_hours" if mention["field"] == "time" else mention["field"]
        value = mention.get("value")
        stands = any(accepts(label, field, value) for label in labels if label.get(field) is not None)
        if value is None or stands:
            continue
        runs = [run for run in predicted if run.get(field) is not None and same_value(field, run[field], value)]
        invented += [(run, f"{field} {mention['text']}", mention["role"]) for run in runs[:1]]
    paper.confusions["invented"] = len(invented)
    paper.disagreements += [
        Disagreement(paper.file, "run", "invented", text, page_of(run, "hardware"), why) for run, text, why in invented
    ]


def _same_model(run: Row, label: Row) -> bool:
    return label.get("model") is None or same_model(run.get("model"), label["model"])


def _triple_text(row: Row) -> str:
    hours = row.get("time_hours")
    return f"{shown(row.get('hardware'))} × {shown(row.get('count'))}, {'-' if hours is None else f'{hours:g} h'}"


def _model_note(row: Row) -> str:
    model: Any = row.get("model")
    return f"model {model}" if model else ""
