"""Case tables of sentences in the manner of papers: what they state, and what is no training."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from extractors.compute import extract
from extractors.model import PaperInfo, Stated, TrainingRun, value_of
from tests.extractors.compute.made import document

CASES = Path(__file__).parent.parent / "cases"
INFO = PaperInfo("0000.00000")
STANDS = 0.5
SETTINGS = (
    "epochs",
    "steps",
    "batch_size",
    "parameters",
    "precision",
    "flops",
    "dataset_size",
    "device_hours",
    "model",
    "phase",
    "count_unit",
)


def cases(name: str) -> list[Any]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [pytest.param(case, id=" ".join(case["text"])[:60]) for case in read]


def standing(text: list[str]) -> list[TrainingRun]:
    return [run for run in extract(document(*text), INFO).runs if run.confidence >= STANDS]


def same(got: object, wanted: object) -> bool:
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return math.isclose(got, wanted, rel_tol=0.005)
    return got == wanted


@pytest.mark.parametrize("case", cases("training.jsonl"))
def test_sentences_that_state_training_give_their_runs(case: dict[str, Any]) -> None:
    got = [[value_of(run.hardware), value_of(run.count), value_of(run.time_hours)] for run in standing(case["text"])]
    assert len(got) == len(case["runs"]), got
    for wanted in case["runs"]:
        assert any(all(map(same, one, wanted)) for one in got), got


@pytest.mark.parametrize("case", cases("not_training.jsonl"))
def test_sentences_that_state_no_training_give_no_run(case: dict[str, Any]) -> None:
    assert standing(case["text"]) == []


@pytest.mark.parametrize("case", cases("settings.jsonl"))
def test_settings_beside_hardware_belong_to_the_run(case: dict[str, Any]) -> None:
    runs = standing(case["text"])
    for name in set(case) & set(SETTINGS):
        values = [getattr(run, name) if name == "count_unit" else value_of(getattr(run, name)) for run in runs]
        assert any(same(value, case[name]) for value in values), (name, values)


@pytest.mark.parametrize("case", cases("training.jsonl"))
def test_every_stated_field_shows_where_it_stands(case: dict[str, Any]) -> None:
    for run in extract(document(*case["text"]), INFO).runs:
        for field in (run.hardware, run.count, run.time_hours, run.phase):
            if isinstance(field, Stated):
                assert field.evidence and all(piece.quote in " ".join(case["text"]) for piece in field.evidence)
