"""The line mode in a real terminal: every action, and nothing that was confirmed is ever lost."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pexpect.popen_spawn
import pymupdf
import pytest

from db.decisions import decisions
from db.workspace import Workspace
from tests.annotations.story import HOSTILE, SENTENCE, document, extract, run, tell

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from miner.cli import main; main()", "review", "--plain"]
EVERYTHING = [
    ("accept", "accepted"),
    ("correct time_hours 4 days", "corrected: time_hours = 96 h"),
    ("accept", "accepted"),
    ("reject inference", "rejected"),
    ("comment odd wording", "comment kept"),
    ("skip", "skipped"),
    ("undo", "took back: skip"),
    ("undo", "took back: comment"),
    ("accept", "accepted"),
    ("goto 0001.00002", "0001.00002"),
    ("split model one | two", "split into 2"),
    ("correct count 16", "corrected: count = 16"),
    ("accept", "accepted"),
    ("accept", "accepted"),
    ("absent steps", "that is what it says already"),
    ("absent model", "corrected: model = not stated"),
    ("facts", "3 run"),
    ("merge 1", "merged 2 into one"),
    ("find trained base", "s3"),
    ("add run s3 hardware 4×V100; time 2 days; model mid", "added a run"),
    ("undo", "took back: add"),
    ("search resnet-101", "facts: `goto NUMBER`"),
    ("goto 2", "you searched for it"),
    ("correct value 78.1", "corrected: value = 78.1"),
    ("correct metric top5_error", "corrected: metric = top5_error"),
    ("correct metric bleu", "metric: one of top1"),
    ("accept", "accepted"),
    ("goto 0001.00004", "0001.00004"),
    ("absent result", "0001.00004 states no result; 3 proposed rejected"),
    ("facts", "rejected"),
    ("order paper", "paper by paper"),
    ("correct value soon", "type it as papers do"),
    ("open", "PDF"),
    ("help", "accept"),
]


def spawn(folder: Path, *arguments: str, plain: bool = True) -> pexpect.spawn:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PAPERSCALE_REVIEWER": "ada"}
    return pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1 : None if plain else -1], "--workspace", str(folder), *arguments],
        env=environment,  # type: ignore[arg-type]
        encoding="utf-8",
        timeout=10,
        dimensions=(24, 80),
    )


def test_every_action_in_a_terminal(tmp_path: Path) -> None:
    """A scripted person does everything that there is to do, over six papers, and each answer comes back."""
    tell(tmp_path, 6).close()
    child = spawn(tmp_path, "--order", "stored")
    child.expect("review> ")
    for line, answer in EVERYTHING:
        child.sendline(line)
        child.expect(answer)
        child.expect("review> ")
    for _ in range(12):
        child.sendline("a")
        child.expect("kept: accepted")
    child.sendline("quit")
    child.expect(r"\d+ decisions kept")
    child.expect(pexpect.EOF)
    with Workspace.open(tmp_path) as workspace:
        rows = decisions(workspace)
    said = {row.action for row in rows}
    assert said >= {"accept", "correct", "reject", "split", "merge", "add", "absent", "skip", "comment", "undo"}
    assert len({(row.anchor, row.content) for row in rows}) >= 20
    assert all(row.reviewer == "ada" and row.decided_at for row in rows)


def test_lines_from_a_pipe_do_the_same(tmp_path: Path) -> None:
    """Without a terminal the line mode comes by itself, and shows no prompt."""
    tell(tmp_path, 1).close()
    arguments = [*PROGRAM[1:-1], "--workspace", str(tmp_path), "--reviewer", "ada"]
    child = pexpect.popen_spawn.PopenSpawn(
        [PROGRAM[0], *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8"
    )
    child.send("accept\nreject cited\nundo\n")
    child.sendeof()
    child.expect(pexpect.EOF)
    assert child.before is not None
    assert re.findall(r"kept: (.*)", child.before.replace("\r", "")) == ["accepted", "rejected", "took back: reject"]


WORDS = {
    "accepted": "accept",
    "corrected": "correct",
    "rejected": "reject",
    "comment": "comment",
    "skipped": "skip",
    "took": "undo",
}


def test_a_kill_loses_no_decision_that_was_confirmed(tmp_path: Path) -> None:
    """Killed at twenty random moments: what the screen had confirmed is there, and at most one more."""
    tell(tmp_path, 12).close()
    chance = random.Random(12)
    kept = 0
    for _ in range(20):
        child = spawn(tmp_path)
        child.expect("review> ")
        lines = chance.choices(["a", "c time 4 d", "comment odd", "s", "u", "r cited", "c value 12.5"], k=40)
        child.send("\n".join(lines) + "\n")
        shown = ""
        end = time.monotonic() + chance.uniform(0.0, 0.4)
        while time.monotonic() < end:
            try:
                shown += child.read_nonblocking(4096, timeout=0.01)
            except pexpect.TIMEOUT:
                continue
        os.kill(child.pid, signal.SIGKILL)
        try:
            while True:
                shown += child.read_nonblocking(4096, timeout=0.2)
        except (pexpect.EOF, pexpect.TIMEOUT):
            child.close(force=True)
        confirmed = [WORDS[word] for word in re.findall(r"kept: (\w+)", shown)]
        with Workspace.open(tmp_path) as workspace:
            rows = decisions(workspace)
        stored = [row.action for row in rows[kept:]]
        assert stored[: len(confirmed)] == confirmed
        assert len(stored) <= len(confirmed) + 1
        kept = len(rows)
    assert kept > 40


def test_what_a_paper_prints_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    """Escapes, markup and turned writing in a paper's text are shown, not obeyed."""
    workspace = Workspace.create(tmp_path)
    extract(workspace, "0001.00001", [run(HOSTILE, place=HOSTILE)], document(HOSTILE))
    workspace.close()
    child = spawn(tmp_path)
    child.expect("review> ")
    shown = child.before or ""
    child.sendline("quit")
    child.expect(pexpect.EOF)
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "␛[2J[bold red]We[/]" in re.sub(r"\x1b\[[0-9;]*m|\r|\n", "", shown)


@pytest.mark.parametrize("arguments", [["--second", "--adjudicate"], ["--reviewer", " "]])
def test_wrong_usage_is_said(tmp_path: Path, arguments: list[str]) -> None:
    """Two purposes at once, and nobody's name."""
    tell(tmp_path, 1).close()
    child = spawn(tmp_path, *arguments)
    child.expect("Usage|needs a name")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


@pytest.mark.parametrize("mode", ["screen", "lines"])
def test_the_page_is_drawn_in_a_terminal_that_can(tmp_path: Path, mode: str) -> None:
    """A terminal that answers that it knows Sixel gets the page; its picture, with the boxes, is kept beside."""
    pdf = pymupdf.open()
    for _ in range(5):
        pdf.new_page().insert_text((72, 208), SENTENCE)
    workspace = Workspace.create(tmp_path)
    extract(workspace, "0001.00001", [run()], document(), pdf.tobytes())
    workspace.close()
    child = spawn(tmp_path) if mode == "lines" else spawn(tmp_path, plain=False)
    child.expect("review> " if mode == "lines" else "a accept")
    child.send("open\n" if mode == "lines" else "o")
    child.expect_exact("\x1b[c")
    child.send("\x1b[?62;4c")
    child.expect_exact("\x1bP")  # a Sixel picture begins so
    if mode == "screen":
        child.expect("Enter goes back")
        child.send("\r")
    child.expect("page picture")
    child.send("quit\n" if mode == "lines" else "q")
    child.expect(pexpect.EOF)
    (picture,) = (tmp_path / "pictures").glob("*-p3.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
