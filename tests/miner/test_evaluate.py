"""Evaluation: what counts as right, how it is added up, and that it agrees with the judge of the labels."""

import json
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from db.facts import store
from db.papers import Paper, keep_file
from db.workspace import Workspace
from extractors.encoding import encode_document
from extractors.model import Box, Document, Evidence, Findings, NotStated, PaperscaleError, Result, Stated
from miner.cli.evaluate import command
from miner.evaluation import changes, evaluate, figures, read_facts, read_labels, workspace_facts
from miner.evaluation.agreement import canonical_device, same_model, same_number, same_score, same_split
from miner.evaluation.counts import Count, Outcome
from miner.evaluation.figures import better_and_worse, figure, half
from miner.evaluation.reliability import bins, calibration_error, wilson

LABELS: dict[str, list[dict[str, Any]]] = {
    "compute.jsonl": [
        {"file": "a.pdf", "run": 1, "model": "Lumen (base)", "phase": "training", "hardware": "Tesla P100", "count": 8}
        | {"time_hours": 12, "time_any": [11], "epochs": 3, "page": 4},
        {"file": "a.pdf", "run": 2, "model": None, "phase": "fine-tuning", "hardware": "Tesla P100", "count": 8}
        | {"time_hours": None, "page": 5},
        {"file": "a.pdf", "run": 3, "model": "toy", "phase": "training", "hardware": "GPU", "count": 1}
        | {"time_hours": 2, "page": 9, "optional": True},
        {"file": "b.pdf", "run": 1, "none": True},
    ],
    "not_training.jsonl": [
        {"file": "a.pdf", "page": 6, "quote": "…", "field": "time", "text": "3 ms", "value": 40.0, "role": "cited"}
    ],
    "results.jsonl": [
        {"file": "a.pdf", "page": 7, "table": "Table 2", "benchmark": "imagenet", "split": "val", "own": True}
        | {"metric": "top1_error", "value": 22.1, "model": "Lumen-50", "headline": True},
        {"file": "a.pdf", "page": 7, "table": "Table 2", "benchmark": "imagenet", "split": "val", "own": True}
        | {"metric": "top1_error", "value": 21.0, "model": "Lumen-101"},
    ],
    "cited.jsonl": [
        {"file": "a.pdf", "page": 7, "table": "Table 2", "benchmark": "imagenet", "split": "val", "own": False}
        | {"metric": "top1_error", "value": 24.7, "model": "ResNet-50"},
    ],
}
RUN = {
    "kind": "run",
    "file": "a.pdf",
    "model": "Lumen base",
    "phase": "training",
    "hardware": "NVIDIA P100",
    "count": 8,
}
RUN |= {"time_hours": 11.1, "epochs": 3, "page": 4, "confidence": 0.9, "confidences": {"count": 0.95}}
RESULT = {"kind": "result", "file": "a.pdf", "benchmark": "imagenet", "split": "val", "metric": "top1_error"}
RESULT |= {"value": 22.1, "model": "Lumen-50", "own": True, "page": 7, "confidence": 0.9}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name, rows in LABELS.items():
        (gold / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return gold


def counted(folder: Path, *facts: dict[str, Any]) -> dict[str, Count]:
    return {item.field: item.count for item in figures(evaluate(facts, read_labels(folder)))}


@pytest.mark.parametrize(
    ("got", "wanted", "same"),
    [
        (12, 12.2, True),
        (12, 12.3, False),
        (None, None, True),
        (None, 0, False),
        (0, 0, True),
    ],
)
def test_numbers_agree_within_two_percent(got: float | None, wanted: float | None, same: bool) -> None:
    """A number agrees within 2 %; silence agrees with silence alone."""
    assert same_number(got, wanted) is same


@pytest.mark.parametrize(
    ("got", "wanted", "same"),
    [
        ("Lumen (big)", "lumen big", True),
        ("Lumen-50", "Lumen-101", False),
        ("Lumen", "Lumen-101", True),
        ("our Lumen model with cutout", "Lumen", False),
        (None, "Lumen", False),
        ("", "", False),
    ],
)
def test_models_are_the_same_by_half_of_their_words(got: str | None, wanted: str, same: bool) -> None:
    """Half of the words, and no different numbers."""
    assert same_model(got, wanted) is same


def test_scores_splits_and_devices_agree_as_they_are_printed() -> None:
    """Fractions are percentages, minival is val, and an alias is its device."""
    assert same_score(0.221, 22.1)
    assert not same_score(22.11, 22.1)
    assert not same_score(None, 22.1)
    assert same_split("minival", "val")
    assert same_split(None, None)
    assert not same_split("test", "val")
    assert canonical_device("NVIDIA P100") == "Tesla P100"
    assert canonical_device("GPU") == "GPU"
    assert canonical_device("abacus") == "abacus"


def test_a_right_run_is_a_hit_in_every_field(folder: Path) -> None:
    """Other accepted readings count, an optional run is not missed, and distinct values are counted once."""
    counts = counted(folder, RUN)
    assert counts["hardware"] == Count(1, 1, 1)
    assert counts["count"] == Count(1, 1, 1)
    assert counts["time_hours"] == Count(1, 1, 1)
    assert counts["run"] == counts["run + model"] == counts["run + phase"] == Count(1, 1, 2)
    assert counts["epochs"] == Count(1, 1, 1)


def test_an_optional_run_is_neither_missed_nor_wrong(folder: Path) -> None:
    """Its values are accepted, and nothing is gained by them."""
    toy = RUN | {"hardware": "GPU", "count": 1, "time_hours": 2, "epochs": None}
    assert counted(folder, toy)["run"] == Count(0, 0, 2)
    assert counted(folder, toy)["hardware"] == Count(0, 0, 1)


def test_a_label_without_a_model_accepts_any(folder: Path) -> None:
    """The second run is of all models, so any name will do; its phase must agree."""
    run = RUN | {"model": "whatever", "time_hours": None, "epochs": None}
    counts = counted(folder, run)
    assert counts["run + model"] == Count(1, 1, 2)
    assert counts["run + phase"] == Count(0, 1, 2)


def test_inventions_are_found(folder: Path) -> None:
    """A run in a paper that states none, and a mention that is no training, are inventions; a doubtful fact is not."""
    invented = RUN | {"file": "b.pdf"}
    mention = RUN | {"time_hours": 40}
    labels = read_labels(folder)
    assert evaluate([invented, mention], labels).confusions["invented"] == 2
    assert evaluate([invented | {"confidence": 0.4}], labels).confusions["invented"] == 0
    listed = [item for paper in evaluate([mention], labels).papers for item in paper.disagreements]
    assert ("time_hours", "wrong", "40", 4) in [item[1:5] for item in listed]


def test_results_are_paired_one_to_one(folder: Path) -> None:
    """The same value twice for two models is one hit; what is another work's is told from what is wrong."""
    cited = RESULT | {"value": 24.7, "model": "ResNet-50"}
    upside_down = RESULT | {"metric": "top1_accuracy", "value": 21.0}
    evaluation = evaluate([RESULT, RESULT | {"model": "x"}, cited, upside_down], read_labels(folder))
    counts = {item.field: item.count for item in figures(evaluation)}
    assert counts["result"] == Count(1, 3, 2)
    assert counts["headline"] == Count(1, 1, 1)
    assert evaluation.confusions["cited as own"] == 1
    assert evaluation.confusions["error as accuracy or the reverse"] == 1
    assert counted(folder, RESULT | {"split": "test"})["result + split"] == Count(0, 1, 2)
    assert evaluate([RESULT | {"split": "test"}], read_labels(folder)).confusions["dev as test"] == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12))
