"""`paperscale release`: make, compare and list releases."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from miner.cli._options import json_option, open_workspace, workspace_option


@click.group()
def command() -> None:
    """Write the facts that stand as a dataset, and compare two of them.

    \b
    paperscale release make 2026-11
    paperscale release make draft --include-unreviewed 0.95
    paperscale release diff 2026-10 2026-11
    """


@command.command("make")
@click.argument("name")
@click.option(
    "--include-unreviewed",
    type=click.FloatRange(0, 1),
    metavar="CONFIDENCE",
    help="Add facts that nobody has reviewed, from this confidence on; they are marked.",
)
@workspace_option
def make(name: str, include_unreviewed: float | None, folder: Path) -> None:
    """Write releases/NAME: tables as CSV and Parquet, metadata, card, dictionary, checksums.

    Reviewed facts only, unless asked for more. The same workspace gives the same bytes.
    """
    from annotations.release import make_release
    from miner.pipeline import versions

    with open_workspace(folder) as workspace:
        made = make_release(workspace, name, versions(), include_unreviewed)
    click.echo(made)


@command.command("diff")
@click.argument("before")
@click.argument("after")
@workspace_option
@json_option
def diff(before: str, after: str, folder: Path, as_json: bool) -> None:
    """Say what was added, gone and changed between two releases, by whom and why.

    BEFORE and AFTER are names of releases of the workspace, or folders.
    """
    from annotations.release.diff import diff as compare
    from annotations.safe_text import safe_text

    changes = compare(_folder(folder, before), _folder(folder, after))
    if as_json:
        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return
    for change in changes:
        by = f" by {change.by}" if change.by else ""
        click.echo(safe_text(f"{change.kind:8}{change.table[:-1]} {change.paper} {change.fact}{by} ({change.why})"))
        for name, old, new in change.fields:
            click.echo(safe_text(f"        {name}: {old or 'not stated'} → {new or 'not stated'}"))
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "gone", "changed")}
    click.echo(", ".join(f"{number} {kind}" for kind, number in counts.items()))


@command.command("list")
@workspace_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List the workspace's releases."""
    from annotations.release import list_releases

    releases = [str(path) for path in list_releases(folder / "releases")]
    click.echo(
        json.dumps(releases) if as_json else "\n".join(releases) or "no release yet: paperscale release make NAME"
    )


def _folder(workspace: Path, name: str) -> Path:
    """A release by its name in the workspace, or a folder."""
    inside = workspace / "releases" / name
    return inside if inside.is_dir() else Path(name)
