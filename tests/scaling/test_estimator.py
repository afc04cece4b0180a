"""On made data with a known slope, the estimator finds it and its intervals hold it as often as they say."""

import numpy as np
import pytest

from scaling.constants import load
from scaling.estimator import Estimate, estimate, leave_out, lines, once, reliability, sample
from scaling.projections import fieller, project

SLOPE, INTERCEPT = 0.09, -1.2
DRAWS = 1000
TARGET = 1.0
"""log10(1/error) of an error of 10 %, a little beyond most of the made data."""

Draw = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def made(random: np.random.Generator, papers: int, error: float = 0.4) -> Draw:
    """X with errors of a known size a row, y with scatter of papers and of models, papers of one to five models."""
    paper = np.repeat(np.arange(papers), random.integers(1, 6, papers))
    true = random.normal(20, 1.5, papers)[paper] + random.normal(0, 0.6, len(paper))
    y = INTERCEPT + SLOPE * true + random.normal(0, 0.06, papers)[paper] + random.normal(0, 0.06, len(paper))
    sigma = random.choice([0.05, error, 1.5 * error], len(paper))
    return true + random.normal(0, sigma), y, sigma, paper.astype(str)


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("papers", [8, 12, 36, 100])
def test_intervals_cover_the_truth_at_their_stated_rate(papers: int) -> None:
    """95 % intervals of the slope and of a projection hold the truth in 95 % of 1,000 made tables.

    The standard error of a share of 1,000 is 0.7 %: three of them either way are allowed.
    """
    random = np.random.default_rng(papers)
    slopes, projections, estimates = [], [], []
    truth = (TARGET - INTERCEPT) / SLOPE
    for _ in range(DRAWS):
        found = estimate(sample(*made(random, papers)), draws=0)
        slopes.append(found.lo <= SLOPE <= found.hi)
        low, high = fieller(found, TARGET)
        projections.append((low is None or low <= truth) and (high is None or truth <= high))
        estimates.append(found.slope)
    assert 0.93 <= share(slopes) <= 0.97
    assert 0.93 <= share(projections) <= 0.97
    assert np.mean(estimates) == pytest.approx(SLOPE, abs=4 * np.std(estimates) / DRAWS**0.5)


def test_taking_rows_for_independent_and_computation_for_known_claims_too_much() -> None:
    """The ordinary interval covers the truth in fewer than 85 of 100 tables and its slope is drawn towards 0."""
    random = np.random.default_rng(7)
    hits, slopes = [], []
    for _ in range(DRAWS):
        x, y, sigma, _ = made(random, 36)
        rows = np.array([f"{row}" for row in range(len(x))])
        plain = estimate(sample(x, y, 0 * sigma, rows), corrected=False, draws=0)
        hits.append(plain.lo <= SLOPE <= plain.hi)
        slopes.append(plain.slope)
    assert share(hits) < 0.85
    assert np.mean(slopes) < 0.95 * SLOPE


def whole(papers: int = 12, draws: int = 500) -> Estimate:
    return estimate(sample(*made(np.random.default_rng(3), papers)), draws=draws)


def test_without_errors_the_line_is_the_ordinary_one() -> None:
    """The moment estimator with sigma 0 is least squares."""
    x, y, sigma, papers = made(np.random.default_rng(1), 12)
    found = estimate(sample(x, y, 0 * sigma, papers), draws=0)
    assert (found.slope, found.intercept) == pytest.approx(tuple(np.polyfit(x, y, 1)), rel=1e-9)


