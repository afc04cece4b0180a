"""Completion of the line mode's commands in a terminal with `readline`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotations.fields import completions, field_names
from annotations.line import HELP
from annotations.session import Session

WORDS = (*dict.fromkeys(line.split()[0] for line in HELP.splitlines()[:-1]), "next", "help", "quit")


def completer(session: Session) -> Callable[[str, int], str | None]:
    """Completion for `readline`: commands, fields, and the catalogue's names after `correct FIELD`."""

    def complete(text: str, state: int) -> str | None:
        import readline

        line = readline.get_line_buffer()
        return next((word for number, word in enumerate(_words(session, line, text)) if number == state), None)

    return complete


def _words(session: Session, line: str, text: str) -> Iterator[str]:
    words = line.split()
    number = len(words) - (0 if line.endswith(" ") or not line else 1)
    if number == 0:
        yield from (name for name in WORDS if name.startswith(text))
    elif session.item is None or words[0] not in ("correct", "c", "split", "absent"):
        return
    elif number == 1:
        yield from (name for name in field_names(session.item.kind) if name.startswith(text))
    elif number >= 2 and words[1] in field_names(session.item.kind):
        typed = line.split(maxsplit=2)[2] if number > 2 or not line.endswith(" ") else ""
        already = len(typed) - len(text)
        yield from (name[already:] for name in completions(session.fact, words[1], typed))
