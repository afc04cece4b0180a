"""Crawling: the papers of a task, from arXiv into the workspace; what is there is not fetched again.

Each paper is remembered, fetched, checked and kept before the next one, so a crawl that is killed goes on where it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from db.facts import fail
from db.papers import has_version, keep_file, keep_paper
from db.workspace import Workspace, now
from extractors.model import Failure, PaperscaleError
from extractors.reading.front import Front
from miner.fetch import Answer, Fetcher, FetchError, Refused
from miner.identity import from_stamp
from miner.search import Found, search
from miner.tasks import Task

Progress = Callable[[int, int, str], None]
"""Told how many are done, of how many, and what is next."""
UNREACHABLE = 3
"""So many papers in a row that cannot be reached end a crawl: the network is gone, not the papers."""
TITLE_SHARE = 0.7
"""The share of a title's words that the first page of its paper has, at least, where there is no stamp."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl did: papers found, files fetched, and what could not be fetched."""

    found: tuple[str, ...]
    fetched: int
    failed: tuple[tuple[str, Failure], ...]


def crawl(
    workspace: Workspace,
    task: Task,
    base: str,
    fetcher: Fetcher,
    front_page: Callable[[bytes], Front | Failure],
    most: int | None = None,
    progress: Progress = lambda done, total, what: None,
) -> Crawled:
    """Bring the papers that a task's query finds at `base` into the workspace, the oldest `most` of them.

    `front_page` looks at a PDF's first page, in a worker. Raises FetchError where arXiv cannot be reached.
    """
    started = {"task": task.name, "query": task.search, "base_address": base, "started_at": now()}
    number = int(workspace.db.table("crawl").insert(started).last_pk or 0)
    found = search(fetcher, base, task.search, most)
    failed: list[tuple[str, Failure]] = []
    fetched = lost = 0
    for done, item in enumerate(found):
        identifier = item.paper.identifier
        progress(done, len(found), identifier)
        keep_paper(workspace, item.paper, task.name, number)
        if has_version(workspace, identifier, item.version):
            continue
        try:
            fetch(workspace, item, base, fetcher, front_page)
            fetched, lost = fetched + 1, 0
        except FetchError as error:
            fail(workspace, identifier, error.failure)
            failed.append((identifier, error.failure))
            lost = lost + 1 if error.unreachable else 0
            if lost == UNREACHABLE:
                reason = f"{base} is out of reach ({error.failure.reason}); {fetched} files were fetched before"
                raise PaperscaleError(f"{reason}: the same command goes on from there") from error
    progress(len(found), len(found), "")
    with workspace.transaction() as db:
        db.table("crawl").update(number, {"finished_at": now(), "found": len(found)})
    return Crawled(tuple(item.paper.identifier for item in found), fetched, tuple(failed))


def fetch(
    workspace: Workspace, item: Found, base: str, fetcher: Fetcher, front_page: Callable[[bytes], Front | Failure]
) -> None:
    """Fetch a version of a paper, check that it is a whole PDF of this paper, and keep it. Raises FetchError."""
    address = f"{base}/pdf/{item.paper.identifier}v{item.version}"

    def check(answer: Answer) -> None:
        check_whole(answer.content)
        check_paper(front_page(answer.content), item)

    answer = fetcher.get(address, check)
    name = f"{item.paper.identifier.replace('/', '_')}v{item.version}.pdf"
    keep_file(workspace, answer.content, item.paper, item.version, name, address)


def check_whole(data: bytes) -> None:
    """Raise Refused for bytes that are no PDF, or not all of one."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("the answer is no PDF" + (" but HTML" if b"<html" in data[:1024].lower() else ""))
    if b"%%EOF" not in data[-2048:]:
        raise Refused("the PDF is not whole: its end is missing")


def check_paper(page: Front | Failure, item: Found) -> None:
    """Raise Refused where the first page is another paper's: by its stamp, or without one by its title.

    A page without text says nothing, and a file that cannot be read shows that when it is read.
    """
    if isinstance(page, Failure) or not (page.stamp or page.text):
        return
    stamp = from_stamp(page.stamp)
    if stamp:
        if stamp.identifier != item.paper.identifier:
            raise Refused(f"the PDF is of another paper: its stamp says {stamp.identifier}")
        if stamp.version and stamp.version != item.version:
            raise Refused(f"the PDF is of version {stamp.version}, not {item.version}")
        return
    title, printed = _words(item.paper.title or ""), _words(page.text)
    if title and len(title & printed) < TITLE_SHARE * len(title):
        raise Refused("the PDF is of another paper: the words of the title are not on its first page")


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 2}
