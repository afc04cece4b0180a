"""The line mode of review, for plain terminals, pipes and programs: everything that the screen does, by words.

An action is confirmed on the screen only after it is in the database; a line that begins with "kept:" says so.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from annotations.context import places
from annotations.decisions import StandingFact, Status
from annotations.fields import Mistyped, named_field, parse_alternatives, parse_pairs
from annotations.pointing import Pointer
from annotations.render import evidence_view, fact_line, fields_view, opinions_view, summary, title
from annotations.safe_text import safe_columns, safe_text
from annotations.session import Session
from annotations.sitting import BUSY, CannotDo
from annotations.values import show_changes
from db.queue import ORDERS, search
from extractors.model import PaperscaleError

Picture = Callable[[StandingFact], Path]
"""Makes the page picture of a fact, with the boxes of its evidence drawn, and says where it is."""

View = Callable[[Path], bool]
"""Shows a picture; whether it did so in this terminal."""

PROMPT = "review> "
HELP = """\
accept                  it is right as it stands                      (a)
correct FIELD VALUE     type it as papers do: 3.5 days, 8×V100, 65M   (c)
reject REASON           there is no such fact: why                    (r)
split FIELD ONE | OTHER it is several, which differ in a field
merge NUMBER …          it and others of `facts` are one
add KIND PLACE FIELD VALUE; FIELD VALUE …   a missed run or result, at a place of `find`
absent FIELD            the paper does not say this field
absent run|result       the paper states none at all
choose NUMBER           in adjudication: that reader is right
skip                    not now                                       (s)
comment WORDS           a remark
undo                    take back the last decision, without limit    (u)
facts                   what stands of this paper, by number
find WORDS              sentences and table rows of this paper
search WORDS            facts and papers of the workspace
goto PAPER|NUMBER       open a paper, or a line of the last list
order worth|paper|stored|sample
open                    the page with the boxes drawn                 (o)
next, help, quit                                                      (n, ?, q)"""
SHORT = {
    "a": "accept",
    "c": "correct",
    "r": "reject",
    "s": "skip",
    "u": "undo",
    "o": "open",
    "n": "next",
    "q": "quit",
    "?": "help",
}


class LineMode:
    """A sitting by lines: `run` takes them from anywhere, and says what came of each."""

    def __init__(
        self, session: Session, console: Console, picture: Picture | None = None, view: View | None = None
    ) -> None:
        """Speak through a console."""
        self.session, self.console, self.picture, self.view = session, console, picture, view
        self.places: dict[str, Pointer] = {}
        self.list: list[Callable[[], None]] = []
        self.commands: Mapping[str, Callable[[str], str | None]] = {
            "accept": lambda _: session.accept(),
            "correct": self._correct,
            "reject": session.reject,
            "split": self._split,
            "merge": self._merge,
            "add": self._add,
            "absent": self._absent,
            "choose": self._choose,
            "skip": lambda _: session.skip(),
            "comment": session.comment,
            "undo": lambda _: session.undo(),
            "facts": self._facts,
            "find": self._find,
            "search": self._search,
            "goto": self._goto,
            "order": self._order,
            "open": self._open,
            "next": lambda _: session.next(),
            "help": lambda _: self.say(HELP),
        }

    def run(self, lines: Iterable[str]) -> int:
        """Show the first fact, then do what each line says, until `quit` or the lines' end; how many decisions."""
        self.show()
        for line in lines:
            if self.do(line.strip()):
                break
        self.say(f"{self.session.done} decisions kept")
        return self.session.done

    def do(self, line: str) -> bool:
        """Do what a line says; whether it said quit."""
        word, _, rest = line.partition(" ")
        name = SHORT.get(word, word)
        if name == "quit":
            return True
        if not name:
            return False
        if name not in self.commands:
            self.say(f"no such command: {word} (`help` lists them)")
            return False
        before = (self.session.item, self.session.done)
        try:
            said = self.commands[name](rest.strip())
        except (PaperscaleError, Mistyped) as error:
            self.say(str(error))
            return False
        except sqlite3.OperationalError:
            self.say(BUSY)
            return False
        if said:
            self.say(f"kept: {said}")
        if (self.session.item, self.session.done) != before or name == "next":
            self.show()
        return False

    def say(self, text: str) -> None:
        """Lines of our own, with whatever they repeat of a paper made safe."""
        for line in text.splitlines():
            self.console.print(Text(safe_columns(line)), soft_wrap=True)

    def show(self) -> None:
        """The fact that is open, its evidence in place and its fields."""
        session, console = self.session, self.console
        fact = session.item
        if fact is None:
            self.say(session.why)
            return
        console.print()
        console.print(title(fact), Text(f" · {session.position} of {session.total}", "dim"))
        console.print(Text(safe_text(session.why), "italic"))
        stands = fact.fact or (fact.proposal.fact if fact.proposal else None)
        if stands is not None:
            console.print(evidence_view(places(session.document(fact.paper), stands), console.width))
            console.print(fields_view(stands, fact.before[0] if fact.before else None))
            for doubt in session.doubts():
                self.say(f"doubt: {doubt}")
        if fact.status is Status.DISPUTED:
            console.print(opinions_view(fact.opinions, fact.fact))
        if fact.changes:
            self.say(f"changed since {', '.join(fact.reviewers)} decided: {show_changes(fact.changes)}")
        for comment in fact.comments:
            self.say(f"comment by {comment}")
        if fact.status is Status.REJECTED:
            self.say(f"rejected: {fact.reason}")

    # -------------------------------------------------------------------------------------- commands

    def _correct(self, rest: str) -> str:
        field, _, text = rest.partition(" ")
        return self.session.correct(self._field(field), text)

    def _split(self, rest: str) -> str:
        return self.session.split(*parse_alternatives(self.session.on.kind, rest))

    def _merge(self, rest: str) -> str:
        facts = self.session.facts(self.session.on.paper)
        numbers = [_number(word, len(facts)) for word in rest.split()]
        return self.session.merge([facts[number - 1] for number in numbers])

    def _add(self, rest: str) -> str:
        kind, _, rest = rest.partition(" ")
        label, _, rest = rest.partition(" ")
        if kind not in ("run", "result") or label not in self.places:
            raise CannotDo("`add run PLACE FIELD VALUE; FIELD VALUE …`, with a PLACE that `find WORDS` has listed")
        return self.session.add(self._paper(), kind, self.places[label], parse_pairs(kind, rest))

    def _absent(self, rest: str) -> str:
        if rest in ("run", "result"):
            return self.session.absent(self._paper(), rest)
        if not rest:
            raise CannotDo("`absent FIELD`: the paper does not say it; `absent run`, `absent result`: it states none")
        return self.session.correct(self._field(rest), "not stated")

    def _choose(self, rest: str) -> str:
        return self.session.choose(_number(rest, len(self.session.on.opinions)))

    def _facts(self, _: str) -> None:
        facts = self.session.facts(self._paper())
        self.list = [lambda fact=fact: self.session.show(fact) for fact in facts]  # type: ignore[misc]
        for number, fact in enumerate(facts, 1):
            self.say(f"{number:3} {fact.kind:6} {summary(fact)}")

    def _find(self, rest: str) -> None:
        found = self.session.pointers(self._paper(), rest)
        self.places = {pointer.label.split()[0]: pointer for pointer in found}
        for pointer in found:
            self.say(f"{pointer.label:10} {pointer.text}")
        if not found:
            self.say("no sentence and no table row holds these words")

    def _search(self, rest: str) -> None:
        found = search(self.session.workspace, rest)
        self.list = [lambda p=one: self.session.find(p.paper, p.anchor, p.content) for one in found]  # type: ignore[misc]
        for number, proposal in enumerate(found, 1):
            self.say(f"{number:3} {proposal.paper} {proposal.kind:6} {fact_line(proposal.fact)}")
        self.say(f"{len(found)} facts" + (": `goto NUMBER` opens one" if found else ""))

    def _goto(self, rest: str) -> None:
        if rest.isdigit() and len(rest) < 4:
            self.list[_number(rest, len(self.list)) - 1]()
        else:
            self.session.goto(rest)

    def _order(self, rest: str) -> None:
        if rest not in ORDERS:
            raise CannotDo(f"`order {'|'.join(ORDERS)}`")
        self.session.refill(rest)
        self.show()

    def _open(self, _: str) -> None:
        if self.picture is None:
            raise CannotDo("no page pictures here")
        path = self.picture(self.session.on)
        if self.view:
            self.view(path)
        self.say(f"page picture: {shlex.quote(str(path))}")

    # ---------------------------------------------------------------------------------------- inside

    def _paper(self) -> str:
        return self.session.on.paper

    def _field(self, said: str) -> str:
        return named_field(self.session.on.kind, said)


def _number(said: str, most: int) -> int:
    if not said.isdigit() or not 1 <= int(said) <= most:
        raise CannotDo(f"a number from 1 to {most}" if most else "there is no list to take a number from")
    return int(said)
