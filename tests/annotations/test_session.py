"""A sitting: what comes first and why, what is doubted, what a real hostile paper may do to it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from annotations.acts import Reader
from annotations.context import Passage, TablePart, places
from annotations.fields import Mistyped, completions, parse_field, with_typed
from annotations.line import LineMode
from annotations.session import Session
from annotations.sitting import CannotDo
from db.workspace import Workspace
from extractors.model import Bound, NotStated, Stated, TrainingRun, named_fields
from extractors.reading import read
from tests.annotations.story import SENTENCE, document, extract, paper_facts, result, run, tell


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three papers of the story."""
    with tell(tmp_path, 3) as told:
        yield told


def test_doubt_times_influence_comes_first_and_says_so(workspace: Workspace) -> None:
    """A sure fact that moves a slope comes before a doubtful one that no fit rests on."""
    session = Session(workspace, Reader("ada"), "worth")
    assert "doubt 0.45; no fit rests on it yet" in session.why
    (row,) = workspace.rows("SELECT anchor, content FROM proposal WHERE paper = '0001.00003' AND confidence > 0.88")
    with workspace.transaction() as db:
        values = [row["anchor"], row["content"], "imagenet", 0.02, "left out, the slope is flatter"]
        db.execute("INSERT INTO influence VALUES (?, ?, ?, ?, ?)", values)
    session.refill()
    assert session.on.paper == "0001.00003"
    assert session.why == "doubt 0.11 × it moves the slope of imagenet by 0.02 (left out, the slope is flatter)"


def test_paper_by_paper_each_page_is_opened_once(workspace: Workspace) -> None:
    """The order `paper` never comes back to a page."""
    session = Session(workspace, Reader("ada"), "paper")
    pages = []
    for _ in range(15):
        assert session.on.proposal
        pages.append((session.on.paper, session.on.proposal.page))
        session.accept()
    assert pages == sorted(pages)
    assert session.item is None


def test_what_other_papers_say_against_a_fact_is_shown(workspace: Workspace) -> None:
    """A flag of the workspace stands beside the fact's own doubts."""
    with workspace.transaction() as db:
        db.execute("INSERT INTO flag SELECT id, 'also in an older paper' FROM proposal WHERE confidence < 0.6")
    assert Session(workspace, Reader("ada")).doubts() == ("also in an older paper",)


def test_skipped_facts_come_again_at_the_end(workspace: Workspace) -> None:
    """A skip puts off, for this reader alone."""
    session = Session(workspace, Reader("ada"), "stored")
    first = session.on
    session.skip()
    for _ in range(14):
        session.accept()
    assert session.on.anchor == first.anchor
    assert Session(workspace, Reader("ben"), "stored").on.anchor == first.anchor


def test_nothing_is_decided_at_the_end_of_the_queue(workspace: Workspace) -> None:
    """An action on nothing says what to do instead."""
    session = Session(workspace, Reader("ada"), "stored")
    for _ in range(15):
        session.accept()
    with pytest.raises(CannotDo, match="no fact is open"):
        session.accept()
    with pytest.raises(CannotDo, match="no facts of"):
        session.goto("1234.56789")


# ---------------------------------------------------------------------------------------- what is typed

RUN = run("base", 12.0)
TYPED = {
    "days": ("time_hours", "3.5 days", {"time_hours": 84.0}),
    "short days": ("time_hours", "3.5d", {"time_hours": 84.0}),
    "about": ("time_hours", "about a week", {"time_hours": 168.0}),
    "devices": ("hardware", "8×V100", {"hardware": "Tesla V100", "count": 8}),
    "device": ("hardware", "A100", {"hardware": "A100"}),
    "kind": ("hardware", "gpu", {"hardware": "GPU"}),
    "count in words": ("count", "eight", {"count": 8}),
    "parameters": ("parameters", "65M", {"parameters": 65_000_000}),
    "phase": ("phase", "Fine-Tuning", {"phase": "fine-tuning"}),
    "not stated": ("model", "not stated", {"model": None}),
}