def test_intervals_hold_what_can_come_out(rows: list[tuple[int, int, int]]) -> None:
    """Every interval lies in 0..1, its ends in order, and the same counts give the same interval."""
    counts = [Count(hit, hit + wrong, hit + missed) for hit, wrong, missed in rows]
    made = figure("run", counts)
    for low, high in (made.precision_interval, made.recall_interval, made.f1_interval):
        assert low != low or 0 <= low <= high <= 1
    assert repr(figure("run", counts)) == repr(made)


def test_a_change_says_what_got_better_and_what_got_worse(folder: Path) -> None:
    """Disagreements that are gone and those that are new are told apart."""
    labels = read_labels(folder)
    before, after = evaluate([RESULT], labels), evaluate([RUN], labels)
    moved = {change.field: (change.before, change.after) for change in changes(before, after)}
    assert moved["run"] == (0, pytest.approx(2 / 3))
    assert moved["result"] == (pytest.approx(2 / 3), 0)
    better, worse = better_and_worse(before, after)
    assert {item.field for item in better} == {"hardware", "count", "time_hours", "run", "epochs"}
    assert [(item.field, item.how) for item in worse] == [("result", "missed")]


def test_halves_are_stable_and_both_there() -> None:
    """A paper's half follows from its name; neither half of a hundred papers is small."""
    halves = [half(f"{number}.pdf") for number in range(100)]
    assert halves == [half(f"{number}.pdf") for number in range(100)]
    assert 30 < sum(halves) < 70


