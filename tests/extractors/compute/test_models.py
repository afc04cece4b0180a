"""Names that are no model of a run, and sentences that speak of the paper's own."""

from dataclasses import replace

import pytest

from extractors.compute import extract
from extractors.compute.models import names_in, row_model
from extractors.model import Document, PaperInfo, value_of
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


def two_sections(first: Document, second: Document) -> Document:
    """The paragraphs of two papers of one section as two sections of the first."""
    block = replace(second.blocks[0], section=1)
    sentences = [sentence._replace(block=1) for sentence in second.sentences]
    return replace(
        first,
        sections=(*first.sections, *second.sections),
        blocks=(*first.blocks, block),
        sentences=(*first.sentences, *sentences),
    )


@pytest.mark.parametrize(
    ("more", "models"),
    [
        ("On SVHN digits are read.", ["LatticeNet (CIFAR-10)", "LatticeNet (SVHN)"]),
        ("On CIFAR-10 we train longer.", ["LatticeNet", "LatticeNet"]),
        ("Nothing is named here.", ["LatticeNet (CIFAR-10)", "LatticeNet"]),
    ],
)
def test_sections_about_data_sets_tell_runs_of_one_model_apart(more: str, models: list[str]) -> None:
    """A model that two sections train has the data that each is about, where that differs."""
    first = document(
        "CIFAR-10 has ten classes.", "Training takes 20 hours on one Titan X GPU.", title="LatticeNet: a net"
    )
    second = document(more, "Training takes 60 hours on eight Titan X GPUs.")
    found = extract(two_sections(first, second), INFO).runs
    assert [value_of(run.model) for run in found] == models
