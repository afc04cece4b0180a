"""The stages of the mine as verbs run them: settings, workers and progress around the functions that do the work."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miner.cli._progress import progress

if TYPE_CHECKING:
    from db.workspace import Workspace
    from extractors.model import Failure
    from extractors.reading.front import Front
    from miner.crawl import Crawled
    from miner.extraction import Extracted
    from miner.fetch import Fetcher
    from miner.pool import Workers
    from miner.tasks import Task


@contextmanager
def workers_for(folder: Path, number: int | None = None) -> Iterator[Workers[Any]]:
    """Workers as the workspace's settings want them."""
    from miner.pool import Workers
    from miner.settings import read_settings

    settings = read_settings(folder)
    workers: Workers[Any] = Workers(number or settings.workers or None, settings.limits)
    with workers:
        yield workers


def run_crawl(workspace: Workspace, task: Task, url: str | None, most: int | None) -> Crawled:
    """Crawl a task."""
    from miner.crawl import crawl

    base, fetcher = _arxiv(workspace, url)
    with _front_pages(workspace.folder) as front_page, progress("crawl") as tell:
        return crawl(workspace, task, base, fetcher, front_page, most, tell)


def run_refetch(workspace: Workspace, papers: Collection[str], url: str | None) -> list[tuple[str, Failure]]:
    """Fetch papers that failed."""
    from miner.retry import refetch

    base, fetcher = _arxiv(workspace, url)
    with _front_pages(workspace.folder) as front_page:
        return refetch(workspace, papers, base, fetcher, front_page)


def _arxiv(workspace: Workspace, url: str | None) -> tuple[str, Fetcher]:
    from miner.fetch import Fetcher
    from miner.settings import address, read_settings

    settings = read_settings(workspace.folder)
    return address(url or settings.arxiv_url), Fetcher(settings.contact)


@contextmanager
def _front_pages(folder: Path) -> Iterator[Callable[[bytes], Front | Failure]]:
    """A function that looks at a PDF's first page, in a worker."""
    from miner.pool import Question
    from miner.work import first_page

    with workers_for(folder, 1) as workers, tempfile.TemporaryDirectory() as aside:
        draft = Path(aside) / "draft.pdf"

        def front_page(data: bytes) -> Front | Failure:
            draft.write_bytes(data)
            (answer,) = workers.ask([Question(first_page, (draft,))])
            return answer

        yield front_page


def run_extraction(
    workspace: Workspace, number: int | None, only: Collection[str] | None = None, again: bool = False
) -> Extracted:
    """Extract what is due in a workspace."""
    from miner.extraction import extract_workspace

    with workers_for(workspace.folder, number) as workers, progress("extract") as tell:
        return extract_workspace(workspace, workers, only, again, tell)


def scale(workspace: Workspace, release: Path) -> None:
    """Fit a release, draw it and say what came of each benchmark; too few points are no failure."""
    from miner.cli._print import say
    from miner.curve import draw_curves

    with progress("scale"):
        analysis, folder = draw_curves(workspace, release)
    for curve in analysis.curves:
        if curve.findings:
            fit = curve.findings.fits.polynomial
            say(f"fitted: {curve.curve.name}: slope {fit.slope:.4f} from {len(curve.curve.points)} points")
        else:
            say(f"no fit: {curve.curve.name}: {curve.message}")
    say(f"drawn: {folder}")
