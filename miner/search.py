"""Asking arXiv which papers there are: the `arxiv` package over our own polite fetching, at any base address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from db.papers import Paper
from extractors.model import PaperscaleError
from miner.fetch import Answer, Fetcher, Refused
from miner.identity import IDENTIFIER

PAGE = 100
EMPTY_TRIES = 3
"""arXiv now and then answers with a feed of nothing; so many of them in a row are believed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that arXiv has, and its newest version."""

    paper: Paper
    version: int


def search(fetcher: Fetcher, base: str, query: str, most: int | None) -> list[Found]:
    """The papers that a query finds at a base address, oldest first, at most `most`.

    Oldest first, since then a new paper comes last and the same question asked again begins with the same papers.
    Raises FetchError where arXiv cannot be asked, PaperscaleError where it refuses the query.
    """
    import arxiv

    order = {"sort_by": arxiv.SortCriterion.SubmittedDate, "sort_order": arxiv.SortOrder.Ascending}
    return _results(fetcher, base, arxiv.Search(query, max_results=most, **order), most)


def by_identifiers(fetcher: Fetcher, base: str, identifiers: list[str]) -> list[Found]:
    """Papers by their arXiv identifiers; those that arXiv does not know are left out. Raises as `search` does."""
    import arxiv

    parts = [identifiers[at : at + PAGE] for at in range(0, len(identifiers), PAGE)]
    return [
        found
        for part in parts
        for found in _results(fetcher, base, arxiv.Search(id_list=part, max_results=len(part)), len(part))
    ]


def _results(fetcher: Fetcher, base: str, question: Any, most: int | None) -> list[Found]:
    import arxiv

    client = arxiv.Client(page_size=min(PAGE, most or PAGE), delay_seconds=0, num_retries=EMPTY_TRIES)
    client.query_url_format = f"{base}/api/query?{{}}"
    client._session = _Feeds(fetcher)
    for _ in range(EMPTY_TRIES):
        try:
            entries = list(client.results(question))
        except arxiv.ArxivError as error:
            raise PaperscaleError(f"arXiv's answer is not whole: {error}") from error
        if entries:
            return list({found.paper.identifier: found for found in map(_found, entries)}.values())
    return []


class _Feeds:
    """What the `arxiv` package takes for its session: it gets feeds, and nothing but feeds."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def get(self, url: str, headers: object = None) -> Answer:
        return self._fetcher.get(url, _is_feed)


def _is_feed(answer: Answer) -> None:
    if b"<feed" not in answer.content[:2000] or not answer.content.rstrip().endswith(b"</feed>"):
        raise Refused("the answer is no feed")


def _found(entry: Any) -> Found:
    name = IDENTIFIER.search(entry.get_short_id())
    if not name:
        raise PaperscaleError(f"arXiv refuses the query: {' '.join(entry.summary.split())[:300]}")
    paper = Paper(
        name["id"],
        _line(entry.title),
        tuple(_line(author.name) for author in entry.authors),
        _line(entry.summary),
        tuple(entry.categories),
        entry.published.date(),
    )
    return Found(paper, int(name["version"] or 1))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
