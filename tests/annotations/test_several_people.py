"""Several people: apart with files that merge, together on one database, agreeing or not, and what comes of it."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from annotations.acts import Reader, accept, add, correct, reject
from annotations.agreement import agreement, alpha, kappa
from annotations.bulk import accept_rest, look_at
from annotations.decisions import StandingFact, Status, current_facts
from annotations.exchange import export_lines, import_lines
from annotations.labels import write_labels
from annotations.session import Session
from annotations.statistics import error_rates, missed, throughput
from db.decisions import decisions, record
from db.queue import Filter
from db.workspace import Workspace
from extractors.encoding import contract_line
from extractors.model import Fact, PaperscaleError, TrainingRun
from miner.cli.decisions import command as decisions_command
from miner.cli.review import command as review_command
from tests.annotations.story import document, extract, paper_facts, result, run, tell

SECONDS = float(os.environ.get("PAPERSCALE_TOGETHER_SECONDS", "3"))
ADA, BEN, CY = Reader("ada"), Reader("ben", "second"), Reader("cy", "adjudication")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Four papers of the story."""
    with tell(tmp_path / "one", 4) as told:
        yield told


def longer(fact: StandingFact, hours: float) -> Fact:
    """The run with another time."""
    said = fact.fact
    assert isinstance(said, TrainingRun)
    return replace(said, time_hours=replace(said.time_hours, value=hours))  # type: ignore[arg-type]


def runs(workspace: Workspace) -> list[StandingFact]:
    return [fact for fact in current_facts(workspace) if fact.kind == "run"]


# ----------------------------------------------------------------------------------------------- apart


def test_decisions_made_apart_merge_without_conflict(workspace: Workspace, tmp_path: Path) -> None:
    """Two workspaces of the same papers exchange their files, in any order and twice, and say the same."""
    with tell(tmp_path / "two", 4) as other:
        for fact in runs(workspace):
            record(workspace, accept(ADA, fact))
        for fact in runs(other)[:3]:
            record(other, correct(Reader("ben"), fact, longer(fact, 99.0)))
        mine, theirs = list(export_lines(workspace)), list(export_lines(other))
        assert import_lines(workspace, theirs) == (3, ())
        assert import_lines(other, random.Random(1).sample(mine, len(mine)) + theirs) == (len(mine), ())
        assert (
            list(export_lines(workspace))
            == list(export_lines(other))
            == sorted(mine + theirs, key=lambda line: json.loads(line)["uuid"])
        )
        assert [fact.status for fact in current_facts(workspace)] == [fact.status for fact in current_facts(other)]
        assert sum(fact.status is Status.DISPUTED for fact in current_facts(other)) == 3


def test_exported_files_merge_in_git(workspace: Workspace, tmp_path: Path) -> None:
    """Two branches add decisions to one file; git merges them as lines."""
    with tell(tmp_path / "two", 4) as other:
        for fact in runs(workspace):
            record(workspace, accept(ADA, fact))
        for fact in runs(other):
            record(other, reject(Reader("ben"), fact, "cited"))
        folder = tmp_path / "git"
        folder.mkdir()

        def git(*words: str) -> None:
            name = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
            subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)

        git("init")
        (folder / ".gitattributes").write_text("*.jsonl merge=union\n")
        file = folder / "decisions.jsonl"
        file.write_text("")
        git("add", ".")
        git("commit", "-m", "start")
        for branch, lines in (("ada", export_lines(workspace)), ("ben", export_lines(other))):
            git("checkout", "-b", branch, "main")
            file.write_text("".join(f"{line}\n" for line in lines))
            git("commit", "-am", branch)
        git("merge", "ada", "-m", "merge")
        with tell(tmp_path / "three", 4) as third:
            new, missing = import_lines(third, file.read_text().splitlines())
            assert (new, missing) == (16, ())


