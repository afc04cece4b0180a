"""A paper's results: from its tables, then from its sentences, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Document, Findings, PaperInfo, Result, TrainingRun, value_of
from extractors.results.paper import read_paper
from extractors.results.tables import table_results
from extractors.results.vocabulary import benchmark

STANDS = 0.5


def extract(
    document: Document, info: PaperInfo, runs: Sequence[TrainingRun] = (), names: Sequence[object] = ()
) -> Findings:
    """The results that a paper states, own and cited, in the order of its pages.

    `runs` are the paper's training runs: a result's `runs` are the places of those of its model. `names` are
    accepted for the sake of one shape of extractors and not needed.
    """
    paper = read_paper(document, info)
    results = [result for table in document.tables for result in table_results(paper, table)]
    return Findings(results=tuple(_with_places(_with_headlines(results))))


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
