"""`paperscale retry`: papers that failed, tried again."""

from __future__ import annotations

from pathlib import Path

import click

from miner.cli import SOME_FAILED
from miner.cli._options import arxiv_option, open_workspace, workers_option, workspace_option


@click.command(epilog="Example: paperscale retry")
@click.argument("papers", nargs=-1)
@arxiv_option
@workers_option
@workspace_option
def command(papers: tuple[str, ...], arxiv_url: str | None, workers: int | None, folder: Path) -> int:
    """Try failed papers again: all that may go better, or PAPERS by name, whatever their failure was."""
    from miner.cli._print import print_failures, say
    from miner.cli._stages import run_extraction, run_refetch
    from miner.retry import to_try

    with open_workspace(folder) as workspace:
        fetching, extracting = to_try(workspace, papers)
        failed = run_refetch(workspace, fetching, arxiv_url) if fetching else []
        again = extracting | (fetching - {paper for paper, _ in failed})
        extracted = run_extraction(workspace, workers, again, again=True) if again else None
    failed += extracted.failed if extracted else ()
    say(f"{len(fetching | extracting)} papers tried again, {len(failed)} failed")
    print_failures(failed)
    return SOME_FAILED if failed else 0
