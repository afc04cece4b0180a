"""Undo without limit: through every kind of act, each step back is exactly what stood before."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.acts import Reader
from annotations.decisions import StandingFact, Status, current_facts
from annotations.fields import Mistyped
from annotations.session import Session
from db.workspace import Workspace
from extractors.model import PaperscaleError, Stated, TrainingRun
from tests.annotations.story import document, extract, paper_facts, tell


def standing(workspace: Workspace) -> list[StandingFact]:
    return list(current_facts(workspace))


def act(session: Session, chance: random.Random) -> None:
    """One act of a person who does anything anywhere."""
    paper = chance.choice(["0001.00001", "0001.00002"])
    session.show(chance.choice(session.facts(paper)))
    others = [
        fact for fact in session.facts(paper) if fact.fact and fact.kind == session.on.kind and fact != session.on
    ]
    actions: list[Callable[[], object]] = [
        session.accept,
        session.skip,
        lambda: session.reject("cited"),
        lambda: session.comment("odd"),
        lambda: session.correct("model", f"model {chance.randrange(9)}"),
        lambda: session.correct("time_hours", f"{chance.randrange(1, 9)} days"),
        lambda: session.split("model", [f"part {chance.randrange(9)}", "the other"]),
        lambda: session.merge(others[:1]),
        lambda: session.absent(paper, chance.choice(["run", "result"])),
        lambda: session.add(
            paper, "run", session.pointers(paper, "trained base")[0], [("model", f"m{chance.randrange(9)}")]
        ),
    ]
    chance.choice(actions)()


@pytest.mark.parametrize("seed", range(4))
def test_as_many_undos_as_acts_lead_back_step_by_step(tmp_path: Path, seed: int) -> None:
    """Two papers, one of them extracted anew with other times after its facts were accepted."""
    chance = random.Random(seed)
    with tell(tmp_path, 2) as workspace:
        session = Session(workspace, Reader("eve"), "stored")
        for _ in range(10):
            session.accept()
        changed = []
        for fact in paper_facts(document()):
            if isinstance(fact, TrainingRun) and isinstance(fact.time_hours, Stated):
                fact = replace(fact, time_hours=replace(fact.time_hours, value=1.0 + chance.randrange(99)))
            changed.append(fact)
        extract(workspace, "0001.00001", changed)
        session = Session(workspace, Reader("ada"), "stored")
        steps = [standing(workspace)]
        assert sum(fact.status is Status.CHANGED for fact in steps[0]) == 2
        while len(steps) < 25:
            before = session.done
            try:
                act(session, chance)
            except (PaperscaleError, Mistyped):
                assert standing(workspace) == steps[-1]
                continue
            assert session.done == before + 1
            steps.append(standing(workspace))
        for then in reversed(steps[:-1]):
            session.undo()
            assert standing(workspace) == then
        with pytest.raises(PaperscaleError, match="nothing to undo"):
            session.undo()
