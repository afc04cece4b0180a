"""What stands follows from proposals and rows of decisions alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.decisions import DECIDED, StandingFact, Status, standing_facts
from annotations.likeness import Change
from db.decisions import Decision
from extractors.model import Fact, content_hash
from tests.annotations.story import decision, proposals, result, run, undo

BASE = run("base", 12.0)
BIG = run("big", 84.0)
RIGHT = run("base", 13.0)


def statuses(facts: tuple[StandingFact, ...]) -> list[tuple[str, str | None]]:
    return [(str(fact.status), fact.fact and content_hash(fact.fact)) for fact in facts]


def stand(status: Status, fact: Fact | None) -> tuple[str, str | None]:
    return str(status), fact and content_hash(fact)


def test_without_decisions_every_proposal_is_unreviewed() -> None:
    """Nobody has said anything: the proposals stand as they are."""
    assert statuses(standing_facts(proposals(BASE, BIG), ())) == [
        stand(Status.UNREVIEWED, BASE),
        stand(Status.UNREVIEWED, BIG),
    ]


ONE_READER = {
    "accept": ([decision("accept", BASE)], Status.ACCEPTED, BASE),
    "correct": ([decision("correct", BASE, RIGHT)], Status.CORRECTED, RIGHT),
    "correct twice": (
        [decision("correct", BASE, RIGHT), decision("correct", RIGHT, run("base", 14.0), subject=BASE)],
        Status.CORRECTED,
        run("base", 14.0),
    ),
    "correct back to what was proposed": (
        [decision("correct", BASE, RIGHT), decision("correct", RIGHT, BASE, subject=BASE)],
        Status.ACCEPTED,
        BASE,
    ),
    "accept what was corrected": (
        [decision("correct", BASE, RIGHT), decision("accept", RIGHT, subject=BASE)],
        Status.CORRECTED,
        RIGHT,
    ),
    "reject": ([decision("reject", BASE, reason="inference")], Status.REJECTED, None),
    "reject, then accept": ([decision("reject", BASE), decision("accept", BASE)], Status.ACCEPTED, BASE),
    "skip": ([decision("skip", BASE)], Status.UNREVIEWED, BASE),
    "comment": ([decision("comment", BASE, comment="odd")], Status.UNREVIEWED, BASE),
}


@pytest.mark.parametrize(("rows", "status", "fact"), ONE_READER.values(), ids=ONE_READER)
def test_the_last_word_of_one_reviewer_stands(rows: list[Decision], status: Status, fact: Fact | None) -> None:
    """One person's decisions on one fact, in order."""
    assert statuses(standing_facts(proposals(BASE), rows)) == [stand(status, fact)]


def test_undo_goes_back_row_by_row_and_can_itself_be_undone() -> None:
    """A corrected fact is accepted again, then unreviewed, then corrected, as undos are added."""
    accept, correct = decision("accept", BASE), decision("correct", BASE, RIGHT)
    first = undo(correct)
    second = undo(accept)
    seen = [
        standing_facts(proposals(BASE), rows)[0].status
        for rows in (
            [accept, correct],
            [accept, correct, first],
            [accept, correct, first, second],
            [accept, correct, first, undo(first)],
        )
    ]
    assert seen == [Status.CORRECTED, Status.ACCEPTED, Status.UNREVIEWED, Status.CORRECTED]


def test_a_split_leaves_its_parts_and_each_can_be_corrected() -> None:
    """One proposal is two runs; the second of them is then corrected."""
    rows = [
        decision("split", BASE, RIGHT, batch="b"),
        decision("split", BASE, BIG, batch="b"),
        decision("correct", BIG, run("big", 85.0), subject=BASE),
    ]
    assert statuses(standing_facts(proposals(BASE), rows)) == [
        stand(Status.CORRECTED, RIGHT),
        stand(Status.CORRECTED, run("big", 85.0)),
    ]


def test_a_merge_leaves_one_fact() -> None:
    """Two proposals are one run: the first becomes it, the second says where it went."""
    both = run("base", 12.0, count=16)
    rows = [
        decision("merge", BASE, both, batch="b"),
        decision("merge", BIG, None, batch="b", reason="merged"),
    ]
    assert statuses(standing_facts(proposals(BASE, BIG), rows)) == [
        stand(Status.CORRECTED, both),
        stand(Status.REJECTED, None),
    ]


