"""The sample papers look like papers, and the loopback arXiv serves them."""

import urllib.request

import pymupdf
import pytest

from miner.demo.arxiv import serve
from miner.demo.manuscript import Manuscript, manuscripts
from miner.demo.typeset import typeset


@pytest.fixture(params=manuscripts(), ids=lambda paper: paper.identifier)
def paper(request: pytest.FixtureRequest) -> Manuscript:
    return request.param


def test_a_sample_paper_is_typeset_the_same_way_each_time(paper: Manuscript) -> None:
    """Bytes are pinned by the manuscript, so that files kept by their hash are fetched once."""
    assert typeset(paper) == typeset(paper)


def test_a_sample_paper_says_on_its_page_what_its_manuscript_says(paper: Manuscript) -> None:
    """Title, stamp and abstract are on page 1, and no sample pretends to be real."""
    with pymupdf.open(stream=typeset(paper)) as document:
        text = " ".join(document[0].get_text().split())
    assert paper.title in text
    assert f"arXiv:{paper.identifier}v{paper.version}" in text
    assert "sample paper" in paper.abstract
    assert "invented" in paper.abstract


def test_the_loopback_arxiv_serves_feed_and_files() -> None:
    """Every sample is in the feed under its identifier, and its PDF is the one that is typeset here."""
    papers = manuscripts()
    with serve(papers) as address:
        feed = urllib.request.urlopen(f"{address}/api/query?search_query=all:x&max_results=50").read().decode()
        pdf = urllib.request.urlopen(f"{address}/pdf/{papers[0].identifier}").read()
    assert all(f"/abs/{paper.identifier}v{paper.version}" in feed for paper in papers)
    assert pdf == typeset(papers[0])
