"""Facts that stand, as rows of `runs`, `results`, `models` and `evidence`: the same facts give the same rows."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.release.burdens import Burden, burden_of_run
from annotations.release.registry import Row
from annotations.release.scores import error_of
from extractors.model import Fact, Field, Result, Stated, TrainingRun, Value, evidence, named_fields, value_of


@dataclass(frozen=True, slots=True)
class ReleasedFact:
    """A fact that goes into a release. `identifier` stays the same when a person corrects the fact."""

    identifier: str
    paper: str
    fact: Fact
    status: str
    reviewers: tuple[str, ...] = ()

    @property
    def page(self) -> int:
        """Page of its first evidence."""
        return next(evidence(self.fact)).box.page


def join(parts: Iterable[object]) -> str | None:
    """Several values in one cell; None where there is none."""
    return "; ".join(str(part) for part in parts) or None


def text_of(field: Field) -> str | None:
    """What is printed for a field, None where nothing is."""
    return None if not hasattr(field, "text") else field.text or None


def run_row(released: ReleasedFact, run: TrainingRun) -> Row:
    """A row of runs.csv."""
    burden = burden_of_run(run)
    time = run.time_hours if isinstance(run.time_hours, Stated) else None
    plain = ("model", "phase", "hardware", "count", "time_hours", "device_hours", "epochs", "steps", "batch_size")
    rest = ("parameters", "flops", "precision", "dataset_size")
    return {
        "run_id": released.identifier,
        **_values(run, (*plain, *rest)),
        "hardware_text": text_of(run.hardware),
        "count_text": text_of(run.count),
        "count_unit": run.count_unit if isinstance(run.count, Stated) else None,
        "time_text": text_of(run.time_hours),
        "time_bound": str(time.bound) if time else None,
        "time_low_hours": time.low if time else None,
        "time_high_hours": time.high if time else None,
        "batch_unit": run.batch_unit or None,
        "benchmarks": join(run.benchmarks),
        **_burden_cells(burden),
        "rate_flops": burden.rate if burden else None,
        "rate_source": burden.source if burden else None,
        **_common(released),
    }


def result_row(released: ReleasedFact, result: Result) -> Row:
    """A row of results.csv."""
    return {
        "result_id": released.identifier,
        **_values(result, ("benchmark", "split", "metric", "value", "model", "own", "ensemble", "parameters")),
        "operations": value_of(result.operations),
        "operations_unit": (result.operations_unit or None) if isinstance(result.operations, Stated) else None,
        "value_text": text_of(result.value),
        "error": error_of_result(result),
        "setting": result.setting or None,
        "headline": result.headline,
        "table": result.table or None,
        "row": join(result.row),
        "column": join(result.column),
        **_common(released),
    }


def error_of_result(result: Result) -> float | None:
    """The error as a fraction, by the metric's direction and unit; None where the metric has no upper end."""
    benchmark, metric, value = (value_of(field) for field in (result.benchmark, result.metric, result.value))
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return error_of(str(benchmark), str(metric), float(value))


def _values(fact: Fact, names: Iterable[str]) -> dict[str, Value | None]:
    fields = named_fields(fact)
    return {name: value_of(fields[name]) for name in names}


def _burden_cells(burden: Burden | None) -> dict[str, Any]:
    return {
        "hardware_burden_flop": burden.flop if burden else None,
        "burden_low_flop": burden.low if burden else None,
        "burden_high_flop": burden.high if burden else None,
        "burden_fp32_flop": burden.fp32 if burden else None,
        "burden_basis": burden.basis if burden else None,
    }


def _common(released: ReleasedFact) -> dict[str, Any]:
    return {
        "paper": released.paper,
        "flags": join(released.fact.flags),
        "page": released.page,
        "status": released.status,
        "reviewers": join(released.reviewers),
        "confidence": round(released.fact.confidence, 4),
    }


def evidence_rows(released: ReleasedFact) -> list[Row]:
    """Rows of evidence.csv for a fact, each place once a field."""
    head = {"fact_id": released.identifier, "kind": released.fact.kind, "paper": released.paper}
    pieces = dict.fromkeys((piece.field, piece.box, piece.quote) for piece in evidence(released.fact))
    return [
        head
        | {"field": field or None, "page": box.page, "quote": quote}
        | {edge: round(value, 2) for edge, value in zip(("x0", "y0", "x1", "y1"), box[1:], strict=True)}
        for field, box, quote in pieces
    ]


def folded(name: str) -> str:
    """A model's name for comparison within one paper: letters and digits alone, without a word for whose it is."""
    return re.sub(r"\bours?\b|[^a-z0-9]+", "", unicodedata.normalize("NFKC", name).casefold())


def model_rows(results: Sequence[Row], runs: Sequence[Row]) -> list[Row]:
    """Rows of models.csv: each model of a paper that has an own result or a run."""
    found: dict[tuple[str, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in results:
        if row["own"] and row["model"]:
            _add(found[row["paper"], folded(row["model"])], row, "results", row["result_id"])
    for row in runs:
        if row["model"]:
            _add(found[row["paper"], folded(row["model"])], row, "runs", row["run_id"])
    return [_model_row(paper, key, parts) for (paper, key), parts in sorted(found.items())]


def _add(parts: dict[str, list[Any]], row: Row, kind: str, identifier: str) -> None:
    parts["name"].append(row["model"])
    parts[kind].append(identifier)
    parts["parameters"].append(row.get("parameters"))
    parts["operations"].append((row.get("operations"), row.get("operations_unit")))


def _model_row(paper: str, key: str, parts: Mapping[str, list[Any]]) -> Row:
    operations = {pair for pair in parts["operations"] if pair[0] is not None}
    agreed = operations.pop() if len(operations) == 1 else (None, None)
    parameters = {value for value in parts["parameters"] if value is not None}
    return {
        "model_id": f"{paper}/{key}",
        "paper": paper,
        "name": parts["name"][0],
        "parameters": parameters.pop() if len(parameters) == 1 else None,
        "operations": agreed[0],
        "operations_unit": agreed[1],
        "results": len(parts.get("results", [])),
        "runs": join(parts.get("runs", [])),
    }