def test_facts_added_by_hand_stand_side_by_side() -> None:
    """Two facts added at one sentence, one of them corrected, the other taken back."""
    rows = [
        decision("add", None, BASE),
        decision("add", None, BIG),
        decision("correct", BASE, RIGHT),
        decision("reject", BIG),
    ]
    assert statuses(standing_facts([], rows)) == [stand(Status.ADDED, RIGHT)]


def test_an_added_fact_that_is_extracted_later_is_the_same_fact() -> None:
    """The extractor learns to find what a person had added."""
    rows = [decision("add", None, BIG)]
    assert statuses(standing_facts(proposals(BASE, BIG), rows)) == [
        stand(Status.UNREVIEWED, BASE),
        stand(Status.ADDED, BIG),
    ]


# --------------------------------------------------------------------------------- decisions outlive extraction


def test_other_content_at_the_same_place_comes_back_and_says_what_changed() -> None:
    """A re-extraction reads another time and finds the epochs."""
    rows = [decision("accept", BASE)]
    (fact,) = standing_facts(proposals(run("base", 12.5, epochs=90)), rows)
    assert fact.status is Status.CHANGED
    assert fact.changes == (Change("time_hours", 12.0, 12.5), Change("epochs", None, 90))
    assert fact.before == (BASE,)
    assert fact.decisions == (rows[0].uuid,)


def test_facts_that_share_a_sentence_are_told_apart_by_content_first() -> None:
    """Base and big stand in one sentence; only big is read otherwise now."""
    rows = [decision("accept", BASE), decision("accept", BIG)]
    assert statuses(standing_facts(proposals(run("big", 80.0), BASE), rows)) == [
        stand(Status.CHANGED, run("big", 80.0)),
        stand(Status.ACCEPTED, BASE),
    ]


def test_facts_that_share_a_sentence_are_told_apart_by_likeness_next() -> None:
    """Both are read otherwise: each is compared with what was decided of the model of its name."""
    rows = [decision("accept", BASE), decision("reject", BIG)]
    big, base = standing_facts(proposals(run("big", 80.0), run("base", 11.0)), rows)
    assert [change.before for change in (*big.changes, *base.changes)] == [84.0, 12.0]


def test_a_correction_that_the_extractor_learns_is_not_asked_again() -> None:
    """The proposal now says what the person had corrected it to."""
    rows = [decision("correct", BASE, RIGHT)]
    assert statuses(standing_facts(proposals(RIGHT), rows)) == [stand(Status.ACCEPTED, RIGHT)]


def test_a_split_that_the_extractor_learns_stands_once() -> None:
    """Both parts are proposed by themselves now, beside the old proposal or without it."""
    rows = [decision("split", BASE, RIGHT, batch="b"), decision("split", BASE, BIG, batch="b")]
    learned = [stand(Status.ACCEPTED, RIGHT), stand(Status.ACCEPTED, BIG)]
    assert statuses(standing_facts(proposals(RIGHT, BIG), rows)) == learned
    assert statuses(standing_facts(proposals(BASE, RIGHT, BIG), rows)) == [stand(Status.REJECTED, None), *learned]


def test_what_a_person_stands_by_stays_when_it_is_no_longer_proposed() -> None:
    """New rules lose an accepted and a rejected fact: the first stands, the second needs no word."""
    rows = [decision("accept", BASE), decision("reject", result())]
    (fact,) = standing_facts([], rows)
    assert (fact.status, fact.proposal) == (Status.ACCEPTED, None)


def test_an_accepted_fact_has_the_places_of_the_last_extraction() -> None:
    """A new version of the paper moves the sentence to another page: the evidence follows."""
    (fact,) = standing_facts(proposals(run("base", 12.0, page=4)), [decision("accept", BASE)])
    assert fact.fact == run("base", 12.0, page=4)


# ------------------------------------------------------------------------------------------- several people


def second(*arguments: object, **others: str) -> Decision:
    return decision(*arguments, reviewer="ben", purpose="second", **others)  # type: ignore[arg-type]


def test_agreeing_opinions_stand_with_both_names() -> None:
    """A blind second reader comes to the same."""
    (fact,) = standing_facts(proposals(BASE), [decision("correct", BASE, RIGHT), second("correct", BASE, RIGHT)])
    assert (fact.status, fact.reviewers) == (Status.CORRECTED, ("ada", "ben"))


