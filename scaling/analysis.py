"""One table of points to all that is said of it: a curve for each benchmark, its fits, what moves and limits them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scaling.claims import Statement, statements
from scaling.constants import Claims, Constants, load
from scaling.conversion import COLUMN, Consolidated, consolidate, conversion
from scaling.decomposition import Growth, Progress, growth, progress
from scaling.estimator import DRAWS, Array, Estimate, estimate, sample
from scaling.fits import Degree, Fit, QuantileFit, degree, exact_quantile, least_squares
from scaling.points import Curve, curves, typed
from scaling.projections import Powers, Projection, agreed, level, misfit, powers, project
from scaling.sensitivity import Variant, extremes, influence_of, variants
from scaling.uncertainty import sigma

FORMS = ("polynomial", "exponential")
"""The study's two forms of a curve."""

FRONTIER_POINTS = 20
"""A 10 % quantile of fewer is a line through its two best points."""


@dataclass(frozen=True, slots=True)
class Fits:
    """The study's fits of one curve, by ordinary least squares; a fit that its points do not carry is None.

    `y` of `polynomial`, `year` and `network` is log10(1/error), of `exponential` 1/error; x is log10 FLOP.
    """

    polynomial: Fit
    degree: Degree
    exponential: Fit
    relative: Fit | None
    """The polynomial fit on computation divided by that of the reference model, where it is among the points."""
    year: Fit | None
    progress: Progress | None
    frontier: QuantileFit | None
    network: Fit | None
    consolidated: Consolidated | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the points of one curve say; `x` is log10 burden, `y` log10(1/error), `sigma` the standard error of x."""

    x: Array
    y: Array
    sigma: Array
    fits: Fits
    estimate: Estimate
    """The polynomial form, errors in x taken out, papers left out."""
    estimate_degree: Degree
    exponential: Estimate
    reference: str
    """The model by which computation may be normalised, where it is among the points."""
    variants: tuple[Variant, ...]
    without_paper: tuple[tuple[str, float], ...]
    without_lab: tuple[tuple[str, float], ...]
    projections: tuple[Projection, ...]
    as_study: tuple[Powers, ...]
    """The projections by ordinary least squares and the study's prices, in the order of `projections`."""
    influence: pd.DataFrame
    growth: Growth | None
    statements: tuple[Statement, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurveAnalysis:
    """One benchmark and measure: its findings, or a message why its points give none."""

    curve: Curve
    message: str
    findings: Findings | None
    shown: pd.DataFrame
    """The points that figures show: those of the fit, or where there is none all that have an error."""

    @property
    def found(self) -> Findings:
        """The findings of a curve that has some."""
        if self.findings is None:
            raise ValueError(self.message)
        return self.findings


@dataclass(frozen=True, slots=True)
class Analysis:
    """The curves of a table, by benchmark and measure, and the conversion that all share."""

    curves: tuple[CurveAnalysis, ...]
    points: int
    conversion: Fit | None
    constants: Constants


def analyse(points: pd.DataFrame, constants: Constants | None = None, draws: int = DRAWS) -> Analysis:
    """Everything about a table of points; its columns are those of `points.read_points`."""
    constants = constants or load()
    points = typed(points)
    shared = conversion(points, constants.claims)
    if shared:
        names = ("hardware_burden_flop", "network_operations_flop")
        burden, operations = (points[name].to_numpy(dtype=float) for name in names)
        points[COLUMN] = consolidate(burden, operations, shared.intercept, shared.slope)
    results = []
    for curve, scored in zip(curves(points), curves(points, "error"), strict=True):
        message = why_not(curve.points, constants.claims)
        if not message:
            try:
                findings = _findings(curve, points, shared, constants, draws)
            except ValueError as problem:
                message = str(problem)
            else:
                results.append(CurveAnalysis(curve, "", findings, curve.points))
                continue
        if len(curve.left_out):
            reasons = curve.left_out["reason"].value_counts()
            message += "; left out: " + ", ".join(f"{count} with {reason}" for reason, count in reasons.items())
        results.append(CurveAnalysis(curve, message, None, scored.points))
    return Analysis(tuple(results), len(points), shared, constants)


def influence(points: pd.DataFrame, constants: Constants | None = None) -> pd.DataFrame:
    """How far each point moves its curve's slope, in standard errors: `point_id`, `benchmark`, `shift`.

    Points of curves that carry no slope are not in it.
    """
    constants = constants or load()
    tables = []
    for curve in curves(typed(points)):
        if not why_not(curve.points, constants.claims):
            try:
                tables.append(influence_of(curve.points, constants))
            except ValueError:
                continue
    empty = pd.DataFrame(
        {"point_id": pd.Series(dtype=str), "benchmark": pd.Series(dtype=str), "shift": pd.Series(dtype=float)}
    )
    return pd.concat(tables, ignore_index=True) if tables else empty


def why_not(points: pd.DataFrame, claims: Claims) -> str:
    """Why points carry no fit, or nothing; an estimate can still refuse computation that is known too roughly."""
    papers = points["paper"].nunique()
    if len(points) < claims.least_points or papers < claims.least_papers:
        return (
            f"{len(points)} points of {papers} papers have both an error and a hardware burden; "
            f"a fit needs {claims.least_points} points of {claims.least_papers} papers"
        )
    if np.ptp(np.log10(points["hardware_burden_flop"].to_numpy(dtype=float))) < 1e-9:
        return "all points have the same hardware burden: no slope can be told"
    if np.ptp(points["error"].to_numpy(dtype=float)) < 1e-12:
        return "all points have the same error: no slope can be told"
    return ""


def _findings(curve: Curve, table: pd.DataFrame, shared: Fit | None, constants: Constants, draws: int) -> Findings:
    points = curve.points
    x = np.log10(points["hardware_burden_flop"].to_numpy(dtype=float))
    error = points["error"].to_numpy(dtype=float)
    errors = sigma(points, constants.errors)
    papers = points["paper"].to_numpy(dtype=str)
    fits = _fits(curve, table, shared, constants)
    notes = []
    lines = [estimate(sample(x, level(error, form), errors, papers), draws=draws) for form in FORMS]
    splits = sorted(set(points["split"]) - {""})
    if len(splits) > 1:
        notes.append(f"points of several splits stand together: {', '.join(splits)}")
    if unreviewed := int((~points["reviewed"]).sum()):
        notes.append(f"{unreviewed} of {len(points)} points were reviewed by nobody")
    targets = constants.targets.get(curve.benchmark) or tuple(error.min() * share for share in (1.0, 0.5, 0.1))
    prices = constants.declared.prices()
    projections, as_study = [], []
    for target in targets:
        for form, line, plain in zip(FORMS, lines, (fits.polynomial, fits.exponential), strict=True):
            projections.append(project(line, x, target, form, prices, constants.claims))
            as_study.append(powers(plain.intercept, plain.slope, target, form, constants.paper))
    projections = list(agreed(projections, misfit(lines[0], x, error, FORMS[0]), misfit(lines[1], x, error, FORMS[1])))
    reference = constants.references.get(curve.benchmark, "")
    without_paper = extremes(points, "paper", constants)
    labs = points["lab"].nunique() > 2 and (points["lab"] != "").all()
    return Findings(
        x=x,
        y=-np.log10(error),
        sigma=errors,
        fits=fits,
        estimate=lines[0],
        estimate_degree=degree(lines[0].slope, lines[0].lo, lines[0].hi),
        exponential=lines[1],
        reference=reference if fits.relative else "",
        variants=variants(points, min(targets), constants),
        without_paper=without_paper,
        without_lab=extremes(points, "lab", constants) if labs else (),
        projections=tuple(projections),
        as_study=tuple(as_study),
        influence=influence_of(points, constants),
        growth=growth(points, reference),
        statements=statements(lines[0], projections, without_paper, constants.claims),
        notes=tuple(notes),
    )


def _fits(curve: Curve, table: pd.DataFrame, shared: Fit | None, constants: Constants) -> Fits:
    points = curve.points
    x = np.log10(points["hardware_burden_flop"].to_numpy(dtype=float))
    y = -np.log10(points["error"].to_numpy(dtype=float))
    years = points["year"].to_numpy(dtype=float)
    polynomial = least_squares(y, x)
    reference = constants.references.get(curve.benchmark, "")
    named = x[points["model"].to_numpy(dtype=str) == reference] if reference else x[:0]
    slope = polynomial.coefficients["slope"]
    year = (
        least_squares(y, x, years) if np.isfinite(years).sum() > 4 and np.ptp(years[np.isfinite(years)]) > 0 else None
    )
    return Fits(
        polynomial=polynomial,
        degree=degree(slope.value, slope.lo, slope.hi),
        exponential=least_squares(10**y, x),
        relative=least_squares(y, x - named.min()) if len(named) else None,
        year=year,
        progress=progress(year) if year and _both_fall(year) else None,
        frontier=exact_quantile(-y, x) if len(x) >= FRONTIER_POINTS else None,
        network=_other_axis(curve, table, "network_operations_flop")[0],
        consolidated=_consolidated(curve, table, shared, constants),
    )


def _both_fall(year: Fit) -> bool:
    """Whether both computation and years are known to lower the error: else a ratio of the two means nothing."""
    return all(year.coefficients[name].lo > 0 for name in ("slope", "slope2"))


def _other_axis(curve: Curve, table: pd.DataFrame, column: str) -> tuple[Fit | None, pd.DataFrame]:
    same = [c for c in curves(table, column) if (c.benchmark, c.measure) == (curve.benchmark, curve.measure)]
    points = same[0].points
    if len(points) < 5 or points[column].nunique() < 2:
        return None, points
    x = np.log10(points[column].to_numpy(dtype=float))
    return least_squares(-np.log10(points["error"].to_numpy(dtype=float)), x), points


def _consolidated(curve: Curve, table: pd.DataFrame, shared: Fit | None, constants: Constants) -> Consolidated | None:
    if shared is None:
        return None
    fit, points = _other_axis(curve, table, COLUMN)
    if fit is None:
        return None
    reported = points["hardware_burden_flop"].notna().to_numpy(dtype=bool)
    errors = np.where(reported, sigma(points, constants.errors), 0.0)
    x, error = np.log10(points[COLUMN].to_numpy(dtype=float)), points["error"].to_numpy(dtype=float)
    try:
        line = estimate(sample(x, -np.log10(error), errors, points["paper"].to_numpy(dtype=str)), draws=0)
    except ValueError:
        line = None
    return Consolidated(int(reported.sum()), int((~reported).sum()), fit, line)
