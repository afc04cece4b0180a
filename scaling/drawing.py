"""How every figure looks: a paper's column, colours and markers that differ in grey too, bytes that do not change."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scaling.fits import Array

WIDTH = 3.35
"""Inches: one column of a two-column page (85 mm)."""

DPI = 300
INK, BLUE, VERMILION, GREEN, ORANGE, SKY = "#000000", "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9"
"""Okabe & Ito, Color Universal Design (https://jfly.uni-koeln.de/color/)."""

GREY = "#767676"
LABELS = 9
LONGEST_LABEL = 22

STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 7,
    "axes.labelsize": 7,
    "axes.titlesize": 7.5,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "paperscale",
    "svg.fonttype": "path",
    "text.parse_math": False,
}


Named = tuple[str, str, "Figure"]
"""File name without ending, what it shows in a sentence, the figure."""

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@contextmanager
def canvas(height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure of one column's width with one pair of axes, in the style of all."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure, figure.add_subplot()


def rendered(figure: Figure, kind: str) -> bytes:
    """The figure as `svg` or `png`, the same bytes whenever it is drawn: no date, no program's name."""
    import matplotlib

    target = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        figure.savefig(target, format=kind, dpi=DPI, metadata=metadata)
    return target.getvalue()


def drawable(text: str, longest: int = 32) -> str:
    """Text as a figure can show it: short, and a character that is no letter, mark or sign shown as one missing."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short)


def label_points(axes: Axes, x: Array, y: Array, names: Sequence[str], order: Sequence[int]) -> None:
    """Write names beside points where there is room, in the given order; a name without room stays away."""
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import Bbox

    halo = [withStroke(linewidth=1.2, foreground="white")]
    figure = axes.figure
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    figure.draw_without_rendering()  # type: ignore[union-attr]
    spots = axes.transData.transform(np.column_stack([x, y]))
    inside = axes.get_window_extent(renderer)
    radius = 2.2 * figure.dpi / 72
    taken: list[Bbox] = [Bbox.from_extents(a - radius, b - radius, a + radius, b + radius) for a, b in spots]
    written = 0
    for number in order:
        name = drawable(names[number], LONGEST_LABEL)
        if not name or written == LABELS:
            continue
        for across, up in ((4, 0), (-4, 0), (0, 4), (0, -4), (4, 5), (-4, 5), (4, -5), (-4, -5)):
            text = axes.annotate(
                name,
                (x[number], y[number]),
                (across, up),
                textcoords="offset points",
                fontsize=5.5,
                ha="left" if across > 0 else "right" if across < 0 else "center",
                va="bottom" if up > 0 else "top" if up < 0 else "center",
                parse_math=False,
                path_effects=halo,
                zorder=4,
            )
            box = text.get_window_extent(renderer)
            out = box.x0 < inside.x0 or box.x1 > inside.x1 or box.y0 < inside.y0 or box.y1 > inside.y1
            if out or any(box.overlaps(other) for other in taken):
                text.remove()
            else:
                taken.append(box)
                written += 1
                break


def powers_of_ten(axes: Axes) -> None:
    """Ticks of an x axis in log10 that say the power of ten."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: "10" + str(int(value)).translate(SUPERSCRIPTS)))
