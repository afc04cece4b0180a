"""Which training runs stand behind a score: by name, by data set, and none where that is not safe to say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.model import Box, Evidence, Field, NotStated, Phase, Result, Stated, TrainingRun
from extractors.ties import How, tie, ties

AT = (Evidence("model", Box(1, 0, 0, 1, 1), "quote"),)


def said(value: Any, confidence: float = 1.0, **rest: Any) -> Field:
    """A stated field, or one that is not."""
    return NotStated("text") if value is None else Stated(value, str(value), AT, confidence, **rest)


def run(model: str | None, hours: float | None = 24.0, **rest: Any) -> TrainingRun:
    """A run on 8 devices, but for what is given."""
    values: dict[str, Any] = {"place": f"{model} {hours}", "phase": said(rest.pop("phase", Phase.TRAINING))}
    values |= {"hardware": said(rest.pop("hardware", "Tesla K40")), "count": said(rest.pop("count", 8))}
    return TrainingRun(model=said(model), time_hours=said(hours), **(values | rest))


def score(model: str, benchmark: str = "imagenet", ensemble: bool = False, owned: float = 0.96, **rest: Any) -> Result:
    """An own score."""
    fields = {"benchmark": said(benchmark), "split": said("val"), "metric": said("top1_error"), "value": said(23.1)}
    return Result(place=model, model=said(model), own=said(True, owned), ensemble=said(ensemble), **(fields | rest))


PRE, FINE = {"phase": Phase.PRE_TRAINING}, {"phase": Phase.FINE_TUNING}
TIMES = (run("Lattice", 84), run("Lattice base", 12))

CASES = [
    # One name in two spellings.
    (score("Lattice (large)"), (run("LatticeLARGE"),), (0,), How.NAME),
    (score("Lattice-Large (single)"), (run("LatticeLARGE", 9), run("Lattice base", 3)), (0,), How.NAME),
    (score("ＬａｔｔｉｃｅＬＡＲＧＥ"), (run("Lattice-Large"),), (0,), How.NAME),
    (score("ConvNets Lattice-L"), (run("Lattice-L"),), (0,), How.NAME),
    (score("DL2"), (run("Deep Lattice 2"),), (0,), How.NAME),
    # A member of a family has the family's run where no run tells members apart.
    (score("Lattice-48"), (run("Lattice"),), (0,), How.FAMILY),
    (score("Lattice (A)"), TIMES, (), How.SEVERAL),
    (score("Lattice big"), TIMES, (0,), How.SIZE),
    (score("Lattice"), TIMES, (), How.SEVERAL),
    (score("Lattice"), (run("Lattice-Large"),), (0,), How.SIZE),
    (score("Lattice"), (run("Lattice-Large"), run("Lattice-Base", 3)), (), How.SEVERAL),
    # A changed model, another's model and several models together cost something else.
    (score("Lattice + wide folds"), (run("Lattice"),), (), How.NONE),
    (score("Lattice - folds"), (run("Lattice"),), (), How.NONE),
    (score("Lattice w/o folds"), (run("Lattice"),), (), How.NONE),
    (score("Lattice FoldNet-Large"), (run("Lattice-Large"),), (), How.NONE),
    (score("FoldNet-Large"), (run("Lattice-Large"),), (), How.NONE),
    (score("Lattice (5 nets)", ensemble=True), (run("Lattice"),), (), How.ENSEMBLE),
    # Runs of all models.
    (score("Lattice-48"), (run(None),), (0,), How.ALL),
    (score("Lattice-48"), (run("ConvNet"),), (0,), How.ALL),
    (score("ResNet-50", owned=0.8), (run(None),), (), How.NONE),
    (score("Lattice baseline"), (run(None),), (), How.NONE),
    (score("Lattice-48"), (run(None, 9), run("Lattice-96", 3)), (), How.SEVERAL),
    (score("Lattice-48"), (run(None, 9), run(None, 3)), (), How.SEVERAL),
    # Two runs that say the same are one, and so is one that says less.
    (score("Lattice"), (run("Lattice"), run("Lattice")), (0,), How.NAME),
    (score("Lattice"), (run("Lattice", None), run("Lattice")), (1,), How.NAME),
    (score("Lattice"), (run("Lattice", hardware="GPU"), run("Lattice")), (1,), How.NAME),
    (score("Lattice"), (run("Lattice", hardware="TPU"), run("Lattice")), (), How.SEVERAL),
    (score("Lattice"), (run("Lattice", 24), run("Lattice", 48)), (), How.SEVERAL),
    # Data sets choose between runs.
    (score("Lattice"), (run("Lattice (CIFAR-10)", 9), run("Lattice (ImageNet)", 3)), (1,), How.NAME),
    (score("Lattice (trained on CIFAR-10)"), (run("Lattice (ImageNet)", 3),), (0,), How.NAME),
    (score("Lattice"), (run("Lattice (PTB)"),), (), How.NONE),
    (score("Lattice"), (run("Lattice"), run("Lattice (PTB)", 3)), (), How.SEVERAL),
    (score("Lattice"), (run("Lattice", benchmarks=("coco-detection",)),), (), How.NONE),
    (score("Lattice"), (run("Lattice (JFT)", **PRE),), (), How.NONE),
    (score("Lattice", setting="+ JFT"), (run("Lattice (JFT)", **PRE),), (0,), How.NAME),
    # Phases.
    (score("Lattice"), (run("Lattice", **PRE), run("Lattice", 1, **FINE)), (0, 1), How.NAME),
    (score("Lattice"), (run("Lattice", 1, **FINE),), (), How.PART),
    (score("Lattice"), (run("Lattice", phase=Phase.SEARCH),), (), How.NONE),
]


@pytest.mark.parametrize(("result", "runs", "expected", "how"), CASES)
def test_the_runs_behind_a_score(
    result: Result, runs: tuple[TrainingRun, ...], expected: tuple[int, ...], how: How
) -> None:
    """A score has the runs of its own model and of no other."""
    found = tie(result, runs)
    assert (found.runs, found.how) == (expected, how)


def test_a_name_that_only_says_whose_it_is_goes_by_the_papers_model() -> None:
    """A row of "ours" is the paper's model; without its name, the places that the result has been tied to."""
    runs = (run("Lattice"), run("FoldNet", 3))
    assert tie(score("ours"), runs, "Lattice").runs == (0,)
    assert tie(score("ours", runs=(runs[0].place,)), runs).runs == (0,)
    assert tie(score("ours"), runs).runs == ()


@pytest.mark.parametrize("name", ["Lattice", None])
def test_one_time_is_not_taken_for_members_of_several_sizes(name: str | None) -> None:
    """Lattice-S and Lattice-L did not both take two days; a range over them may be said of both."""
    small, large = score("Lattice-S"), score("Lattice-L")
    one = run(name, 48)
    ranged = replace(one, time_hours=said(48.0, low=24.0, high=72.0))
    assert [found.how for found in ties([small, large], [one])] == [How.MEMBERS, How.MEMBERS]
    assert [found.runs for found in ties([small, small], [one])] == [(0,), (0,)]
    assert [found.runs for found in ties([small, large], [ranged])] == [(0,), (0,)]
    assert [found.runs for found in ties([small, large], [run("Lattice-S"), run("Lattice-L")])] == [(0,), (1,)]
