"""Names that are one model, and the runs that a result's model was trained in."""

import pytest

from extractors.model import Box, Evidence, NotStated, PaperInfo, Phase, Stated, TrainingRun, value_of
from extractors.results import extract
from extractors.ties.identity import same_model
from tests.extractors.results.documents import document

AT = (Evidence("model", Box(1, 0, 0, 1, 1), "quote"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("GateBERT-Large", "GateBERTLARGE (single)", True),
        ("GateBERT-Large", "ours (large)", True),
        ("GateBERT-Large", "GateBERT-Base", False),
        ("GateBERT", "ours", True),
        ("GateNet-50", "GateNet-101", False),
        ("GateNet-B7 (single crop)", "GateNet-B7", True),
        ("GateNets", "GateNet", True),
        ("GateNet", "GateNet + cutout", True),
        ("", "ours", False),
    ],
)
def test_names_of_one_model(one, other, same):
    """Sizes count, words about the test and about whose it is do not."""
    assert same_model(one, other, "GateBERT") is same


def run(place: str, model: str | None, benchmarks: tuple[str, ...] = (), phase: Phase = Phase.TRAINING) -> TrainingRun:
    """A run with a model's name, or of all models."""
    return TrainingRun(
        place,
        model=Stated(model, model, AT) if model else NotStated("text"),
        phase=Stated(phase, "", AT),
        hardware=NotStated("text"),
        count=NotStated("text"),
        time_hours=NotStated("text"),
        benchmarks=benchmarks,
    )


CASE = {
    "title": "GateNet: a network",
    "caption": "Top-1 accuracy on ImageNet.",
    "grid": [["Model", "Top-1"], ["ResNet-50 [3]", "76.0"], ["GateNet-S", "77.1"], ["GateNet-L", "82.4"]],
}


def test_a_result_knows_the_runs_of_its_model():
    """The run that says most about the name is the model's; another work's result has none."""
    runs = (run("all of ours", None), run("the large one", "GateNet-L"), run("search", None, phase=Phase.SEARCH))
    results = extract(document(CASE), PaperInfo("x"), runs).results
    assert {value_of(result.model): result.runs for result in results} == {
        "ResNet-50": (),
        "GateNet-S": ("all of ours",),
        "GateNet-L": ("the large one",),
    }


def test_a_run_for_other_benchmarks_is_not_a_results():
    """A run that names its benchmarks is tied to results on these alone."""
    runs = (run("on COCO", None, ("coco-detection",)),)
    assert {result.runs for result in extract(document(CASE), PaperInfo("x"), runs).results} == {()}


def test_parameters_and_operations_come_from_the_row():
    """Counts with the header's unit; operations keep the convention that the header names."""
    case = CASE | {
        "grid": [
            ["Model", "Params (M)", "Mult-Adds", "FLOPs (G)", "Top-1"],
            ["GateNet-S", "5.3", "0.39B", "-", "77.1"],
            ["GateNet-L", "66", "-", "37", "84.3"],
        ]
    }
    small, large = extract(document(case), PaperInfo("x")).results
    assert (value_of(small.parameters), value_of(small.operations), small.operations_unit) == (
        5.3e6,
        0.39e9,
        "multiply-adds",
    )
    assert (value_of(large.parameters), value_of(large.operations), large.operations_unit) == (66e6, 37e9, "flops")


def test_settings_and_ensembles_are_told():
    """Crops, scales and extra data go to the setting; an ensemble is flagged."""
    case = CASE | {
        "grid": [
            ["Model", "Top-1"],
            ["GateNet (ensemble, multi-crop)", "84.0"],
            ["GateNet (single crop)", "82.4"],
            ["GateNet + JFT-300M", "85.1"],
        ]
    }
    results = extract(document(case), PaperInfo("x")).results
    assert [(value_of(result.ensemble), result.setting) for result in results] == [
        (True, "multi-crop"),
        (False, "single crop"),
        (False, "JFT-300M"),
    ]


def test_every_result_leads_back_to_the_page():
    """Value, model, benchmark, metric and owner each have a page, a box and a quote; headers lead to the cell."""
    for result in extract(document(CASE), PaperInfo("x")).results:
        for field in (result.value, result.model, result.benchmark, result.metric, result.own, result.split):
            assert isinstance(field, Stated)
            assert all(piece.box.page == 1 and piece.quote for piece in field.evidence)
        assert result.column == ("Top-1",)
        assert result.row == (value_of(result.model),)
        assert result.table == "Table 1"


def test_places_of_a_paper_differ():
    """Each result has a place of its own, so that decisions stay with it."""
    places = [result.place for result in extract(document(CASE), PaperInfo("x")).results]
    assert len(set(places)) == len(places)


def test_the_best_own_result_is_the_headline():
    """Of the authors' results on a benchmark, a metric and a split the best is marked."""
    results = extract(document(CASE), PaperInfo("x")).results
    assert [value_of(result.value) for result in results if result.headline] == [82.4]
