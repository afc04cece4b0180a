"""Draw the pictures of the review screen in the guide: python docs/screens/draw.py, from the checkout.

They show made-up papers, in the two sizes that the screen is made for. The fonts are the reader's own.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotations.acts import Reader, accept, correct
from annotations.decisions import current_facts
from annotations.screen import ReviewScreen
from annotations.session import Session
from db.decisions import record
from db.queue import Filter
from db.workspace import Workspace
from extractors.model import Stated, TrainingRun
from tests.annotations.story import tell

HERE = Path(__file__).parent
SMALL, LARGE = (80, 24), (160, 50)


async def draw(
    workspace: Workspace, name: str, size: tuple[int, int], keys: Sequence[str], reader: Reader, kind: str | None = None
) -> None:
    """One picture: a sitting, some keys, what is then on the screen."""
    app = ReviewScreen(Session(workspace, reader, which=Filter(kind=kind)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        svg = app.export_screenshot(title="paperscale review")
        await pilot.press("escape")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code[^;]*;", "font-family: monospace;", svg)
    svg = re.sub(r"\n\s*\n+", "\n", re.sub(r"terminal-\d+", "terminal", svg))
    (HERE / f"review-{name}-{size[0]}x{size[1]}.svg").write_text(svg, "utf-8")
    for draft in (workspace.folder / "drafts").glob("*.json"):
        draft.unlink()


def dispute(workspace: Workspace) -> None:
    """Two readers who did not see each other differ in a time."""
    fact = next(iter(current_facts(workspace, "0001.00001")))
    run = fact.fact
    assert isinstance(run, TrainingRun)
    assert isinstance(run.time_hours, Stated)
    record(workspace, accept(Reader("ada"), fact))
    record(
        workspace, correct(Reader("ben", "second"), fact, replace(run, time_hours=replace(run.time_hours, value=84.0)))
    )


async def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as folder, tell(Path(folder), 8) as workspace:
        with workspace.transaction() as db:
            rows = db.conn.execute("SELECT anchor, content FROM proposal WHERE kind = 'run' LIMIT 6").fetchall()
            for number, row in enumerate(rows):
                reason = "left out, the slope is flatter"
                db.execute(
                    "INSERT INTO influence VALUES (?, ?, 'imagenet', ?, ?)", [*row, 0.011 - number / 1000, reason]
                )
        ada = Reader("ada")
        for size in (SMALL, LARGE):
            await draw(workspace, "run", size, [], ada)
            await draw(workspace, "correct", size, ["down", "down", "down", "c", *"about 5 days"], ada)
            await draw(workspace, "table", size, ["n"], ada, "result")
        await draw(workspace, "facts", SMALL, ["f"], ada)
        await draw(workspace, "keys", SMALL, ["question_mark"], ada)
        dispute(workspace)
        await draw(workspace, "adjudicate", SMALL, [], Reader("cy", "adjudication"))


if __name__ == "__main__":
    asyncio.run(main())
