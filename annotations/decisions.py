"""What stands now: proposals and the rows of decisions, replayed into one answer for each fact.

- What a reviewer is left with on a subject is that reviewer's opinion (`annotations.opinions`). One opinion, or several
  that agree, stand; opinions that differ are *disputed* until an adjudication, which is made with all of them in sight
  and is final. A bulk accept is nobody's look at the fact: it gives way to any opinion.
- A proposal of the same subject keeps the decision. One whose content a person has already arrived at by correcting,
  splitting or adding at this place is accepted. Of what is left at a place, decided subjects that are no longer
  proposed and proposals that nobody has seen are paired by likeness: these are *changed since decided*, and say in
  which fields. A fact that a person stands by and that is no longer proposed at all stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from annotations.likeness import Change, changes, pair
from annotations.opinions import REMARKS, Opinion, Subject, agreed, comments_of, effective, opinions, replay, subject_of
from db.decisions import Decision, Proposal, papers_with_facts
from db.decisions import decisions as stored_decisions
from db.decisions import proposals as stored_proposals
from db.workspace import Workspace
from extractors.model import Fact, content_hash


class Status(StrEnum):
    """What stands of a fact."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"
    ABSENT = "absent"
    CHANGED = "changed since decided"
    DISPUTED = "disputed"


DECIDED = (Status.ACCEPTED, Status.CORRECTED, Status.ADDED)
"""Statuses whose fact a person stands by."""
_PROPOSED = (Status.ACCEPTED, Status.CORRECTED, Status.REJECTED, Status.DISPUTED)


@dataclass(frozen=True, slots=True)
class StandingFact:
    """A fact as it stands.

    `anchor` and `content` are those of the subject. `fact` is None where nothing stands (rejected, absent); where
    nobody has decided, where opinions differ and where it has changed since, it is the proposal's. `proposal` is None
    for facts that are not, or no longer, proposed. `reviewers` and `decisions` (uuids) are those it rests on; `bulk`
    where nobody looked at this fact itself; `adjudicated` where opinions had differed or it was decided again with
    the others' decisions in sight. `changes` says what is new since it was decided, `before` what was decided then.
    """

    paper: str
    kind: str
    anchor: str
    content: str
    status: Status
    fact: Fact | None = None
    proposal: Proposal | None = None
    reviewers: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    reason: str = ""
    comments: tuple[str, ...] = ()
    bulk: bool = False
    adjudicated: bool = False
    changes: tuple[Change, ...] = ()
    before: tuple[Fact, ...] = ()
    opinions: tuple[Opinion, ...] = ()


def current_facts(workspace: Workspace, paper: str | None = None) -> Iterator[StandingFact]:
    """What stands now in a workspace or for one of its papers, paper by paper, in the order of the papers' facts."""
    for identifier in [paper] if paper is not None else papers_with_facts(workspace):
        yield from standing_facts(stored_proposals(workspace, identifier), stored_decisions(workspace, identifier))


def standing_facts(proposals: Sequence[Proposal], decisions: Iterable[Decision]) -> tuple[StandingFact, ...]:
    """What stands of one paper's facts: its proposals in their order, then what only people say."""
    rows: dict[Subject, list[Decision]] = defaultdict(list)
    for decision in effective(decisions):
        rows[subject_of(decision)].append(decision)
    verdicts = {subject: verdict for subject, group in rows.items() if (verdict := _verdict(subject, group))}

    exact = {(proposal.anchor, proposal.content) for proposal in proposals} & verdicts.keys()
    covered = _covered(proposals, verdicts)
    for content, subject in {(proposal.content, subject) for proposal, subject in covered.values()}:
        verdicts[subject] = verdicts[subject].without(content)
    left = {subject: verdict for subject, verdict in verdicts.items() if subject not in exact}
    changed = _changed([p for p in proposals if p.ordinal not in covered], left, exact)

    answers: list[StandingFact] = []
    for proposal in proposals:
        subject = (proposal.anchor, proposal.content)
        if subject in exact:
            answers += verdicts[subject].answers(proposal)
        elif proposal.ordinal in covered:
            answers.append(verdicts[covered[proposal.ordinal][1]].accepted(proposal))
        elif proposal.ordinal in changed:
            answers.append(verdicts[changed[proposal.ordinal]].changed(proposal))
        else:
            answers.append(_unreviewed(proposal, comments_of(rows[subject])))
    gone = [verdict for subject, verdict in left.items() if subject not in changed.values()]
    others = [answer for verdict in gone for answer in verdict.answers(None)]
    return (*answers, *(answer for answer in others if answer.status is not Status.REJECTED))


