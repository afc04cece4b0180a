"""What several verbs share: the workspace option, and opening what it names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from db.workspace import Workspace

workspace_option = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PAPERSCALE_WORKSPACE",
    default=Path("workspace"),
    show_default=True,
    show_envvar=True,
    help="Folder of the database, the files and the releases.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def open_workspace(folder: Path) -> Workspace:
    """The workspace in a folder that has one. Raises PaperscaleError for any other."""
    from db.workspace import Workspace

    return Workspace.open(folder)


def make_workspace(folder: Path) -> Workspace:
    """The workspace in a folder, made where there is none."""
    from db.workspace import Workspace

    return Workspace.create(folder)


arxiv_option = click.option(
    "--arxiv-url",
    metavar="URL",
    help="Base address of arXiv or of a mirror.  [default: arxiv_url in settings.toml, else export.arxiv.org]",
)
most_option = click.option(
    "--max-papers", type=click.IntRange(min=1), metavar="N", help="Take the oldest N papers of the task alone."
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker processes.  [default: workers in settings.toml, else one a core]",
)
