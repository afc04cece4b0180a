"""What a reader does to the fact on the screen: each action is kept before it is confirmed.

The line mode and the screen are two faces of this one thing. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotations import acts
from annotations.decisions import StandingFact
from annotations.fields import altered, parse_field, with_typed
from annotations.pointing import Pointer, found_fact
from annotations.sitting import OPEN, CannotDo, Sitting
from db.decisions import Decision, last_act, record
from extractors.model import Fact, NotStated, content_hash, named_fields


class Session(Sitting):
    """A sitting in which the reader decides; each method says in a few words what is now kept."""

    def accept(self) -> str:
        """The fact is right; goes on to the next."""
        self._keep(acts.accept(self.reader, self.on, self._seconds()))
        self.next()
        return "accepted"

    def correct(self, field: str, text: str) -> str:
        """A field should say otherwise; stays at the fact. Raises fields.Mistyped."""
        typed = parse_field(self.fact, field, text)
        self.correct_to(with_typed(self.fact, typed))
        return f"corrected: {typed.shown()}"

    def correct_to(self, fact: Fact) -> None:
        """The whole fact should say otherwise; stays at it."""
        if content_hash(fact) == content_hash(self.fact):
            raise CannotDo("that is what it says already: `accept` keeps it")
        self._keep(acts.correct(self.reader, self.on, fact, self._seconds()))
        self._reopen(fact)

    def reject(self, reason: str) -> str:
        """There is no such fact; goes on to the next. Raises CannotDo without a reason."""
        if not reason.strip():
            raise CannotDo("a rejection needs a reason: inference, cited, hypothetical, wrong table, …")
        self._keep(acts.reject(self.reader, self.on, reason.strip(), self._seconds()))
        self.next()
        return "rejected"

    def split(self, field: str, texts: Sequence[str]) -> str:
        """The fact is several, which differ in a field; opens the first, then the others. Raises fields.Mistyped."""
        parts = [with_typed(self.fact, parse_field(self.fact, field, text)) for text in texts]
        try:
            act = acts.split(self.reader, self.on, parts, self._seconds())
        except ValueError as error:
            raise CannotDo(f"{error}: `split FIELD ONE | OTHER`") from None
        on = self.on
        self._keep(act)
        first, *others = [fact for fact in self._at(on) if fact.fact in parts]
        self._waiting.extendleft(reversed(others))
        self._open(first, f"a part of the split into {len(parts)}")
        return f"split into {len(parts)}; the first is on the screen"

    def merge(self, others: Sequence[StandingFact]) -> str:
        """The fact and others of its kind are one: what it does not state is taken from them; stays at it."""
        if any(other.kind != self.on.kind or other == self.on for other in others):
            raise CannotDo("only other facts of the same kind can be merged with this one")
        fact = self.fact
        for said in (other.fact for other in others if other.fact):
            mine = named_fields(fact)
            new = {n: v for n, v in named_fields(said).items() if isinstance(mine[n], NotStated)}
            fact = altered(fact, new)
        try:
            act = acts.merge(self.reader, [self.on, *others], fact, self._seconds())
        except ValueError as error:
            raise CannotDo(f"{error}: `merge NUMBER`, with a number of `facts`") from None
        self._keep(act)
        self._reopen(fact)
        return f"merged {len(others) + 1} into one"

    def add(self, paper: str, kind: str, pointer: Pointer, fields: Sequence[tuple[str, str]]) -> str:
        """A fact that was missed, at the sentence or row pointed at; opens it. Raises fields.Mistyped."""
        fact = found_fact(kind, pointer, fields)
        (row,) = self._keep(acts.add(self.reader, paper, fact, self._seconds()))
        self.find(paper, row.anchor, content_hash(fact))
        self.why = "you added it"
        return f"added a {kind}"

    def absent(self, paper: str, kind: str) -> str:
        """The paper states no fact of a kind; goes on to the next."""
        act = acts.absent(self.reader, paper, kind, self.facts(paper), self._seconds())
        self._keep(act)
        self.next()
        rejected = sum(row.action == "reject" for row in act)
        return f"{paper} states no {kind}" + (f"; {rejected} proposed rejected" if rejected else "")

    def choose(self, number: int) -> str:
        """Adjudicate: one reader's opinion stands; goes on to the next. Raises CannotDo for a number that is none."""
        on = self.on
        if not 1 <= number <= len(on.opinions):
            raise CannotDo(f"there are {len(on.opinions)} opinions to choose from")
        facts, by, seconds = (
            on.opinions[number - 1].facts,
            replace(self.reader, purpose="adjudication"),
            self._seconds(),
        )
        if len(facts) > 1:
            self._keep(acts.split(by, on, facts, seconds))
        elif not facts:
            self._keep(acts.reject(by, on, on.opinions[number - 1].reason, seconds))
        elif on.fact and content_hash(facts[0]) == content_hash(on.fact):
            self._keep(acts.accept(by, on, seconds))
        else:
            self._keep(acts.correct(by, on, facts[0], seconds))
        self.next()
        return f"adjudicated: as {on.opinions[number - 1].reviewer} said"

    def skip(self) -> str:
        """Not now; goes on to the next."""
        self._keep(acts.skip(self.reader, self.on, self._seconds()))
        self.next()
        return "skipped: it comes again at the end of the queue"

    def comment(self, text: str) -> str:
        """A remark; stays at the fact. Raises CannotDo without one."""
        if not text.strip():
            raise CannotDo("nothing to keep: `comment WORDS`")
        on, fact = self.on, self.fact
        self._keep(acts.comment(self.reader, on, text.strip(), self._seconds()))
        self._reopen(fact)
        return "comment kept"

    def undo(self) -> str:
        """Take back this reader's last act that still counts, and open what it was about. Raises CannotDo."""
        act = last_act(self.workspace, self.reader.name)
        if not act:
            raise CannotDo("nothing to undo")
        self._keep(acts.undo(self.reader, act))
        if self.item and self.item.status in OPEN:
            self._waiting.appendleft(self.item)
        first = next(row for row in act if row.action != "undo")
        again = [fact for fact in self.facts(first.paper) if fact.anchor == first.anchor]
        same = [fact for fact in again if fact.content == first.content]
        if same or again:
            self._open((same or again)[0], "you took back a decision on it")
        return f"took back: {first.action}" + (f" ({len(act)} rows)" if len(act) > 1 else "")

    def _keep(self, act: acts.Act) -> tuple[Decision, ...]:
        stored = record(self.workspace, act)
        self.done += any(row.action != "undo" for row in stored)
        return stored