# ------------------------------------------------------------------------------------------- one subject


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What has been said of a subject: `facts` stand, and `answer` says all else of them.

    `seen` is the fact that the first decision was made on.
    """

    answer: StandingFact
    facts: tuple[Fact, ...]
    seen: Fact | None

    def without(self, content: str) -> _Verdict:
        """Without a fact that is now proposed by itself, and stands there."""
        facts = tuple(fact for fact in self.facts if content_hash(fact) != content)
        gone = (
            self.answer if facts else replace(self.answer, status=Status.REJECTED, reason="stands as another proposal")
        )
        return replace(self, answer=gone, facts=facts)

    def answers(self, proposal: Proposal | None) -> list[StandingFact]:
        """One for each fact that stands, or one that says that none does; what is proposed alike is as proposed now."""
        answer = replace(self.answer, proposal=proposal)
        fresh = {proposal.content: proposal.fact} if proposal else {}
        return [replace(answer, fact=fresh.get(content_hash(fact), fact)) for fact in self.facts] or [answer]

    def accepted(self, proposal: Proposal) -> StandingFact:
        """A proposal that says what a person had arrived at."""
        answer = replace(self.answer, content=proposal.content, status=Status.ACCEPTED, reason="")
        return replace(answer, fact=proposal.fact, proposal=proposal)

    def changed(self, proposal: Proposal) -> StandingFact:
        """A proposal that says otherwise than what was decided on."""
        answer = replace(self.answer, content=proposal.content, status=Status.CHANGED, before=self.facts)
        differs = changes(self.seen, proposal.fact) if self.seen else ()
        return replace(answer, fact=proposal.fact, proposal=proposal, changes=differs)


def _verdict(subject: Subject, rows: Sequence[Decision]) -> _Verdict | None:
    decisions = [row for row in rows if row.action not in REMARKS]
    if not decisions:
        return None
    first = decisions[0]
    seen = first.proposed or first.fact
    said = opinions([row for row in decisions if row.purpose != "adjudication"], seen)
    looked = [opinion for opinion in said if opinion.purpose != "bulk"] or said
    final = replay([row for row in decisions if row.purpose == "adjudication"], agreed(looked, seen))
    disputed = final is None and len({opinion.contents for opinion in looked}) > 1
    stands = final or looked[0]
    behind = [final] if final else looked
    answer = StandingFact(
        paper=first.paper,
        kind=first.kind,
        anchor=subject[0],
        content=subject[1],
        status=Status.DISPUTED if disputed else _status(first, stands, seen),
        reviewers=tuple(opinion.reviewer for opinion in behind),
        decisions=tuple(uuid for opinion in behind for uuid in opinion.decisions),
        reason=stands.reason,
        comments=comments_of(rows),
        bulk=stands.purpose == "bulk",
        adjudicated=final is not None,
        opinions=tuple(said),
    )
    return _Verdict(answer, (seen,) if disputed and seen else stands.facts, seen)


def _status(first: Decision, stands: Opinion, seen: Fact | None) -> Status:
    if first.action == "absent":
        return Status.ABSENT
    if not stands.facts:
        return Status.REJECTED
    if first.action == "add":
        return Status.ADDED
    same = seen is not None and stands.contents == (content_hash(seen),)
    return Status.ACCEPTED if same else Status.CORRECTED


# ------------------------------------------------------------------------- subjects and proposals together


def _unreviewed(proposal: Proposal, comments: tuple[str, ...]) -> StandingFact:
    head = (proposal.paper, proposal.kind, proposal.anchor, proposal.content)
    return StandingFact(*head, Status.UNREVIEWED, fact=proposal.fact, proposal=proposal, comments=comments)


def _covered(
    proposals: Sequence[Proposal], verdicts: Mapping[Subject, _Verdict]
) -> dict[int, tuple[Proposal, Subject]]:
    """Proposals, by ordinal, that nobody has decided on but that say what a person has arrived at in another way."""
    arrived = {
        (subject[0], content_hash(fact)): subject
        for subject, verdict in verdicts.items()
        if verdict.answer.status is not Status.DISPUTED
        for fact in verdict.facts
    }
    found = ((proposal, arrived.get((proposal.anchor, proposal.content))) for proposal in proposals)
    return {
        proposal.ordinal: (proposal, subject)
        for proposal, subject in found
        if subject and (proposal.anchor, proposal.content) not in verdicts
    }


def _changed(
    proposals: Sequence[Proposal], left: Mapping[Subject, _Verdict], exact: Set[Subject]
) -> dict[int, Subject]:
    """Proposals, by ordinal, for what was decided at their place and is not proposed any more, the likest first.

    What a person added by hand was never proposed, and stands by itself.
    """
    proposed = {subject: verdict for subject, verdict in left.items() if verdict.answer.status in _PROPOSED}
    found: dict[int, Subject] = {}
    for anchor in dict.fromkeys(subject[0] for subject in proposed):
        decided = [(subject, v.seen) for subject, v in proposed.items() if subject[0] == anchor and v.seen]
        fresh = [p for p in proposals if p.anchor == anchor and (p.anchor, p.content) not in exact]
        for i, j in pair([seen for _, seen in decided], [proposal.fact for proposal in fresh]):
            found[fresh[j].ordinal] = decided[i][0]
    return found
