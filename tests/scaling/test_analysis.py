"""What is said of a table: what moves its slope, what it carries, and what it does not."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from scaling import analyse, influence
from scaling.analysis import Findings
from scaling.estimator import estimate, sample

Table = Callable[..., pd.DataFrame]


def findings(points: pd.DataFrame) -> Findings:
    (curve,) = analyse(points).curves
    assert curve.findings is not None, curve.message
    return curve.findings


def test_a_table_made_with_a_slope_gives_it_back(made: Table) -> None:
    """With little scatter the slope, its degree and the fall by ten times the computation are the made ones."""
    found = findings(made(papers=40, noise=0.005))
    assert found.estimate.slope == pytest.approx(0.09, abs=0.002)
    assert found.estimate_degree.value == pytest.approx(1 / 0.09, rel=0.03)
    assert found.estimate.lo < 0.09 < found.estimate.hi
    assert found.statements[0].carried


def test_scatter_without_a_slope_is_said_to_carry_none(made: Table) -> None:
    """No claim that computation lowers the error, no projection that is carried, and more papers are asked for."""
    points = made(papers=8, noise=0.01)
    points["error"] = np.random.default_rng(0).permutation(points["error"])
    found = findings(points)
    claim = found.statements[0]
    assert not claim.carried
    assert claim.papers_needed is not None
    assert claim.papers_needed > 8
    assert all(projection.doubt for projection in found.projections)


def test_a_paper_that_decides_the_slope_is_named(made: Table) -> None:
    """One costly paper off the line moves the slope; the statement names it and influence ranks its point first."""
    points = made(papers=10, models=1, noise=0.003)
    points.loc[4, ["hardware_burden_flop", "error"]] = ["1e26", "0.5"]
    found = findings(points)
    said = next(statement for statement in found.statements if "single paper" in statement.claim)
    assert not said.carried
    assert "arXiv:0004.00001" in said.why
    assert influence(points)["point_id"].tolist()[0] == "p4"


def test_influence_is_the_change_of_the_slope_in_standard_errors(made: Table) -> None:
    """Fitting the table without a point gives what influence says of it."""
    points = made(papers=9, models=2)
    whole = findings(points).estimate
    table = influence(points).set_index("point_id")["shift"]
    for point in ("p0", "p7", "p13"):
        without = findings(points[points["point_id"] != point]).estimate
        assert table[point] == pytest.approx((whole.slope - without.slope) / whole.se, rel=1e-6)


@pytest.mark.parametrize(
    ("column", "value", "reading"),
    [
        ("burden_basis", "the time was estimated", "reported burdens only"),
        ("reviewed", "false", "reviewed points only"),
        ("ensemble", "true", "no ensembles"),
        ("precision", "mixed", "FP32 only (no half precision, no TPU)"),
        ("hardware", "TPU v3", "FP32 only (no half precision, no TPU)"),
    ],
)
def test_every_other_reading_of_the_table_is_fitted(made: Table, column: str, value: str, reading: str) -> None:
    """Rows that a doubter would leave out are left out, and the slope is shown without them."""
    points = made(papers=12, models=1).assign(**dict.fromkeys(("burden_basis", "ensemble", "precision"), ""))
    points.loc[[1, 5, 6], column] = value
    variants = {variant.name: variant for variant in findings(points).variants}
    assert variants[reading].points == 9
    kept = findings(points.drop([1, 5, 6]))
    assert variants[reading].slope == pytest.approx(kept.estimate.slope, rel=1e-9)


def test_ranges_of_the_burden_widen_its_errors_and_are_read_at_both_ends(made: Table) -> None:
    """Low and high ends of a range are fitted; a range of a power of ten either way is an error of about half a one."""
    points = made(papers=12, models=1)
    burden = points["hardware_burden_flop"].astype(float)
    points["burden_low_flop"], points["burden_high_flop"] = burden / 10, burden * 10
    found = findings(points.astype(str))
    assert found.sigma.tolist() == pytest.approx([1 / 1.96] * 12)
    names = {variant.name for variant in found.variants}
    assert {"low ends of ranges", "high ends of ranges"} <= names
    assert found.estimate.slope > found.fits.polynomial.slope


def test_computation_known_as_roughly_as_it_varies_gives_a_message_and_no_figure(made: Table) -> None:
    """Ranges of ten powers of ten over data of six."""
    points = made(papers=12, models=1)
    burden = points["hardware_burden_flop"].astype(float)
    points["burden_low_flop"], points["burden_high_flop"] = burden / 1e5, burden * 1e5
    (curve,) = analyse(points.astype(str)).curves
    assert curve.findings is None
    assert "of its spread: no slope can be told" in curve.message
    assert influence(points.astype(str)).empty


def test_growth_falls_into_parts_that_add_up(made: Table) -> None:
    """Powers of ten a year of devices' rate, number and time are those of the burden."""
    growth = findings(made(papers=12)).growth
    assert growth is not None
    per_year = dict(growth.per_year)
    assert per_year["burden"] == pytest.approx(per_year["rate"] + per_year["count"] + per_year["time"], abs=1e-9)
    assert growth.step is not None
    assert growth.step.rate == pytest.approx(1)