@pytest.mark.parametrize(("field", "text", "values"), TYPED.values(), ids=TYPED)
def test_fields_are_typed_as_papers_write_them(field: str, text: str, values: dict[str, object]) -> None:
    """Text goes in, normalised values come out."""
    found = dict(parse_field(RUN, field, text).values)
    if field == "hardware" and text == "A100":
        assert str(found["hardware"]).startswith("A100")
    else:
        assert found == values


WRONG = {
    "a time": ("time_hours", "soon"),
    "a bare number is no time": ("time_hours", "12"),
    "a device": ("hardware", "abacus"),
    "a phase": ("phase", "dreaming"),
    "nothing": ("model", "  "),
    "a field of another kind": ("metric", "bleu"),
    "a benchmark": ("benchmarks", "imagenet, mnist-of-nowhere"),
}


@pytest.mark.parametrize(("field", "text"), WRONG.values(), ids=WRONG)
def test_what_means_nothing_is_refused(field: str, text: str) -> None:
    """And the answer says what would mean something."""
    with pytest.raises(Mistyped):
        parse_field(RUN, field, text)


def test_a_typed_value_keeps_its_text_its_bound_and_its_evidence() -> None:
    """As printed beside as normalised, and the sentence it stands in."""
    fact = with_typed(RUN, parse_field(RUN, "time_hours", "about 3.5 days"))
    assert isinstance(fact, TrainingRun)
    time = fact.time_hours
    assert isinstance(time, Stated)
    assert (time.value, time.text, time.bound, time.evidence[0].quote) == (
        84.0,
        "about 3.5 days",
        Bound.ABOUT,
        SENTENCE,
    )
    gone = with_typed(RUN, parse_field(RUN, "time_hours", "none"))
    assert isinstance(named_fields(gone)["time_hours"], NotStated)


def test_names_are_completed_from_the_catalogue() -> None:
    """Those that begin so first; splits and metrics are those of the fact's benchmark."""
    assert completions(RUN, "hardware", "tesla v1")[0].startswith("Tesla V1")
    assert "imagenet" in completions(result(), "benchmark", "imag")
    assert set(completions(result(), "metric", "top")) >= {"top1_error", "top5_accuracy"}
    assert completions(RUN, "model", "x") == ()


# --------------------------------------------------------------------------------------- evidence in place


def test_evidence_is_shown_where_it_stands() -> None:
    """A run in its sentence with the neighbours, a result in its table with the cells."""
    paper = document()
    first, *_, last = paper_facts(paper)
    (passage,) = places(paper, first)
    assert isinstance(passage, Passage)
    assert {passage.text[start:end] for start, end in passage.marked} >= {"base", "8", "V100 GPUs", "12 hours"}
    assert passage.text.startswith("All models")
    (part,) = places(paper, last)
    assert isinstance(part, TablePart)
    assert (3, 1) in part.marked
    assert next(place.text for place in places(None, first) if isinstance(place, Passage)) == "12 hours"


def test_a_hostile_paper_is_inert_on_the_screen(awkward: Path, tmp_path: Path) -> None:
    """Every word of a paper made to inject is shown as a fact's text, and none of it acts."""
    paper = read((awkward / "injection.pdf").read_bytes())
    facts = []
    for number, word in [(number, word) for number, block in enumerate(paper.blocks) for word in block.words]:
        proof = paper.evidence(number, word.start, word.end, field="model")
        model = Stated(proof[0].quote, proof[0].quote, proof)
        nothing = NotStated("")
        facts.append(TrainingRun(proof[0].quote, model, nothing, nothing, nothing, nothing, confidence=0.5))
    assert len(facts) > 3
    shown = io.StringIO()
    with Workspace.create(tmp_path) as workspace:
        extract(workspace, "0001.00001", facts, paper)
        session = Session(workspace, Reader("ada"))
        mode = LineMode(session, Console(file=shown, width=100, markup=False, emoji=False, highlight=False))
        mode.run(["a"] * len(facts))
    text = shown.getvalue()
    assert "»=HYPERLINK(" in text
    assert f"{len({fact.place.casefold() for fact in facts})} decisions kept" in text
    assert not [
        c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u2067\u200f")
    ]
