"""Parts of the review screen: the line that is typed into, and the list that one is chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.questions import Complete


class Typed(Input):
    """The line that is typed into; Tab takes the first completion, and the next ones at each further Tab."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        Binding("tab", "complete", "complete", show=False)
    ]

    def __init__(self, id: str) -> None:
        """An empty line."""
        super().__init__(id=id, select_on_focus=False)
        self.complete: Complete = lambda _: ()
        self._round: tuple[str, int] = ("", -1)

    def ask(self, label: str, text: str, complete: Complete) -> None:
        """Begin to type, from a text on."""
        self.complete = complete
        self.suggester = _Completions(complete)
        self.placeholder = label
        self._round = ("", -1)
        self.value = text
        self.cursor_position = len(text)
        self.focus()

    def action_complete(self) -> None:
        """Take the next completion of what was typed."""
        typed, number = self._round
        known = list(self.complete(typed))
        if number < 0 or self.value not in known:
            typed, number, known = self.value, -1, list(self.complete(self.value))
        if known:
            number = (number + 1) % len(known)
            self._round = (typed, number)
            self.value = known[number]
            self.cursor_position = len(self.value)


class _Completions(Suggester):
    """Shows, after what is typed, the rest of the first completion that begins so."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion that begins as typed."""
        known = self._complete(value)
        return next((line for line in known if line.casefold().startswith(value.casefold())), None)


class Chooser(ModalScreen[int | None]):
    """A list to choose one line from; its number, or None."""

    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = """
    Chooser { align: center middle; }
    Chooser > Vertical { width: 96%; height: 90%; border: round $primary; background: $surface; }
    Chooser OptionList, Chooser OptionList:focus { height: 1fr; border: none; }
    """
    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        Binding("escape,q", "leave", "leave"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, head: str, lines: Sequence[Text]) -> None:
        """Offer lines under a heading."""
        super().__init__()
        self.head, self.lines = head, lines

    def compose(self) -> ComposeResult:
        """The heading and the list."""
        with Vertical():
            yield Static(Text(f"{self.head}   ↑ ↓ Enter · Esc leaves", "bold"))
            yield OptionList(*[Option(line) for line in self.lines])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give back the number of the line."""
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Next line."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Line before."""
        self.query_one(OptionList).action_cursor_up()