def test_reliability_counts_all_facts_by_confidence(folder: Path) -> None:
    """Facts below the threshold count here; the interval is Wilson's (example of 8 in 10)."""
    wrong = RUN | {"hardware": "Tesla V100", "confidence": 0.3, "confidences": {}}
    outcomes = evaluate([RUN, wrong], read_labels(folder)).outcomes
    assert set(outcomes) == {Outcome("count", 0.95, True), Outcome("run", 0.9, True), Outcome("run", 0.3, False)}
    rows = bins(outcomes)
    assert [(row.field, row.facts, row.right) for row in rows] == [("count", 1, 1.0), ("run", 1, 0.0), ("run", 1, 1.0)]
    assert calibration_error(rows) == pytest.approx((0.05 + 0.3 + 0.1) / 3)
    assert wilson(8, 10) == (pytest.approx(0.490, abs=0.001), pytest.approx(0.943, abs=0.001))


def test_the_command_prints_lists_and_writes(folder: Path, tmp_path: Path) -> None:
    """Figures, disagreements with their pages, changes, the file of disagreements, the plot; text is made safe."""
    facts, earlier = tmp_path / "facts.jsonl", tmp_path / "earlier.jsonl"
    hostile = RUN | {"model": "\x1b[31mred", "hardware": "Tesla V100", "page": 3}
    facts.write_text("".join(json.dumps(row) + "\n" for row in (RUN, hostile)))
    earlier.write_text(json.dumps(RESULT) + "\n")
    arguments = ["--gold", str(folder), "--facts", str(facts), "--compare", str(earlier)]
    plot, listed = tmp_path / "plot.svg", tmp_path / "wrong.jsonl"
    shown = CliRunner().invoke(command, [*arguments, "--halves", "--reliability", str(plot), "--jsonl", str(listed)])
    assert shown.exit_code == 0, shown.output
    assert "a.pdf p3 hardware wrong: Tesla V100" in shown.output
    assert "\x1b" not in shown.output
    assert "got worse, new" in shown.output
    assert "expected calibration error" in shown.output
    assert plot.read_text().lstrip().startswith("<?xml")
    assert {json.loads(line)["file"] for line in listed.read_text().splitlines()} == {"a.pdf"}
    report = json.loads(CliRunner().invoke(command, [*arguments, "--json"]).output)
    assert {"all papers", "disagreements", "changes", "better", "worse"} == set(report)


def test_what_is_no_label_and_no_fact_is_refused(folder: Path, tmp_path: Path) -> None:
    """A folder without labels, a file without facts and a broken line are said in one line."""
    with pytest.raises(PaperscaleError, match="no labels"):
        read_labels(tmp_path)
    empty = tmp_path / "empty.jsonl"
    empty.write_text('{"kind": "failure", "file": "a.pdf"}\n')
    with pytest.raises(PaperscaleError, match="no facts"):
        read_facts(empty)
    empty.write_text("{\n")
    with pytest.raises(PaperscaleError, match="line 1"):
        read_facts(empty)


def test_the_facts_of_a_workspace_are_those_that_were_extracted(folder: Path, tmp_path: Path) -> None:
    """Without a file of facts, the workspace's own are held against the labels, by the names of their files."""
    piece = (Evidence("value", Box(7, 0, 0, 1, 1), "22.1"),)
    names = [Stated(value, str(value), piece) for value in ("imagenet", "val", "top1_error", 22.1, "Lumen-50", True)]
    found = Findings(results=(Result("a row", *names, NotStated("the row"), confidence=0.9),))
    paper, data = Paper("2001.00001"), b"%PDF"
    with Workspace.create(tmp_path / "workspace") as workspace:
        keep_file(workspace, data, paper, 1, "a.pdf", "import")
        document = encode_document(Document((), (), (), (), ()))
        store(workspace, paper.identifier, sha256(data).hexdigest(), ("reader", "extractor"), document, found)
        facts = workspace_facts(workspace)
    assert [(fact["file"], fact["value"], fact["page"]) for fact in facts] == [("a.pdf", 22.1, 7)]
    arguments = ["--gold", str(folder), "--workspace", str(tmp_path / "workspace"), "--json"]
    report = json.loads(CliRunner().invoke(command, arguments).output)
    (result,) = [figure for figure in report["all papers"]["figures"] if figure["field"] == "result"]
    assert (result["hit"], result["predicted"], result["labelled"]) == (1, 1, 2)