def test_burdens_are_predicted_where_enough_papers_state_both(made: Table) -> None:
    """Points with network operations alone join the consolidated fit, and only that."""
    points = made(papers=12, models=1)
    points["network_operations_flop"] = points["hardware_burden_flop"].astype(float) / 3
    points.loc[:3, "hardware_burden_flop"] = ""
    analysis = analyse(points.astype(str))
    found = analysis.curves[0].findings
    assert found is not None
    assert analysis.conversion is not None
    assert analysis.conversion.slope == pytest.approx(1)
    assert len(found.x) == 8
    assert found.fits.consolidated is not None
    assert (found.fits.consolidated.reported, found.fits.consolidated.predicted) == (8, 4)
    assert found.fits.consolidated.estimate is not None


def test_the_order_of_rows_changes_nothing(made: Table) -> None:
    """The numbers are those of the set of points."""
    points = made(papers=12)
    first, second = findings(points), findings(points.sample(frac=1, random_state=1))
    assert second.estimate.slope == pytest.approx(first.estimate.slope, rel=1e-9)
    assert second.estimate.se == pytest.approx(first.estimate.se, rel=1e-9)
    assert [v.slope for v in second.variants] == pytest.approx([v.slope for v in first.variants], rel=1e-9)


def test_computation_is_normalised_by_a_model_that_is_there(made: Table) -> None:
    """The slope stays; the intercept is the curve's height at that model."""
    points = made(papers=12)
    assert findings(points).fits.relative is None
    points.loc[3, "model"] = "AlexNet"
    found = findings(points)
    assert found.reference == "AlexNet"
    assert found.fits.relative is not None
    assert found.fits.relative.slope == pytest.approx(found.fits.polynomial.slope)
    height = found.fits.polynomial.intercept + found.fits.polynomial.slope * found.x[3]
    assert found.fits.relative.intercept == pytest.approx(height)


def test_the_burden_at_the_fp32_peak_is_another_reading(made: Table) -> None:
    """Where some papers trained in half precision, their FP32 burden gives another slope, which is shown."""
    points = made(papers=12)
    fp32 = points["hardware_burden_flop"].astype(float)
    points["burden_fp32_flop"] = fp32.where(fp32 < 1e20, fp32 / 8)
    names = {variant.name: variant for variant in findings(points.astype(str)).variants}
    assert names["burden at the FP32 peak, whatever the arithmetic"].slope > names["all points"].slope


@pytest.mark.parametrize(
    ("basis", "sigma"),
    [
        ("run of this model; reported: count × time; peak rate, no utilisation factor", 0.05),
        ("reported: count × time; the name fits several devices (A, B): rate of the default taken", 0.10),
        ("run of all models; reported: count × time", 0.30),
        ("the time was estimated", 0.30),
    ],
)
def test_the_basis_of_a_burden_says_how_well_it_is_known(made: Table, basis: str, sigma: float) -> None:
    """Stated, of a family of devices, or not stated for this model."""
    assert findings(made().assign(burden_basis=basis)).sigma.tolist() == pytest.approx([sigma] * 24)


def test_predicted_burdens_do_not_draw_the_slope() -> None:
    """With two burdens of three predicted through a rough conversion, 200 consolidated slopes average to the truth."""
    random = np.random.default_rng(11)
    slopes = []
    for _ in range(200):
        x = random.normal(20, 1.5, 90)
        operations = 0.9 * x + 1 + random.normal(0, 0.6, 90)
        known = np.arange(90) < 30
        slope, intercept = np.polyfit(operations[known], x[known], 1)
        used = np.where(known, x, intercept + slope * operations)
        y = 0.09 * x - 1.3 + random.normal(0, 0.05, 90)
        slopes.append(estimate(sample(used, y, np.zeros(90), np.arange(90)), draws=0).slope)
    assert np.mean(slopes) == pytest.approx(0.09, abs=0.002)
