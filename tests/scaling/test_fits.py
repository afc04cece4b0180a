"""The study's fits on points whose answer is known by hand."""

import numpy as np
import pytest

from scaling import decomposition
from scaling.constants import load
from scaling.conversion import consolidate
from scaling.fits import check_loss, degree, exact_quantile, least_squares
from scaling.projections import powers


def test_least_squares_of_four_points() -> None:
    """Slope, intercept, R² and standard error as worked out by hand."""
    fit = least_squares(np.array([1.0, 2, 2, 3]), np.array([0.0, 1, 2, 3]))
    slope = fit.coefficients["slope"]
    assert (fit.slope, fit.intercept, fit.n) == pytest.approx((0.6, 1.1, 4))
    assert fit.r2 == pytest.approx(0.9)
    assert slope.se == pytest.approx(0.02**0.5)
    assert (slope.lo, slope.hi) == pytest.approx((0.6 - 4.30265273 * 0.02**0.5, 0.6 + 4.30265273 * 0.02**0.5))


def test_a_control_takes_its_share() -> None:
    """Y = 1 + 2 x + 3 z is found exactly."""
    x, z = np.array([0.0, 1, 2, 3, 4]), np.array([1.0, 0, 2, 1, 5])
    fit = least_squares(1 + 2 * x + 3 * z, x, z)
    assert [fit.coefficients[name].value for name in ("intercept", "slope", "slope2")] == pytest.approx([1, 2, 3])


def test_rows_without_a_value_are_left_out() -> None:
    """NaN in any column drops the row, nothing else."""
    x = np.array([0.0, 1, 2, 3, np.nan])
    assert least_squares(np.array([1.0, 2, 2, 3, 9]), x).n == 4


def test_too_few_points_are_refused() -> None:
    """Two points are a line, not a fit."""
    with pytest.raises(ValueError, match="2 points do not carry"):
        least_squares(np.array([1.0, 2]), np.array([1.0, 2]))


@pytest.mark.parametrize(
    ("bounds", "value", "ends"),
    [
        ((0.05, 0.2), 10, (5, 20)),
        ((-0.2, -0.05), 10, (5, 20)),
        ((-0.05, 0.2), 10, (5, None)),
    ],
)
def test_the_degree_has_no_upper_end_where_the_slope_may_be_0(
    bounds: tuple[float, float], value: float, ends: tuple[float, float | None]
) -> None:
    """1/slope, and 1/bounds the other way round."""
    found = degree(np.sign(sum(bounds)) * 0.1, *bounds)
    assert found.value == pytest.approx(value)
    assert found.halving_factor == pytest.approx(1024)
    assert (found.lo, found.hi) == (pytest.approx(ends[0]), ends[1] if ends[1] is None else pytest.approx(ends[1]))


def test_the_frontier_is_the_best_line_through_two_points() -> None:
    """No line through any two points has a smaller loss."""
    random = np.random.default_rng(1)
    x = random.uniform(0, 5, 25)
    y = 1 - 0.1 * x + random.exponential(0.3, 25)
    fit = exact_quantile(y, x)
    others = []
    for a in range(25):
        for b in range(a):
            slope = (y[a] - y[b]) / (x[a] - x[b])
            others.append(check_loss(y - (y[a] - slope * x[a]) - slope * x, 0.1))
    assert fit.loss == pytest.approx(min(others), rel=1e-9)


def test_a_projection_inverts_its_form() -> None:
    """On the line at 10^20 FLOP, the projection to that error is 10^20 FLOP = 10^11 GFLOP, at the constants' price."""
    prices = load().paper
    error = 10 ** -(-1.0 + 0.1 * 20)
    found = powers(-1.0, 0.1, error, "polynomial", prices)
    assert (found.log10_flop, found.log10_gflop) == pytest.approx((20, 11))
    assert found.log10_co2_lb == pytest.approx(11 + prices.co2_lb_per_gflop_log10)
    assert powers(-15.0, 1.0, 0.2, "exponential", prices).log10_flop == pytest.approx(20)


def test_a_missing_burden_is_predicted_from_network_operations() -> None:
    """Known burdens stay; others follow the conversion; without either there is none."""
    found = consolidate(np.array([1e20, np.nan, np.nan]), np.array([1e19, 1e18, np.nan]), 3.0, 0.9)
    assert found[:2] == pytest.approx([1e20, 10**19.2])
    assert np.isnan(found[2])


def test_progress_is_how_many_years_are_worth_ten_times_the_computation() -> None:
    """0.06 a power of ten and 0.03 a year: two years. Where years or computation do harm, there is no such number."""
    x, year = np.array([0.0, 1, 2, 3, 4, 2]), np.array([1.0, 0, 2, 1, 5, 3])
    found = decomposition.progress(least_squares(0.06 * x + 0.03 * year, x, year))
    assert found is not None
    assert (found.years_per_10x, found.factor_3_years) == pytest.approx((2, 10**1.5))
    assert decomposition.progress(least_squares(0.06 * x - 0.03 * year, x, year)) is None
