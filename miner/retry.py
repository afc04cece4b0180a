"""Trying again: which failed papers may go better, and fetching them anew."""

from __future__ import annotations

from collections.abc import Callable, Collection

from db.facts import fail, failures
from db.workspace import Workspace
from extractors.model import Failure, PaperscaleError
from extractors.reading.front import Front
from miner.crawl import fetch
from miner.fetch import Fetcher, FetchError
from miner.search import by_identifiers


def to_try(workspace: Workspace, papers: Collection[str] = ()) -> tuple[set[str], set[str]]:
    """The papers to fetch again and those to extract again: of those named, else of all whose failure may pass.

    Raises PaperscaleError for a paper that has no failure.
    """
    failed = failures(workspace)
    if unknown := sorted(set(papers) - failed.keys()):
        raise PaperscaleError(f"no failure is known of {', '.join(unknown)}: `paperscale status` lists those that are")
    chosen = {
        (paper, failure.stage == "fetch")
        for paper, rows in failed.items()
        for failure, _, _ in rows
        if paper in papers or (not papers and failure.retry)
    }
    return {paper for paper, fetching in chosen if fetching}, {paper for paper, fetching in chosen if not fetching}


def refetch(
    workspace: Workspace,
    papers: Collection[str],
    base: str,
    fetcher: Fetcher,
    front_page: Callable[[bytes], Front | Failure],
) -> list[tuple[str, Failure]]:
    """Fetch papers by their identifiers; those that failed again. Raises FetchError where arXiv cannot be asked."""
    failed: list[tuple[str, Failure]] = []
    found = {item.paper.identifier: item for item in by_identifiers(fetcher, base, sorted(papers))}
    for paper in sorted(papers):
        try:
            if paper not in found:
                raise FetchError(paper, "arXiv does not know it", False)
            fetch(workspace, found[paper], base, fetcher, front_page)
        except FetchError as error:
            fail(workspace, paper, error.failure)
            failed.append((paper, error.failure))
    return failed
