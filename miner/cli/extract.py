"""`paperscale extract`: the facts of a workspace's papers, or of files by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from miner.cli import SOME_FAILED
from miner.cli._options import open_workspace, workers_option, workspace_option

if TYPE_CHECKING:
    from extractors.model import Fact, Failure, Findings, Refusal


@click.command(
    epilog="Examples: paperscale extract; paperscale extract ~/papers --jsonl facts.jsonl; paperscale extract a.pdf"
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--jsonl", type=click.File("w", encoding="utf-8", lazy=True), help="Write a JSON line a fact; - is stdout."
)
@workers_option
@workspace_option
def command(paths: tuple[Path, ...], jsonl: TextIO | None, workers: int | None, folder: Path) -> int:
    """Extract training runs and results, with the evidence for each.

    Without PATHS: of the workspace's papers that are due, into the workspace. With PATHS, files or folders: of these
    files, and nothing is stored. Every file ends as facts or as one failure with its reason.
    """
    lines = _from_files(paths, workers, folder) if paths else _from_workspace(folder, workers)
    failed = False
    summary: list[tuple[str, list[Fact | Refusal | Failure]]] = []
    for name, items in lines:
        failed = failed or any(item.kind == "failure" for item in items)
        if jsonl:
            _write(jsonl, name, items)
        else:
            summary.append((name, items))
    if not jsonl:
        _print_summary(summary, bool(paths))
    return SOME_FAILED if failed else 0


def _from_files(
    paths: tuple[Path, ...], workers: int | None, folder: Path
) -> Iterator[tuple[str, list[Fact | Refusal | Failure]]]:
    from miner.cli._progress import progress
    from miner.cli._stages import workers_for
    from miner.extraction import extract_files
    from miner.importing import candidates
    from miner.work import Worked

    files = candidates(paths)
    with workers_for(folder, workers) as pool, progress("extract") as tell:
        for count, (path, answer) in enumerate(extract_files(files, pool), 1):
            tell(count, len(files), path.name)
            yield path.name, _items(answer.findings) if isinstance(answer, Worked) else [answer]


def _from_workspace(folder: Path, workers: int | None) -> Iterator[tuple[str, list[Fact | Refusal | Failure]]]:
    from db.facts import findings_of
    from db.papers import latest_files
    from miner.cli._stages import run_extraction

    with open_workspace(folder) as workspace:
        failed = dict(run_extraction(workspace, workers).failed)
        for file in latest_files(workspace):
            failure = failed.get(file.paper)
            yield file.name, [failure] if failure else _items(findings_of(workspace, file.paper))


def _items(findings: Findings) -> list[Any]:
    return [*findings.facts, *findings.refusals]


def _write(stream: TextIO, name: str, items: list[Fact | Refusal | Failure]) -> None:
    from extractors.encoding import contract_line

    for item in items:
        stream.write(json.dumps(contract_line(name, item)) + "\n")


def _print_summary(papers: list[tuple[str, list[Fact | Refusal | Failure]]], in_full: bool) -> None:
    """A line a paper; of files by path, the facts too."""
    from extractors.model import Failure
    from miner.cli._facts import print_summary
    from miner.cli._print import print_failures, print_table

    rows = []
    for name, items in papers:
        count = {kind: sum(item.kind == kind for item in items) for kind in ("run", "result", "refused")}
        if not (items and isinstance(items[0], Failure)):
            rows.append((name, count["run"], count["result"], count["refused"]))
    numbers = ["training runs", "results", "refused"]
    if in_full and len(papers) == 1:
        print_summary([item for item in papers[0][1] if not isinstance(item, Failure)])
    else:
        print_table(["file", *numbers], rows, right=numbers)
    print_failures((name, item) for name, items in papers for item in items if isinstance(item, Failure))
