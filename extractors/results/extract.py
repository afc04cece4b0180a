"""A paper's results: from its tables, then from its sentences, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.model import Document, Findings, PaperInfo, Result, Stated, TrainingRun, value_of
from extractors.results.paper import read_paper
from extractors.results.sentences import text_results
from extractors.results.tables import table_results
from extractors.results.vocabulary import benchmark
from extractors.ties import tie_runs

STANDS = 0.5


def extract(
    document: Document, info: PaperInfo, runs: Sequence[TrainingRun] = (), names: Sequence[object] = ()
) -> Findings:
    """The results that a paper states, own and cited, in the order of its pages.

    `runs` are the paper's training runs: a result's `runs` are the places of those of its model. `names` are
    accepted for the sake of one shape of extractors and not needed.
    """
    paper = read_paper(document, info)
    tabled = [result for table in document.tables for result in table_results(paper, table)]
    results = join(tabled, text_results(paper))
    main = next((names[0] for names in paper.own.values()), "")
    return Findings(results=tuple(_with_places(tie_runs(_with_headlines(results), runs, main))))


def join(tabled: Sequence[Result], said: Iterable[Result]) -> list[Result]:
    """Results of tables with those of the text: a value that a table has too is one result with both places."""
    joined = list(tabled)
    for result in said:
        same = [place for place, known in enumerate(joined) if _same(known, result)]
        if not same:
            joined.append(result)
            continue
        owned = [place for place in same if value_of(joined[place].own) == value_of(result.own)] or same
        known = joined[owned[0]]
        if isinstance(known.value, Stated) and isinstance(result.value, Stated):
            pieces = (*known.value.evidence, *result.value.evidence)
            joined[owned[0]] = replace(known, value=replace(known.value, evidence=tuple(dict.fromkeys(pieces))))
    return joined


def _same(known: Result, said: Result) -> bool:
    """Whether a sentence's value is a table's, as printed or rounded to the sentence's digits."""
    if (value_of(known.benchmark), value_of(known.metric)) != (value_of(said.benchmark), value_of(said.metric)):
        return False
    table, text = value_of(known.value), value_of(said.value)
    if not isinstance(table, float) or not isinstance(text, float) or not isinstance(said.value, Stated):
        return False
    decimals = len(said.value.text.strip("% ").partition(".")[2].split(" ")[0].strip("%"))
    return abs(table - text) <= 0.5 * 10.0**-decimals + 1e-9


def _with_headlines(results: Sequence[Result]) -> list[Result]:
    """Mark the best own value on each benchmark, split and metric."""
    best: dict[tuple[object, ...], float] = {}
    for result in results:
        key, value = _task(result), value_of(result.value)
        if not _counts(result) or not isinstance(value, float):
            continue
        up = benchmark(str(key[0])).metric(str(key[1])).direction == "up"
        best[key] = value if key not in best else max(best[key], value) if up else min(best[key], value)
    return [
        replace(result, headline=True)
        if _counts(result) and value_of(result.value) == best.get(_task(result))
        else result
        for result in results
    ]


def _task(result: Result) -> tuple[object, ...]:
    return value_of(result.benchmark), value_of(result.metric), value_of(result.split)


def _counts(result: Result) -> bool:
    return bool(value_of(result.own)) and result.confidence >= STANDS


def _with_places(results: Sequence[Result]) -> list[Result]:
    """Number places that occur twice, so that each result has its own anchor."""
    seen: dict[str, int] = {}
    numbered = []
    for result in results:
        seen[result.place] = seen.get(result.place, 0) + 1
        again = seen[result.place]
        numbered.append(replace(result, place=f"{result.place} ({again})") if again > 1 else result)
    return numbered
