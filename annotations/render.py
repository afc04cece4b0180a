"""A fact as it is shown, for the line mode and the screen: its evidence in place, its fields side by side.

All text goes through `safe_text` and into `rich.text.Text`, which parses no markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from annotations.acts import seen
from annotations.context import Passage, Place, TablePart
from annotations.decisions import StandingFact
from annotations.fields import PLAIN
from annotations.likeness import changes
from annotations.opinions import Opinion
from annotations.safe_text import safe_text
from annotations.values import show_changes, show_field
from db.queue import Listed
from extractors.model import Bound, Fact, NotStated, Stated, Table, Unsafe, named_fields

MARK = "bold black on yellow"
OPENS, CLOSES = "»", "«"
"""Around the quote, for terminals without colours too."""
FIRST = ("model", "hardware", "count", "time_hours", "benchmark", "split", "metric", "value")
CHANGED = "bold magenta"
NAME = 15
"""Columns of a field's name."""
ROOMY = 14
"""Lines from which on a caption may take several."""
CELL = 24
"""Most characters of a cell of a table."""


def title(fact: StandingFact) -> Text:
    """Paper, kind, state and place in a line."""
    page = f" · page {fact.proposal.page}" if fact.proposal else ""
    return Text.assemble(
        (safe_text(fact.paper), "bold"), f" · {fact.kind}{page} · ", (str(fact.status), _style(fact.status))
    )


def evidence_view(places: Iterable[Place], width: int, height: int = 12) -> RenderableType:
    """The places of a fact, one under the other. `width` is in columns, `height` in lines of one table."""
    shown: list[RenderableType] = []
    for place in places:
        head = f"p. {place.page}" + (f" · {safe_text(place.section)}" if place.section else "")
        if isinstance(place, TablePart):
            head += f" · {safe_text(place.table.label or 'table')}"
            head += (
                "" if place.table.safe else " · not safe: " + safe_text("; ".join(place.table.doubts) or "unchecked")
            )
            caption = _caption(place.table, width if height < ROOMY else 3 * width)
            shown += [Text(head, "dim"), *caption, table_view(place, width, height)]
        else:
            shown += [Text(head, "dim"), passage_view(place)]
    return Group(*shown) if shown else Text("(no evidence is stored)", "dim")


def passage_view(passage: Passage) -> Text:
    """Running text with what is evidence marked."""
    text = Text()
    at = 0
    for start, end in passage.marked:
        text.append(safe_text(passage.text[at:start]))
        text.append(OPENS + safe_text(passage.text[start:end]) + CLOSES, MARK)
        at = end
    text.append(safe_text(passage.text[at:]))
    return text


def table_view(part: TablePart, width: int, height: int = 12) -> Grid:
    """The grid as read, cropped around the marked cells: names of rows and columns stay."""
    table = part.table
    cells = table.grid()
    rows = _window(table.rows, table.header_rows, sorted({row for row, _ in part.marked}), max(3, height))
    columns = _fitting(cells, table, rows, sorted({column for _, column in part.marked}), width)
    grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    for _ in columns:
        grid.add_column(no_wrap=True, overflow="ellipsis", max_width=CELL)
    last = -1
    for row in rows:
        if row > last + 1:
            grid.add_row(*[Text("…", "dim")] * len(columns))
        last = row
        line = [_cell(cells[row][column], (row, column) in part.marked) for column in columns]
        grid.add_row(
            *line, style="bold underline" if row == table.header_rows - 1 else "bold" if row < table.header_rows else ""
        )
    if rows and rows[-1] < table.rows - 1:
        grid.add_row(*[Text("…", "dim")] * len(columns))
    return grid


