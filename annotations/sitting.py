"""What is on the screen and what comes next, and why: one reader's way through the queue.

Nothing here decides anything, and nothing prints.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from annotations import acts
from annotations.decisions import StandingFact, Status, current_facts
from annotations.pointing import MOST, Pointer, pointers
from annotations.values import show_changes
from db.facts import document_of, flags_of
from db.queue import Filter, Listed, file_of, fill, listed, position_of
from db.workspace import Workspace
from extractors.model import Document, Fact, PaperscaleError, content_hash

OPEN = (Status.UNREVIEWED, Status.CHANGED)
BUSY = "the workspace is busy with a long write: nothing was kept, do it again"
"""What a person is told where SQLite says that the database is locked."""


class CannotDo(PaperscaleError):
    """An action that makes no sense here; its text says what does."""


class Sitting:
    """One reader at one workspace. `item` is the fact on the screen, None at the end; `why` is its place's reason."""

    def __init__(
        self,
        workspace: Workspace,
        reader: acts.Reader,
        order: str = "worth",
        share: float = 0.1,
        which: Filter | None = None,
    ) -> None:
        """List the queue and open its first fact."""
        self.workspace, self.reader, self.order, self.share, self.which = workspace, reader, order, share, which
        self.item: StandingFact | None = None
        self.why = ""
        self.done = 0
        self._waiting: deque[StandingFact] = deque()
        self._document: tuple[str, Document | None] = ("", None)
        self._shown = time.monotonic()
        self.refill()

    # ---------------------------------------------------------------------------------------- moving

    def refill(self, order: str | None = None) -> None:
        """List the queue anew, in another order if one is given, and open its first fact."""
        self.order = order or self.order
        self._list()
        if not self._advance():
            self._open(None, "nothing is left in this queue")

    def next(self) -> None:
        """Open the next fact that is still to be looked at; the queue's end lists it anew, for what has come since."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if again := self._again(waiting):
                return self._open(
                    again, "it was on the screen before" if again.status in OPEN else "a part of the split"
                )
        if not self._advance():
            self.refill()
        return None

    def _list(self) -> None:
        self.total = fill(self.workspace, self.order, self.reader.name, self.reader.purpose, self.share, self.which)
        self.position = 0

    def _advance(self) -> bool:
        while places := listed(self.workspace, self.position + 1):
            (place,) = places
            self.position = place.position
            wanted = [fact for fact in self.facts(place.paper) if self._wanted(place, fact)]
            if wanted:
                why = reason(place, wanted[0], self.order, self.reader.purpose, self.share)
                self._open(wanted[0], why)
                return True
        return False

    def goto(self, paper: str) -> None:
        """Open a paper's first fact in the queue, else its first fact. Raises CannotDo for a paper without facts."""
        found = position_of(self.workspace, paper, self.position) or position_of(self.workspace, paper)
        if found is not None:
            self.position = found - 1
            self._advance()
            if self.item and self.item.paper == paper:
                return
        facts = self.facts(paper)
        if not facts:
            raise CannotDo(f"no facts of {paper} here; `search WORDS` looks for papers and facts")
        self._open(facts[0], "you went to it")

    def show(self, fact: StandingFact, why: str = "you went to it") -> None:
        """Open a fact of `facts`."""
        self._open(fact, why)

    def find(self, paper: str, anchor: str, content: str) -> None:
        """Open a fact by its subject. Raises CannotDo where it has gone."""
        found = [fact for fact in self.facts(paper) if (fact.anchor, fact.content) == (anchor, content)]
        if not found:
            raise CannotDo("that fact has gone: the paper was extracted anew")
        self._open(found[0], "you searched for it")

    # ---------------------------------------------------------------------------------------- looking

    def facts(self, paper: str) -> tuple[StandingFact, ...]:
        """What stands of a paper now; to a blind reader, what is proposed."""
        facts = current_facts(self.workspace, paper)
        return tuple(_blind(facts) if self.reader.purpose == "second" else facts)

    def document(self, paper: str) -> Document | None:
        """The paper as read, None where it is not stored."""
        if self._document[0] != paper:
            sha256 = file_of(self.workspace, paper)
            self._document = (paper, document_of(self.workspace, sha256) if sha256 else None)
        return self._document[1]

    def doubts(self) -> tuple[str, ...]:
        """What speaks against the fact on the screen: its own flags, and what other papers say."""
        proposal = self.on.proposal
        own = self.fact.flags if acts.seen(self.on) else ()
        return (*own, *(flags_of(self.workspace, self.on.paper).get(proposal.ordinal, ()) if proposal else ()))

    @property
    def on(self) -> StandingFact:
        """The fact on the screen. Raises CannotDo at the end of the queue."""
        if self.item is None:
            raise CannotDo("no fact is open: `undo` takes back the last decision, `goto PAPER` opens one")
        return self.item

    @property
    def fact(self) -> Fact:
        """What the fact on the screen says. Raises CannotDo where nothing does."""
        fact = acts.seen(self.on)
        if fact is None:
            raise CannotDo("nothing stands here")
        return fact

    def pointers(self, paper: str, words: str, most: int | None = MOST) -> tuple[Pointer, ...]:
        """Sentences and table rows of a paper that hold all the words, so many at most."""
        document = self.document(paper)
        if document is None:
            raise CannotDo(f"{paper} is not stored as read: `paperscale extract` reads it")
        return tuple(islice(pointers(document, words), most))

    # ---------------------------------------------------------------------------------------- inside

    def _open(self, fact: StandingFact | None, why: str) -> None:
        self.item, self.why, self._shown = fact, why, time.monotonic()

    def _reopen(self, fact: Fact) -> None:
        there = self._at(self.on)
        same = [now for now in there if now.fact and content_hash(now.fact) == content_hash(fact)]
        self.item = next(iter(same or there), None)
        self._shown = time.monotonic()

    def _again(self, waiting: StandingFact) -> StandingFact | None:
        """The fact as it stands now; None where an undo or a re-extraction has taken it away."""
        said = acts.seen(waiting)
        there = [now for now in self._at(waiting) if now.status == waiting.status]
        return next((now for now in there if now.fact and said and content_hash(now.fact) == content_hash(said)), None)

    def _at(self, on: StandingFact) -> list[StandingFact]:
        facts = current_facts(self.workspace, on.paper)
        return [fact for fact in facts if (fact.anchor, fact.content) == (on.anchor, on.content)]

    def _seconds(self) -> float:
        return time.monotonic() - self._shown

    def _wanted(self, place: Listed, fact: StandingFact) -> bool:
        if fact.anchor != place.anchor or place.content not in (None, fact.content):
            return False
        if self.reader.purpose == "adjudication":
            return fact.status is Status.DISPUTED
        return self.reader.purpose == "second" or fact.status in OPEN


