"""Tables of text: the fits of each curve, and the projections beside the study's own."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scaling.analysis import Analysis, Findings
from scaling.projections import Powers

PUBLISHED = Path(__file__).with_name("published.toml")
Row = tuple[str, ...]

FITS: Row = ("benchmark", "points", "papers", "slope", "s.e.", "R²", "degree (95 %)", "errors in x, by papers (95 %)")
PROJECTIONS: Row = (
    "benchmark",
    "error",
    "form",
    "study: GFLOP",
    "lb CO2",
    "US$",
    "here: GFLOP",
    "lb CO2",
    "US$",
    "carried",
)


def fits(analysis: Analysis) -> Iterator[Row]:
    """One row a curve: the study's fit, then the slope with errors in x; a curve without one says why."""
    for curve in analysis.curves:
        found = curve.findings
        if found is None:
            yield (curve.curve.name, str(len(curve.curve.points)), "", "–", curve.message)
            continue
        slope, better = found.fits.polynomial.coefficients["slope"], found.estimate
        degree = found.fits.degree
        ends = f"{degree.lo:.1f} to {degree.hi:.1f}" if degree.hi else f"at least {degree.lo:.1f}"
        yield (
            curve.curve.name,
            str(len(found.x)),
            str(better.papers),
            f"{slope.value:.4f}",
            f"{slope.se:.4f}",
            f"{found.fits.polynomial.r2:.3f}",
            f"{degree.value:.1f} ({ends})",
            f"{better.slope:.4f} ({better.lo:.4f} to {better.hi:.4f})",
        )


def projections(analysis: Analysis | None) -> Iterator[Row]:
    """The study's table of implications, powers of ten cut down as it prints them, beside the same from our points.

    A benchmark of ours that the study does not project has empty cells there; without an analysis ours are empty.
    """
    found = {curve.curve.benchmark: curve.findings for curve in (analysis.curves if analysis else ()) if curve.findings}
    printed = published()
    for benchmark, error, form in [*printed, *(key for key in _ours(found) if key not in printed)]:
        at = _at(found.get(benchmark), error, form)
        theirs = printed.get((benchmark, error, form))
        yield (
            benchmark,
            f"{100 * error:.4g} %",
            form,
            *([f"10^{power}" for power in theirs] if theirs else [""] * 3),
            *(at or ("", "", "", "")),
        )


def published() -> Mapping[tuple[str, float, str], Sequence[int]]:
    """Powers of ten of GFLOP, lb CO2 and US$ in the study's table, by benchmark, error and form."""
    rows = tomllib.loads(PUBLISHED.read_text("utf-8"))["rows"]
    return {
        (row["benchmark"], target, form): row[form][number]
        for row in rows
        for number, target in enumerate(row["targets"])
        for form in ("polynomial", "exponential")
    }


def aligned(head: Row, rows: Sequence[Row]) -> str:
    """Lines of columns; a row of fewer cells ends in one that runs on."""
    whole = [row for row in (head, *rows) if len(row) == len(head)]
    widths = [max(len(row[number]) for row in whole) for number in range(len(head))]
    widths[0] = max(len(row[0]) for row in (head, *rows))
    lines = ["  ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in (head, *rows)]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _ours(found: Mapping[str, Findings]) -> Iterator[tuple[str, float, str]]:
    for benchmark, findings in found.items():
        for powers in findings.as_study:
            yield benchmark, powers.error, powers.form


def _at(findings: Findings | None, error: float, form: str) -> Row | None:
    if findings is None:
        return None
    for powers, better in zip(findings.as_study, findings.projections, strict=True):
        if (powers.error, powers.form) == (error, form):
            return (*cut(powers), better.doubt or "yes")
    return None


def cut(powers: Powers) -> Row:
    """Powers of ten of GFLOP, lb CO2 and US$, cut down as the study prints them."""
    return tuple(f"10^{math.floor(power)}" for power in (powers.log10_gflop, powers.log10_co2_lb, powers.log10_usd))
