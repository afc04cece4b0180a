"""`paperscale review`: a person corrects the machine."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miner.cli._options import json_option, open_workspace, workspace_option

if TYPE_CHECKING:
    from annotations.acts import Reader
    from annotations.decisions import StandingFact
    from annotations.line import Picture
    from annotations.session import Session
    from db.queue import Filter
    from db.workspace import Workspace

reviewer_option = click.option(
    "--reviewer",
    envvar="PAPERSCALE_REVIEWER",
    default=getpass.getuser,
    show_default="your login name",
    show_envvar=True,
    help="Whose decisions these are.",
)


@click.command()
@workspace_option
@reviewer_option
@click.option("--plain", is_flag=True, help="Line mode: the same by words; by itself where there is no terminal.")
@click.option(
    "--order",
    type=click.Choice(["worth", "paper", "stored", "sample"]),
    default="worth",
    show_default=True,
    help="worth: doubt × how far the fit moves; paper: a page at once; stored: as it stands; sample: random.",
)
@click.option("--second", is_flag=True, help="A blind second opinion on a share of what others have decided.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.1,
    show_default=True,
    help="The shared random slice for second opinions, the same for everybody.",
)
@click.option("--adjudicate", is_flag=True, help="Only what readers disagree about.")
@click.option("--kind", type=click.Choice(["run", "result"]), help="Only facts of this kind.")
@click.option("--benchmark", help="Only facts on this benchmark.")
@click.option("--paper", help="Only this paper.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Only facts from this confidence on.")
@click.option("--assign", metavar="NAME", help="Give the papers of these filters to NAME, and leave.")
@click.option(
    "--accept-rest",
    is_flag=True,
    help="Accept at once what is left of these filters, after a sample of it was looked at; and leave.",
)
@click.option("--stats", is_flag=True, help="Print throughput, agreement and the extractors' error rates, and leave.")
@json_option
def command(
    folder: Path,
    reviewer: str,
    plain: bool,
    order: str,
    second: bool,
    share: float,
    adjudicate: bool,
    kind: str | None,
    benchmark: str | None,
    paper: str | None,
    min_confidence: float,
    assign: str | None,
    accept_rest: bool,
    stats: bool,
    as_json: bool,
) -> None:
    """Review proposals by hand: on a screen, or by lines (--plain).

    \b
    paperscale review                         the screen, most worthwhile facts first
    paperscale review --plain --paper 1706.03762
    paperscale review --second --share 0.2    a blind second opinion
    paperscale review --adjudicate            where readers differ
    paperscale review --order sample --kind result --min-confidence 0.95
    paperscale review --accept-rest --kind result --min-confidence 0.95
    """
    from annotations.acts import Reader
    from annotations.session import Session
    from db.queue import Filter

    if second and adjudicate:
        raise click.UsageError("--second is blind, --adjudicate sees all opinions: take one of them")
    if not reviewer.strip():
        raise click.UsageError("--reviewer needs a name")
    with open_workspace(folder) as workspace:
        purpose = "second" if second else "adjudication" if adjudicate else "review"
        which = Filter(kind, paper, benchmark, min_confidence)
        reader = Reader(reviewer.strip(), purpose)
        if stats:
            _statistics(workspace, as_json)
        elif assign:
            _assign(workspace, assign, purpose, which)
        elif accept_rest:
            _accept_rest(workspace, reader, which)
        else:
            _sit(Session(workspace, reader, order, share, which), plain, _picture(workspace))


def _sit(session: Session, plain: bool, picture: Picture) -> None:
    if plain or not sys.stdin.isatty() or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        _by_lines(session, picture)
        return
    from annotations.screen import ReviewScreen

    done = ReviewScreen(session, picture, _view).run()
    click.echo(f"{done or 0} decisions kept")


def _assign(workspace: Workspace, name: str, purpose: str, which: Filter) -> None:
    from db.queue import assign

    click.echo(f"{assign(workspace, name, purpose, which)} papers given to {name} for {purpose}")


def _accept_rest(workspace: Workspace, reader: Reader, which: Filter) -> None:
    from annotations.bulk import LEAST, accept_rest, describe, look_at

    found = look_at(workspace, which)
    click.echo(f"{describe(which)}: of a random sample {found.sample}; {len(found.rest)} are left")
    if found.sample.looked >= LEAST and found.rest:
        click.confirm(f"Accept these {len(found.rest)} without a look?", abort=True)
    click.echo(f"kept: {accept_rest(workspace, reader, found)} accepted in bulk; one undo takes them back")


def _statistics(workspace: Workspace, as_json: bool) -> None:
    import json

    from annotations.report import report, report_lines

    found = report(workspace)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(report_lines(found)))


def _by_lines(session: Session, picture: Picture) -> None:
    from rich.console import Console

    from annotations.completer import completer
    from annotations.line import PROMPT, LineMode

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    mode = LineMode(session, console, picture, _view)
    if not sys.stdin.isatty():
        mode.run(sys.stdin)
        return
    import readline

    readline.set_completer(completer(session))
    readline.set_completer_delims(" ")
    readline.parse_and_bind("tab: complete")
    mode.run(iter(lambda: _ask(PROMPT), None))


def _ask(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def _picture(workspace: Workspace) -> Picture:
    """Draw a fact's page with the boxes of its evidence."""

    def draw(fact: StandingFact) -> Path:
        from annotations.acts import seen
        from annotations.context import ranked
        from db.queue import file_of
        from extractors.model import PaperscaleError
        from extractors.reading import picture

        shown, sha256 = seen(fact), file_of(workspace, fact.paper)
        if shown is None or sha256 is None or not workspace.file(sha256).is_file():
            raise PaperscaleError(f"the file of {fact.paper} is not in this workspace")
        boxes = [piece.box for piece in ranked(shown)]
        page = boxes[0].page
        target = workspace.folder / "pictures" / f"{sha256[:16]}-p{page}.png"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(picture(workspace.file(sha256).read_bytes(), page, boxes, 2.0))
        return target

    return draw


def _view(picture: Path) -> bool:
    """Show a picture in the terminal where it can, else in a viewer where there is a desktop."""
    from annotations.pictures import shown_in_terminal

    if sys.stdout.isatty() and shown_in_terminal(picture):
        return True
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin":
        click.launch(str(picture))
    return False
