"""`paperscale show`: what the machine believes of a paper, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractors.model import PaperscaleError
from miner.cli._options import open_workspace, workspace_option

if TYPE_CHECKING:
    from db.papers import KeptFile
    from db.workspace import Workspace


@click.command(epilog="Examples: paperscale show 1706.03762; paperscale show 1706.03762 --page 7 --tables")
@click.argument("paper")
@click.option("--page", type=click.IntRange(min=1), help="Draw this page with the evidence on it, as a PNG.")
@click.option(
    "--tables", is_flag=True, help="With --page: draw what the table finder saw and print the grids that it read."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the PNG goes.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines for a program.")
def command(paper: str, page: int | None, tables: bool, output: Path | None, folder: Path, as_json: bool) -> None:
    """Show what is known of PAPER: its facts with their evidence, the mentions that were refused, its failures.

    PAPER is an arXiv identifier, a `sha256:…` name, or the beginning of one.
    """
    with open_workspace(folder) as workspace:
        file = _named(workspace, paper)
        if page:
            _draw(workspace, file, page, tables, output or Path(f"{file.name.removesuffix('.pdf')}-p{page}.png"))
        elif as_json:
            _print_lines(workspace, file)
        else:
            _print(workspace, file)


def _named(workspace: Workspace, name: str) -> KeptFile:
    from db.papers import latest_files

    files = [file for file in latest_files(workspace) if file.paper.startswith(name)]
    exact = [file for file in files if file.paper == name]
    if len(exact or files) != 1:
        several = f"; it may be {', '.join(file.paper for file in files[:5])}" if files else ""
        raise PaperscaleError(f"no one paper here is called {name!r}{several}: `paperscale status --papers` lists them")
    return (exact or files)[0]


def _print(workspace: Workspace, file: KeptFile) -> None:
    from db.facts import failures, findings_of, flags_of
    from db.papers import info_of
    from miner.cli._facts import print_facts
    from miner.cli._print import say

    info = info_of(workspace, file)
    say(f"{info.identifier}{f'v{info.version}' if info.version else ''}  {info.title or ''}")
    say(f"submitted {info.submitted or '(unknown)'}, file {workspace.file(file.sha256)}")
    failed = failures(workspace).get(file.paper, [])
    for failure, _, attempts in failed:
        say(f"failed to {failure.stage} ({attempts} attempts): {failure.reason}")
    findings = findings_of(workspace, file.paper)
    if findings.facts or not failed:
        print_facts([*findings.facts, *findings.refusals], flags_of(workspace, file.paper))
    for absence in findings.absences:
        say(f"{absence.field.replace('_', ' ')} is stated nowhere; searched: {absence.searched}")


def _print_lines(workspace: Workspace, file: KeptFile) -> None:
    import json

    from db.facts import findings_of
    from extractors.encoding import contract_line

    findings = findings_of(workspace, file.paper)
    for item in (*findings.facts, *findings.refusals):
        click.echo(json.dumps(contract_line(file.name, item)))


def _draw(workspace: Workspace, file: KeptFile, page: int, tables: bool, output: Path) -> None:
    from db.facts import findings_of
    from extractors.model import Failure, evidence
    from miner.cli._print import say
    from miner.cli._stages import workers_for
    from miner.pool import Question
    from miner.work import drawing, tables_drawing

    path = workspace.file(file.sha256)
    facts = findings_of(workspace, file.paper).facts
    boxes = tuple(dict.fromkeys(piece.box for fact in facts for piece in evidence(fact)))
    question = Question(tables_drawing, (path, page)) if tables else Question(drawing, (path, page, boxes))
    with workers_for(workspace.folder, 1) as workers:
        (answer,) = workers.ask([question])
    if isinstance(answer, Failure):
        raise PaperscaleError(f"page {page} of {file.name} cannot be drawn: {answer.reason}")
    if tables:
        image, grids = answer
        output.write_bytes(image)
        for line in grids.splitlines() or [f"no caption of a table on page {page}"]:
            say(line)
        say(f"drawn: {output}")
    else:
        output.write_bytes(answer)
        say(f"drawn: {output}, with {sum(box.page == page for box in boxes)} frames")
