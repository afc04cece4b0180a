"""Names that are no model of a run, and sentences that speak of the paper's own."""

import pytest

from extractors.compute import extract
from extractors.compute.models import names_in, row_model
from extractors.model import PaperInfo, value_of
from tests.extractors.compute.made import document

INFO = PaperInfo("2001.00001")


@pytest.mark.parametrize("pair", ["En-De", "CS-EN", "English-German"])
def test_pairs_of_languages_are_no_models(pair: str) -> None:
    """They are written like names, and are data."""
    assert names_in(f"trained on {pair} for two days") == []


@pytest.mark.parametrize(
    ("row", "model"),
    [
        ("Constant Depth 20h 42m", "Constant Depth"),
        ("FoldNet (3.5 days)", "FoldNet"),
        ("FoldNet-4d", "FoldNet-4d"),
        ("24-layer FoldNet", "24-layer FoldNet"),
    ],
)
def test_times_are_no_part_of_a_rows_name(row: str, model: str) -> None:
    """A cell of time that stands among the names of a row is left out; a number of the name stays."""
    assert row_model(row) == model


def test_a_stage_of_training_is_no_model() -> None:
    """A row for a stage is of the paper's own model; a name that begins with such a word stays."""
    assert row_model("Pre-training", "FoldNet") == "FoldNet"
    assert row_model("Total") == ""
    assert row_model("Pretraining-Former", "FoldNet") == "Pretraining-Former"


def test_our_model_is_the_papers_own_though_another_is_named() -> None:
    """A comparison names the other model; the time is of ours."""
    paper = document(
        "FoldNet is small.",
        "We train our model for 3 days on 8 Tesla V100 GPUs.",
        title="FoldNet: folding networks",
    )
    (run,) = extract(paper, INFO).runs
    assert value_of(run.model) == "FoldNet"