WHOLE = {
    "uuid": "a",
    "paper": "p",
    "kind": "run",
    "anchor": "a",
    "content": "",
    "action": "skip",
    "reviewer": "r",
    "decided_at": "2026-01-01T00:00:00.000000Z",
}
WRONG = {
    "no JSON": "{",
    "no decision": "{}",
    "an unknown column": json.dumps(WHOLE | {"drop": "table"}),
    "an unknown action": json.dumps(WHOLE | {"action": "delete"}),
    "a time in words": json.dumps(WHOLE | {"decided_at": "yesterday"}),
    "nobody": json.dumps(WHOLE | {"reviewer": " "}),
    "no fact": json.dumps(WHOLE | {"action": "add", "fact": {"kind": "run"}}),
    "an undo of nothing": json.dumps(WHOLE | {"action": "undo"}),
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_a_line_that_is_no_decision_is_refused_with_its_number(workspace: Workspace, line: str) -> None:
    """Nothing of the file is kept."""
    record(workspace, accept(ADA, runs(workspace)[0]))
    (good,) = export_lines(workspace)
    with pytest.raises(PaperscaleError, match="line 2"):
        import_lines(workspace, [good.replace(json.loads(good)["uuid"], "0" * 32), line])
    assert len(decisions(workspace)) == 1


def test_a_hostile_file_does_nothing_to_the_terminal(workspace: Workspace, tmp_path: Path) -> None:
    """What a file of decisions holds is shown, not obeyed, in the list of papers and in what is refused."""
    for name, line in (("paper", WHOLE | {"paper": "\x1b[2Jx"}), ("action", WHOLE | {"action": "\x1b[2Jx"})):
        file = tmp_path / f"{name}.jsonl"
        file.write_text(json.dumps(line))
        found = CliRunner().invoke(decisions_command, ["import", "--workspace", str(workspace.folder), str(file)])
        said = found.output + str(found.exception)
        assert "\x1b" not in said
        assert "[2J" in said


def test_decisions_on_papers_that_are_not_here_wait(workspace: Workspace, tmp_path: Path) -> None:
    """They are named and left out, and come in when the paper does."""
    for fact in runs(workspace):
        record(workspace, accept(ADA, fact))
    lines = list(export_lines(workspace))
    with tell(tmp_path / "small", 3) as small:
        assert import_lines(small, lines) == (6, ("0001.00004",))
        extract(small, "0001.00004", paper_facts(document()))
        assert import_lines(small, lines) == (2, ())


def test_the_commands_export_and_import(workspace: Workspace, tmp_path: Path) -> None:
    """Files out of one workspace and into another; a missing paper ends with exit code 3."""
    for fact in runs(workspace):
        record(workspace, accept(ADA, fact))
    file = tmp_path / "ada.jsonl"
    tell(tmp_path / "small", 3).close()
    runner = CliRunner()
    assert runner.invoke(decisions_command, ["export", "--workspace", str(workspace.folder), str(file)]).exit_code == 0
    found = runner.invoke(decisions_command, ["import", "--workspace", str(tmp_path / "small"), str(file)])
    assert (found.exit_code, "6 decisions new here" in found.output) == (3, True)


# ------------------------------------------------------------------------------------------- together


def _review(folder: str, name: str, seconds: float, said: Any) -> None:
    chance = random.Random(name)
    kept = []
    with Workspace.open(Path(folder)) as workspace:
        session = Session(workspace, Reader(name), order="stored")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            action = chance.choice(["accept", "reject", "undo", "comment"])
            try:
                if session.item is None:
                    session.undo()
                elif action == "reject":
                    session.reject("cited")
                elif action == "comment":
                    session.comment("odd")
                else:
                    session.accept() if action == "accept" else session.undo()
                kept.append(action)
            except PaperscaleError:
                continue
    said.put((name, len(kept)))


def _crawl(folder: str, seconds: float, said: Any) -> None:
    facts = paper_facts(document())
    number = 0
    with Workspace.open(Path(folder)) as workspace:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            number += 1
            extract(workspace, f"0002.{number % 50:05}", facts)
    said.put(("crawl", number))


def test_two_reviewers_and_a_writer_on_one_workspace(tmp_path: Path) -> None:
    """Nobody meets a locked database, and every decision that was confirmed is there."""
    tell(tmp_path, 20).close()
    context = multiprocessing.get_context("spawn")
    said = context.Queue()
    people = [context.Process(target=_review, args=(str(tmp_path), name, SECONDS, said)) for name in ("ada", "ben")]
    people.append(context.Process(target=_crawl, args=(str(tmp_path), SECONDS, said)))
    for one in people:
        one.start()
    kept = dict(said.get(timeout=SECONDS + 60) for _ in people)
    for one in people:
        one.join(30)
    assert [one.exitcode for one in people] == [0, 0, 0]
    with Workspace.open(tmp_path) as workspace:
        rows = decisions(workspace)
    acts = {name: len({row.batch or row.uuid for row in rows if row.reviewer == name}) for name in ("ada", "ben")}
    assert acts == {name: kept[name] for name in ("ada", "ben")}
    assert all(kept.values()), kept
    times = [row.decided_at for row in rows]
    assert len(set(times)) == len(times)


# ------------------------------------------------------------------------------------------ agreement


def test_agreement_is_that_of_the_libraries_on_known_tables() -> None:
    """A worked example of Krippendorff (2011), and of Cohen's κ."""
    nan = np.nan
    known = np.array(
        [
            [nan, nan, nan, nan, nan, 3, 4, 1, 2, 1, 1, 3, 3, nan, 3],
            [1, nan, 2, 1, 3, 3, 4, 3, nan, nan, nan, nan, nan, nan, nan],
            [nan, nan, 2, 1, 3, 4, 4, nan, 2, 1, 1, 3, 3, nan, 4],
        ]
    )
    assert alpha(known) == pytest.approx(0.691, abs=0.001)
    first = [0] * 25 + [1] * 25
    second = [0] * 20 + [1] * 5 + [0] * 10 + [1] * 15
    assert kappa(np.array([first, second], dtype=float)) == pytest.approx(0.4)


def test_agreement_by_field_of_blind_readers(workspace: Workspace) -> None:
    """Two readers differ in the time of one run of eight and in nothing else."""
    facts = runs(workspace)
    for number, fact in enumerate(facts):
        record(workspace, accept(ADA, fact))
        blind = replace(fact, opinions=())
        record(workspace, correct(BEN, blind, longer(fact, 99.0)) if number == 0 else accept(BEN, blind))
    found = {(one.kind, one.field): one for one in agreement(current_facts(workspace), draws=50)}
    time = found["run", "time_hours"]
    assert (time.facts, time.same) == (8, 7 / 8)
    assert time.alpha.value is not None
    assert time.alpha.low is not None
    assert 0 < time.alpha.low <= time.alpha.value < 1
    assert found["run", "model"].alpha.value == 1
    assert found["run", "count"].alpha.value is None  # everybody always said 8: chance explains it all


def test_adjudication_ends_a_dispute(workspace: Workspace) -> None:
    """The queue of disputes holds it until somebody decides with both opinions in sight."""
    fact = runs(workspace)[0]
    record(workspace, accept(ADA, fact))
    record(workspace, correct(BEN, fact, longer(fact, 99.0)))
    session = Session(workspace, CY)
    assert session.item
    assert [opinion.reviewer for opinion in session.item.opinions] == ["ada", "ben"]
    session.choose(2)
    assert session.item is None
    stands = runs(workspace)[0]
    assert (stands.status, stands.adjudicated, stands.reviewers) == (Status.CORRECTED, True, ("cy",))


def test_the_shared_slice_is_the_same_for_everybody(workspace: Workspace) -> None:
    """A share of the facts is asked again, chosen by their places alone."""
    for fact in current_facts(workspace):
        record(workspace, accept(ADA, fact))
    slices = []
    for name in ("ben", "cy"):
        session = Session(workspace, Reader(name, "second"), order="paper", share=0.5)
        seen = []
        while session.item and (session.item.anchor, session.item.content) not in seen:
            seen.append((session.item.anchor, session.item.content))
            session.next()
        slices.append(seen)
    assert slices[0] == slices[1]
    assert 0 < len(slices[0]) < 20


def test_assigned_papers_are_nobody_elses(workspace: Workspace) -> None:
    """A paper that is given to one reader is not in another's queue."""
    given = CliRunner().invoke(
        review_command, ["--workspace", str(workspace.folder), "--assign", "ben", "--paper", "0001.00001"]
    )
    assert "1 papers given to ben" in given.output
    assert Session(workspace, ADA).total == 15
    assert Session(workspace, Reader("ben")).total == 20


# -------------------------------------------------------------------------------------------- figures


def test_error_rates_are_what_people_found(workspace: Workspace) -> None:
    """Of eight runs one has a wrong time and one is none; a fact was missed."""
    facts = runs(workspace)
    record(workspace, correct(ADA, facts[0], longer(facts[0], 99.0), 12.0))
    record(workspace, reject(ADA, facts[1], "inference", 8.0))
    for fact in facts[2:]:
        record(workspace, accept(ADA, fact, 4.0))
    record(workspace, add(ADA, "0001.00001", run("missed", 1.0)))
    standing = list(current_facts(workspace))
    rates = error_rates(standing)
    assert (rates["run", "fact"].wrong, rates["run", "fact"].looked) == (1, 8)
    assert (rates["run", "time_hours"].wrong, rates["run", "time_hours"].looked) == (1, 7)
    assert rates["run", "time_hours"].low == pytest.approx(0.0257, abs=0.001)  # Wilson, 1 of 7
    assert missed(standing) == {"run": 1}
    (pace,) = throughput(decisions(workspace))
    assert (pace.decisions, pace.facts, pace.seconds) == (9, 9, 4.0)
    shown = CliRunner().invoke(review_command, ["--workspace", str(workspace.folder), "--stats"])
    assert "1 of 7" in shown.output
    data = CliRunner().invoke(review_command, ["--workspace", str(workspace.folder), "--stats", "--json"])
    assert json.loads(data.output)["missed"] == {"run": 1}


def test_a_class_is_accepted_only_after_its_sample(workspace: Workspace) -> None:
    """The queue's random order is the sample; what it showed is kept in every decision that rests on it."""
    which = Filter(kind="result")
    with pytest.raises(PaperscaleError, match="0 of 6 facts of the sample"):
        accept_rest(workspace, ADA, look_at(workspace, which), least=6)
    session = Session(workspace, ADA, order="sample", which=which)
    session.reject("cited")
    for _ in range(5):
        session.accept()
    found = look_at(workspace, which)
    assert (found.sample.wrong, found.sample.looked, len(found.rest)) == (1, 6, 6)
    assert accept_rest(workspace, ADA, found, least=6) == 6
    bulk = [fact for fact in current_facts(workspace) if fact.bulk]
    assert len(bulk) == 6
    assert "1 of 6 wrong (16.7%, 95 % 3.0% to 56.4%)" in bulk[0].reason
    session.undo()
    assert not [fact for fact in current_facts(workspace) if fact.bulk]


def test_labels_are_what_the_judge_reads(tmp_path: Path, gold: Path) -> None:
    """Facts that people stand by, written as labels and as predictions, score without a miss."""
    with tell(tmp_path / "w", 2) as workspace:
        for fact in list(current_facts(workspace)):
            record(workspace, accept(ADA, fact))
        extract(workspace, "0001.00003", [run(), result()])
        for fact in list(current_facts(workspace, "0001.00003")):
            record(workspace, reject(ADA, fact, "inference"))
        extract(workspace, "0001.00004", [run()])
        counts, left_out = write_labels(workspace, tmp_path / "labels")
        lines = [
            contract_line(f"{fact.paper}v1.pdf", fact.fact)
            for fact in current_facts(workspace)
            if fact.fact and fact.reviewers
        ]
    assert counts == {"compute.jsonl": 4, "not_training.jsonl": 3, "results.jsonl": 6, "cited.jsonl": 0}
    assert left_out == ("0001.00004 (runs)",)
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = tmp_path / "score.json"
    judge = [sys.executable, str(gold / "score.py"), str(facts), "--gold", str(tmp_path / "labels"), "--json", str(out)]
    subprocess.run(judge, capture_output=True, text=True, check=True)
    scores = json.loads(out.read_text())
    assert [scores[part]["f1"] for part in ("run + model", "run + phase")] == [1.0, 1.0]
    assert scores["result"]["f1"] == 1.0
