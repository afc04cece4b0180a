"""Facts go into a workspace and come out as they were; a paper's facts are there whole or not at all."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from db.facts import document_of, extracted_with, fail, failures, findings_of, flag_repeats, flags_of, store
from db.papers import Paper, has_version, info_of, keep_file, keep_paper, latest_files
from db.workspace import Workspace
from extractors.encoding import encode_document
from extractors.model import (
    Block,
    BlockKind,
    Box,
    Document,
    Evidence,
    Failure,
    Field,
    Findings,
    NotStated,
    Result,
    Stated,
    Word,
)
from tests.strategies import findings

PAPER, OLDER = (
    Paper("1706.03762", "A title", submitted=date(2017, 6, 12)),
    Paper("1409.0473", submitted=date(2014, 9, 1)),
)
DOCUMENT = Document(
    ((612.0, 792.0),), (), (Block(BlockKind.TITLE, "Hello", (Word(0, 5, Box(1, 1, 2, 3, 4), "Hello"),), 0),), (), ()
)
VERSIONS = ("reader", "extractor")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace") as workspace:
        for paper in (PAPER, OLDER):
            keep_file(workspace, paper.identifier.encode(), paper, 1, f"{paper.identifier}v1.pdf", "import")
        yield workspace


def put(workspace: Workspace, paper: Paper, found: Findings) -> None:
    (sha256,) = [file.sha256 for file in latest_files(workspace) if file.paper == paper.identifier]
    store(workspace, paper.identifier, sha256, VERSIONS, encode_document(DOCUMENT), found)


def result(model: str, value: float, own: bool = True) -> Result:
    def field(printed: str | float | bool) -> Field:
        return Stated(printed, str(printed), (Evidence("", Box(1, 0, 0, 1, 1), str(printed)),))

    names = (field("imagenet"), field("val"), field("top1_error"), field(value), field(model), field(own))
    return Result("a row", *names, NotStated("the row"))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60, deadline=None
)
@given(found=findings)
def test_what_was_found_comes_back_as_it_was_found(workspace: Workspace, found: Findings) -> None:
    """Every state, bound, flag and character; and what it replaces is gone."""
    put(workspace, PAPER, found)
    assert findings_of(workspace, PAPER.identifier) == found
    assert workspace.rows("SELECT count(*) AS n FROM proposal") == [{"n": len(found.facts)}]
    assert workspace.rows("PRAGMA foreign_key_check") == []


def test_a_document_is_kept_as_read(workspace: Workspace) -> None:
    """Review finds the words and boxes without the PDF; a newer reader's Document takes the place of the older."""
    put(workspace, PAPER, Findings())
    (file,) = [file for file in latest_files(workspace) if file.paper == PAPER.identifier]
    assert document_of(workspace, file.sha256) == DOCUMENT
    assert document_of(workspace, file.sha256, "another reader") is None
    store(workspace, PAPER.identifier, file.sha256, ("newer", "extractor"), encode_document(DOCUMENT), Findings())
    assert workspace.rows("SELECT reader_version FROM document") == [{"reader_version": "newer"}]
    assert extracted_with(workspace) == {PAPER.identifier: (file.sha256, "newer", "extractor")}


def test_a_paper_whose_storing_breaks_off_keeps_what_it_had(workspace: Workspace) -> None:
    """Half a paper's facts are never seen."""
    put(workspace, PAPER, Findings(results=(result("A", 1.0),)))
    broken = result("B", 2.0)
    object.__setattr__(broken, "confidence", 7.0)  # the table's CHECK refuses it, after other rows went in
    with pytest.raises(Exception, match="CHECK"):
        put(workspace, PAPER, Findings(results=(result("C", 3.0), broken)))
    assert findings_of(workspace, PAPER.identifier).results == (result("A", 1.0),)


def test_a_failure_counts_its_attempts_and_ends_with_the_facts(workspace: Workspace) -> None:
    """It is there as long as it is true."""
    for _ in range(2):
        fail(workspace, PAPER.identifier, Failure("read", "damaged", retry=True), "v1")
    assert failures(workspace) == {PAPER.identifier: [(Failure("read", "damaged", retry=True), "v1", 2)]}
    put(workspace, PAPER, Findings())
    assert failures(workspace) == {}


def test_a_new_version_of_a_paper_is_the_one_to_read_and_ends_its_failures(workspace: Workspace) -> None:
    """Both versions stay; the same file a second time is nothing new."""
    fail(workspace, PAPER.identifier, Failure("read", "damaged"), "v1")
    assert keep_file(workspace, b"second", PAPER, 2, "1706.03762v2.pdf", "import")
    assert not keep_file(workspace, b"second", PAPER, 2, "1706.03762v2.pdf", "import")
    (file,) = [file for file in latest_files(workspace) if file.paper == PAPER.identifier]
    assert (file.version, workspace.file(file.sha256).read_bytes()) == (2, b"second")
    assert has_version(workspace, PAPER.identifier, 1)
    assert failures(workspace) == {}
    assert info_of(workspace, file).submitted == PAPER.submitted


def test_what_is_not_said_anew_of_a_paper_stays(workspace: Workspace) -> None:
    """A file imported by name alone takes nothing from what a feed said."""
    keep_paper(workspace, Paper(PAPER.identifier, authors=("A. Author",)))
    (row,) = workspace.rows("SELECT title, authors, submitted FROM paper WHERE id = ?", PAPER.identifier)
    assert row == {"title": "A title", "authors": '["A. Author"]', "submitted": "2017-06-12"}


@pytest.mark.parametrize(
    ("younger", "flagged"),
    [
        (result("ResNet-50", 24.7), True),
        (result("ResNet 50 (ours)", 24.7), True),
        (result("ResNet-101", 24.7), False),
        (result("ResNet-50", 24.6), False),
        (result("ResNet-50", 24.7, own=False), False),
    ],
    ids=["same", "same model named longer", "another model", "another value", "cited"],
)
def test_a_value_that_an_older_paper_has_for_the_same_model_is_flagged(
    workspace: Workspace, younger: Result, flagged: bool
) -> None:
    """It may be the older paper's number; the older paper itself is above doubt. Asking twice flags once."""
    put(workspace, OLDER, Findings(results=(result("ResNet-50", 24.7),)))
    put(workspace, PAPER, Findings(results=(younger,)))
    assert [flag_repeats(workspace) for _ in range(2)] == [int(flagged)] * 2
    assert bool(flags_of(workspace, PAPER.identifier)) is flagged
    assert flags_of(workspace, OLDER.identifier) == {}
