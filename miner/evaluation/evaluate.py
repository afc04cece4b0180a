"""Facts and labels by paper, and the evaluation of one against the other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.workspace import Workspace
from extractors.encoding import contract_line, decode_fact
from extractors.model import PaperscaleError
from miner.evaluation import results, runs
from miner.evaluation.agreement import Row, canonical_device
from miner.evaluation.counts import Outcome, PaperCounts

MIN_CONFIDENCE = 0.5
"""Below it a fact is a question for the review queue; it is not counted."""

ByFile = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Labels:
    """A folder of labels, by file name: training runs, mentions that are none, own results, cited results."""

    runs: ByFile
    mentions: ByFile
    results: ByFile
    cited: ByFile

    @property
    def files(self) -> list[str]:
        """Every paper that has a label of runs or of results."""
        return sorted({*self.runs, *self.results})


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of the labelled papers: counts of runs and of results by paper; failures are papers without facts."""

    runs: tuple[PaperCounts, ...]
    results: tuple[PaperCounts, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def papers(self) -> tuple[PaperCounts, ...]:
        """All counts, runs first."""
        return (*self.runs, *self.results)

    @property
    def confusions(self) -> Counter[str]:
        """Sums over papers of what must not happen: invented, cited as own, dev as test, error as accuracy."""
        total: Counter[str] = Counter()
        for paper in self.papers:
            total.update(paper.confusions)
        return total


def read_labels(folder: Path) -> Labels:
    """The labels of a folder. Raises PaperscaleError where it has none."""
    names = ("compute.jsonl", "not_training.jsonl", "results.jsonl", "cited.jsonl")
    if not any((folder / name).is_file() for name in names):
        raise PaperscaleError(f"{folder} holds no labels: neither {' nor '.join(names)}")
    return Labels(*(_by_file(_rows(folder / name)) for name in names))


def read_facts(path: Path) -> list[Row]:
    """The runs and results of a file that `extract --jsonl` wrote. Raises PaperscaleError for what is none."""
    facts = [row for row in _rows(path) if row.get("kind") in ("run", "result")]
    if not facts:
        raise PaperscaleError(f"{path} holds no facts; `paperscale extract … --jsonl` writes them")
    return facts


def workspace_facts(workspace: Workspace) -> list[Row]:
    """The facts that a workspace holds, as extracted, by the names of the files that they were read from."""
    rows = workspace.rows(
        """SELECT DISTINCT paper_file.name, proposal.fact, proposal.paper, proposal.ordinal
           FROM proposal JOIN extraction USING (paper) JOIN paper_file USING (paper, sha256)
           ORDER BY proposal.paper, proposal.ordinal"""
    )
    return [contract_line(row["name"], decode_fact(json.loads(row["fact"]))) for row in rows]


def evaluate(
    facts: Iterable[Row], labels: Labels, files: Iterable[str] | None = None, min_confidence: float = MIN_CONFIDENCE
) -> Evaluation:
    """Counts of the labelled papers, or of those of them that `files` names.

    A fact with a confidence below `min_confidence` is not counted, one without a confidence is. Outcomes are given for
    all facts, since a confidence has to be right everywhere.
    """
    wanted = set(labels.files if files is None else files)
    found: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        named = {"hardware": canonical_device(fact.get("hardware"))} if fact["kind"] == "run" else {}
        found[f"{fact['kind']} {Path(fact['file']).name}"].append({**fact, **named})
    counted_runs, counted_results, outcomes = [], [], list[Outcome]()
    for file in labels.files:
        if file in wanted and file in labels.runs:
            predicted = found[f"run {file}"]
            mentions = labels.mentions.get(file, ())
            counted_runs.append(
                runs.count_runs(file, _confident(predicted, min_confidence), labels.runs[file], mentions)
            )
            outcomes += runs.outcomes(predicted, labels.runs[file])
        if file in wanted and file in labels.results:
            predicted = found[f"result {file}"]
            cited = labels.cited.get(file, ())
            counted_results.append(
                results.count_results(file, _confident(predicted, min_confidence), labels.results[file], cited)
            )
            outcomes += results.outcomes(predicted, labels.results[file])
    return Evaluation(tuple(counted_runs), tuple(counted_results), tuple(outcomes))


def _confident(facts: Sequence[Row], least: float) -> list[Row]:
    return [fact for fact in facts if fact.get("confidence") is None or fact["confidence"] >= least]


def _rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    rows: list[Row] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line) if line.strip() else None
            except json.JSONDecodeError as error:
                raise PaperscaleError(f"{path}, line {number}: {error}") from error
            if isinstance(row, dict):
                rows.append(row)
    return rows


def _by_file(rows: Iterable[Row]) -> ByFile:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[Path(row["file"]).name].append(row)
    return dict(grouped)