def fields_view(fact: Fact, before: Fact | None = None) -> RenderableType:
    """Every field that says something: as normalised, as printed, its confidence and why; then what is not stated.

    `before` marks the fields in which the fact differs from another.
    """
    grid = Grid(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for head in ("field", "value", "printed", "conf.", "why"):
        grid.add_column(head, overflow="fold", no_wrap=head == "field")
    differs = _differing(fact, before)
    silent = [name for name, field in named_fields(fact).items() if isinstance(field, NotStated)]
    for row in field_rows(fact):
        if row[0] not in silent:
            grid.add_row(*[Text(safe_text(cell)) for cell in row], style=CHANGED if row[0] in differs else "")
    return Group(grid, Text(f"not stated: {', '.join(silent)}", "dim")) if silent else grid


def fields_list(fact: Fact, before: Fact | None, chosen: str, width: int) -> Grid:
    """All fields, a line each in so many columns, `chosen` marked."""
    grid = Grid(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    room = max(20, width - NAME - 8)
    for head, wide in (("field", NAME), ("value", room * 11 // 20), ("printed", room * 9 // 20), ("conf.", 5)):
        grid.add_column(head, width=wide, overflow="ellipsis", no_wrap=True)
    differs = _differing(fact, before)
    for name, *cells, _ in field_rows(fact, everything=True):
        style = "reverse" if name == chosen else CHANGED if name in differs else ""
        grid.add_row(*[Text(safe_text(cell)) for cell in (name, *cells)], style=style)
    return grid


def _differing(fact: Fact, before: Fact | None) -> set[str]:
    return {change.field for change in changes(before, fact)} if before else set()


def field_rows(fact: Fact, everything: bool = False) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, normalised, as printed, confidence, why: what matters first, what was never searched for left out."""
    named = named_fields(fact)
    for name in sorted(named, key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0)):
        field = named[name]
        match field:
            case Stated():
                value = _bound(field) + show_field(name, field)
                yield name, value, field.text, f"{field.confidence:.2f}", field.reason
            case Unsafe():
                yield name, "not safe to say", field.text, "", field.why
            case NotStated():
                if field.searched or everything or name in FIRST:
                    yield name, "not stated", "", "", f"searched: {field.searched}" if field.searched else ""
    for name in PLAIN[fact.kind]:
        said = getattr(fact, name)
        if said or everything:
            yield name, said if isinstance(said, str) else ", ".join(said), "", "", ""


def queue_view(ahead: Sequence[Listed], position: int) -> RenderableType:
    """What is listed next, the fact on the screen marked."""
    lines = []
    for place in ahead:
        worth = f"{place.doubt:.2f}" + (f" × {place.shift:.2g}" if place.shift else "")
        line = f"{place.position:>6} {safe_text(place.paper):<12.12} {worth}"
        lines.append(Text(line, "reverse" if place.position == position else "", no_wrap=True))
    return Group(Text("queue · doubt × influence", "dim"), *lines)


def facts_view(facts: Sequence[StandingFact], on: StandingFact, height: int) -> RenderableType:
    """The facts of a paper around the one on the screen, a line each, so many at most."""
    place = next((number for number, fact in enumerate(facts) if fact == on), 0)
    start = max(0, min(place - height // 2, len(facts) - height))
    lines = [
        Text(f"{fact.kind:6} {summary(fact)}", "reverse" if fact == on else "", no_wrap=True, overflow="ellipsis")
        for fact in facts[start : start + height]
    ]
    return Group(Text(f"this paper · {len(facts)} facts", "dim"), *lines)


def opinions_view(opinions: Sequence[Opinion], on: Fact | None) -> RenderableType:
    """What each reader said, beside what was proposed: for adjudication."""
    return Group(*(Text(opinion_line(number, opinion, on)) for number, opinion in enumerate(opinions, 1)))


def opinion_line(number: int, opinion: Opinion, on: Fact | None) -> str:
    """One reader's opinion in a line."""
    if not opinion.facts:
        said = f"rejected: {opinion.reason}"
    else:
        differs = [show_changes(changes(on, fact)) if on else "" for fact in opinion.facts]
        said = " | ".join(difference or "as proposed" for difference in differs)
    return safe_text(f"{number}. {opinion.reviewer}: {said}")


def summary(fact: StandingFact) -> str:
    """A fact in a line, for lists."""
    return f"[{fact.status}] {fact_line(seen(fact))}"


def fact_line(fact: Fact | None) -> str:
    """What a fact says, in a line."""
    if fact is None:
        return "nothing is stated"
    named = named_fields(fact)
    parts = [show_field(name, named[name]) for name in FIRST if name in named and isinstance(named[name], Stated)]
    return safe_text(", ".join(parts) or fact.place)


def _style(status: str) -> str:
    return {"unreviewed": "cyan", "rejected": "red", "disputed": "magenta", "changed since decided": "yellow"}.get(
        status, "green"
    )


def _bound(field: Stated) -> str:
    return {Bound.ABOUT: "≈ ", Bound.AT_MOST: "≤ ", Bound.AT_LEAST: "≥ ", Bound.RANGE: "middle of range, "}.get(
        field.bound, ""
    )


def _cell(text: str, marked: bool) -> Text:
    shown = safe_text(text)
    if not marked:
        return Text(shown)
    return Text(OPENS + shown + CLOSES, MARK)


def _caption(table: Table, most: int) -> list[Text]:
    text = safe_text(table.caption_text)
    return [Text(text if len(text) <= most else text[: most - 1] + "…", "italic")] if text else []


def _window(rows: int, header: int, marked: list[int], height: int) -> list[int]:
    """Header rows, then the rows around the marked ones, as many as fit."""
    body = max(1, height - header - 2)
    middle = marked[-1] if marked else header
    start = max(header, min(middle - body // 2, rows - body))
    kept = set(range(min(header, rows))) | set(range(start, min(rows, start + body))) | set(marked[:height])
    return sorted(kept)


def _fitting(cells: list[list[str]], table: Table, rows: list[int], marked: list[int], width: int) -> list[int]:
    """The stub, the marked columns, then their neighbours while they fit."""
    wide = [
        min(CELL, max((len(safe_text(cells[row][column])) for row in rows), default=0)) + 3
        for column in range(table.columns)
    ]
    stub = list(range(min(max(1, table.stub_columns), table.columns)))
    middle = marked[-1] if marked else 0
    near = sorted(range(table.columns), key=lambda column: (abs(column - middle), column))
    kept: list[int] = []
    for column in dict.fromkeys([*stub[:1], *marked, *stub, *near]):
        if not kept or column in marked or sum(wide[c] for c in kept) + wide[column] <= width:
            kept.append(column)
    return sorted(kept)