def _blind(facts: Iterable[StandingFact]) -> Iterator[StandingFact]:
    """What is proposed, and nothing of what anybody said of it."""
    for fact in facts:
        if fact.proposal is not None:
            head = (fact.paper, fact.kind, fact.anchor, fact.content)
            yield StandingFact(*head, Status.UNREVIEWED, fact=fact.proposal.fact, proposal=fact.proposal)


def reason(place: Listed, fact: StandingFact, order: str, purpose: str, share: float) -> str:
    """Why a fact is asked about now, in a line."""
    if purpose == "second":
        return f"a blind second opinion: one of the shared random {share:.0%} of the facts"
    if purpose == "adjudication":
        return "opinions differ: " + ", ".join(opinion.reviewer for opinion in fact.opinions)
    changed = "changed since decided: " + show_changes(fact.changes) if fact.changes else ""
    if order == "worth":
        because = f" ({place.because})" if place.because else ""
        moves = f" × it moves the slope of {place.benchmark} by {place.shift:.3g}{because}" if place.shift else ""
        first = f"doubt {place.doubt:.2f}{moves or '; no fit rests on it yet'}"
    else:
        first = _ORDERED[order]
    return "; ".join(part for part in (changed, first) if part)


_ORDERED = {
    "paper": "paper by paper, page by page",
    "stored": "in the order stored",
    "sample": "the next of a random sample of its class",
}