def test_a_draw_is_a_fit_of_the_papers_drawn() -> None:
    """Weighting the sums of papers is fitting a table in which their rows are repeated."""
    x, y, sigma, papers = made(np.random.default_rng(2), 6)
    points = sample(x, y, sigma, papers)
    weights = np.array([2.0, 0, 1, 1, 0, 2])
    rows = np.concatenate(
        [np.flatnonzero(papers == name) for name, w in zip(points.papers, weights, strict=True) for _ in range(int(w))]
    )
    slope, _ = lines(weights @ points.sums, corrected=False)
    assert float(slope) == pytest.approx(np.polyfit(x[rows], y[rows], 1)[0], rel=1e-9)
    without = leave_out(points, corrected=False)
    kept = papers != points.papers[0]
    assert without[0] == pytest.approx(np.polyfit(x[kept], y[kept], 1)[0], rel=1e-9)


def test_a_paper_that_counts_once_is_a_paper_of_one_weight() -> None:
    """A paper whose one model is printed ten times counts as much as a paper that prints it once."""
    x, y, sigma, papers = made(np.random.default_rng(2), 6)
    first = np.unique(papers, return_index=True)[1]
    single = sample(x[first], y[first], sigma[first], papers[first])
    again = np.concatenate([first, np.repeat(first[2], 9)])
    repeated = sample(x[again], y[again], sigma[again], papers[again])
    slope = estimate(single, draws=0).slope
    assert estimate(once(repeated), draws=0).slope == pytest.approx(slope, rel=1e-9)
    assert estimate(repeated, draws=0).slope != pytest.approx(slope, rel=1e-3)


def test_the_same_seed_gives_the_same_draws() -> None:
    """Figures that are printed are printed again."""
    assert np.array_equal(whole().draws, whole().draws)


def test_draws_scatter_as_the_standard_error_says() -> None:
    """The bootstrap and the jackknife agree on how far the slope moves."""
    found = whole(60, 2000)
    assert np.nanstd(found.draws[:, 1]) == pytest.approx(found.se, rel=0.25)


@pytest.mark.parametrize(
    ("papers", "x", "sigma", "message"),
    [
        (2, None, 0.1, "2 papers do not carry an interval"),
        (6, 20.0, 0.0, "does not vary"),
        (6, None, 3.0, "of its spread: no slope can be told"),
    ],
)
def test_what_carries_no_slope_is_refused(papers: int, x: float | None, sigma: float, message: str) -> None:
    """Too few papers, no spread, or a spread that is all error of measurement."""
    xs = np.full(papers, x) if x else np.linspace(19, 22, papers)
    names = np.arange(papers).astype(str)
    with pytest.raises(ValueError, match=message):
        estimate(sample(xs, np.linspace(0.2, 0.6, papers), np.full(papers, sigma), names), draws=0)


def test_reliability_is_the_share_of_the_spread_that_is_no_error() -> None:
    """Half of the variance of x measured wrongly leaves half."""
    random = np.random.default_rng(4)
    x = random.normal(0, 1, 20_000) + random.normal(0, 1, 20_000)
    sums = sample(x, x, np.ones(20_000), np.arange(20_000)).sums
    assert reliability(sums) == pytest.approx(0.5, abs=0.02)


def test_a_slope_that_may_be_0_projects_without_an_upper_end() -> None:
    """Fieller's interval is open, the draws reach infinity, and the projection is doubted."""
    random = np.random.default_rng(5)
    x = random.uniform(18, 21, 10)
    flat = estimate(sample(x, 0.3 + random.normal(0, 0.1, 10), 0 * x, np.arange(10)), draws=500)
    assert flat.lo < 0 < flat.hi
    constants = load()
    found = project(flat, x, 0.01, "polynomial", constants.paper, constants.claims)
    assert found.hi is None or found.lo is None
    assert found.moves[2] == np.inf
    assert found.doubt


def test_fieller_holds_the_projection_and_ends_where_the_band_ends() -> None:
    """At its ends the line's band just touches the target."""
    found = whole()
    low, high = fieller(found, TARGET)
    assert low is not None
    assert high is not None
    assert low < (TARGET - found.intercept) / found.slope < high
    line, se = found.at(np.array([low, high]))
    assert abs(line - TARGET) == pytest.approx(found.t * se, rel=1e-6)
