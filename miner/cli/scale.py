"""`paperscale scale`: fits, projections, figures and a report from a release, a table or the study's own data."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.option("--study", type=PATH, metavar="DIR", help="The authors' tables: compute every figure of the study.")
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
    from scaling import ScalingError

    try:
        if study:
            if table or figures or report or projections:
                raise click.UsageError("--study goes with --json alone")
            _study(study, json_file)
        elif table is None and not projections:
            raise click.UsageError("name a release or a CSV file, or give --study DIR")
        else:
            _scale(
                table, workspace, mapping, constants, draws, projections, figures, output if report else None, json_file
            )
    except ScalingError as error:
        from annotations.safe_text import safe_text

        raise click.ClickException(safe_text(str(error))) from None


def _scale(
    table: str | None,
    workspace: Path,
    mapping: Path | None,
    constants: Path | None,
    draws: int,
    projections: bool,
    figures: Path | None,
    report: Path | None,
    json_file: Path | None,
) -> None:
    from annotations.safe_text import safe_text
    from scaling import analysis, numbers, points, tables
    from scaling.constants import load

    path = _found(table, workspace) if table else None
    found = analysis.analyse(points.read_points(path, mapping), load(constants), draws) if path else None
    if projections:
        head, rows = tables.PROJECTIONS, list(tables.projections(found))
    else:
        assert found is not None
        head, rows = tables.FITS, list(tables.fits(found))
    click.echo(tables.aligned(head, [tuple(safe_text(cell) for cell in row) for row in rows]))
    if found is None or path is None:
        return
    if json_file:
        json_file.write_text(numbers.to_json(found), "utf-8")
    if figures:
        from scaling.figures import draw_all

        written = draw_all(found, figures)
        click.echo(f"{len(written)} files in {figures}")
    if report:
        from scaling.report import write_report

        write_report(found, path, report, safe_text)
        click.echo(f"report: {report}")


def _found(table: str, workspace: Path) -> Path:
    """A path as it is; a bare name that is no path is a release of the workspace."""
    path = Path(table)
    named = workspace / "releases" / table
    return named if not path.exists() and path.name == table and named.is_dir() else path


def _study(folder: Path, json_file: Path | None) -> None:
    from scaling import numbers, reproduction, tables

    found = reproduction.reproduce(folder)
    click.echo(tables.aligned(reproduction.HEAD, list(reproduction.rows(found))))
    for fault in found.faults:
        click.echo(str(fault), err=True)
    if json_file:
        json_file.write_text(numbers.to_json(found), "utf-8")
