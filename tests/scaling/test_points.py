"""Any table of points: read, refused with a reason, and never fitted where it does not carry a fit."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scaling import ScalingError, analyse, influence
from scaling.points import curves, measure, read_points, typed

Table = Callable[..., pd.DataFrame]


def test_a_releases_points_are_read_from_its_folder(tmp_path: Path, made: Table) -> None:
    """The folder of a release and its points.csv are the same table."""
    made().to_csv(tmp_path / "points.csv", index=False)
    assert read_points(tmp_path).equals(read_points(tmp_path / "points.csv"))
    assert len(read_points(tmp_path)) == 24


def test_a_mapping_names_the_columns_of_another_table(tmp_path: Path) -> None:
    """Percent become fractions, accuracy becomes error, GFLOP become FLOP, and a constant fills a column."""
    (tmp_path / "other.csv").write_text("net,top1,gflop\nA,75,2e9\nB,,3e9\n")
    (tmp_path / "map.toml").write_text(
        '[columns]\nmodel = "net"\naccuracy = "top1"\nhardware_burden_flop = "gflop"\n'
        '[constants]\nbenchmark = "imagenet"\n[factors]\naccuracy = 0.01\nhardware_burden_flop = 1e9\n'
    )
    points = read_points(tmp_path / "other.csv", tmp_path / "map.toml")
    assert points["error"].tolist()[0] == pytest.approx(0.25)
    assert np.isnan(points["error"].tolist()[1])
    assert points["hardware_burden_flop"].tolist() == [2e18, 3e18]
    assert points["model"].tolist() == ["A", "B"]
    assert set(points["benchmark"]) == {"imagenet"}


@pytest.mark.parametrize(
    ("csv", "mapping", "message"),
    [
        ("benchmark,hardware_burden_flop\na,1e9\n", "", "no column `error`"),
        ("error\n0.1\n", "", "no column `benchmark`"),
        ("benchmark,error\na,often\n", "", "row 2, column error: 'often' is no number"),
        ("benchmark,error\na,0.1\n", '[columns]\nmodel = "name"\n', "no column 'name'"),
        ("benchmark,error\na,0.1\n", '[columns]\nnonsense = "error"\n', "no name of ours"),
        ("benchmark,error\na,0.1\n", "not toml", "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, csv: str, mapping: str, message: str) -> None:
    """One line names the row and the column, or what the table lacks."""
    (tmp_path / "t.csv").write_text(csv)
    (tmp_path / "m.toml").write_text(mapping)
    with pytest.raises(ScalingError, match=message):
        read_points(tmp_path / "t.csv", tmp_path / "m.toml" if mapping else None)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    """No traceback, the path instead."""
    with pytest.raises(ScalingError, match="no table of points at"):
        read_points(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("error", "", "no error"),
        ("error", "0", "an error of 0 % has no logarithm"),
        ("error", "1.5", "no fraction of 1"),
        ("error", "-0.1", "no fraction of 1"),
        ("hardware_burden_flop", "", "no hardware burden"),
        ("hardware_burden_flop", "0", "has no logarithm"),
        ("hardware_burden_flop", "-3", "has no logarithm"),
        ("hardware_burden_flop", "inf", "has no logarithm"),
    ],
)
def test_a_point_without_an_axis_is_left_out_with_its_reason(column: str, value: str, reason: str, made: Table) -> None:
    """The other points keep their curve."""
    points = made()
    points.loc[3, column] = value
    (curve,) = curves(typed(points))
    assert curve.left_out["point_id"].tolist() == ["p3"]
    assert reason in curve.left_out["reason"].tolist()[0]
    assert len(curve.points) == 23
    assert analyse(points).curves[0].findings is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": 3}, "a fit needs 5 points of 4 papers"),
        ({"paper": "arXiv:1"}, "24 points of 1 papers"),
        ({"hardware_burden_flop": "1e20"}, "all points have the same hardware burden"),
        ({"error": "0.2"}, "all points have the same error"),
        ({"error": "0"}, "24 with an error of 0 % has no logarithm"),
        ({"hardware_burden_flop": ""}, "24 with no hardware burden"),
    ],
)
def test_points_that_carry_no_fit_give_a_message_and_no_figure(
    change: dict[str, object], message: str, made: Table
) -> None:
    """Too few points, one paper, no variance, an error of 0 %, no burden: said, not fitted."""
    points = made().head(int(str(change.pop("rows", 24)))).assign(**change)
    (curve,) = analyse(points).curves
    assert curve.findings is None
    assert message in curve.message
    assert influence(points).empty


def test_an_empty_table_has_no_curves() -> None:
    """No rows is no failure."""
    assert analyse(pd.DataFrame()).curves == ()
    assert influence(pd.DataFrame()).empty


def test_accuracy_and_error_are_one_measure(made: Table) -> None:
    """Papers that print the error and papers that print the accuracy stand on one curve."""
    assert measure("top1_accuracy") == measure("top1_error") == "top1"
    assert measure("accuracy") == measure("error")
    assert measure("box_ap") == "box_ap"
    points = made()
    points.loc[::2, "metric"] = "top1_error"
    assert [curve.name for curve in curves(typed(points))] == ["imagenet · top1"]


def test_rows_of_unnamed_papers_are_papers_of_their_own(made: Table) -> None:
    """Without a paper, rows are not taken for models of one unknown paper."""
    points = made().drop(columns=["paper", "title", "point_id"])
    assert typed(points)["paper"].nunique() == len(points)
