"""The screen, by keyboard alone: a pilot presses the keys, and the rows in the database say what came of it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pexpect
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from annotations.acts import Reader
from annotations.decisions import Status, current_facts
from annotations.keys import help_lines, hints
from annotations.panels import Typed
from annotations.screen import ReviewScreen
from annotations.session import Session
from db.decisions import decisions
from db.queue import Filter
from db.workspace import Workspace
from extractors.model import TrainingRun, value_of
from tests.annotations.story import HOSTILE, document, extract, run, tell

ROOT = Path(__file__).parents[2]
SMALL, LARGE = (80, 24), (160, 50)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Six papers of the story."""
    with tell(tmp_path, 6) as told:
        yield told


@asynccontextmanager
async def screen(
    workspace: Workspace, size: tuple[int, int] = SMALL, reader: str = "ada", purpose: str = "review", **others: Any
) -> AsyncIterator[tuple[ReviewScreen, Pilot[int]]]:
    """A running screen."""
    app = ReviewScreen(Session(workspace, Reader(reader, purpose), order="stored", **others))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def type_in(pilot: Pilot[int], text: str) -> None:
    """Type a text and send it."""
    await pilot.press(*text, "enter")
    await pilot.pause()


def shown(app: ReviewScreen, part: str) -> str:
    """What a part of the screen says."""
    return "".join(
        segment.text for line in app.query_one(f"#{part}", Static).render_lines(app.screen.region) for segment in line
    )


async def test_twenty_facts_with_every_action(workspace: Workspace) -> None:
    """Each key does what it says, and each decision is in the database as soon as the screen says so."""
    async with screen(workspace) as (app, pilot):
        await pilot.press("a")
        assert "kept: accepted" in shown(app, "said")
        await pilot.press("down", "down", "down", "c")
        await type_in(pilot, "4 days")
        assert "time_hours = 96 h" in shown(app, "said")
        await pilot.press("minus", "a", "r")
        await type_in(pilot, "cited")
        await pilot.press("semicolon")
        await type_in(pilot, "odd wording")
        await pilot.press("s", "u", "u", "a", "g")
        await type_in(pilot, "0001.00002")
        await pilot.press("x")
        await type_in(pilot, "one | two")
        await pilot.press("a", "a", "m", "down", "enter")
        await pilot.pause()
        await pilot.press("a", "plus")
        await type_in(pilot, "trained base")
        await pilot.press("enter")
        await type_in(pilot, "hardware 4xV100; time 2 days; model mid")
        assert "added a run" in shown(app, "said")
        await pilot.press("slash")
        await type_in(pilot, "resnet-101")
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("a", "g")
        await type_in(pilot, "0001.00004")
        await pilot.press("A", "f", "down", "down", "enter")
        await pilot.pause()
        await pilot.press("O", "n")
        for _ in range(16):
            await pilot.press("a")
        await pilot.pause()
    rows = decisions(workspace)
    assert {row.action for row in rows} >= {
        "accept", "correct", "reject", "split", "merge", "add", "absent", "skip", "comment", "undo",
    }  # fmt: skip
    assert len({(row.anchor, row.content) for row in rows}) >= 20
    first = list(current_facts(workspace, "0001.00001"))[1].fact
    assert isinstance(first, TrainingRun)
    assert value_of(first.time_hours) is None  # corrected, then said to be unstated


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x50"])
async def test_the_screen_shows_evidence_fields_and_keys(workspace: Workspace, size: tuple[int, int]) -> None:
    """The quote is marked in its sentence, the cell in its table; the fields and the keys are in sight."""
    async with screen(workspace, size) as (app, pilot):
        text = shown(app, "evidence")
        assert "»12 hours«" in text
        assert "Inference was timed" in text
        assert "time_hours" in shown(app, "rows")
        assert "a accept" in shown(app, "keys")
        assert app.query_one("#keys").region.bottom == size[1]
        await pilot.press("n", "n")
        assert "»76.3«" in shown(app, "evidence")
        assert "VGG-16" in shown(app, "evidence")
    assert all(cell_len(line) <= 80 for line in hints())
    assert all(cell_len(line) <= 72 for line in help_lines())


async def test_the_parsed_value_is_shown_while_typing(workspace: Workspace) -> None:
    """Half a quantity says what it lacks, a whole one what it is worth; names complete from the catalogue."""
    async with screen(workspace) as (app, pilot):
        await pilot.press("down", "down", "down", "c", *"3.5 d")
        assert "84 h (3.5 days)" in shown(app, "preview")
        await pilot.press("escape", "up", "up", "c", *"8xV1")
        assert "…" in shown(app, "preview")
        await pilot.press("0", "0")
        assert "hardware = Tesla V100; count = 8" in shown(app, "preview").replace("\n", " ")
        app.query_one(Typed).value = "a100"
        await pilot.press("tab")
        assert app.query_one(Typed).value.startswith("A100")


