"""A release to curves: fits, figures and a report beside the releases, and what each fact moves back to the queue."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.safe_text import safe_text
from db.influence import Influence, replace_influence
from db.workspace import Workspace

if TYPE_CHECKING:
    from scaling.analysis import Analysis


def draw_curves(workspace: Workspace, release: Path) -> tuple[Analysis, Path]:
    """Fit a release and write `figures/NAME/` in the workspace: every figure, the report, all numbers.

    The influence of every point goes to the queue, for the score and for the runs behind it.
    """
    from scaling import analyse
    from scaling.figures import draw_all
    from scaling.numbers import to_json
    from scaling.points import read_points
    from scaling.report import write_report

    analysis = analyse(read_points(release))
    folder = workspace.folder / "figures" / release.name
    draw_all(analysis, folder)
    (folder / "numbers.json").write_text(to_json(analysis), "utf-8")
    write_report(analysis, release, folder / "report.html", safe_text)
    replace_influence(workspace, _influences(analysis, release))
    return analysis, folder


def _influences(analysis: Analysis, release: Path) -> Iterator[Influence]:
    with (release / "points.csv").open(encoding="utf-8", newline="") as lines:
        points = {row["point_id"]: row for row in csv.DictReader(lines)}
    for curve in analysis.curves:
        if curve.findings is None:
            continue
        for moved in curve.findings.influence.to_dict("records"):
            point, shift = points[str(moved["point_id"])], abs(float(moved["shift"]))
            reason = f"{point['model']} moves the slope of {curve.curve.name} by {shift:.2f} standard errors"
            for fact in (point["point_id"], *filter(None, point["runs"].split("; "))):
                anchor, content, *_ = fact.split("-")
                yield Influence(anchor, content, curve.curve.benchmark, shift, reason)
