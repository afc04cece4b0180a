"""Crawling: every paper of a task arrives whole and right, whatever the network does, and is fetched once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tenacity

from db.facts import failures
from db.papers import Paper, latest_files
from db.workspace import Workspace
from extractors.model import Failure, PaperscaleError
from extractors.reading import ReadError
from extractors.reading.front import Front, front
from miner.crawl import check_paper, check_whole, crawl
from miner.demo.arxiv import serve
from miner.demo.manuscript import manuscripts
from miner.fetch import Fetcher, Refused
from miner.retry import refetch, to_try
from miner.search import Found
from miner.tasks import Task, task, tasks
from tests.miner.arxiv import replay, served, some_of

SMALL = ["1301.3781v3.pdf", "1402.3722v1.pdf", "1409.3215v3.pdf", "1502.03167v3.pdf", "1503.02531v1.pdf"]
EVERYTHING = Task("everything", "Every paper", "all:the", (), ())


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace") as workspace:
        yield workspace


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(pause=tenacity.wait_none())


def front_page(data: bytes) -> Front | Failure:
    try:
        return front(data)
    except ReadError as error:
        return error.failure


def test_every_sample_paper_arrives_with_what_the_feed_says_of_it(workspace: Workspace, fetcher: Fetcher) -> None:
    """And a second crawl fetches nothing."""
    papers = manuscripts()
    with serve(papers) as address:
        first = crawl(workspace, task("imagenet"), address, fetcher, front_page)
        second = crawl(workspace, task("imagenet"), address, fetcher, front_page)
    assert (first.fetched, second.fetched, first.failed) == (len(papers), 0, ())
    rows = workspace.rows("SELECT id, title, submitted, authors FROM paper ORDER BY id")
    assert rows == [
        {
            "id": paper.identifier,
            "title": paper.title,
            "submitted": str(paper.submitted),
            "authors": json.dumps(list(paper.authors), ensure_ascii=False),
        }
        for paper in sorted(papers, key=lambda paper: paper.identifier)
    ]
    assert [(file.paper, file.version) for file in latest_files(workspace)] == sorted(
        (paper.identifier, paper.version) for paper in papers
    )
    assert {row["task"] for row in workspace.rows("SELECT task FROM paper_task")} == {"imagenet"}


@pytest.mark.parametrize(
    "faults",
    ["", "503:2,429:3", "reset:2", "empty:1", "html:2", "cut:2", "retitle:2", "503:5,empty:2,html:4,cut:3,reset:7"],
)
def test_a_crawl_ends_the_same_whatever_arxiv_does_on_the_way(
    workspace: Workspace, fetcher: Fetcher, shared: Path, corpus: Path, tmp_path: Path, faults: str
) -> None:
    """Every file is the paper that it is kept as, byte for byte."""
    folder = some_of(corpus, tmp_path / "papers", SMALL)
    with replay(shared, folder, faults) as address:
        crawled = crawl(workspace, EVERYTHING, address, fetcher, front_page)
    assert (len(crawled.found), crawled.fetched, crawled.failed) == (len(SMALL), len(SMALL), ())
    kept = {file.name: workspace.file(file.sha256).read_bytes() for file in latest_files(workspace)}
    assert kept == {name: (corpus / name).read_bytes() for name in SMALL}


def test_nothing_is_fetched_twice_even_when_more_is_asked_for(
    workspace: Workspace, fetcher: Fetcher, shared: Path, corpus: Path, tmp_path: Path
) -> None:
    """The oldest papers come first, so a larger crawl goes on where the smaller one ended."""
    with replay(shared, some_of(corpus, tmp_path / "papers", SMALL)) as address:
        counts = []
        for most in (2, 2, 4, None):
            crawl(workspace, EVERYTHING, address, fetcher, front_page, most)
            counts.append(served(address)["pdf"])
    assert counts == [2, 2, 4, 5]


def test_a_paper_that_cannot_be_had_is_a_failure_that_retry_mends(
    workspace: Workspace, fetcher: Fetcher, shared: Path, corpus: Path, tmp_path: Path
) -> None:
    """The others are fetched all the same."""
    folder = some_of(corpus, tmp_path / "papers", SMALL)
    (folder / SMALL[2]).unlink()
    (folder / SMALL[2]).write_bytes(b"%PDF-1.5 and no end")
    with replay(shared, folder) as address:
        crawled = crawl(workspace, EVERYTHING, address, fetcher, front_page)
        assert [paper for paper, _ in crawled.failed] == ["1409.3215"]
        ((failure, _, _),) = failures(workspace)["1409.3215"]
        assert (failure.stage, failure.retry) == ("fetch", True)
        assert "not whole" in failure.reason
        (folder / SMALL[2]).write_bytes((corpus / SMALL[2]).read_bytes())
        fetching, _ = to_try(workspace)
        assert fetching == {"1409.3215"}
        assert refetch(workspace, fetching, address, fetcher, front_page) == []
    assert failures(workspace) == {}
    assert len(latest_files(workspace)) == len(SMALL)


def test_a_network_that_is_gone_ends_the_crawl_in_one_line(workspace: Workspace, fetcher: Fetcher) -> None:
    """And a query that cannot even be asked fetches nothing."""
    with pytest.raises(PaperscaleError, match="no connection"):
        crawl(workspace, EVERYTHING, "http://127.0.0.1:9", fetcher, front_page)


FOUND = Found(Paper("1706.03762", "Attention Is All You Need"), 7)


@pytest.mark.parametrize(
    "page",
    [
        Front("arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", "whatever"),
        Front("", "Attention is all you need Ashish"),
        Front("", "ATTENTION IS ALL YOU\nNEED"),
        Front("", ""),
        Failure("read", "encrypted"),
    ],
    ids=["stamp", "title", "capitals", "no text", "unreadable"],
)
def test_a_page_that_does_not_speak_against_its_paper_is_taken(page: Front | Failure) -> None:
    """What cannot be read is said when it is read."""
    check_paper(page, FOUND)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Front("arXiv:1409.0473v7 [cs.CL] 19 May 2016", "Attention is all you need"), "its stamp says 1409.0473"),
        (Front("arXiv:1706.03762v5 [cs.CL] 6 Dec 2017", ""), "version 5, not 7"),
        (Front("", "Neural machine translation by jointly learning to align and translate"), "words of the title"),
    ],
    ids=["stamp", "version", "title"],
)
def test_a_page_of_another_paper_is_refused(page: Front, reason: str) -> None:
    """A value under the wrong paper would be worse than none."""
    with pytest.raises(Refused, match=reason):
        check_paper(page, FOUND)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PDF"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"%PDF-1.5 " + b"x" * 5000, "end is missing"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes, reason: str) -> None:
    """Before anything opens it."""
    with pytest.raises(Refused, match=reason):
        check_whole(data)


def test_every_benchmark_of_the_catalogue_has_a_task_and_the_tasks_are_told_apart() -> None:
    """A task's query is kept to its categories, and to the years in which there was something to score."""
    from extractors.catalog.benchmarks import by_id

    assert {benchmark for item in tasks() for benchmark in item.benchmarks} == set(by_id())
    assert len({item.name for item in tasks()}) == len(tasks())
    asked = task("imagenet").search
    assert asked.endswith("AND (cat:cs.CV OR cat:cs.LG OR cat:cs.NE OR cat:stat.ML)")
    assert "AND submittedDate:[201201010000 TO 209912312359] AND" in asked


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name = 'mine'", "missing required field"),
        ("name = ", "is no task"),
        ('name="m"\ntitle="m"\nquery="q"\ncategories=[]\nbenchmarks=["imagenot"]', "not in the catalogue: imagenot"),
        ('name="m"\ntitle="m"\nquery="q"\ncategories=[]\nbenchmarks=[]\nlimit=3', "unknown field"),
    ],
)
def test_a_task_of_ones_own_that_is_wrong_says_where(tmp_path: Path, text: str, reason: str) -> None:
    """By its file, and what is wrong with it."""
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(PaperscaleError, match=reason):
        task(str(tmp_path / "mine.toml"))
