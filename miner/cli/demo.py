"""`paperscale demo`: the whole job offline, on sample papers of our own."""

from __future__ import annotations

from pathlib import Path

import click

from miner.cli._options import make_workspace

NAME = "demo"


@click.command(epilog="Example: paperscale demo --workspace /tmp/demo")
@click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder of the demo's workspace.",
)
def command(folder: Path) -> None:
    """Run the main job without a network, in well under two minutes.

    Six sample papers, written for this and typeset here, are served by an arXiv on this machine's loopback; they are
    crawled, read, extracted and stored; a person's decisions on them, which are shipped, are taken in; what stands is
    released as a dataset and fitted. Running it again changes nothing.
    """
    from importlib.resources import files

    from annotations.exchange import import_lines
    from annotations.release import make_release
    from miner.cli._print import say
    from miner.cli._stages import run_crawl, run_extraction, scale
    from miner.demo.arxiv import serve
    from miner.demo.manuscript import manuscripts
    from miner.pipeline import versions
    from miner.tasks import task

    papers = manuscripts()
    with make_workspace(folder) as workspace:
        with serve(papers) as address:
            crawled = run_crawl(workspace, task("imagenet"), address, None)
        say(f"crawled: {len(crawled.found)} sample papers from {address}, {crawled.fetched} fetched")
        extracted = run_extraction(workspace, None)
        say(f"extracted: {len(extracted.done)} papers, {extracted.current} were so before")
        decisions = files("miner.demo").joinpath("demo.decisions.jsonl").read_text("utf-8")
        new, _ = import_lines(workspace, decisions.splitlines())
        say(f"reviewed: {new} decisions taken in")
        release = make_release(workspace, NAME, versions())
        say(f"released: {release}")
        scale(workspace, release)
    figures = folder / "figures" / NAME
    say()
    say(f"The dataset:   {release / 'README.md'}")
    say(f"The plot:      {figures / 'imagenet-top1-computation.svg'}")
    say(f"The report:    {figures / 'report.html'}")
    say(f"Its papers:    paperscale show 0001.00001 --workspace {folder}")
    say(f"The queue:     paperscale review --workspace {folder}")
    say("The real arXiv: paperscale run imagenet --max-papers 20")