async def test_what_is_half_typed_comes_back(workspace: Workspace) -> None:
    """Left with escape, or ended without a word, a draft is there again; when it is sent it is gone."""
    async with screen(workspace) as (app, pilot):
        await pilot.press("n", "r", *"inferen")
    async with screen(workspace) as (app, pilot):
        assert app.query_one(Typed).value == "inferen"
        await type_in(pilot, "ce")
    assert decisions(workspace)[-1].reason == "inference"
    async with screen(workspace) as (app, _):
        assert not app.query_one("#ask").has_class("open")


async def test_a_wrong_answer_stays_on_the_line(workspace: Workspace) -> None:
    """What means nothing is said so and not lost."""
    async with screen(workspace) as (app, pilot):
        await pilot.press("down", "down", "down", "c")
        await type_in(pilot, "soon")
        assert "type it as papers do" in shown(app, "said")
        assert app.query_one(Typed).value == "soon"
    assert decisions(workspace) == ()


async def test_a_blind_second_reader_sees_no_decision(workspace: Workspace) -> None:
    """What the first reader made of it is neither in the queue nor in the list of facts; opinions then differ."""
    async with screen(workspace) as (_, pilot):
        await pilot.press("r")
        await type_in(pilot, "cited")
    async with screen(workspace, reader="ben", purpose="second", share=1.0) as (app, pilot):
        assert "unreviewed" in shown(app, "title")
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("escape", "a")
    async with screen(workspace, reader="cy", purpose="adjudication") as (app, pilot):
        assert "ada: rejected: cited" in shown(app, "evidence")
        await pilot.press("2")
        assert "as ben said" in shown(app, "said")
    fact = next(iter(current_facts(workspace, "0001.00001")))
    assert (fact.status, fact.reviewers, fact.adjudicated) == (Status.ACCEPTED, ("cy",), True)


async def test_what_changed_is_said(workspace: Workspace) -> None:
    """A re-extraction brings an accepted fact back, and deciding again leaves one answer."""
    async with screen(workspace, which=Filter(paper="0001.00001")) as (app, pilot):
        await pilot.press("a")
    old = list(current_facts(workspace, "0001.00001"))
    first = old[0].fact
    assert isinstance(first, TrainingRun)
    longer = replace(first, time_hours=replace(first.time_hours, value=13.0))  # type: ignore[arg-type]
    extract(workspace, "0001.00001", [longer, *(fact.fact for fact in old[1:] if fact.fact)])
    async with screen(workspace, which=Filter(paper="0001.00001")) as (app, pilot):
        assert "time_hours 12 h (12 hours) → 13 h (13 hours)" in shown(app, "evidence").replace("\n", " ")
        await pilot.press("a")
    now = list(current_facts(workspace, "0001.00001"))
    assert [fact.status for fact in now] == [Status.ACCEPTED] + [Status.UNREVIEWED] * 4


async def test_text_of_papers_is_inert(tmp_path: Path) -> None:
    """Markup, escapes and turned writing are shown as what they are."""
    with Workspace.create(tmp_path) as workspace:
        extract(workspace, "0001.00001", [run(HOSTILE, place=HOSTILE)], document(HOSTILE))
        async with screen(workspace) as (app, _):
            text = shown(app, "evidence") + shown(app, "rows") + shown(app, "detail")
    assert "[bold red]We[/]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_killed_terminal_loses_no_key(tmp_path: Path) -> None:
    """A real terminal, a half-typed correction, kill -9: the next sitting begins with it."""
    tell(tmp_path, 1).close()
    program = ["-c", "from miner.cli import main; main()", "review", "--workspace", str(tmp_path), "--order", "stored"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PAPERSCALE_REVIEWER": "ada"}

    def start() -> Any:
        child = pexpect.spawn(
            sys.executable, program, env=environment, encoding="utf-8", timeout=20, dimensions=SMALL[::-1]
        )  # type: ignore[arg-type]
        child.expect("a accept")
        return child

    child = start()
    child.send("jjjc")
    child.expect("as papers write it|as the paper prints it")
    child.send("11.7")
    draft = tmp_path / "drafts" / "ada.json"
    end = time.monotonic() + 10
    while time.monotonic() < end and not (draft.is_file() and "11.7" in draft.read_text()):
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.close(force=True)
    child = start()
    child.send(" h\r")
    child.expect("kept: corrected")
    child.send("q")
    child.expect("1 decisions kept")
    with Workspace.open(tmp_path) as workspace:
        (row,) = decisions(workspace)
    assert isinstance(row.fact, TrainingRun)
    assert value_of(row.fact.time_hours) == 11.7
