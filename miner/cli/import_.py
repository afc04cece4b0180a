"""`paperscale import`: PDFs at hand into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from miner.cli._options import json_option, make_workspace, workers_option, workspace_option


@click.command("import", epilog="Example: paperscale import ~/papers 1706.03762v7.pdf")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@workers_option
@workspace_option
@json_option
def command(paths: tuple[Path, ...], workers: int | None, folder: Path, as_json: bool) -> None:
    """Copy PDFs from PATHS, files or folders with all their folders, into the workspace.

    Which paper a file is, is taken from the arXiv stamp on its first page, from a `manifest.jsonl` beside it (with
    `file`, `arxiv_id`, `version`, `published`, `title`), or from its name; else it is called after its SHA-256.
    """
    from miner.cli._print import print_json, say
    from miner.cli._progress import progress
    from miner.cli._stages import workers_for
    from miner.importing import candidates, import_files

    files = candidates(paths)
    with make_workspace(folder) as workspace, workers_for(folder, workers) as pool, progress("import") as tell:
        kept = import_files(workspace, files, pool, tell)
    if as_json:
        print_json([{"paper": paper, "new": new} for paper, new in kept.items()])
    else:
        say(f"{len(files)} files are {len(kept)} papers, {sum(kept.values())} of them with something new")
