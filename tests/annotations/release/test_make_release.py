"""A release from a workspace, and what changed between two of them."""

import json
from pathlib import Path

import pytest

from annotations.release import list_releases, make_release
from annotations.release.diff import diff, read_table
from db.decisions import Decision, record
from db.workspace import Workspace
from extractors.encoding import encode_fact
from extractors.model import Fact, PaperscaleError, anchor, content_hash
from tests.annotations.release.facts import result, run, said

VERSIONS = {"paperscale": "0.1.0"}
PAPER = "0001.00001"
"""An identifier of the form that loses its zeros where somebody takes it for a number."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace")
    with made.transaction() as db:
        db["paper"].insert(
            {
                "id": PAPER,
                "title": "Lattice Networks",
                "authors": '["Ada Sample"]',
                "submitted": "2016-03-14",
                "added_at": "now",
            }
        )
        db["file"].insert({"sha256": "a" * 64, "bytes": 1, "added_at": "now"})
        db["paper_file"].insert({"paper": PAPER, "version": 2, "sha256": "a" * 64, "name": "x.pdf", "source": "import"})
        db["extraction"].insert(
            {"paper": PAPER, "sha256": "a" * 64, "reader_version": "1", "extractor_version": "1", "extracted_at": "now"}
        )
    propose(made, run(), result(), result(model="Doubtful-9", value=40.0, confidence=0.6))
    return made


def propose(workspace: Workspace, *facts: Fact) -> None:
    """Store facts as the extraction does, in place of what was proposed."""
    with workspace.transaction() as db:
        db["proposal"].delete_where()
        for ordinal, fact in enumerate(facts):
            db["proposal"].insert(
                {
                    "paper": PAPER,
                    "kind": fact.kind,
                    "anchor": anchor(PAPER, fact),
                    "content": content_hash(fact),
                    "ordinal": ordinal,
                    "page": 3,
                    "confidence": fact.confidence,
                    "fact": json.dumps(encode_fact(fact)),
                }
            )


def decide(workspace: Workspace, fact: Fact, action: str, after: Fact | None, reason: str = "") -> None:
    """What a person says of a proposal."""
    record(
        workspace,
        [
            Decision(
                uuid=f"{action}-{content_hash(fact)}-{reason}",
                paper=PAPER,
                kind=fact.kind,
                anchor=anchor(PAPER, fact),
                content=content_hash(fact),
                action=action,
                reviewer="ada",
                proposed=fact,
                fact=after,
                reason=reason,
            )
        ],
    )


def test_only_what_a_person_stands_by_is_released(workspace: Workspace) -> None:
    """Reviewed facts by default; a confidence adds those that nobody has looked at, marked."""
    decide(workspace, run(), "accept", run())
    reviewed = make_release(workspace, "reviewed", VERSIONS)
    assert [row["status"] for row in read_table(reviewed, "runs")] == ["accepted"]
    assert read_table(reviewed, "results") == []
    more = make_release(workspace, "more", VERSIONS, include_unreviewed=0.9)
    assert [(row["model"], row["status"]) for row in read_table(more, "results")] == [("Lattice-96", "unreviewed")]
    assert list_releases(workspace.releases) == [more, reviewed]


def test_what_another_paper_raises_a_doubt_of_waits_for_a_person(workspace: Workspace) -> None:
    """Unreviewed, it is not released at any confidence; accepted, it is."""
    quoted = result()
    propose(workspace, quoted)
    (stored,) = workspace.rows("SELECT id FROM proposal")
    workspace.db.table("flag").insert({"proposal": stored["id"], "reason": "an older paper has it too"})
    assert [row["status"] for row in read_table(make_release(workspace, "a", VERSIONS, 0.0), "results")] == []
    decide(workspace, quoted, "accept", quoted)
    assert [row["status"] for row in read_table(make_release(workspace, "a", VERSIONS, 0.0), "results")] == ["accepted"]


def test_the_same_workspace_gives_the_same_bytes(workspace: Workspace) -> None:
    """Making a release twice changes nothing in it."""
    first = make_release(workspace, "twice", VERSIONS, include_unreviewed=0.5)
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    again = make_release(workspace, "twice", VERSIONS, include_unreviewed=0.5)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == before


def test_an_arxiv_id_stays_what_it_is_in_pandas(workspace: Workspace) -> None:
    """No paper is called 1.00001 because somebody's program saw a number."""
    import pandas as pd

    folder = make_release(workspace, "ids", VERSIONS, include_unreviewed=0.5)
    assert set(pd.read_csv(folder / "results.csv")["paper"]) == {f"arXiv:{PAPER}"}


def test_a_correction_keeps_the_identity_and_says_who_and_why(workspace: Workspace) -> None:
    """The diff names the field, the reviewer and the reason."""
    old = make_release(workspace, "old", VERSIONS, include_unreviewed=0.9)
    decide(workspace, run(), "correct", run(count=said(16, "16")), reason="the second paragraph says 16")
    new = make_release(workspace, "new", VERSIONS, include_unreviewed=0.9)
    (change,) = diff(old, new)
    assert (change.kind, change.by) == ("changed", "ada")
    assert ("count", "8", "16") in change.fields
    assert "second paragraph" in change.why


def test_a_rejection_is_gone_and_says_why(workspace: Workspace) -> None:
    """Nothing vanishes from a table without a name and a reason."""
    old = make_release(workspace, "old", VERSIONS, include_unreviewed=0.9)
    decide(workspace, run(), "reject", None, reason="it is the inference machine")
    new = make_release(workspace, "new", VERSIONS, include_unreviewed=0.9)
    gone = [change for change in diff(old, new) if change.table == "runs"]
    assert [(change.kind, change.by, change.why) for change in gone] == [
        ("gone", "ada", "reject: it is the inference machine")
    ]


def test_what_was_extracted_anew_is_a_change_and_not_two_facts(workspace: Workspace) -> None:
    """The same place with another value is one line of the diff."""
    old = make_release(workspace, "old", VERSIONS, include_unreviewed=0.9)
    propose(workspace, run(time_hours=said(24.0, "1 day")), result())
    new = make_release(workspace, "new", VERSIONS, include_unreviewed=0.9)
    changes = [change for change in diff(old, new) if change.table == "runs"]
    assert [(change.kind, change.why) for change in changes] == [("changed", "extracted anew")]
    assert ("time_hours", "216", "24") in changes[0].fields


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 65])
def test_a_name_that_leaves_the_folder_is_refused(workspace: Workspace, name: str) -> None:
    """One line, and nothing is written."""
    with pytest.raises(PaperscaleError, match="release's name"):
        make_release(workspace, name, VERSIONS)
    assert not workspace.releases.exists()


def test_a_folder_that_is_no_release_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """The message says what is missing."""
    with pytest.raises(PaperscaleError, match=r"no runs\.csv|no decisions\.csv"):
        diff(tmp_path, tmp_path)
