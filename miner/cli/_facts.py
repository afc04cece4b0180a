"""Facts for people: what each says, how sure it is, and the words and the page it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.model import Fact, Field, NotStated, Refusal, Result, Stated, TrainingRun, evidence, named_fields
from miner.cli._print import print_table, say


def print_facts(items: Sequence[Fact | Refusal], flags: Mapping[int, Sequence[str]] | None = None) -> None:
    """Each fact with its stated fields, its doubts and its evidence; then the mentions that are none, with reasons.

    `flags` are doubts that other papers raise, by the fact's place among the facts.
    """
    facts = [item for item in items if not isinstance(item, Refusal)]
    refusals = [item for item in items if isinstance(item, Refusal)]
    for number, fact in enumerate(facts):
        _print_fact(number, fact, (flags or {}).get(number, ()))
    if refusals:
        say(f"not taken for facts ({len(refusals)}):")
    for refusal in refusals:
        page = refusal.evidence[0].box.page if refusal.evidence else "?"
        say(f'{refusal.field} "{refusal.text}" on page {page}: {refusal.role}: {refusal.reason}', indent=3)
    if not items:
        say("nothing was found")


def print_summary(items: Sequence[Fact | Refusal]) -> None:
    """The facts of one paper as two tables, runs and results, and how many mentions were refused."""
    runs = [item for item in items if isinstance(item, TrainingRun)]
    results = [item for item in items if isinstance(item, Result)]
    if runs:
        print_table(RUN_COLUMNS, [_run_cells(run) for run in runs], "Training runs", right=("count", "page", "sure"))
    if results:
        numbers = ("value", "page", "sure")
        print_table(RESULT_COLUMNS, [_result_cells(result) for result in results], "Results", right=numbers)
    refused = sum(isinstance(item, Refusal) for item in items)
    if not (runs or results):
        say("no training run and no result is stated, or none was found")
    if refused:
        say(f"{refused} mentions of hardware, time or scores were not taken: `paperscale show` says why")


RUN_COLUMNS = ("model", "phase", "hardware", "count", "time", "also", "page", "sure")
RESULT_COLUMNS = ("benchmark", "split", "metric", "value", "model", "whose", "setting", "where", "page", "sure")
ALSO = ("device_hours", "epochs", "steps", "batch_size", "parameters", "flops", "precision")


def _run_cells(run: TrainingRun) -> tuple[str, ...]:
    also = [f"{name.replace('_', ' ')} {_plain(value)}" for name, value in named_fields(run).items() if name in ALSO]
    return (
        _plain(run.model) or "all",
        _plain(run.phase),
        _plain(run.hardware),
        f"{_plain(run.count)} {run.count_unit}s".strip() if isinstance(run.count, Stated) else "",
        run.time_hours.text if isinstance(run.time_hours, Stated) else "",
        ", ".join(part for part in also if not part.endswith(" ")),
        _page(run),
        f"{run.confidence:.2f}",
    )


def _result_cells(result: Result) -> tuple[str, ...]:
    return (
        *(_plain(value) for value in (result.benchmark, result.split, result.metric, result.value, result.model)),
        {"True": "own", "False": "cited"}.get(_plain(result.own), "?"),
        result.setting + (" (ensemble)" if _plain(result.ensemble) == "True" else ""),
        result.table or "text",
        _page(result),
        f"{result.confidence:.2f}",
    )


def _plain(field: Field) -> str:
    """A field's value alone; empty where it is not stated or not safe to say."""
    if not isinstance(field, Stated):
        return ""
    return f"{field.value:.6g}" if isinstance(field.value, float) else str(field.value)


def _page(fact: Fact) -> str:
    return str(next(evidence(fact)).box.page)


def _print_fact(number: int, fact: Fact, flags: Sequence[str]) -> None:
    kind = "training run" if isinstance(fact, TrainingRun) else "result"
    say(f"{number + 1}. {kind}, confidence {fact.confidence:.2f}")
    for name, value in named_fields(fact).items():
        if not isinstance(value, NotStated):
            say(f"{name.replace('_', ' ')}: {described(value)}", indent=3)
    for doubt in (*fact.flags, *flags):
        say(f"doubt: {doubt}", indent=3)
    quotes: dict[tuple[int, str], None] = dict.fromkeys((piece.box.page, piece.quote) for piece in evidence(fact))
    for page, quote in quotes:
        say(f'page {page}: "{quote}"', indent=3)


def described(field: Field) -> str:
    """A field in a few words: its value, as printed, its bound where it is none."""
    if isinstance(field, Stated):
        bound = "" if field.bound == "exact" else f", {field.bound.replace('_', ' ')}"
        printed = "" if str(field.value) == field.text or not field.text else f'  ("{field.text}"{bound})'
        return f"{field.value:g}{printed}" if isinstance(field.value, float) else f"{field.value}{printed}"
    if isinstance(field, NotStated):
        return "not stated"
    return f"not safe to say: {field.why}"
