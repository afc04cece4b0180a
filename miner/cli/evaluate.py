"""`paperscale evaluate`: facts against labels made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miner.cli._options import json_option, open_workspace, workspace_option

if TYPE_CHECKING:
    from miner.evaluation import Evaluation
    from miner.evaluation.counts import Disagreement

_existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@workspace_option
@click.option(
    "--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of labels."
)
@click.option("--facts", type=_existing, help="Facts as `extract --jsonl` wrote them; else those of the workspace.")
@click.option("--compare", type=_existing, help="Facts of an earlier run: what got better, what got worse.")
@click.option("--files", type=_existing, help="A list of file names: these papers alone.")
@click.option("--halves", is_flag=True, help="Figures of two halves of the papers, too, split by the hash of the name.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.5, show_default=True)
@click.option("--figures-only", is_flag=True, help="Print no disagreements.")
@click.option("--jsonl", type=click.Path(dir_okay=False, path_type=Path), help="Write each disagreement to a file.")
@click.option(
    "--reliability",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the reliability plot of the confidences to a file (.svg, .png, .pdf), and print its table.",
)
@json_option
def command(
    folder: Path,
    gold: Path,
    facts: Path | None,
    compare: Path | None,
    files: Path | None,
    halves: bool,
    min_confidence: float,
    figures_only: bool,
    jsonl: Path | None,
    reliability: Path | None,
    as_json: bool,
) -> None:
    """Hold facts against labels made by hand.

    Precision, recall and F1 of each field with 95 % intervals, drawn over papers; each disagreement with its page.

    Example: paperscale evaluate --gold gold --facts facts.jsonl --compare yesterday.jsonl
    """
    from miner.evaluation import evaluate, read_facts, read_labels, workspace_facts
    from miner.evaluation.figures import half

    labels = read_labels(gold)
    only = files.read_text(encoding="utf-8").split() if files else labels.files
    if facts:
        found = read_facts(facts)
    else:
        with open_workspace(folder) as workspace:
            found = workspace_facts(workspace)
    whole = evaluate(found, labels, only, min_confidence)
    parts = {"all papers": whole}
    if halves:
        for number, name in enumerate(("first half", "second half")):
            parts[name] = evaluate(found, labels, [file for file in only if half(file) == number], min_confidence)
    before = evaluate(read_facts(compare), labels, only, min_confidence) if compare else None
    wrong = [item for paper in whole.papers for item in paper.disagreements]
    if jsonl:
        jsonl.write_text("".join(json.dumps(item._asdict()) + "\n" for item in wrong), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_report(parts, before, wrong), indent=1))
    else:
        for name, part in parts.items():
            _print_figures(name, part)
        if not figures_only:
            _print_disagreements("disagreements", wrong)
        if before:
            _print_changes(before, whole)
    if reliability:
        _reliability(whole, reliability, not as_json)


def _print_figures(name: str, evaluation: Evaluation) -> None:
    from miner.evaluation import figures

    click.echo(f"{name}: {len(evaluation.runs)} with labelled runs, {len(evaluation.results)} with labelled results")
    click.echo(f"{'':16}{'precision':^22}{'recall':^22}{'F1':^22}hit / predicted / labelled")
    for figure in figures(evaluation):
        columns = (
            (figure.precision, figure.precision_interval),
            (figure.recall, figure.recall_interval),
            (figure.f1, figure.f1_interval),
        )
        shown = "".join(f"{value:6.3f} ({low:.3f}–{high:.3f}) " for value, (low, high) in columns)
        click.echo(f"{figure.field:16}{shown} {figure.count.hit} / {figure.count.predicted} / {figure.count.labelled}")
    counts = evaluation.confusions
    click.echo(
        f"invented: {counts['invented']}; cited as own: {counts['cited as own']} of {counts['cited']}; "
        f"dev as test: {counts['dev as test']}; "
        f"error as accuracy or the reverse: {counts['error as accuracy or the reverse']}\n"
    )


def _print_disagreements(title: str, items: Iterable[Disagreement]) -> None:
    from annotations.safe_text import safe_text

    listed = list(items)
    click.echo(f"{title}: {len(listed)}")
    for item in listed:
        page = "-" if item.page is None else item.page
        click.echo(safe_text(f"  {item.file} p{page} {item.field} {item.how}: {item.value}  {item.note}".rstrip()))


def _print_changes(before: Evaluation, after: Evaluation) -> None:
    from miner.evaluation import changes
    from miner.evaluation.figures import better_and_worse

    click.echo(f"\n{'F1':16}{'before':>8}{'after':>8}{'change':>9}   95 % interval of the change")
    for change in changes(before, after):
        low, high = change.interval
        moved = change.after - change.before
        click.echo(f"{change.field:16}{change.before:8.3f}{change.after:8.3f}{moved:+9.3f}   {low:+.3f} to {high:+.3f}")
    better, worse = better_and_worse(before, after)
    _print_disagreements("got better, no longer there", better)
    _print_disagreements("got worse, new", worse)


def _reliability(evaluation: Evaluation, path: Path, talk: bool) -> None:
    from extractors.model import PaperscaleError
    from miner.evaluation import reliability

    rows = reliability.bins(evaluation.outcomes)
    if not rows:
        raise PaperscaleError("no fact of a labelled paper has a confidence: there is nothing to plot")
    try:
        reliability.plot(rows, path)
    except ValueError as error:
        raise PaperscaleError(f"{path}: {error}") from error
    if talk:
        click.echo(f"\n{'':12}{'confidence':>12}{'facts':>7}{'mean':>7}{'right':>7}   95 % interval")
        for row in rows:
            low, high = row.interval
            span = f"{row.low:.2f}–{row.high:.2f}"
            click.echo(
                f"{row.field:12}{span:>12}{row.facts:7}{row.confidence:7.3f}{row.right:7.3f}   {low:.3f} to {high:.3f}"
            )
        for field in dict.fromkeys(row.field for row in rows):
            distance = reliability.calibration_error([row for row in rows if row.field == field])
            click.echo(f"{field}: expected calibration error {distance:.3f}")
        click.echo(f"plot: {path}")


def _report(parts: dict[str, Evaluation], before: Evaluation | None, wrong: list[Disagreement]) -> dict[str, Any]:
    from miner.evaluation import changes, figures
    from miner.evaluation.figures import as_json, better_and_worse

    report: dict[str, Any] = {
        name: {"figures": [as_json(figure) for figure in figures(part)], "confusions": dict(part.confusions)}
        for name, part in parts.items()
    }
    report["disagreements"] = [item._asdict() for item in wrong]
    if before:
        whole = parts["all papers"]
        better, worse = better_and_worse(before, whole)
        report["changes"] = [change._asdict() for change in changes(before, whole)]
        report["better"] = [item._asdict() for item in better]
        report["worse"] = [item._asdict() for item in worse]
    return report
