"""Which paper a file is: the page counts before the manifest, the manifest before the file's name."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from extractors.model import PaperInfo, PaperscaleError
from miner.identity import from_manifest, from_name, from_stamp, identify, month_of, read_manifest


@pytest.mark.parametrize(
    ("stamp", "paper"),
    [
        ("arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", PaperInfo("1706.03762", 7, date(2017, 6, 1))),
        ("arXiv:1512.03385v1 [cs.CV] 10 Dec 2015", PaperInfo("1512.03385", 1, date(2015, 12, 10))),
        ("arXiv:0706.1234v2  [math.CO]  1 Jul 2007", PaperInfo("0706.1234", 2, date(2007, 6, 1))),
        ("arXiv:cs/9301112v1 [cs.AI] 1 Mar 1993", PaperInfo("cs/9301112", 1, date(1993, 3, 1))),
        ("arXiv:math.GT/0309136v1 8 Sep 2003", PaperInfo("math.GT/0309136", 1, date(2003, 9, 8))),
        ("arXiv:2001.00001v1 [cs.LG] 99 Foo 2020", PaperInfo("2001.00001", 1, date(2020, 1, 1))),
        ("Preprint. Under review.", None),
        ("", None),
    ],
)
def test_a_stamp_says_identifier_version_and_of_a_first_version_the_day(stamp: str, paper: PaperInfo | None) -> None:
    """The date of a later version's stamp is not the day of submission; the identifier's month is near it."""
    assert from_stamp(stamp) == paper


@pytest.mark.parametrize(
    ("name", "identifier", "version"),
    [
        ("1706.03762v7.pdf", "1706.03762", 7),
        ("1706.03762.pdf", "1706.03762", None),
        ("arxiv-1706.03762v2.PDF", "1706.03762", 2),
        ("hep-th_9901001v2.pdf", "hep-th/9901001", 2),
    ],
)
def test_a_file_name_may_be_an_identifier(name: str, identifier: str, version: int | None) -> None:
    """As arXiv and its mirrors name files."""
    found = from_name(name)
    assert found is not None
    assert (found.identifier, found.version) == (identifier, version)


@pytest.mark.parametrize(
    "name", ["paper.pdf", "attention-1706.03762-notes.pdf", "20170612.pdf", "1706.03762v7-annotated.pdf"]
)
def test_a_name_that_only_holds_an_identifier_is_none(name: str) -> None:
    """Notes on a paper are not the paper."""
    assert from_name(name) is None


def test_the_month_of_an_identifier_is_its_first_four_digits() -> None:
    """In both schemes, each in its time; a month beyond 12, or before its scheme began, is none."""
    names = ("1512.03385", "cs/9301112", "1513.00001", "0001.00001", "cs/0805001")
    assert [month_of(name) for name in names] == [date(2015, 12, 1), date(1993, 1, 1), None, None, None]


def test_the_page_counts_before_the_manifest_and_that_before_the_name() -> None:
    """And where nothing says what it is, the paper is called after its bytes."""
    manifest = PaperInfo("1512.03385", 1, date(2015, 12, 10), "A title")
    stamp, name = "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", "1409.0473v7.pdf"
    assert identify(b"x", name, stamp, manifest) == PaperInfo("1706.03762", 7, date(2017, 6, 1))
    assert identify(b"x", name, "", manifest) == manifest
    assert identify(b"x", name, "arXiv:1512.03385v2 [cs.CV] 1 Jan 2016", manifest) == PaperInfo(
        "1512.03385", 2, date(2015, 12, 10), "A title"
    )
    assert identify(b"x", name, "").identifier == "1409.0473"
    assert identify(b"x", "paper.pdf", "") == PaperInfo(f"sha256:{hashlib.sha256(b'x').hexdigest()}")


def test_a_manifest_may_know_a_month_alone() -> None:
    """It stands for the month's first day."""
    assert from_manifest({"arxiv_id": "1302.4389", "version": 4, "published": "2013-02"}) == PaperInfo(
        "1302.4389", 4, date(2013, 2, 1)
    )
    assert from_manifest({"file": "a.pdf"}) is None


@pytest.mark.parametrize(
    "line", ["no JSON", "{}", "[]", '{"file": "a.pdf", "arxiv_id": "1302.4389", "published": "soon"}']
)
def test_a_broken_manifest_says_which_line_is_broken(tmp_path: Path, line: str) -> None:
    """A manifest that lies is worse than none."""
    (tmp_path / "manifest.jsonl").write_text('{"file": "b.pdf"}\n\n' + line + "\n")
    with pytest.raises(PaperscaleError, match="line 3: not a manifest's line"):
        read_manifest(tmp_path)
