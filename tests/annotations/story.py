"""Facts, proposals and decisions for tests, made of the model's own values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from db.decisions import Decision, Proposal
from db.facts import store
from db.papers import Paper, keep_file
from db.workspace import Workspace
from extractors.encoding import encode_document
from extractors.model import (
    Block,
    BlockKind,
    Bound,
    Box,
    Cell,
    Document,
    Evidence,
    Fact,
    Field,
    Findings,
    NotStated,
    Result,
    Section,
    SectionKind,
    Sentence,
    Stated,
    Table,
    TrainingRun,
    Value,
    Word,
    anchor,
    content_hash,
)

PAPER = "0001.00001"
SENTENCE = "We trained the base model on 8 V100 GPUs for 12 hours and the big model for 3.5 days."
NOT_STATED = NotStated("the whole paper")
_numbers = count(1)


def stated(
    field: str, value: Value, text: str = "", confidence: float = 0.9, page: int = 3, quote: str = SENTENCE
) -> Stated:
    """A field printed in a sentence."""
    box = Box(page, 72.0, 200.0, 520.0, 211.0)
    return Stated(value, text or str(value), (Evidence(field, box, quote),), confidence, Bound.EXACT, reason="a rule")


def _field(name: str, value: Value | Field | None, page: int, quote: str) -> Field:
    if value is None:
        return NOT_STATED
    return value if isinstance(value, Stated | NotStated) else stated(name, value, page=page, quote=quote)  # type: ignore[arg-type]


def run(
    model: str = "base",
    hours: float | None = 12.0,
    count: int | None = 8,
    hardware: str | None = "Tesla V100",
    place: str = SENTENCE,
    confidence: float = 0.8,
    page: int = 3,
    **others: Value,
) -> TrainingRun:
    """A training run stated in one sentence."""
    values = {"model": model, "phase": "training", "hardware": hardware, "count": count, "time_hours": hours, **others}
    fields = {name: _field(name, value, page, place) for name, value in values.items()}
    return TrainingRun(place=place, **fields, confidence=confidence)  # type: ignore[arg-type]


def result(
    value: float = 76.3,
    model: str = "ResNet-50",
    place: str = "ResNet-50 | 76.3 | 93.1",
    confidence: float = 0.95,
    page: int = 5,
) -> Result:
    """A result in a row of a table."""
    values: dict[str, Value] = {
        "benchmark": "imagenet",
        "split": "val",
        "metric": "top1_accuracy",
        "value": value,
        "model": model,
        "own": True,
        "ensemble": False,
    }
    fields = {name: stated(name, said, page=page, quote=place) for name, said in values.items()}
    return Result(place=place, **fields, table="Table 2", row=(model,), column=("top-1",), confidence=confidence)


def proposals(*facts: Fact, paper: str = PAPER) -> list[Proposal]:
    """The facts as one extraction of a paper stores them."""
    return [
        Proposal(number, paper, fact.kind, anchor(paper, fact), content_hash(fact), number, 3, fact.confidence, fact)
        for number, fact in enumerate(facts, 1)
    ]


def decision(
    action: str,
    proposed: Fact | None,
    fact: Fact | None = None,
    reviewer: str = "ada",
    subject: Fact | None = None,
    **others: str,
) -> Decision:
    """One row, later than those made before it; `subject` is the proposal where `proposed` is what came of it."""
    number = next(_numbers)
    about = subject or proposed or fact
    assert about is not None
    row = Decision(
        uuid=f"u{number:05}",
        paper=PAPER,
        kind=about.kind,
        anchor=anchor(PAPER, about),
        content="" if action == "add" else content_hash(about),
        action=action,
        reviewer=reviewer,
        fact=proposed if action == "accept" and fact is None else fact,
        proposed=proposed,
        decided_at=f"2026-11-25T08:{number // 60 % 60:02}:{number % 60:02}.{number:06}Z",
    )
    return replace(row, **others)  # type: ignore[arg-type]


def undo(row: Decision, reviewer: str = "ada") -> Decision:
    """The row that takes back another."""
    return replace(
        decision("undo", run(), reviewer=reviewer), paper=row.paper, anchor=row.anchor, undoes=row.uuid, fact=None
    )


# ------------------------------------------------------------------------------------------- a workspace

TRAINING = (
    "5.2 Hardware and Schedule",
    "All models are implemented in the same framework. "
    + SENTENCE
    + " Inference was timed on a single P100 for one hour. "
    "The largest model did not fit on one device.",
    "We report top-1 accuracy on the validation set.",
)
ROWS = (
    ("Model", "top-1", "top-5"),
    ("ResNet-50", "76.3", "93.1"),
    ("ResNet-101", "77.9", "93.8"),
    ("VGG-16", "71.5", "90.1"),
)
HOSTILE = "\x1b[2J[bold red]We[/] trained on 4 \u202eV100 GPUs\u202c for <b>2 days</b>. =1+1"


def block(text: str, page: int, top: float, kind: BlockKind = BlockKind.PARAGRAPH, section: int = 0) -> Block:
    """A block set in lines of some ninety characters, five points a character."""
    words = []
    x, y = 72.0, top
    for match in re.finditer(r"\S+", text):
        if x + 5 * len(match[0]) > 530:
            x, y = 72.0, y + 12
        words.append(Word(match.start(), match.end(), Box(page, x, y, x + 5 * len(match[0]), y + 10), match[0]))
        x += 5 * (len(match[0]) + 1)
    return Block(kind, text, tuple(words), section)


def table() -> Table:
    """A small table of results on page 5."""
    cells = tuple(
        Cell(r, c, text, Box(5, 80 + 100.0 * c, 300 + 14.0 * r, 170 + 100.0 * c, 312 + 14.0 * r))
        for r, row in enumerate(ROWS)
        for c, text in enumerate(row)
    )
    return Table(
        5, Box(5, 80, 300, 370, 356), 4, 3, cells, "Table 2", None, "Table 2: Results on ImageNet.", 1, 1, 0, True
    )


def document(*paragraphs: str) -> Document:
    """A paper of some paragraphs on page 3 and a table on page 5."""
    texts = paragraphs or TRAINING
    blocks = tuple(block(text, 3, 100.0 + 80 * number) for number, text in enumerate(texts))
    sentences = tuple(
        Sentence(number, match.start(), match.end())
        for number, text in enumerate(texts)
        for match in re.finditer(r"\S.*?(?:(?<!\d)\.(?=\s|$)|$)", text)
    )
    return Document(
        ((612.0, 792.0),) * 5, (Section("Training", SectionKind.TRAINING, 1, "5"),), blocks, sentences, (table(),)
    )


def _printed(paper: Document, block: int, words: str, field: str, value: Value, confidence: float = 0.9) -> Stated:
    start = paper.blocks[block].text.index(words)
    return Stated(
        value, words, paper.evidence(block, start, start + len(words), field), confidence, reason="stated beside it"
    )


def paper_facts(paper: Document) -> tuple[TrainingRun, TrainingRun, Result, Result, Result]:
    """Base and big of one sentence, and the rows of the table: what a first extraction proposes."""

    def trained(model: str, hours: float, text: str, confidence: float) -> TrainingRun:
        return TrainingRun(
            SENTENCE,
            model=_printed(paper, 1, model, "model", model),
            phase=_printed(paper, 1, "trained", "phase", "training"),
            hardware=_printed(paper, 1, "V100 GPUs", "hardware", "Tesla V100", 0.97),
            count=_printed(paper, 1, "8", "count", 8),
            time_hours=_printed(paper, 1, text, "time_hours", hours, confidence),
            confidence=confidence,
        )

    def scored(row: int) -> Result:
        name, value = ROWS[row][0], ROWS[row][1]
        grid = paper.tables[0].cell_grid()

        def in_cell(field: str, said: Value, column: int, at: int = row) -> Stated:
            cell = grid[at][column]
            assert cell is not None
            return Stated(said, cell.text, (Evidence(field, cell.box, cell.text),), 0.95, reason="read from the table")

        return Result(
            " | ".join(ROWS[row]),
            benchmark=in_cell("benchmark", "imagenet", 1, 0),
            split=in_cell("split", "val", 1, 0),
            metric=in_cell("metric", "top1_accuracy", 1, 0),
            value=in_cell("value", float(value), 1),
            model=in_cell("model", name, 0),
            own=in_cell("own", True, 0),
            ensemble=in_cell("ensemble", False, 0),
            table="Table 2",
            row=(name,),
            column=("top-1",),
            confidence=0.99 - row / 10,
        )

    return (
        trained("base", 12.0, "12 hours", 0.8),
        trained("big", 84.0, "3.5 days", 0.55),
        scored(1),
        scored(2),
        scored(3),
    )


def tell(folder: Path, papers: int = 2) -> Workspace:
    """A workspace of papers that all tell the same story; close it yourself."""
    workspace = Workspace.create(folder)
    for number in range(1, papers + 1):
        read = document()
        extract(workspace, f"0001.{number:05}", paper_facts(read), read)
    return workspace


def extract(
    workspace: Workspace, paper: str, facts: Sequence[Fact], read: Document | None = None, data: bytes = b""
) -> None:
    """Store an extraction of a paper, from a file's bytes, in the place of the one before."""
    data = data or paper.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    with workspace.transaction():
        keep_file(workspace, data, Paper(paper, "A paper"), 1, f"{paper}v1.pdf", "import")
        runs = tuple(fact for fact in facts if isinstance(fact, TrainingRun))
        results = tuple(fact for fact in facts if isinstance(fact, Result))
        found = Findings(runs, results)
        store(workspace, paper, sha256, ("1", "1"), encode_document(read or document()), found)