def test_opinions_that_differ_are_disputed_until_adjudicated_and_then_for_good() -> None:
    """After the adjudication a third opinion opens nothing again."""
    rows = [decision("accept", BASE), second("correct", BASE, RIGHT)]
    (fact,) = standing_facts(proposals(BASE), rows)
    assert (fact.status, [opinion.reviewer for opinion in fact.opinions]) == (Status.DISPUTED, ["ada", "ben"])
    rows.append(decision("correct", BASE, RIGHT, reviewer="cy", purpose="adjudication"))
    (fact,) = standing_facts(proposals(BASE), rows)
    assert (fact.status, fact.reviewers, fact.adjudicated) == (Status.CORRECTED, ("cy",), True)
    rows.append(decision("reject", BASE, reviewer="dee"))
    assert standing_facts(proposals(BASE), rows)[0].status is Status.CORRECTED


def test_two_who_did_not_see_each_other_are_disputed() -> None:
    """The same fact reviewed on two machines, merged later."""
    rows = [decision("correct", BASE, RIGHT), decision("correct", BASE, BIG, reviewer="ben")]
    assert standing_facts(proposals(BASE), rows)[0].status is Status.DISPUTED


def test_a_bulk_accept_gives_way_to_a_look() -> None:
    """Nobody looked when it was accepted with its class; somebody does now."""
    rows = [decision("accept", BASE, purpose="bulk"), decision("reject", BASE, reviewer="ben", reason="cited")]
    (bulk,) = standing_facts(proposals(BASE), rows[:1])
    (looked,) = standing_facts(proposals(BASE), rows)
    assert (bulk.status, bulk.bulk) == (Status.ACCEPTED, True)
    assert (looked.status, looked.bulk) == (Status.REJECTED, False)


# ------------------------------------------------------------------------------------------------ properties

OPEN = (Status.UNREVIEWED, Status.CHANGED)
FACTS = [run(model, hours) for model in ("base", "big") for hours in (12.0, 84.0)] + [result(), result(77.0)]


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Rows as people may write them, with undos of any earlier row."""
    rows: list[Decision] = []
    for _ in range(draw(st.integers(0, 8))):
        action = draw(st.sampled_from(["accept", "correct", "reject", "split", "add", "skip", "undo"]))
        reviewer = draw(st.sampled_from(["ada", "ben"]))
        if action == "undo":
            if rows:
                rows.append(undo(draw(st.sampled_from(rows)), reviewer))
            continue
        seen, after = draw(st.sampled_from(FACTS[:4])), draw(st.sampled_from(FACTS[:4]))
        purpose = draw(st.sampled_from(["review", "second", "adjudication", "bulk"]))
        fact = None if action == "reject" else seen if action == "accept" else after
        rows.append(decision(action, None if action == "add" else seen, fact, reviewer, purpose=purpose))
    return rows


@given(histories(), st.lists(st.sampled_from(FACTS), max_size=4, unique_by=content_hash), st.randoms())
def test_what_stands_does_not_depend_on_the_order_of_rows(
    rows: list[Decision], facts: list[Fact], chance: random.Random
) -> None:
    """Logs merged in any order give the same answer, and every proposal has one."""
    proposed = proposals(*facts)
    shuffled = chance.sample(rows, len(rows))
    answer = standing_facts(proposed, rows)
    assert standing_facts(proposed, shuffled) == answer
    assert [p.ordinal for p in proposed] == list(dict.fromkeys(f.proposal.ordinal for f in answer if f.proposal))


@given(histories(), st.lists(st.sampled_from(FACTS), max_size=4, unique_by=content_hash))
def test_undoing_the_last_row_gives_what_stood_before(rows: list[Decision], facts: list[Fact]) -> None:
    """Undo is exact."""
    if rows:
        assert standing_facts(proposals(*facts), [*rows, undo(rows[-1])]) == standing_facts(
            proposals(*facts), rows[:-1]
        )


@given(histories(), st.lists(st.sampled_from(FACTS), max_size=4, unique_by=content_hash))
def test_no_fact_stands_twice(rows: list[Decision], facts: list[Fact]) -> None:
    """What people stand by at a place is not asked again there."""
    answer = standing_facts(proposals(*facts), rows)
    places = {
        state: {(f.anchor, content_hash(f.fact)) for f in answer if f.fact and f.status in state}
        for state in (DECIDED, OPEN)
    }
    assert not places[DECIDED] & places[OPEN]
