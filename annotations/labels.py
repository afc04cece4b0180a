"""Decisions as hand labels, in the layout that `score.py` judges extractors by: review makes the next labels.

A paper is written for a kind of facts only when a person has looked at every fact of that kind that is proposed for it:
half a paper's labels would call the other half invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotations.decisions import DECIDED, StandingFact, Status, current_facts
from db.decisions import papers_with_facts
from db.facts import json_text
from db.workspace import Workspace
from extractors.model import Field, Result, Role, Stated, TrainingRun, evidence, named_fields, value_of

FILES = ("compute.jsonl", "not_training.jsonl", "results.jsonl", "cited.jsonl")
_MENTIONS = {"hardware": "hardware", "count": "count", "time_hours": "time"}
Label = dict[str, Any]


def write_labels(workspace: Workspace, folder: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """Write the four files of labels: how many lines each has, and the papers left out because facts are still open."""
    lines: dict[str, list[Label]] = {name: [] for name in FILES}
    left_out: list[str] = []
    for paper in papers_with_facts(workspace):
        facts = list(current_facts(workspace, paper))
        file = file_name(workspace, paper)
        for kind, label in (("run", compute_labels), ("result", result_labels)):
            own = [fact for fact in facts if fact.kind == kind]
            if any(fact.bulk or fact.status not in (*DECIDED, Status.REJECTED, Status.ABSENT) for fact in own):
                left_out.append(f"{paper} ({kind}s)")
                continue
            for name, found in label(file, own).items():
                lines[name] += found
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in lines.items():
        text = "".join(json_text(line) + "\n" for line in found)
        (folder / name).write_text(text, "utf-8")
    return {name: len(found) for name, found in lines.items()}, tuple(left_out)


def file_name(workspace: Workspace, paper: str) -> str:
    """The name of the file that a paper's facts come from; where none is kept, the identifier's."""
    rows = workspace.rows(
        "SELECT f.name FROM extraction e JOIN paper_file f USING (paper, sha256) WHERE e.paper = ?"
        " ORDER BY version DESC",
        paper,
    )
    return str(rows[0]["name"]) if rows else f"{paper}.pdf"


def compute_labels(file: str, facts: Sequence[StandingFact]) -> Mapping[str, list[Label]]:
    """Labels of a paper's runs: those that stand, `none` where the paper states none, the mentions that are no runs."""
    runs = [fact.fact for fact in facts if isinstance(fact.fact, TrainingRun)]
    labels = [run_label(file, number, run) for number, run in enumerate(runs, 1)]
    if not runs and any(fact.status is Status.ABSENT for fact in facts):
        labels = [{"file": file, "none": True}]
    return {"compute.jsonl": labels, "not_training.jsonl": list(_mentions(file, facts))}


def run_label(file: str, number: int, run: TrainingRun) -> Label:
    """One line of compute.jsonl."""
    values = {name: value_of(field) for name, field in named_fields(run).items()}
    names = ("device_hours", "epochs", "steps", "batch_size", "parameters", "flops")
    return {
        "file": file,
        "run": number,
        "model": values["model"],
        "phase": values["phase"] or "training",
        "hardware": values["hardware"],
        "hardware_text": _text(run.hardware),
        "count": values["count"],
        "count_unit": run.count_unit,
        "time_hours": values["time_hours"],
        "time_text": _text(run.time_hours),
        "time_bound": str(run.time_hours.bound) if isinstance(run.time_hours, Stated) else None,
        **{name: values[name] for name in names},
        "benchmarks": list(run.benchmarks),
        **_where(run),
    }


def result_labels(file: str, facts: Sequence[StandingFact]) -> Mapping[str, list[Label]]:
    """Labels of a paper's results: its own, and those of other works."""
    results = [fact.fact for fact in facts if isinstance(fact.fact, Result)]
    labels = [result_label(file, result) for result in results]
    return {
        "results.jsonl": [label for label in labels if label["own"]],
        "cited.jsonl": [label for label in labels if not label["own"]],
    }


def result_label(file: str, result: Result) -> Label:
    """One line of results.jsonl or cited.jsonl."""
    values = {name: value_of(field) for name, field in named_fields(result).items()}
    return {
        "file": file,
        "page": _where(result)["page"],
        "table": result.table or None,
        "benchmark": values["benchmark"],
        "split": values["split"],
        "metric": values["metric"],
        "value": values["value"],
        "model": values["model"],
        "ensemble": bool(values["ensemble"]),
        "setting": result.setting,
        "headline": result.headline,
        "own": values["own"] is not False,
    }


def _mentions(file: str, facts: Iterable[StandingFact]) -> Iterator[Label]:
    for fact in facts:
        if (
            fact.status is not Status.REJECTED
            or fact.proposal is None
            or not isinstance(fact.proposal.fact, TrainingRun)
        ):
            continue
        role = next((role for role in Role if fact.reason.casefold().startswith(role)), Role.OTHER)
        for name, field in named_fields(fact.proposal.fact).items():
            if name in _MENTIONS and isinstance(field, Stated):
                said = {"field": _MENTIONS[name], "text": field.text, "value": field.value, "role": str(role)}
                piece = field.evidence[0]
                yield {"file": file, "page": piece.box.page, "quote": piece.quote} | said


def _text(field: Field) -> str | None:
    return field.text if isinstance(field, Stated) else None


def _where(fact: TrainingRun | Result) -> Label:
    pieces = list(dict.fromkeys((piece.box.page, piece.quote) for piece in evidence(fact)))
    quotes = [{"page": page, "quote": quote} for page, quote in pieces]
    return (quotes[0] if quotes else {"page": None, "quote": None}) | ({"quotes": quotes} if len(quotes) > 1 else {})
