"""`paperscale scale`: fits, projections, figures and a report from a release, a table or the study's own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaling.analysis import Analysis

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("table", required=False, metavar="[RELEASE|CSV]")
@click.option("--workspace", type=PATH, envvar="PAPERSCALE_WORKSPACE", default=Path("workspace"), show_default=True,
              help="Where a release is looked for by its name.")  # fmt: skip
@click.option("--mapping", type=PATH, help="TOML that names the columns of another table (docs/scaling.md).")
@click.option(
    "--constants", type=PATH, help="TOML in place of the constants: prices, targets, errors, limits of claims."
)
@click.option("--draws", type=click.IntRange(100, 100_000), default=2000, show_default=True,
              help="Draws of papers by which projections move.")  # fmt: skip
@click.option("--projections", is_flag=True, help="Print the study's table of projections beside ours, nothing else.")
@click.option("--figures", type=PATH, metavar="DIR", help="Draw every figure there, SVG and PNG.")
@click.option("--report", is_flag=True, help="Write a report that stands alone, with every figure and the evidence.")
@click.option("--output", type=PATH, default=Path("report.html"), show_default=True, help="Where the report goes.")
@click.option("--json", "json_file", type=PATH, metavar="OUT", help="Write all numbers there.")
@click.option(
    "--study", type=PATH, metavar="DIR", help="Read the authors' tables and compute every figure of the study."
)
def command(
    table: str | None,
    workspace: Path,
    mapping: Path | None,
    constants: Path | None,
    draws: int,
    projections: bool,
    figures: Path | None,
    report: bool,
    output: Path,
    json_file: Path | None,
    study: Path | None,
) -> None:
    """Fit performance to computation: a curve for each benchmark, what moves it and what it carries.

    RELEASE is a release's folder or its name in the workspace; CSV is any table of points. Example:

      paperscale scale 2026-11 --report --figures figures --json numbers.json
    """
    from annotations.safe_text import safe_text
    from extractors.model import PaperscaleError
    from scaling import ScalingError

    if (table is None) == (study is None) and not (projections and study is None):
        raise click.UsageError("name a release or a CSV file, or give --study DIR")
    try:
        found = _analysed(table, workspace, mapping, constants, draws, study, projections)
        if study and not projections:
            _reproduce(study, json_file)
        elif json_file and found:
            from scaling.numbers import to_json

            json_file.write_text(to_json(found[0]), "utf-8")
        _print(found[0] if found else None, projections)
        if found and figures:
            from scaling.figures import draw_all

            click.echo(f"{len(draw_all(found[0], figures))} files in {figures}")
        if found and report:
            from scaling.report import write_report

            write_report(found[0], found[1], output, safe_text)
            click.echo(f"report: {output}")
    except ScalingError as error:
        raise PaperscaleError(safe_text(str(error))) from None


def _analysed(
    table: str | None,
    workspace: Path,
    mapping: Path | None,
    constants: Path | None,
    draws: int,
    study: Path | None,
    site: bool,
) -> tuple[Analysis, Path] | None:
    """What was found in the points, and where they were read; None where no points are named."""
    from scaling import analysis, points
    from scaling.constants import load
    from scaling.study import points_of, read_study

    if study:
        # the study's own table of projections rests on its data of 2020
        return analysis.analyse(points_of(read_study(study), site), load(constants), draws), study
    if table is None:
        return None
    path = _found(table, workspace)
    return analysis.analyse(points.read_points(path, mapping), load(constants), draws), path


def _found(table: str, workspace: Path) -> Path:
    """A path as it is; a bare name that is no path is a release of the workspace."""
    path = Path(table)
    named = workspace / "releases" / table
    return named if not path.exists() and path.name == table and named.is_dir() else path


def _print(found: Analysis | None, projections: bool) -> None:
    from annotations.safe_text import safe_text
    from scaling import tables

    if projections:
        head, rows = tables.PROJECTIONS, list(tables.projections(found))
    else:
        assert found is not None
        head, rows = tables.FITS, list(tables.fits(found))
    click.echo(tables.aligned(head, [tuple(safe_text(cell) for cell in row) for row in rows]))


def _reproduce(folder: Path, json_file: Path | None) -> None:
    """Every figure of the study from its tables, and the tables' faults on stderr."""
    from annotations.safe_text import safe_text
    from scaling import numbers, reproduction, tables

    found = reproduction.reproduce(folder)
    click.echo(tables.aligned(reproduction.HEAD, list(reproduction.rows(found))) + "\n")
    for fault in found.faults:
        click.echo(safe_text(str(fault)), err=True)
    if json_file:
        json_file.write_text(numbers.to_json(found), "utf-8")
