"""The values that pass from room to room: what a paper is, what was read from it, what was found in it.

Everything here is frozen and is made of plain data, so it crosses process borders, is stored as it is
(see `extractors.encoding`) and can be compared. Nothing here reads, guesses or decides.

Lengths are points (1/72 inch); the origin is the top left of the page as displayed, after its crop and its
rotation; pages are counted from 1. Spans are half open character offsets, as in Python.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import IntFlag, StrEnum
from typing import Any, NamedTuple

# ---------------------------------------------------------------------------------------------- the paper


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """What is known of a paper beside its bytes; each part may be absent.

    `identifier` is the arXiv id without version, or `sha256:` and the file's hash where there is none;
    `submitted` is the date of the first version.
    """

    identifier: str
    version: int | None = None
    submitted: date | None = None
    title: str | None = None


# ------------------------------------------------------------------------------------------- the document


class Box(NamedTuple):
    """A rectangle on a page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Style(IntFlag):
    """How a word is set. Script flags are about the whole word or, in a `Word`, about its printed piece."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    SUPERSCRIPT = 4
    SUBSCRIPT = 8
    UNDERLINE = 16
    MONOSPACE = 32


class Word(NamedTuple):
    """A printed piece of a block's text: `[start, end)` in the mended text, and where and how it is printed.

    A word broken over two lines is two pieces that touch; `printed` is the piece as the page has it ("16-").
    """

    start: int
    end: int
    box: Box
    printed: str
    style: int = 0


class BlockKind(StrEnum):
    """What a block is. `FIGURE` is text inside a picture, `TABLE` the text of a table's region in reading order."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    TABLE = "table"
    FIGURE = "figure"
    EQUATION = "equation"
    REFERENCE = "reference"


class SectionKind(StrEnum):
    """What a section is about."""

    FRONT = "front"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    RELATED_WORK = "related work"
    BACKGROUND = "background"
    METHOD = "method"
    TRAINING = "training"
    EXPERIMENTS = "experiments"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    ACKNOWLEDGEMENTS = "acknowledgements"
    REFERENCES = "references"
    APPENDIX = "appendix"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A section; a subsection that does not say what it is has the kind of the section it stands in."""

    title: str
    kind: SectionKind
    level: int
    number: str = ""
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A logical unit of text in reading order; a paragraph that runs over columns or pages is one block.

    `text` is mended for matching (hyphenation undone, ligatures and math letters folded, white space single);
    `words` lead back to the page. `label` is "Table 3", "Figure 2" for a caption, the mark for a footnote.
    """

    kind: BlockKind
    text: str
    words: tuple[Word, ...]
    section: int
    label: str = ""

    @property
    def page(self) -> int:
        """Page of its first word (a block has at least one)."""
        return self.words[0].box.page


