"""The review screen: one fact at a time, its evidence in the paper, its fields side by side, all by keyboard.

It is a face of `annotations.session`: what a key does is done there, and said here only after it is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from annotations import questions
from annotations.drafts import Draft, Drafts
from annotations.fact_panel import FactPanel
from annotations.fields import Mistyped
from annotations.keys import bindings, help_lines, hints
from annotations.line import Picture, View
from annotations.panels import Chooser, Typed
from annotations.pointing import Pointer
from annotations.questions import Question
from annotations.render import fact_line, summary, title
from annotations.safe_text import safe_columns, safe_text
from annotations.session import Session
from annotations.sitting import BUSY, CannotDo
from db.queue import ORDERS, search
from extractors.model import PaperscaleError

GOOD, BAD, NOTE = "bold green", "bold red", "bold yellow"


class ReviewScreen(App[int]):
    """The screen; it gives back how many decisions were kept."""

    TITLE = "paperscale review"
    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - declared by Textual
    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings()

    def __init__(self, session: Session, picture: Picture | None = None, view: View | None = None) -> None:
        """A screen for a sitting."""
        super().__init__()
        self.session, self.picture, self.view = session, picture, view
        self.drafts = Drafts(session.workspace.folder, session.reader.name)
        self._asked: tuple[Question, Draft] | None = None

    def compose(self) -> ComposeResult:
        """Title, reason, the fact, message, the line that is typed into, keys."""
        yield Static(id="title")
        yield Static(id="why")
        yield FactPanel(self.session)
        yield Static(id="said")
        with Vertical(id="ask"):
            yield Static(id="preview")
            yield Typed(id="typed")
        yield Static(Text("\n".join(hints()), no_wrap=True, overflow="ellipsis"), id="keys")

    def on_mount(self) -> None:
        """Show the first fact, and what was being typed when the last sitting ended."""
        draft = self.drafts.last()
        if draft:
            try:
                self.session.find(draft.paper, draft.anchor, draft.content)
            except CannotDo:
                draft = None
        self.show()
        if draft:
            self.say("what you were typing when the last sitting ended", NOTE)
            self._try(lambda: self._take_up(draft))

    def on_resize(self, _: events.Resize) -> None:
        """Lay everything out anew."""
        self.call_after_refresh(self.show)

    # ----------------------------------------------------------------------------------------- showing

    @property
    def panel(self) -> FactPanel:
        """Where the fact is shown."""
        return self.query_one(FactPanel)

    def show(self) -> None:
        """What is on."""
        session, fact = self.session, self.session.item
        if fact is None:
            head = Text(f"review · {safe_text(session.reader.name)} · {session.done} decisions kept", "bold")
        else:
            place = f" · {session.position} of {session.total} · {session.done} kept"
            head = Text.assemble(title(fact), (place, "dim"))
        head.no_wrap = True
        self._put("title", head)
        self._put("why", Text(safe_text(session.why), "italic", no_wrap=True, overflow="ellipsis"))
        self.panel.display_fact()

    def say(self, text: str, style: str = GOOD) -> None:
        """A line of answer."""
        self._put("said", Text(safe_text(text), style, no_wrap=True, overflow="ellipsis"))

    def _put(self, part: str, shown: RenderableType) -> None:
        self.query_one(f"#{part}", Static).update(shown)

    # ------------------------------------------------------------------------------------------ doing

    def _try(self, action: Callable[[], str | None]) -> bool:
        """Do it and say what came of it; whether it was done."""
        try:
            said = action()
        except (PaperscaleError, Mistyped) as error:
            self.say(str(error), BAD)
            return False
        except sqlite3.OperationalError:
            self.say(BUSY, BAD)
            return False
        if said:
            self.say(f"kept: {said}")
        return True

    def _do(self, action: Callable[[], str | None], moved: bool = True) -> bool:
        """As `_try`, then show what is on now: another fact, or the same one."""
        self.say("")
        done = self._try(action)
        if done and moved:
            self.panel.to_top()
        if done:
            self.show()
        return done

    def action_accept(self) -> None:
        """Right as it stands."""
        self._do(self.session.accept)

    def action_do(self, name: str) -> None:
        """Skip, undo, next."""
        actions: dict[str, Callable[[], str | None]] = {
            "skip": self.session.skip,
            "undo": self.session.undo,
            "next": self.session.next,
        }
        self._do(actions[name])

    def action_not_stated(self) -> None:
        """The paper does not state the chosen field."""
        self._do(lambda: self.session.correct(self.panel.field, "not stated"), moved=False)

    def action_absent(self) -> None:
        """The paper states no fact of this kind."""
        self._do(lambda: self.session.absent(self.session.on.paper, self.session.on.kind))

    def action_choose(self, number: int) -> None:
        """Adjudicate."""
        self._do(lambda: self.session.choose(number))

    def action_field(self, step: int) -> None:
        """Choose another field."""
        self.panel.step(step)

    def action_paper(self, pages: int) -> None:
        """Move in the paper's text."""
        self.panel.turn(pages)

    def action_order(self) -> None:
        """The next order."""
        names = list(ORDERS)
        following = names[(names.index(self.session.order) + 1) % len(names)]
        self._do(lambda: self.session.refill(following))

    def action_page(self) -> None:
        """The page with the boxes drawn: in the terminal, else in a viewer."""

        def draw() -> None:
            if self.picture is None:
                raise CannotDo("no page pictures here")
            path = self.picture(self.session.on)
            if self.view:
                with suppress(SuspendNotSupported), self.suspend():
                    if self.view(path):
                        input("Enter goes back to the review")
            self.say(f"page picture: {path}")

        self._try(draw)

    def action_quit_review(self) -> None:
        """Every decision is kept already."""
        self.exit(self.session.done)

    def action_help(self) -> None:
        """All keys."""
        self.push_screen(Chooser("Keys", [Text(line) for line in help_lines()]))

    # ------------------------------------------------------------------------------------------ typing

    def action_ask(self, action: str) -> None:
        """Ask for what an action needs."""
        self._try(lambda: self._ask(action))

    def action_ask_field(self) -> None:
        """Ask for another value of the chosen field."""
        self._try(lambda: self._ask("correct", self.panel.field))

    def action_split(self) -> None:
        """Ask for the field that the parts differ in, and its values."""
        self._try(lambda: self._ask("split", start=f"{self.panel.field} "))

    def _ask(self, action: str, field: str = "", start: str = "", pointer: Pointer | None = None) -> None:
        """Open the line for an action; what was typed there before comes back."""
        on = self.session.item
        question = self._question(action, field, pointer)
        place = (on.paper, on.anchor, on.content) if on else ("", "", "")
        draft = Draft(*place, action, field, "")
        self._asked = (question, draft)
        self.query_one("#ask").add_class("open")
        typed = self.query_one(Typed)
        typed.ask(question.label, self.drafts.text(draft) or start, question.complete)
        self._typed(typed.value)

    def _question(self, action: str, field: str, pointer: Pointer | None) -> Question:
        session = self.session
        if action == "add" and pointer:
            return questions.addition(session, pointer)
        if action == "correct":
            return questions.correction(session, field)
        made: dict[str, Callable[[], Question]] = {
            "reject": lambda: questions.rejection(session),
            "split": lambda: questions.division(session),
            "comment": lambda: questions.remark(session),
            "goto": lambda: questions.place(session),
            "search": lambda: questions.words("words of a paper's facts", self._search),
            "find": lambda: questions.words("words of the sentence or row that states the missed fact", self._find),
        }
        if action not in ("goto", "search"):
            session.on  # noqa: B018 - raises where no fact is open
        return made[action]()

    def _take_up(self, draft: Draft) -> None:
        if draft.action == "add":
            places = self.session.pointers(draft.paper, "", most=None)
            pointer = next((place for place in places if place.text == draft.field), None)
            if pointer is None:
                raise CannotDo("the place of a draft is not in the paper any more: the draft is kept")
            self._ask("add", draft.field, pointer=pointer)
        else:
            self._ask(draft.action, draft.field)

    def on_input_changed(self, event: Typed.Changed) -> None:
        """Keep the draft, show what it comes to."""
        self._typed(event.value)

    def _typed(self, text: str) -> None:
        if self._asked is None:
            return
        question, draft = self._asked
        if question.kept:
            self.drafts.keep(replace(draft, text=text))
        try:
            shown = question.preview(text)
        except (Mistyped, PaperscaleError) as error:
            shown = f"… {error}"
        self._put("preview", Text(safe_text(shown or ""), "bold cyan"))

    def on_input_submitted(self, event: Typed.Submitted) -> None:
        """Do what was typed; what could not be done stays on the line."""
        if self._asked is None:
            return
        asked = self._asked
        question, draft = asked
        if self._do(lambda: question.answer(event.value), moved=draft.action not in ("correct", "comment")):
            self.drafts.drop(draft)
            if self._asked is asked:
                self._close()

    def action_leave(self) -> None:
        """Leave the line; its text stays a draft."""
        if self._asked is not None:
            if self._asked[0].kept and self.query_one(Typed).value.strip():
                self.say("kept as a draft: the same key brings it back", NOTE)
            self._close()

    def _close(self) -> None:
        self._asked = None
        self.query_one("#ask").remove_class("open")
        self.set_focus(None)

    # ----------------------------------------------------------------------------------------- choosing

    def action_facts(self) -> None:
        """What stands of this paper."""

        def offer() -> None:
            paper = self.session.on.paper
            facts = self.session.facts(paper)
            lines = [f"{fact.kind:6} {summary(fact)}" for fact in facts]
            self._offer(f"Facts of {paper}", lines, lambda number: self.session.show(facts[number]))

        self._try(offer)

    def action_merge(self) -> None:
        """Choose the fact that is the same as this one."""

        def offer() -> None:
            on = self.session.on
            facts = [fact for fact in self.session.facts(on.paper) if fact.kind == on.kind and fact.fact and fact != on]
            if not facts:
                raise CannotDo(f"this paper has no other {on.kind} to merge with")
            self._offer("Merge with which?", list(map(summary, facts)), lambda n: self.session.merge([facts[n]]))

        self._try(offer)

    def _search(self, text: str) -> None:
        found = search(self.session.workspace, text)
        if not found:
            raise CannotDo("no fact holds all these words")
        lines = [f"{one.paper} {one.kind:6} {fact_line(one.fact)}" for one in found]

        def go(number: int) -> None:
            self.session.find(found[number].paper, found[number].anchor, found[number].content)

        self._offer(f"{len(found)} facts", lines, go)

    def _find(self, text: str) -> None:
        found = self.session.pointers(self.session.on.paper, text)
        if not found:
            raise CannotDo("no sentence and no table row holds all these words")

        def point(number: int) -> None:
            kind = "result" if found[number].row else "run"
            self._ask("add", found[number].text, f"{kind} ", found[number])

        self._close()
        lines = [f"{pointer.label}  {pointer.text}" for pointer in found]
        self._offer("Which place states it?", lines, point)

    def _offer(self, head: str, lines: Sequence[str], then: Callable[[int], str | None]) -> None:
        def chosen(number: int | None) -> None:
            if number is not None:
                self._do(lambda: then(number))

        self.push_screen(Chooser(safe_text(head), [Text(safe_columns(line)) for line in lines]), chosen)
