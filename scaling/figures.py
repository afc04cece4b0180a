"""The figures of each benchmark, performance by computation and by year; with `comparisons`, all figures.

Every y axis of performance is the error on a logarithmic scale turned round, so that up is better and the study's
polynomial form is a straight line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scaling.analysis import Analysis, CurveAnalysis, Findings
from scaling.comparisons import common_figures
from scaling.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    SKY,
    VERMILION,
    Named,
    canvas,
    drawable,
    label_points,
    powers_of_ten,
    rendered,
)
from scaling.fits import Array
from scaling.uncertainty import is_estimated

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TICKS = ((1, 2, 5), (1, 2, 3, 5, 7), (1, 2, 3, 4, 5, 6, 7, 8, 9), tuple(range(10, 100, 2)), tuple(range(10, 100)))
"""Digits at which an axis of errors may have ticks; the last of these whose ticks are far enough apart is taken."""

CLOSEST_TICKS = 0.07
"""Share of an axis between two ticks, at least."""

LINE = 80
"""Characters of a message on one line under a figure."""


def draw_all(analysis: Analysis, folder: Path) -> list[Path]:
    """Write every figure as SVG and PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, _, figure in figures(analysis):
        for kind in ("svg", "png"):
            file = folder / f"{name}.{kind}"
            file.write_bytes(rendered(figure, kind))
            written.append(file)
    return written


def figures(analysis: Analysis) -> Iterator[Named]:
    """Every figure of an analysis."""
    for curve in analysis.curves:
        yield from curve_figures(curve)
    yield from common_figures(analysis)


def curve_figures(curve: CurveAnalysis, links: bool = False) -> Iterator[Named]:
    """Performance by computation and by year of one curve; with `links`, a point leads to `anchor` in its page.

    A curve without findings shows its points and why they carry no fit; what no point has an x for is not drawn.
    """
    from matplotlib.ticker import MaxNLocator

    found, name = curve.findings, slug(curve.curve.name)
    burdens, years = _burdens(curve.shown), curve.shown["year"].to_numpy(dtype=float)
    if np.isfinite(burdens).any():
        with canvas(2.9) as (figure, axes):
            _scatter(axes, curve, burdens, found.sigma if found else None, links)
            if found:
                _lines(axes, found)
            axes.set_xlabel("hardware burden (FLOP)")
            powers_of_ten(axes)
            _finish(figure, axes, curve, burdens)
            yield f"{name}-computation", f"{curve.curve.name}: error by training computation", figure
    if np.isfinite(years).any():
        with canvas(2.5) as (figure, axes):
            _scatter(axes, curve, years, None, links)
            axes.set_xlabel("year of the paper")
            axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
            _finish(figure, axes, curve, years)
            yield f"{name}-year", f"{curve.curve.name}: error by year", figure


def slug(name: str) -> str:
    """A curve's name as a file name: letters, digits and hyphens, whatever is in it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "curve"


def anchor(curve: CurveAnalysis, row: int) -> str:
    """Name of the place in a report where a point's evidence stands."""
    return f"{slug(curve.curve.name)}-point-{row + 1}"


def _burdens(points: pd.DataFrame) -> Array:
    """log10 FLOP, NaN where there is none."""
    burdens = points["hardware_burden_flop"].to_numpy(dtype=float)
    return np.log10(np.where((burdens > 0) & (burdens < np.inf), burdens, np.nan))


def _heights(points: pd.DataFrame) -> Array:
    """log10(1/error)."""
    errors: Array = points["error"].to_numpy(dtype=float)
    return -np.log10(errors)


def _scatter(axes: Axes, curve: CurveAnalysis, x: Array, sigma: Array | None, links: bool) -> None:
    points, y, there = curve.shown, _heights(curve.shown), np.isfinite(x)
    known, estimated, reviewed = np.isfinite(_burdens(points)), is_estimated(points), points["reviewed"].to_numpy(bool)
    if sigma is not None:
        axes.errorbar(x, y, xerr=1.96 * sigma, fmt="none", ecolor=GREY, elinewidth=0.4, zorder=1)
    for rows, name, marker, size, colour in (
        (~known, "no burden", "^", 9, GREY),
        (known & ~estimated, "reported", "o", 10, BLUE),
        (known & estimated, "partly estimated", "D", 9, VERMILION),
    ):
        for kept, filled in ((reviewed, True), (~reviewed, False)):
            chosen = rows & kept & there
            if chosen.any():
                spots = axes.scatter(
                    x[chosen], y[chosen], s=size, marker=marker, linewidths=0.7,
                    edgecolors=colour, facecolors=colour if filled else "white", zorder=3,
                    label=name if filled else f"{name}, unreviewed",
                )  # fmt: skip
                if links:
                    spots.set_urls([f"#{anchor(curve, int(i))}" for i in np.flatnonzero(chosen)])
    _errors(axes, y[there])
    axes.set_title(drawable(curve.curve.name), loc="left", parse_math=False)


