"""A report in one HTML file: every figure inside it, every number in a table, every point with its evidence.

Text of papers reaches the page through one function, which shows what would act, and jinja2's escaping; the figures are
SVG of our own in which text is drawn as shapes. The page asks nothing of the network; the same points give the same
bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from scaling import tables
from scaling.analysis import Analysis, CurveAnalysis
from scaling.comparisons import common_figures
from scaling.drawing import Named, rendered
from scaling.figures import anchor, curve_figures, slug

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure in the page: its SVG and what it shows."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One curve in the page: its analysis, its figures, and the anchors of its points."""

    curve: CurveAnalysis
    anchor: str
    pictures: tuple[Picture, ...]
    points: tuple[tuple[str, dict[str, object]], ...]


def write_report(analysis: Analysis, source: Path, file: Path, safe: Callable[[str], str] = str) -> None:
    """Write the page about points read from `source`: a release's folder, a CSV file or the study's folder."""
    file.write_text(report(analysis, source, safe), "utf-8")


def report(analysis: Analysis, source: Path, safe: Callable[[str], str] = str) -> str:
    """The page as text; `safe` makes what is shown of a text, before it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )  # fmt: skip
    environment.filters |= {"power": power, "percent": lambda value: f"{100 * value:.3g} %"}
    return environment.get_template("report.html").render(
        analysis=analysis,
        source=source.name,
        sha256=_sha256(source),
        version=metadata.version("paperscale"),
        head=tables.FITS,
        fits=list(tables.fits(analysis)),
        projections_head=tables.PROJECTIONS,
        projections=list(tables.projections(analysis)),
        chapters=[_chapter(curve) for curve in analysis.curves],
        pictures=_pictures("all", list(common_figures(analysis))),
    )


def _sha256(source: Path) -> str:
    """Of the table that was read; of a study's folder there is no one table."""
    table = source / "points.csv" if source.is_dir() else source
    return hashlib.sha256(table.read_bytes()).hexdigest() if table.is_file() else ""


def power(value: float | None) -> str:
    """A power of ten for a reader."""
    return "no end" if value is None or value == float("inf") else f"10^{value:.1f}"


def _chapter(curve: CurveAnalysis) -> Chapter:
    name = slug(curve.curve.name)
    drawn = list(curve_figures(curve, links=True))
    points = tuple((anchor(curve, row), cells) for row, cells in enumerate(curve.shown.to_dict("records")))
    return Chapter(
        curve, name, _pictures(name, drawn), tuple((a, {str(k): v for k, v in p.items()}) for a, p in points)
    )


def _pictures(name: str, figures: Sequence[Named]) -> tuple[Picture, ...]:
    from markupsafe import Markup

    return tuple(
        Picture(Markup(inline(rendered(figure, "svg").decode(), f"{name}-{number}")), caption)  # noqa: S704
        for number, (_, caption, figure) in enumerate(figures)
    )


def inline(svg: str, prefix: str) -> str:
    """An SVG file as part of a page: no prologue, no comments, and ids that no other figure has."""
    body = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    for name in sorted(set(re.findall(r'\bid="([^"]+)"', body))):
        body = body.replace(f'id="{name}"', f'id="{prefix}-{name}"')
        body = body.replace(f'href="#{name}"', f'href="#{prefix}-{name}"').replace(
            f"url(#{name})", f"url(#{prefix}-{name})"
        )
    return body
