"""`paperscale status`: what is where in a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from miner.cli._options import json_option, open_workspace, workspace_option


@click.command(epilog="Example: paperscale status --papers")
@click.option("--papers", is_flag=True, help="A line for each paper too.")
@workspace_option
@json_option
def command(papers: bool, folder: Path, as_json: bool) -> None:
    """Say what the workspace holds, what is still to do, and which papers failed and why."""
    from miner.cli._print import print_json, print_table, say
    from miner.status import each_paper, status

    with open_workspace(folder) as workspace:
        counts, failed = status(workspace)
        rows: list[dict[str, Any]] = each_paper(workspace) if papers else []
    if as_json:
        print_json(counts | {"failures": failed} | ({"papers of it": rows} if papers else {}))
        return
    print_table(
        ["what", "how many"], [(name.replace("_", " "), count) for name, count in counts.items()], right=["how many"]
    )
    if papers:
        print_table(list(rows[0]) if rows else ["paper"], [tuple(row.values()) for row in rows])
    for row in failed:
        name = f" ({row['file']})" if row["file"] and row["paper"].startswith("sha256:") else ""
        again = " (may go better: `paperscale retry`)" if row["retry"] else ""
        say(f"failed: {row['paper'][:19]}{name}: {row['stage']}: {row['reason']}{again}")
    if counts["due"]:
        say(f"{counts['due']} papers are due: `paperscale extract`")
