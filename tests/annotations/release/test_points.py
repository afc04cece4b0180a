"""Points of the scaling analysis: a score, and the training compute of its model where it is safe to say."""

from typing import Any

import pytest

from annotations.release.make import release_rows
from extractors.model import Result, TrainingRun
from tests.annotations.release.facts import SEARCHED, paper_row, released, result, run, said

K40_FP32 = 5.046e12  # FLOP/s, boost clock


def points(*facts: TrainingRun | Result) -> list[Any]:
    """The points of one paper that states these facts, all of them reviewed."""
    given = [released(fact, f"{number:04}") for number, fact in enumerate(facts)]
    return list(release_rows(given, {"arXiv:0001.00001": paper_row()}, [])["points"])


def test_a_score_is_joined_with_the_run_of_the_same_model() -> None:
    """Burden is devices × seconds × peak rate; the error is a fraction."""
    (point,) = points(run(), result())
    assert point["error"] == pytest.approx(0.231)
    assert point["hardware_burden_flop"] == pytest.approx(8 * 216 * 3600 * K40_FP32, rel=0.01)
    assert point["run_quote"]
    assert point["reviewed"]


def test_a_run_that_names_another_model_is_not_taken() -> None:
    """A missing burden is better than somebody else's."""
    (point,) = points(run(model="Lattice-48"), result())
    assert point["hardware_burden_flop"] is None
    assert point["burden_basis"] == "no run stated"


def test_two_runs_of_one_phase_give_no_burden() -> None:
    """Nobody guesses which of two runs was the model's."""
    (point,) = points(run(), run(time_hours=said(24.0, "one day")), result())
    assert point["hardware_burden_flop"] is None
    assert "several runs fit" in point["burden_basis"]


def test_phases_are_added() -> None:
    """A model that was pre-trained and fine-tuned cost both."""
    both = run(phase=said("pre-training")), run(phase=said("fine-tuning"), time_hours=said(24.0, "one day"))
    (point,) = points(*both, result())
    assert point["hardware_burden_flop"] == pytest.approx(8 * 240 * 3600 * K40_FP32, rel=0.01)


def test_a_phase_of_unknown_cost_makes_the_whole_unknown() -> None:
    """A part is not the whole."""
    both = run(phase=said("pre-training")), run(phase=said("fine-tuning"), time_hours=SEARCHED)
    (point,) = points(*both, result())
    assert point["hardware_burden_flop"] is None


def test_a_search_is_no_training() -> None:
    """The cost of finding an architecture is not that of training it."""
    (point,) = points(run(phase=said("search")), result())
    assert point["hardware_burden_flop"] is None


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (result(own=False, value=22.0), "another work's"),
        (result(metric="top5_error", value=6.6), "another metric than the leading one"),
        (result(), "the same score printed twice"),
    ],
    ids=["cited", "top-5", "twice"],
)
def test_only_own_leading_scores_count_and_each_once(other: Result, why: str) -> None:
    """What is no point of the curve stays out of it."""
    assert len(points(result(), other)) == 1, why


def test_a_range_of_time_gives_a_range_of_burden() -> None:
    """Both ends of "two to four weeks" are kept."""
    (point,) = points(run(time_hours=said(504.0, "two to four weeks", low=336.0, high=672.0)), result())
    assert point["burden_low_flop"] / point["hardware_burden_flop"] == pytest.approx(336 / 504)
    assert point["burden_high_flop"] / point["hardware_burden_flop"] == pytest.approx(672 / 504)


def test_error_and_accuracy_are_one_score() -> None:
    """An accuracy of 76.9 % is an error of 23.1 %."""
    (point,) = points(result(metric="top1_accuracy", value=76.9))
    assert point["error"] == pytest.approx(0.231)


def test_half_precision_is_also_counted_at_the_fp32_peak() -> None:
    """The burden is by the arithmetic stated; beside it stands what earlier studies would count."""
    (point,) = points(run(hardware=said("Tesla V100 (SXM2, 16GB)"), precision=said("mixed")), result())
    assert point["burden_fp32_flop"] == pytest.approx(point["hardware_burden_flop"] * 15.7 / 125, rel=0.02)
    (plain,) = points(run(), result())
    assert plain["burden_fp32_flop"] == plain["hardware_burden_flop"]


def test_the_same_name_decides_between_runs_of_one_sentence() -> None:
    """A sentence that states two models' times ties both runs to both scores; the name says which is whose."""
    sentence = "Lattice-48 took 6 days, Lattice-96 took 9 days."
    both = run(place=sentence), run(model="Lattice-48", place=sentence, time_hours=said(144.0, "6 days"))
    (point,) = points(*both, result(runs=(sentence,)))
    assert point["time_hours"] == 216


@pytest.mark.parametrize(
    ("model", "runs", "basis", "left"),
    [
        ("Lattice-96", [run()], "run of this model", 1.0),
        ("Lattice-96", [run(model=None)], "run of all models", 0.9),
        ("Lattice-96", [run(model="Lattice")], "run of the model's family, assumed for this member", 0.7),
        ("Lattice-96 + folds", [run()], "no run stated", 1.0),
        ("FoldNet-96", [run()], "no run stated", 1.0),
        ("Lattice", [run(), run(model="Lattice-48", time_hours=said(1.0))], "several runs fit, so none is taken", 1.0),
    ],
)
def test_a_doubtful_run_is_said_and_costs_confidence(
    model: str, runs: list[TrainingRun], basis: str, left: float
) -> None:
    """How the run was found stands first in the basis; a wrong run is never taken."""
    (point,) = points(*runs, result(model=model))
    assert point["burden_basis"].split("; ")[0] == basis
    assert (point["hardware_burden_flop"] is None) == (not point["runs"])
    assert point["confidence"] == pytest.approx((0.95 if point["runs"] else 0.97) * left)


def test_an_ensemble_does_not_cost_one_net() -> None:
    """The time of one of several nets is not theirs."""
    (point,) = points(run(), result(ensemble=said(True)))
    assert point["hardware_burden_flop"] is None
    assert "ensemble" in point["burden_basis"]


def test_the_basis_is_short_and_the_rates_source_stands_with_the_run() -> None:
    """A basis names the product and the assumptions; where the rate comes from is a column of its own."""
    rows = release_rows([released(run(), "1"), released(result(), "2")], {"arXiv:0001.00001": paper_row()}, [])
    assert rows["points"][0]["burden_basis"].startswith("run of this model; reported: count × time; fp32 peak")
    source = rows["runs"][0]["rate_source"]
    assert source
    assert source not in rows["points"][0]["burden_basis"]
