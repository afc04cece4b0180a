"""The middle of the review screen: the paper's text around the evidence, the fields, and where there is room, more."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from annotations.acts import seen
from annotations.context import places
from annotations.decisions import StandingFact, Status
from annotations.render import evidence_view, facts_view, field_rows, fields_list, opinions_view, queue_view
from annotations.safe_text import safe_text
from annotations.sitting import CannotDo, Sitting
from annotations.values import show_changes
from db.queue import listed

OTHERS = 20
"""Most facts of the paper listed beside the one on the screen."""


class FactPanel(Container):
    """Shows what is on in a sitting; one field is the chosen one."""

    def __init__(self, sitting: Sitting) -> None:
        """A panel on a sitting."""
        super().__init__()
        self.sitting = sitting
        self.chosen = 0

    def compose(self) -> ComposeResult:
        """Queue, paper, fields, detail of the chosen field, the paper's other facts."""
        yield Static(id="queue")
        with VerticalScroll(id="paper", can_focus=False):
            yield Static(id="evidence")
        with Vertical(id="side"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(id="rows")
            yield Static(id="detail")
            yield Static(id="others")

    @property
    def wide(self) -> bool:
        """Whether there is room for the queue and the other facts."""
        return self.screen.has_class("-wide")

    @property
    def field(self) -> str:
        """The chosen field. Raises CannotDo where nothing stands."""
        said = seen(self.sitting.on)
        if said is None:
            raise CannotDo("nothing stands here")
        return list(field_rows(said, everything=True))[self.chosen][0]

    def display_fact(self) -> None:
        """What is on now."""
        sitting, fact = self.sitting, self.sitting.item
        self._put("evidence", self._evidence(fact) if fact else Text(""))
        self._display_fields(fact)
        if self.wide:
            ahead = listed(sitting.workspace, max(1, sitting.position), max(5, self.size.height - 2))
            self._put("queue", queue_view(ahead, sitting.position))
            self._put("others", facts_view(sitting.facts(fact.paper), fact, OTHERS) if fact else Text(""))

    def to_top(self) -> None:
        """Another fact is on: its first field, the beginning of its evidence."""
        self.chosen = 0
        self.query_one("#paper").scroll_home(animate=False)

    def step(self, by: int) -> None:
        """Choose another field."""
        self.chosen += by
        self._display_fields(self.sitting.item)

    def turn(self, pages: int) -> None:
        """Move in the paper's text."""
        paper = self.query_one("#paper")
        paper.scroll_relative(y=pages * max(1, paper.size.height - 2), animate=False)

    def _evidence(self, fact: StandingFact) -> RenderableType:
        said = seen(fact)
        size = self.query_one("#paper").size
        around, high = (2, size.height - 6) if self.wide else (1, size.height - 2)
        doubts = self.sitting.doubts()
        short = {"no_wrap": not self.wide, "overflow": "ellipsis"}
        lines: list[RenderableType] = [Text(safe_text(f"doubt: {doubt}"), "yellow", **short) for doubt in doubts]  # type: ignore[arg-type]
        if fact.changes:
            since = f"changed since {', '.join(fact.reviewers)} decided: {show_changes(fact.changes)}"
            lines.append(Text(safe_text(since), "bold magenta"))
        if said:
            found = places(self.sitting.document(fact.paper), said, around)
            lines.append(evidence_view(found, max(40, size.width - 4), max(5, high - len(lines))))
        if fact.status is Status.DISPUTED:
            lines += [Text("opinions (take one with its number):", "bold"), opinions_view(fact.opinions, fact.fact)]
        if fact.status is Status.REJECTED:
            lines.append(Text(safe_text(f"rejected: {fact.reason}"), "red"))
        lines += [Text(safe_text(f"comment by {comment}"), "cyan") for comment in fact.comments]
        return Group(*lines)

    def _display_fields(self, fact: StandingFact | None) -> None:
        said = seen(fact) if fact else None
        if fact is None or said is None:
            self._put("rows", Text("nothing stands" if fact else ""))
            self._put("detail", Text(""))
            return
        rows = list(field_rows(said, everything=True))
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        name, value, printed, confidence, why = rows[self.chosen]
        before = fact.before[0] if fact.before else None
        width = max(40, self.query_one("#fields").size.width - 3)
        self._put("rows", fields_list(said, before, name, width))
        about = [f"{name}: {value}", f"printed “{printed}”" if printed else ""]
        about += [f"confidence {confidence}" if confidence else "", why]
        self._put("detail", Text(safe_text("  ·  ".join(part for part in about if part))))
        self.query_one("#fields").scroll_to(y=max(0, self.chosen - 4), animate=False)

    def _put(self, part: str, shown: RenderableType) -> None:
        self.query_one(f"#{part}", Static).update(shown)
