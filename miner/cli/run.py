"""`paperscale run`: the whole way, from arXiv to a fitted curve."""

from __future__ import annotations

from pathlib import Path

import click

from miner.cli import SOME_FAILED
from miner.cli._options import arxiv_option, make_workspace, most_option, workers_option, workspace_option

UNREVIEWED = 0.9
"""Facts that nobody has reviewed are released from this confidence on, marked."""


@click.command(epilog="Example: paperscale run imagenet --max-papers 20")
@click.argument("task")
@most_option
@arxiv_option
@workers_option
@workspace_option
def command(task: str, max_papers: int | None, arxiv_url: str | None, workers: int | None, folder: Path) -> int:
    """Go the whole way for TASK without a person: crawl, extract, store, release, scale.

    Facts that nobody has reviewed are released from a confidence of 0.9 on, marked as unreviewed. Killed and started
    again, it goes on where it was.
    """
    from annotations.release import make_release
    from miner.cli._print import print_failures, say
    from miner.cli._stages import run_crawl, run_extraction, scale
    from miner.pipeline import versions
    from miner.tasks import task as task_named

    chosen = task_named(task)
    with make_workspace(folder) as workspace:
        crawled = run_crawl(workspace, chosen, arxiv_url, max_papers)
        say(f"crawled: {len(crawled.found)} papers of {chosen.name}, {crawled.fetched} fetched")
        extracted = run_extraction(workspace, workers)
        say(f"extracted: {len(extracted.done)} papers, {extracted.current} were so before")
        release = make_release(workspace, chosen.name, versions(), UNREVIEWED)
        say(f"released: {release}")
        scale(workspace, release)
    failed = (*crawled.failed, *extracted.failed)
    print_failures(failed)
    return SOME_FAILED if failed else 0
