"""The figures in which all benchmarks stand together: projections, and where the growth of computation came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scaling.analysis import Analysis, CurveAnalysis
from scaling.drawing import BLUE, GREEN, GREY, INK, ORANGE, Named, canvas, drawable, powers_of_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FARTHEST = 45.0
"""log10 FLOP at the right edge of the projections; what lies beyond is an arrow."""


def common_figures(analysis: Analysis) -> Iterator[Named]:
    """The figures in which all curves stand together: projections and growth."""
    told = [curve for curve in analysis.curves if curve.findings]
    if told:
        with canvas(0.55 + 0.34 * sum(len(curve.found.projections) // 2 for curve in told)) as (figure, axes):
            _projections(axes, told)
            yield "projections", "Computation at which each curve reaches an error, with 95 % intervals", figure
    grown = [curve for curve in told if curve.found.growth and curve.found.growth.per_year]
    if grown:
        with canvas(0.8 + 0.32 * len(grown)) as (figure, axes):
            _growth(axes, grown)
            yield "growth", "Growth of computation a year by faster devices, more devices and longer training", figure


def _projections(axes: Axes, told: list[CurveAnalysis]) -> None:
    row, ticks, names = 0.0, [], []
    for curve in told:
        found = curve.found
        for number, projection in enumerate(found.projections):
            form = projection.powers.form == "polynomial"
            if form:
                row += 1.0 if number else 1.6
                ticks.append(row + 0.15)
                names.append(f"{drawable(curve.curve.benchmark)} {100 * projection.powers.error:.3g} %")
            place = row + (0.0 if form else 0.34)
            colour, marker = (BLUE, "o") if form else (ORANGE, "s")
            low = projection.lo if projection.lo is not None else float(found.x.min())
            high = projection.hi if projection.hi is not None else np.inf
            if low < FARTHEST:
                axes.plot([low, min(high, FARTHEST)], [place] * 2, color=colour, lw=1.2, solid_capstyle="butt")
            if high > FARTHEST:
                axes.plot(FARTHEST, place, ">", color=colour, ms=3, clip_on=False)
            if projection.powers.log10_flop < FARTHEST:
                axes.plot(
                    projection.powers.log10_flop, place, marker, ms=3.6, mew=0.8, color=colour,
                    mfc="white" if projection.doubt else colour,
                )  # fmt: skip
        axes.plot([found.x.min(), found.x.max()], [row - len(found.projections) / 2 + 0.4] * 2, color=INK, lw=2.2)
    axes.set_yticks(ticks, names)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(row + 0.9, 0.3)
    axes.set_xlim(min(curve.found.x.min() for curve in told) - 1, FARTHEST)
    axes.set_xlabel("hardware burden (FLOP)")
    powers_of_ten(axes)
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=INK, lw=2.2, label="seen"),
        Line2D([], [], color=BLUE, marker="o", ms=3.6, lw=1.2, label="polynomial"),
        Line2D([], [], color=ORANGE, marker="s", ms=3.6, lw=1.2, label="exponential"),
        Line2D([], [], color=GREY, marker="o", ms=3.6, mfc="white", lw=0, label="not carried by the points"),
    ]
    axes.figure.legend(handles=handles, loc="outside upper center", ncols=2, frameon=False)


def _growth(axes: Axes, grown: list[CurveAnalysis]) -> None:
    parts = (
        ("rate", "faster devices", BLUE, ""),
        ("count", "more devices", ORANGE, "////"),
        ("time", "longer training", GREEN, "...."),
    )
    for row, curve in enumerate(grown):
        per_year = dict(curve.found.growth.per_year)  # type: ignore[union-attr]
        ends = {True: 0.0, False: 0.0}
        for part, name, colour, hatch in parts:
            size = per_year[part]
            axes.barh(
                row, size, left=ends[size >= 0], height=0.55, color=colour, hatch=hatch, edgecolor="white", lw=0.3,
                label=name if row == 0 else None,
            )  # fmt: skip
            ends[size >= 0] += size
        axes.plot(
            [per_year["burden"]] * 2,
            [row - 0.38, row + 0.38],
            color=INK,
            lw=1.4,
            label=None if row else "hardware burden",
        )
    axes.axvline(0, color=INK, lw=0.6)
    axes.set_yticks(range(len(grown)), [drawable(curve.curve.benchmark) for curve in grown])
    axes.set_ylim(len(grown) - 0.4, -0.6)
    axes.set_xlabel("growth a year (powers of ten)")
    axes.figure.legend(loc="outside upper center", ncols=2, frameon=False)