def _lines(axes: Axes, found: Findings) -> None:
    pad = 0.04 * float(np.ptp(found.x))
    grid = np.linspace(found.x.min() - pad, found.x.max() + pad, 200)
    line, se = found.estimate.at(grid)
    half = found.estimate.t * se
    axes.fill_between(grid, line - half, line + half, color=SKY, alpha=0.3, lw=0, zorder=0, label="95 % interval")
    axes.plot(grid, line, color=INK, lw=1.1, label="polynomial, errors in x", zorder=2)
    plain = found.fits.polynomial
    axes.plot(
        grid,
        plain.intercept + plain.slope * grid,
        color=GREY,
        lw=0.9,
        ls=(0, (4, 2)),
        label="polynomial, least squares",
    )
    drawn = found.exponential.intercept + found.exponential.slope * grid
    axes.plot(grid[drawn > 0], np.log10(drawn[drawn > 0]), color=GREEN, lw=0.9, ls=(0, (1, 1.2)), label="exponential")
    axes.set_xlim(grid[0], grid[-1])
    low, high = found.y.min(), found.y.max()
    axes.set_ylim(low - 0.12 * (high - low), high + 0.14 * (high - low))


def _finish(figure: Figure, axes: Axes, curve: CurveAnalysis, x: Array) -> None:
    """Legend, the message of a curve without a fit, and names, for which all else has to stand."""
    message = None if curve.findings else textwrap.fill(f"no fit: {curve.message}", LINE)
    if message:
        low, high = np.nanmin(x), np.nanmax(x)
        pad = max(0.06 * (high - low), 1 - (high - low) / 2)  # an axis of two years or powers of ten has two ticks
        axes.set_xlim(low - pad, high + pad)
    figure.legend(
        loc="outside lower center", ncols=2, frameon=False, handlelength=2.4, title=message, title_fontsize=5.5
    )
    _label(axes, curve, x)


def _label(axes: Axes, curve: CurveAnalysis, x: Array) -> None:
    """The best so far at each computation or year first, then the points that move the slope most."""
    there = np.isfinite(x)
    points, x = curve.shown[there].reset_index(drop=True), x[there]
    y = _heights(points)
    by_x = np.lexsort((-y, x))
    best = np.maximum.accumulate(y[by_x])
    order = [int(i) for rank, i in enumerate(by_x) if rank == 0 or best[rank] > best[rank - 1]][::-1]
    if curve.findings:
        influence = curve.findings.influence
        shifts = dict(zip(influence["point_id"], influence["shift"].abs(), strict=True))
        rest = sorted(range(len(points)), key=lambda i: -float(np.nan_to_num(shifts.get(points["point_id"][i], 0.0))))
        order = list(dict.fromkeys([*order, *rest]))
    label_points(axes, x, y, points["model"].tolist(), order)


def _errors(axes: Axes, y: Array) -> None:
    """Ticks of log10(1/error) that say the error in percent."""
    low, high = float(y.min()), float(y.max())
    seen = sorted({10**-low, 10**-high})
    for digits in TICKS:
        steps = np.array([digit * 10.0**power for power in range(-6, 1) for digit in digits])
        fitting = steps[(-np.log10(steps) > low - 0.02) & (-np.log10(steps) < high + 0.02)]
        if len(fitting) > 1 and np.diff(np.log10(fitting)).min() > CLOSEST_TICKS * (high - low):
            seen = fitting.tolist()
    axes.set_yticks([-np.log10(step) for step in seen], [f"{100 * step:.3g} %" for step in seen])
    axes.set_ylabel("error (up is better)")
