"""The keys of the review screen: one table, from which the bindings, the hints at the bottom and the help are made."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """Keys as Textual names them, the action, how the key is written, the word at the bottom ("": none), the help."""

    keys: str
    action: str
    written: str
    hint: str
    help: str


TABLE = (
    Key("up,k", "field(-1)", "↑ k", "", "the field before"),
    Key("down,j", "field(1)", "↓ j", "", "the next field"),
    Key("pageup", "paper(-1)", "PgUp", "", "back in the paper's text"),
    Key("pagedown", "paper(1)", "PgDn", "", "on in the paper's text"),
    Key("a", "accept", "a", "accept", "accept: right as it stands"),
    Key("c,enter", "ask_field", "c", "correct", "correct the chosen field, typed as papers do; Tab completes"),
    Key("r", "ask('reject')", "r", "reject", "reject, with a reason"),
    Key("s", "do('skip')", "s", "skip", "skip: not now, and remembered so"),
    Key("u", "do('undo')", "u", "undo", "undo the last decision, as often as you like"),
    Key("x", "split", "x", "split", "split into several that differ in a field"),
    Key("m", "merge", "m", "merge", "merge with another fact of this paper"),
    Key("plus", "ask('find')", "+", "add", "add a missed fact: find its sentence or row, say its fields"),
    Key("n", "do('next')", "n", "next", "just look at the next"),
    Key("minus", "not_stated", "-", "unstated", "the paper does not state the chosen field"),
    Key("A", "absent", "A", "absent", "the paper states no fact of this kind at all"),
    Key("semicolon", "ask('comment')", ";", "note", "a comment"),
    Key("f", "facts", "f", "facts", "all facts of this paper"),
    Key("g", "ask('goto')", "g", "goto", "go to a paper"),
    Key("slash", "ask('search')", "/", "search", "search the facts of all papers"),
    Key("o", "page", "o", "page", "the page as a picture with the boxes drawn"),
    Key("O", "order", "O", "", "another order: worth, paper, stored, sample"),
    Key("1,2,3,4,5,6,7,8,9", "choose", "1 … 9", "", "in adjudication: that reader is right"),
    Key("escape", "leave", "Esc", "", "leave what is being typed: the draft comes back"),
    Key("question_mark", "help", "?", "help", "all keys"),
    Key("q", "quit_review", "q", "quit", "quit: every decision is kept already"),
)


def bindings() -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The table for Textual; a digit is handed to its action."""
    single = [Binding(key.keys, key.action) for key in TABLE if key.action != "choose"]
    return [*single, *(Binding(str(number), f"choose({number})") for number in range(1, 10))]


def hints() -> tuple[str, str]:
    """Two lines of at most 80 columns for the bottom of the screen."""
    words = [f"{key.written} {key.hint}" for key in TABLE if key.hint]
    return "  ".join(words[:9]), "  ".join(words[9:])


def help_lines() -> tuple[str, ...]:
    """A line for each key."""
    return tuple(f"{key.written:<7}{key.help}" for key in TABLE)
