"""Own results joined with the training compute of their models: the points of the scaling analysis.

A point needs no person to guess: where several runs would fit, it has no burden and says so in `burden_basis`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from annotations.release.burdens import network_operations_of
from annotations.release.registry import Row
from annotations.release.rows import ReleasedFact, error_of_result, folded, join
from annotations.release.scores import is_leading
from extractors.model import Result, TrainingRun, evidence, value_of
from extractors.ties import How, ties

BURDENS = ("hardware_burden_flop", "burden_low_flop", "burden_high_flop", "burden_fp32_flop")
TRUST = {How.ALL: 0.9, How.SIZE: 0.8, How.FAMILY: 0.7}
"""Share of a point's confidence that is left where its runs are not said to be of this very model. Declared: the labels
hold too few such points to measure it."""

RunOf = tuple[ReleasedFact, TrainingRun, Row]
ResultOf = tuple[ReleasedFact, Result, Row]


def point_rows(results: Sequence[ResultOf], runs: Sequence[RunOf], papers: Mapping[str, Row]) -> list[Row]:
    """Rows of points.csv: each own result on a benchmark's leading metric, once however often the paper prints it."""
    runs_of: dict[str, list[RunOf]] = defaultdict(list)
    for run in runs:
        runs_of[run[0].paper].append(run)
    own: dict[str, list[ResultOf]] = defaultdict(list)
    for one in results:
        if one[2]["own"]:
            own[one[0].paper].append(one)
    points: dict[tuple[Any, ...], Row] = {}
    for paper, scores in own.items():
        for (released, result, row), training in zip(scores, _training(scores, runs_of[paper]), strict=True):
            error = error_of_result(result)
            if error is None or not is_leading(str(value_of(result.benchmark)), str(value_of(result.metric))):
                continue
            point = _point(released, row, error, training, papers[paper])
            operations = network_operations_of(result, training[0][0][2] if training[0] else {})
            same = (paper, row["benchmark"], row["split"], folded(row["model"] or ""), row["setting"], error)
            points.setdefault(same, point | {"network_operations_flop": operations})
    return list(points.values())


def _training(results: Sequence[ResultOf], runs: Sequence[RunOf]) -> list[tuple[list[RunOf], How]]:
    """The runs behind each own result of a paper, one for each phase, and how they were found."""
    found = ties([result for _, result, _ in results], [run for _, run, _ in runs])
    return [([runs[number] for number in one.runs], one.how) for one in found]


def _point(
    released: ReleasedFact, row: Row, error: float, training: tuple[list[RunOf], How], paper: Row
) -> dict[str, Any]:
    runs, how = training
    main = max((run[2] for run in runs), key=lambda cells: cells["hardware_burden_flop"] or 0, default={})
    quotes = next((piece for piece in evidence(released.fact) if piece.field == "value"), next(evidence(released.fact)))
    proof = next(evidence(runs[0][0].fact)) if runs else None
    shared = ("benchmark", "split", "metric", "model", "setting", "ensemble", "value", "headline", "parameters")
    reviewed = all(part["status"] != "unreviewed" for part in (row, *(run[2] for run in runs)))
    return {
        "point_id": row["result_id"],
        "paper": row["paper"],
        "title": paper["title"],
        "submitted": paper["submitted"],
        "year": paper["year"],
        "error": round(error, 12),
        **{name: row[name] for name in (*shared, "operations", "operations_unit")},
        **{
            name: main.get(name)
            for name in ("hardware", "count", "count_unit", "time_hours", "device_hours", "precision")
        },
        **{name: _total(runs, name) for name in BURDENS},
        "burden_basis": join((how, *dict.fromkeys(run[2]["burden_basis"] for run in runs if run[2]["burden_basis"]))),
        "runs": join(run[2]["run_id"] for run in runs),
        "reviewed": reviewed,
        "confidence": round(min([row["confidence"], *(run[2]["confidence"] for run in runs)]) * TRUST.get(how, 1.0), 4),
        "result_page": quotes.box.page,
        "result_quote": quotes.quote,
        "run_page": proof.box.page if proof else None,
        "run_quote": proof.quote if proof else None,
    }


def _total(runs: Sequence[RunOf], name: str) -> float | None:
    """Sum over the phases; None as soon as one phase's burden is unknown, since a part is not the whole."""
    values = [run[2][name] for run in runs]
    return sum(values) if values and all(value is not None for value in values) else None
