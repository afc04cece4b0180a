"""The review screen: one fact at a time, its evidence in the paper, its fields side by side, all by keyboard.

It is a face of `annotations.session`: what a key does is done there, and said here only after it is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from annotations.acts import seen
from annotations.context import places
from annotations.decisions import StandingFact, Status
from annotations.drafts import Draft, Drafts
from annotations.fields import Mistyped, completions, parse_field, show_changes
from annotations.line import Picture, View, named_field
from annotations.panels import Chooser, Complete, Typed
from annotations.pointing import Pointer, found_fact
from annotations.render import (
    evidence_view,
    fact_line,
    facts_view,
    field_rows,
    fields_list,
    opinions_view,
    queue_view,
    summary,
    title,
)
from annotations.safe_text import safe_text
from annotations.session import CannotDo, Session
from db.queue import ORDERS, listed, search
from extractors.model import Fact, PaperscaleError

REASONS = ("inference", "cited", "hypothetical", "data preparation", "throughput", "not this benchmark", "wrong cell")
KEYS = (
    "a accept  c correct  r reject  s skip  u undo  x split  m merge  + add  n next",
    "- unstated  A absent  ; note  f facts  g goto  / search  o page  ? help  q quit",
)
HELP = """\
↑ ↓ k j    choose a field; PgUp, PgDn move in the paper's text
a          accept: right as it stands
c, Enter   correct the chosen field, typed as papers do; Tab completes
-          the paper does not state the chosen field
r          reject, with a reason
x          split into several that differ in a field
m          merge with another fact of this paper
+          add a missed fact: find its sentence or row, say its fields
A          the paper states no fact of this kind at all
1 … 9      in adjudication: that reader is right
s, n       skip (remembered), or just look at the next
;          comment
u          undo the last decision, as often as you like
f, g, /    facts of this paper; go to a paper; search all papers
O          another order: worth, paper, stored
o          the page as a picture with the boxes drawn
Esc        leave what is being typed: the draft comes back
q          quit: every decision is kept already"""

Answer = Callable[[str], str | None]


class ReviewScreen(App[int]):
    """The screen; it gives back how many decisions were kept."""

    TITLE = "paperscale review"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - declared by Textual
    CSS = """
    #title, #why, #said { height: 1; }
    #why { color: $text-muted; }
    #body { height: 1fr; }
    #queue { display: none; }
    #paper { height: 1fr; padding: 0 1; }
    #side { height: auto; max-height: 12; border-top: solid $primary; padding: 0 1; }
    #fields { height: auto; max-height: 8; }
    #detail { height: auto; max-height: 3; color: $text-muted; }
    #ask { height: auto; display: none; }
    #ask.open { display: block; }
    #typed { height: 1; border: none; padding: 0 1; background: $boost; }
    #preview { height: auto; max-height: 3; padding: 0 1; }
    #keys { height: 2; background: $panel; }
    .-wide #body { layout: horizontal; }
    #others { display: none; }
    .-wide #others { display: block; height: 1fr; margin-top: 1; }
    .-wide #queue { display: block; width: 34; padding: 0 1; border-right: solid $primary; }
    .-wide #paper { height: 100%; width: 1fr; }
    .-wide #side { height: 100%; max-height: 100%; width: 64; border-top: none; border-left: solid $primary; }
    .-wide #fields { max-height: 80%; }
    .-wide #detail { max-height: 10; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        Binding("a", "accept"),
        Binding("c,enter", "correct"),
        Binding("minus", "not_stated"),
        Binding("r", "reject"),
        Binding("x", "split"),
        Binding("m", "merge"),
        Binding("plus", "add"),
        Binding("A", "absent"),
        Binding("s", "skip"),
        Binding("n", "next"),
        Binding("semicolon", "comment"),
        Binding("u", "undo"),
        Binding("f", "facts"),
        Binding("g", "goto"),
        Binding("slash", "search"),
        Binding("O", "order"),
        Binding("o", "page"),
        Binding("question_mark", "help"),
        Binding("q", "quit_review"),
        Binding("escape", "leave"),
        Binding("up,k", "field(-1)"),
        Binding("down,j", "field(1)"),
        Binding("pageup", "paper(-1)"),
        Binding("pagedown", "paper(1)"),
        *[Binding(str(number), f"choose({number})") for number in range(1, 10)],
    ]

    def __init__(self, session: Session, picture: Picture | None = None, view: View | None = None) -> None:
        """A screen for a sitting."""
        super().__init__()
        self.session, self.picture, self.view = session, picture, view
        self.drafts = Drafts(session.workspace.folder, session.reader.name)
        self.chosen = 0
        self._draft: Draft | None = None
        self._answer: Answer = lambda _: None
        self._preview: Answer = lambda _: None

    def compose(self) -> ComposeResult:
        """Title, reason, queue, paper, fields, message, the line that is typed into, keys."""
        yield Static(id="title")
        yield Static(id="why")
        with Container(id="body"):
            yield Static(id="queue")
            with VerticalScroll(id="paper", can_focus=False):
                yield Static(id="evidence")
            with Vertical(id="side"):
                with VerticalScroll(id="fields", can_focus=False):
                    yield Static(id="rows")
                yield Static(id="detail")
                yield Static(id="others")
        yield Static(id="said")
        with Vertical(id="ask"):
            yield Static(id="preview")
            yield Typed(id="typed")
        yield Static(Text("\n".join(KEYS), no_wrap=True, overflow="ellipsis"), id="keys")

    def on_mount(self) -> None:
        """Show the first fact, and what was being typed when the last sitting ended."""
        self.set_focus(None)
        draft = self.drafts.last()
        if draft:
            try:
                self.session.find(draft.paper, draft.anchor, draft.content)
            except CannotDo:
                draft = None
        self.show()
        if draft:
            self._take_up(draft)

    def on_resize(self, _: events.Resize) -> None:
        """Lay the evidence out anew."""
        self.call_after_refresh(self.show)

    # ----------------------------------------------------------------------------------------- showing

    def show(self) -> None:
        """What is on: the fact, its evidence, its fields."""
        session, fact = self.session, self.session.item
        if fact is None:
            self._put("title", Text(f"review · {session.reader.name} · {session.done} decisions kept", "bold"))
            self._put("why", Text(session.why))
            for part in ("evidence", "rows", "detail"):
                self._put(part, Text(""))
        else:
            head = Text.assemble(
                title(fact), (f" · {session.position} of {session.total} · {session.done} kept", "dim")
            )
            head.no_wrap = True
            self._put("title", head)
            self._put("why", Text(safe_text(session.why), "italic", no_wrap=True, overflow="ellipsis"))
            self._put("evidence", self._evidence(fact))
            self._fields(fact)
        if self._wide:
            ahead = listed(session.workspace, max(1, session.position), max(5, self.size.height - 6))
            self._put("queue", queue_view(ahead, session.position))
            self._put("others", facts_view(session.facts(fact.paper), fact, 20) if fact else Text(""))

    @property
    def _wide(self) -> bool:
        return self.screen.has_class("-wide")

    def _evidence(self, fact: StandingFact) -> RenderableType:
        said = seen(fact)
        size = self.query_one("#paper").size
        around, high = (2, size.height - 6) if self._wide else (1, size.height - 2)
        document = self.session.document(fact.paper)
        doubts = self.session.doubts()
        lines: list[RenderableType] = [
            Text(safe_text(f"doubt: {doubt}"), "yellow", no_wrap=not self._wide, overflow="ellipsis")
            for doubt in doubts
        ]
        if said:
            found = places(document, said, around)
            lines.append(evidence_view(found, max(40, size.width - 4), max(5, high - len(doubts))))
        if fact.changes:
            lines.append(
                Text(safe_text(f"changed since {', '.join(fact.reviewers)} decided: {show_changes(fact.changes)}"))
            )
        if fact.status is Status.DISPUTED:
            lines += [Text("opinions (take one with its number):", "bold"), opinions_view(fact.opinions, fact.fact)]
        if fact.status is Status.REJECTED:
            lines.append(Text(safe_text(f"rejected: {fact.reason}"), "red"))
        lines += [Text(safe_text(f"comment by {comment}"), "cyan") for comment in fact.comments]
        return Group(*lines)

    def _fields(self, fact: StandingFact) -> None:
        said = seen(fact)
        if said is None:
            self._put("rows", Text("nothing stands"))
            self._put("detail", Text(""))
            return
        rows = list(field_rows(said, everything=True))
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        name, value, printed, confidence, why = rows[self.chosen]
        before = fact.before[0] if fact.before else None
        width = max(40, self.query_one("#fields").size.width - 3)
        self._put("rows", fields_list(said, before, name, width))
        about = [
            f"{name}: {value}",
            f"printed “{printed}”" if printed else "",
            f"confidence {confidence}" if confidence else "",
            why,
        ]
        self._put("detail", Text(safe_text("  ·  ".join(part for part in about if part))))
        self.query_one("#fields").scroll_to(y=max(0, self.chosen - 4), animate=False)

    def _put(self, part: str, shown: RenderableType) -> None:
        self.query_one(f"#{part}", Static).update(shown)

    def say(self, text: str, style: str = "bold green") -> None:
        """A line of answer."""
        self._put("said", Text(safe_text(text), style, no_wrap=True, overflow="ellipsis"))

    def _field(self) -> str:
        said = seen(self.session.on)
        if said is None:
            raise CannotDo("nothing stands here")
        return list(field_rows(said, everything=True))[self.chosen][0]

    # ------------------------------------------------------------------------------------------ doing

    def _do(self, action: Callable[[], str | None]) -> bool:
        """Do it, say what came of it, show what is on now; whether it was done."""
        try:
            said = action()
        except (PaperscaleError, Mistyped) as error:
            self.say(str(error), "bold red")
            return False
        except sqlite3.OperationalError:
            self.say("the workspace is busy with a long write: nothing was kept, do it again", "bold red")
            return False
        self.say(f"kept: {said}" if said else "")
        self.show()
        return True

    def _moved(self, action: Callable[[], str | None]) -> None:
        """As `_do`, at the top of another fact."""
        if self._do(action):
            self.chosen = 0
            self.query_one("#paper").scroll_home(animate=False)
            self.show()

    def action_accept(self) -> None:
        """Right as it stands."""
        self._moved(self.session.accept)

    def action_skip(self) -> None:
        """Not now."""
        self._moved(self.session.skip)

    def action_next(self) -> None:
        """Look at the next one."""
        self._moved(self.session.next)

    def action_undo(self) -> None:
        """Take back."""
        self._moved(self.session.undo)

    def action_not_stated(self) -> None:
        """The paper does not state the chosen field."""
        self._do(lambda: self.session.correct(self._field(), "not stated"))

    def action_absent(self) -> None:
        """The paper states no fact of this kind."""
        self._moved(lambda: self.session.absent(self.session.on.paper, self.session.on.kind))

    def action_choose(self, number: int) -> None:
        """Adjudicate."""
        self._moved(lambda: self.session.choose(number))

    def action_field(self, step: int) -> None:
        """Choose another field."""
        self.chosen += step
        if self.session.item:
            self._fields(self.session.item)

    def action_paper(self, step: int) -> None:
        """Move in the paper's text."""
        paper = self.query_one("#paper")
        paper.scroll_relative(y=step * max(1, paper.size.height - 2), animate=False)

    def action_order(self) -> None:
        """The next order."""
        names = list(ORDERS)
        following = names[(names.index(self.session.order) + 1) % len(names)]
        self._moved(lambda: self.session.refill(following))

    def action_page(self) -> None:
        """The page with the boxes drawn."""
        if self.picture is None:
            self.say("no page pictures here", "bold red")
            return
        try:
            path = self.picture(self.session.on)
        except PaperscaleError as error:
            self.say(str(error), "bold red")
            return
        if self.view:
            with suppress(SuspendNotSupported), self.suspend():
                if self.view(path):
                    input("Enter goes back to the review")
        self.say(f"page picture: {path}")

    def action_quit_review(self) -> None:
        """Every decision is kept already."""
        self.exit(self.session.done)

    def action_help(self) -> None:
        """All keys."""
        self.push_screen(Chooser("Keys", [Text(line) for line in HELP.splitlines()]))

    # ------------------------------------------------------------------------------------------ typing

    def action_correct(self) -> None:
        """Type another value of the chosen field."""
        self._try(lambda: self._ask("correct", self._field()))

    def action_reject(self) -> None:
        """Type the reason."""
        self._try(lambda: self._ask("reject"))

    def action_split(self) -> None:
        """Type the field and its values."""
        self._try(lambda: self._ask("split", start=f"{self._field()} "))

    def action_comment(self) -> None:
        """Type a remark."""
        self._try(lambda: self._ask("comment"))

    def action_goto(self) -> None:
        """Type a paper."""
        self._try(lambda: self._ask("goto"))

    def action_search(self) -> None:
        """Type words."""
        self._try(lambda: self._ask("search"))

    def action_add(self) -> None:
        """Type words of the sentence or row."""
        self._try(lambda: self._ask("find"))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except PaperscaleError as error:
            self.say(str(error), "bold red")

    def _take_up(self, draft: Draft) -> None:
        self.say("what you were typing when the last sitting ended", "bold yellow")
        if draft.action == "add":
            self._try(lambda: self._point(draft.field))
        else:
            self._try(lambda: self._ask(draft.action, draft.field))

    def _ask(self, action: str, field: str = "", start: str = "", pointer: Pointer | None = None) -> None:
        """Open the line for an action; what was typed there before comes back."""
        on = self.session.item
        place = (on.paper, on.anchor, on.content) if on else ("", "", "")
        draft = Draft(*place, action, field, "")
        label, answer, preview, complete = self._question(action, field, pointer)
        self._draft, self._answer, self._preview = draft, answer, preview
        self.query_one("#ask").add_class("open")
        self.query_one(Typed).ask(label, self.drafts.text(draft) or start, complete)
        self._typed(self.query_one(Typed).value)

    def _question(self, action: str, field: str, pointer: Pointer | None) -> tuple[str, Answer, Answer, Complete]:
        """Label, what the answer does, what is shown while typing, completions."""
        session = self.session

        def values(text: str) -> Sequence[str]:
            return completions(session.fact, field, text)

        def reasons(text: str) -> Sequence[str]:
            return [reason for reason in REASONS if reason.startswith(text)]

        def nothing(_: str) -> Sequence[str]:
            return ()

        match action:
            case "correct":
                return f"{field}: as papers write it", lambda t: session.correct(field, t), self._parsed(field), values
            case "reject":
                return "reason: " + ", ".join(REASONS), session.reject, lambda _: ", ".join(REASONS), reasons
            case "split":
                return (
                    "FIELD ONE | OTHER",
                    self._split,
                    lambda _: "a field, then its values, with | between them",
                    nothing,
                )
            case "comment":
                return "comment", session.comment, lambda _: "a remark; it decides nothing", nothing
            case "goto":
                return (
                    "paper, such as 1706.03762",
                    lambda t: session.goto(t.strip()),
                    lambda _: "the paper's identifier",
                    nothing,
                )
            case "search":
                return (
                    "words of a paper's facts",
                    self._search,
                    lambda _: "Enter lists the facts that hold all the words",
                    nothing,
                )
            case "find":
                head = "words of the sentence or table row that states the missed fact"
                return head, self._find, lambda _: "Enter lists the places that hold all the words", nothing
            case _ if pointer is not None:
                head = "run|result FIELD VALUE; FIELD VALUE"
                return head, lambda t: self._add(pointer, t), lambda t: fact_line(_said(pointer, t)), nothing
        raise CannotDo(f"no such action: {action}")

    def _parsed(self, field: str) -> Answer:
        def shown(text: str) -> str:
            known = completions(self.session.fact, field, text)[:6]
            after = f"   Tab: {', '.join(known)}" if known else ""
            if not text.strip():
                return after.strip() or "type the value as the paper prints it"
            try:
                return parse_field(self.session.fact, field, text).shown() + after
            except Mistyped as error:
                return f"… {error}{after}"

        return shown

    def on_input_changed(self, event: Typed.Changed) -> None:
        """Keep the draft, show what it comes to."""
        self._typed(event.value)

    def _typed(self, text: str) -> None:
        if self._draft is None:
            return
        if self._draft.action not in ("goto", "search", "find"):
            self.drafts.keep(replace(self._draft, text=text))
        try:
            shown = self._preview(text)
        except Mistyped as error:
            shown = f"… {error}"
        self._put("preview", Text(safe_text(shown or ""), "bold cyan"))

    def on_input_submitted(self, event: Typed.Submitted) -> None:
        """Do what was typed; what could not be done stays on the line."""
        draft, answer = self._draft, self._answer
        if draft is None:
            return
        if self._do(lambda: answer(event.value)):
            self.drafts.drop(draft)
            if self._draft is draft:
                self._close()
            self.show()

    def action_leave(self) -> None:
        """Leave the line; its text stays a draft."""
        if self._draft is not None:
            if self.query_one(Typed).value.strip():
                self.say("kept as a draft: the same key brings it back", "bold yellow")
            self._close()

    def _close(self) -> None:
        self._draft = None
        self.query_one("#ask").remove_class("open")
        self.set_focus(None)

    # ----------------------------------------------------------------------------------------- choosing

    def action_facts(self) -> None:
        """What stands of this paper."""

        def choose() -> None:
            facts = self.session.facts(self.session.on.paper)
            lines = [Text(f"{fact.kind:6} {summary(fact)}") for fact in facts]
            self._choose(f"Facts of {self.session.on.paper}", lines, lambda number: self.session.show(facts[number]))

        self._try(choose)

    def action_merge(self) -> None:
        """Choose the fact that is the same as this one."""

        def choose() -> None:
            on = self.session.on
            facts = [fact for fact in self.session.facts(on.paper) if fact.kind == on.kind and fact.fact and fact != on]
            if not facts:
                raise CannotDo(f"this paper has no other {on.kind} to merge with")
            lines = [Text(summary(fact)) for fact in facts]
            self._choose("Merge with which?", lines, lambda number: self.session.merge([facts[number]]))

        self._try(choose)

    def _search(self, text: str) -> None:
        found = search(self.session.workspace, text)
        if not found:
            raise CannotDo("no fact holds all these words")
        lines = [
            Text(safe_text(f"{proposal.paper} {proposal.kind:6} ") + fact_line(proposal.fact)) for proposal in found
        ]

        def go(number: int) -> None:
            self.session.find(found[number].paper, found[number].anchor, found[number].content)

        self._choose(f"{len(found)} facts", lines, go)

    def _find(self, text: str) -> None:
        found = self.session.pointers(self.session.on.paper, text)
        if not found:
            raise CannotDo("no sentence and no table row holds all these words")
        lines = [Text(safe_text(f"{pointer.label}  {pointer.text}")) for pointer in found]
        self._close()

        def pointed(number: int | None) -> None:
            if number is not None:
                kind = "result" if found[number].row else "run"
                self._ask("add", found[number].text, f"{kind} ", found[number])

        self.push_screen(Chooser("Which place states it?", lines), pointed)

    def _point(self, text: str) -> None:
        found = [p for p in self.session.pointers(self.session.on.paper, "", most=None) if p.text == text]
        if found:
            self._ask("add", text, pointer=found[0])

    def _choose(self, head: str, lines: Sequence[Text], then: Callable[[int], str | None]) -> None:
        def chosen(number: int | None) -> None:
            if number is not None:
                self._moved(lambda: then(number))

        self.push_screen(Chooser(head, lines), chosen)

    def _split(self, text: str) -> str:
        field, _, values = text.strip().partition(" ")
        name = named_field(self.session.on.kind, field)
        return self.session.split(name, [value.strip() for value in values.split("|") if value.strip()])

    def _add(self, pointer: Pointer, text: str) -> str:
        kind, fields = _pairs(text)
        return self.session.add(self.session.on.paper, kind, pointer, fields)


def _pairs(text: str) -> tuple[str, list[tuple[str, str]]]:
    kind, _, rest = text.strip().partition(" ")
    if kind not in ("run", "result"):
        raise Mistyped("begin with `run` or `result`, then FIELD VALUE; FIELD VALUE")
    pairs = [part.strip().partition(" ") for part in rest.split(";") if part.strip()]
    try:
        return kind, [(named_field(kind, name), value.strip()) for name, _, value in pairs]
    except CannotDo as error:
        raise Mistyped(str(error)) from None


def _said(pointer: Pointer, text: str) -> Fact:
    kind, fields = _pairs(text)
    return found_fact(kind, pointer, fields)