class Sentence(NamedTuple):
    """A sentence: `[start, end)` in the text of block number `block`."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a spanning cell is given once, at its first row and column.

    `text` is as printed; a super- or subscript digit that follows a digit has `^` or `_` before it
    (`10^20`, `76.3^2`), since the numbers are different ones. `marks` are footnote marks, printed in `text` too.
    """

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1
    style: int = 0
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. `safe` says that every number of its region is in exactly one cell, as printed.

    `label` is as in the caption ("Table 3"), "" where there is none; `caption` is a block's index.
    `header_rows` and `stub_columns` count rows and columns of names; `doubts` say why it is not safe;
    `score` in 0..1 says how sure the reader is that this is a table with this grid.
    """

    page: int
    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    label: str = ""
    caption: int | None = None
    caption_text: str = ""
    header_rows: int = 0
    stub_columns: int = 1
    section: int = 0
    safe: bool = False
    doubts: tuple[str, ...] = ()
    score: float = 0.0
    part: int = 0
    rotated: bool = False

    def grid(self) -> list[list[str]]:
        """Text of every position, `rows` × `columns`; the text of a spanning cell stands in each."""
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    grid[row][column] = cell.text
        return grid

    def once(self) -> list[list[str]]:
        """As `grid`, but each cell's text stands once, at its first row and column: no number is said twice."""
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid

    def cell_grid(self) -> list[list[Cell | None]]:
        """The cell of every position, `rows` × `columns`."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    grid[row][column] = cell
        return grid


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as read. `stamp` is the arXiv stamp of page 1 as printed; `notes` say what was mended or left out."""

    pages: tuple[tuple[float, float], ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    title: str = ""
    stamp: str = ""
    notes: tuple[str, ...] = ()

    def text_of(self, sentence: Sentence) -> str:
        """The sentence's mended text."""
        return self.blocks[sentence.block].text[sentence.start : sentence.end]

    def evidence(self, block: int, start: int, end: int, field: str = "") -> tuple[Evidence, ...]:
        """Evidence for a span of a block: one for each printed line that it runs over, all with the whole quote.

        Raises ValueError where the span holds no word.
        """
        return evidence_of(self.blocks[block], start, end, field)


def evidence_of(block: Block, start: int, end: int, field: str = "") -> tuple[Evidence, ...]:
    """`Document.evidence` for a block at hand."""
    words = [word for word in block.words if word.start < end and word.end > start]
    quote = " ".join(block.text[start:end].split())
    return tuple(Evidence(field, box, quote) for box in line_boxes(words))


def line_boxes(words: list[Word]) -> list[Box]:
    """One box for each printed line of the words, which are in reading order."""
    boxes: list[Box] = []
    for word in words:
        box = word.box
        last = boxes[-1] if boxes else None
        middle = (box.y0 + box.y1) / 2
        if last and last.page == box.page and last.y0 <= middle <= last.y1 and box.x1 >= last.x0:
            boxes[-1] = Box(
                box.page,
                min(last.x0, box.x0),
                min(last.y0, box.y0),
                max(last.x1, box.x1),
                max(last.y1, box.y1),
            )
        else:
            boxes.append(box)
    return boxes


# ---------------------------------------------------------------------------------------------- the facts


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something is printed. `field` names the field of the fact that it stands for.

    Raises ValueError without a quote or a place: a fact that cannot be checked is not a fact.
    """

    field: str
    box: Box
    quote: str

    def __post_init__(self) -> None:
        """Refuse evidence that shows nothing."""
        if not self.quote.strip():
            raise ValueError("evidence needs a quote")
        if self.box.page < 1 or not all(math.isfinite(edge) for edge in self.box[1:]):
            raise ValueError(f"evidence needs a place on a page, not {self.box}")


class Bound(StrEnum):
    """How a printed quantity bounds the true one."""

    EXACT = "exact"
    ABOUT = "about"
    RANGE = "range"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A field that the paper states: as printed (`text`), then normalised (`value`).

    `low` and `high` are the ends of a range, in the unit of `value`; `reason` says by which rule it was come by,
    or how it was computed; `confidence` says how often a field like this one is right.
    """

    value: Value
    text: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    bound: Bound = Bound.EXACT
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a value that nothing on a page bears out."""
        if not self.evidence:
            raise ValueError("a stated field needs evidence")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence is in 0..1, not {self.confidence}")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise ValueError("a stated number is finite")


@dataclass(frozen=True, slots=True)
class NotStated:
    """A field that the paper does not state; `searched` says what was looked through."""

    searched: str


@dataclass(frozen=True, slots=True)
class Unsafe:
    """A field that something is printed for, but what it is worth is not safe to say; `why` says why."""

    why: str
    text: str = ""
    evidence: tuple[Evidence, ...] = ()


Field = Stated | NotStated | Unsafe
UNSEARCHED = NotStated("")


class Phase(StrEnum):
    """What a run was for (`TrainingRun.phase`)."""

    TRAINING = "training"
    PRE_TRAINING = "pre-training"
    FINE_TUNING = "fine-tuning"
    SEARCH = "search"


class Role(StrEnum):
    """Why a mention of hardware, count or time is no training run."""

    INFERENCE = "inference"
    CITED = "cited"
    HYPOTHETICAL = "hypothetical"
    DATA = "data"
    THROUGHPUT = "throughput"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One set of (hardware, count, time) that the authors report for training something of their own.

    Values of the fields: `model` name (not stated: all of the paper's models), `phase` a `Phase`, `hardware` a
    canonical name of the catalogue or "GPU", "TPU", "CPU"; `count` of `count_unit` ("device", "chip", "core", "node",
    "worker"); `time_hours` wall-clock hours of one run; `device_hours` hours of the unit printed; `batch_size` in
    `batch_unit` ("examples", "tokens", ""); `parameters`; `flops` total training compute in floating-point
    operations; `precision` ("fp32", "fp16", "bf16", "mixed"); `dataset_size` in examples or tokens. `place` is the
    text of the sentence or table row that the run is anchored in; `flags` are doubts, one short sentence each.
    """

    place: str
    model: Field
    phase: Field
    hardware: Field
    count: Field
    time_hours: Field
    device_hours: Field = UNSEARCHED
    epochs: Field = UNSEARCHED
    steps: Field = UNSEARCHED
    batch_size: Field = UNSEARCHED
    parameters: Field = UNSEARCHED
    flops: Field = UNSEARCHED
    precision: Field = UNSEARCHED
    dataset_size: Field = UNSEARCHED
    count_unit: str = "device"
    batch_unit: str = ""
    benchmarks: tuple[str, ...] = ()
    confidence: float = 0.0
    flags: tuple[str, ...] = ()

    kind = "run"


@dataclass(frozen=True, slots=True)
class Result:
    """One score on a benchmark.

    Values of the fields: `benchmark`, `split`, `metric` catalogue ids; `value` a number in the metric's unit, as
    printed; `model` the name as printed, with the size; `own` true for the authors' own runs; `ensemble` true or
    false; `parameters` a number; `operations` of one forward pass in `operations_unit` ("flops" as the paper says, or
    "multiply-adds"). `setting` is what else sets the row apart, in words. `table` is "Table 3", "" for running text;
    `row` and `column` are the header texts that lead to the cell, outermost first. `runs` are the places of the
    training runs of this model. `place` is the text of the table row or sentence.
    """

    place: str
    benchmark: Field
    split: Field
    metric: Field
    value: Field
    model: Field
    own: Field
    ensemble: Field
    parameters: Field = UNSEARCHED
    operations: Field = UNSEARCHED
    operations_unit: str = ""
    setting: str = ""
    table: str = ""
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    headline: bool = False
    runs: tuple[str, ...] = ()
    confidence: float = 0.0
    flags: tuple[str, ...] = ()

    kind = "result"


Fact = TrainingRun | Result


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mention that was seen and did not become a fact, and why.

    `field` is "hardware", "count", "time_hours", "result" or another field's name.
    """

    field: str
    text: str
    role: Role
    reason: str
    evidence: tuple[Evidence, ...]

    kind = "refused"


@dataclass(frozen=True, slots=True)
class Absence:
    """A field that was looked for in a whole paper and not found."""

    field: str
    searched: str

    kind = "absent"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one extractor says of one paper."""

    runs: tuple[TrainingRun, ...] = ()
    results: tuple[Result, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Runs, then results."""
        return (*self.runs, *self.results)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gave no facts. `stage` is "fetch", "read" or "extract"; `retry` where another try may go better."""

    stage: str
    reason: str
    retry: bool = False

    kind = "failure"


class PaperscaleError(Exception):
    """Something that a person can mend; its text is one line that says what happened and what to do."""


class ReadError(PaperscaleError):
    """A file that gives no Document; `failure` says why. Pickles as it is."""

    def __init__(self, reason: str, retry: bool = False) -> None:
        """Keep the reason and whether another try may go better."""
        super().__init__(reason, retry)
        self.failure = Failure("read", reason, retry)

    def __str__(self) -> str:
        """The reason alone."""
        return self.failure.reason


# --------------------------------------------------------------------------------------------- identity


def named_fields(fact: Fact) -> Mapping[str, Field]:
    """The fact's fields by name, in the order of its class."""
    values = ((part.name, getattr(fact, part.name)) for part in fields(fact))
    return {name: value for name, value in values if isinstance(value, Stated | NotStated | Unsafe)}


def evidence(fact: Fact | Refusal) -> Iterator[Evidence]:
    """Every piece of evidence of a fact, field after field."""
    if isinstance(fact, Refusal):
        yield from fact.evidence
        return
    for value in named_fields(fact).values():
        if not isinstance(value, NotStated):
            yield from value.evidence


def value_of(value: Field) -> Value | None:
    """The normalised value of a stated field; None for both other states, for output only."""
    return value.value if isinstance(value, Stated) else None


def content(fact: Fact) -> dict[str, Any]:
    """The normalised fields that make a fact what it is: names, numbers, units; no text, evidence or confidence."""
    plain = {name: value_of(value) for name, value in named_fields(fact).items()}
    rest = (
        {"count_unit": fact.count_unit, "batch_unit": fact.batch_unit, "benchmarks": list(fact.benchmarks)}
        if isinstance(fact, TrainingRun)
        else {"setting": fact.setting, "operations_unit": fact.operations_unit}
    )
    return plain | rest


def anchor(paper: str, fact: Fact) -> str:
    """Identity of a fact's place: 16 hexadecimal digits from the paper's identifier, the kind and the place's text.

    White space, case and digits' typography do not count, so that a new version of a paper keeps its anchors.
    """
    return _digest(paper, fact.kind, re.sub(r"\s+", " ", fact.place).strip().casefold())


def content_hash(fact: Fact) -> str:
    """Identity of what a fact says: 16 hexadecimal digits from `content`."""
    return _digest(fact.kind, json.dumps(content(fact), sort_keys=True, ensure_ascii=False))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