def test_an_unknown_format_of_the_plot_is_refused(folder: Path, tmp_path: Path) -> None:
    """A plot that cannot be written is one line, not a traceback."""
    facts = tmp_path / "facts.jsonl"
    facts.write_text(json.dumps(RUN) + "\n")
    arguments = ["--gold", str(folder), "--facts", str(facts), "--reliability", str(tmp_path / "plot.nonsense")]
    assert isinstance(CliRunner().invoke(command, arguments).exception, PaperscaleError)


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_those_of_the_judge(gold: Path, tmp_path: Path, seed: int) -> None:
    """On labels that were bent at random, every count is the one that the labels' own judge gives."""
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(row) + "\n" for row in bent(gold, random.Random(seed))))
    judged = tmp_path / "judged.json"
    subprocess.run(
        [sys.executable, gold / "score.py", facts, "--gold", gold, "--json", judged], check=True, capture_output=True
    )
    wanted = json.loads(judged.read_text())
    evaluation = evaluate(read_facts(facts), read_labels(gold))
    for item in figures(evaluation):
        assert (item.field, list(item.count)) == (item.field, wanted[item.field]["sums"])
        assert abs(item.f1_interval[0] - wanted[item.field]["low"]) < 0.05 or item.count.labelled < 50
    for name in ("invented", "dev as test", "error as accuracy or the reverse"):
        assert (name, evaluation.confusions[name]) == (name, wanted[name])
    assert evaluation.confusions["cited as own"] == wanted["cited as own"]["count"]


def bent(gold: Path, draw: random.Random) -> list[dict[str, Any]]:
    """The labels as predictions: some left out, some values changed, some mentions and cited results taken for own."""

    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (gold / name).read_text().splitlines()]

    facts = []
    for row in rows("compute.jsonl"):
        fact = {name: value for name, value in row.items() if not name.endswith("_any")}
        fact |= {"kind": "run", "confidence": draw.choice((0.3, 0.6, 0.95))}
        for name in (
            "hardware",
            "count",
            "time_hours",
            "epochs",
            "steps",
            "batch_size",
            "parameters",
            "model",
            "phase",
        ):
            if draw.random() < 0.1:
                fact[name] = None
            elif draw.random() < 0.1 and isinstance(fact.get(name), int | float):
                fact[name] *= draw.choice((1.01, 2))
        if row.get("none") or draw.random() < 0.1:
            fact["hardware"] = draw.choice(("NVIDIA V100", "Tesla P100", "TPU v3", "GPU"))
        if draw.random() < (0.2 if row.get("none") else 0.8):
            facts.append(fact)
    for row in rows("not_training.jsonl"):
        name = "time_hours" if row["field"] == "time" else row["field"]
        if draw.random() < 0.2:
            facts.append({"kind": "run", "file": row["file"], name: row["value"], "page": row["page"]})
    for row in [*rows("results.jsonl"), *rows("cited.jsonl")]:
        fact = row | {"kind": "result", "confidence": draw.choice((0.4, 0.7, 0.9))}
        if draw.random() < 0.1:
            fact["own"] = not fact["own"]
        if draw.random() < 0.1:
            fact["split"] = draw.choice(("val", "test", None))
        if draw.random() < 0.1:
            fact["model"] = draw.choice(("ResNet-50", None, f"{fact['model']} x"))
        if draw.random() < 0.1:
            fact["value"] += draw.choice((0.004, 0.2))
        if draw.random() < 0.1:
            fact["metric"] = fact["metric"].replace("error", "accuracy")
        facts += [fact] * draw.choice((0, 1, 1, 1, 2))
    return facts
