"""`paperscale crawl`: a task's papers from arXiv into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from miner.cli import SOME_FAILED
from miner.cli._options import arxiv_option, json_option, make_workspace, most_option, workspace_option


@click.command(epilog="Example: paperscale crawl imagenet --max-papers 20")
@click.argument("task")
@most_option
@arxiv_option
@workspace_option
@json_option
def command(task: str, max_papers: int | None, arxiv_url: str | None, folder: Path, as_json: bool) -> int:
    """Find the papers of TASK on arXiv and fetch their PDFs into the workspace.

    TASK is a name of `paperscale tasks`, or a task's file. arXiv's own hosts are asked once in three seconds. What is
    in the workspace already is not fetched again, so the same command goes on where a former one ended.
    """
    from miner.cli._print import print_failures, print_json, say
    from miner.cli._stages import run_crawl
    from miner.tasks import task as task_named

    chosen = task_named(task)
    with make_workspace(folder) as workspace:
        crawled = run_crawl(workspace, chosen, arxiv_url, max_papers)
    if as_json:
        failed = [{"paper": paper, "reason": failure.reason} for paper, failure in crawled.failed]
        print_json({"found": crawled.found, "fetched": crawled.fetched, "failed": failed})
    else:
        say(f"{len(crawled.found)} papers found, {crawled.fetched} fetched, {len(crawled.failed)} failed")
        print_failures(crawled.failed)
    return SOME_FAILED if crawled.failed else 0
