"""`paperscale decisions`: what people decided, as files that merge."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from miner.cli._options import open_workspace, workspace_option


@click.group()
def command() -> None:
    """Take decisions from one workspace to another, or out as labels.

    \b
    paperscale decisions export ada.decisions.jsonl
    paperscale decisions import ada.decisions.jsonl ben.decisions.jsonl
    paperscale decisions export --as-labels labels/
    """


@command.command()
@workspace_option
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), required=False)
@click.option(
    "--as-labels",
    "labels",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write compute.jsonl, results.jsonl, … for the papers that were looked at in full.",
)
def export(folder: Path, file: TextIO | None, labels: Path | None) -> None:
    """Write all decisions as JSON lines, sorted by uuid (to FILE, else to the terminal), or as labels."""
    from annotations.exchange import export_lines
    from annotations.labels import write_labels
    from annotations.safe_text import safe_text

    if file is not None and labels is not None:
        raise click.UsageError("decisions to FILE, or labels into --as-labels DIR: one of them")
    with open_workspace(folder) as workspace:
        if labels is not None:
            counts, left_out = write_labels(workspace, labels)
            click.echo(", ".join(f"{name}: {number}" for name, number in counts.items()))
            if left_out:
                click.echo(f"left out, since facts of them are open: {safe_text(', '.join(left_out))}", err=True)
            return
        for line in export_lines(workspace):
            click.echo(line, file=file)


@command.command("import")
@workspace_option
@click.argument("files", type=click.File("r", encoding="utf-8"), nargs=-1, required=True)
@click.pass_context
def import_(context: click.Context, folder: Path, files: tuple[TextIO, ...]) -> None:
    """Add the decisions of FILES to the workspace; those already here, and their order, make no difference."""
    from annotations.exchange import import_lines
    from annotations.safe_text import safe_text
    from extractors.model import PaperscaleError

    missing: set[str] = set()
    with open_workspace(folder) as workspace:
        for file in files:
            try:
                new, absent = import_lines(workspace, file)
            except PaperscaleError as error:
                raise PaperscaleError(f"{file.name}: {error}; nothing of this file was kept") from None
            except UnicodeDecodeError:
                raise PaperscaleError(f"{file.name}: not a text in UTF-8; nothing of it was kept") from None
            missing |= set(absent)
            click.echo(f"{file.name}: {new} decisions new here")
    if missing:
        click.echo(
            f"left out, since these papers are not in this workspace: {safe_text(', '.join(sorted(missing)))}", err=True
        )
        context.exit(3)
