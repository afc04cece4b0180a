"""Importing: PDFs from folders and files into the workspace, each under the paper that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from db.papers import Paper, keep_file, keep_paper
from db.workspace import Workspace
from extractors.model import Failure, PaperInfo, PaperscaleError
from extractors.reading.front import Front
from miner.identity import from_manifest, identify, read_manifest
from miner.pool import Question, Workers


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a paper, and what the manifest beside it says of it."""

    path: Path
    entry: dict[str, Any]

    @property
    def known(self) -> PaperInfo | None:
        """What the manifest says, as the extractors are told."""
        return from_manifest(self.entry)


def candidates(paths: Iterable[Path]) -> list[Candidate]:
    """The files that paths name: a file itself, a folder's PDFs and those of its folders, each once, by name.

    Raises PaperscaleError for a path that is not there or cannot be looked into, and for a broken manifest.
    """
    manifest = cache(read_manifest)
    found: dict[Path, Candidate] = {}
    for path in paths:
        if not path.exists():
            raise PaperscaleError(f"{path} is not there")
        if not path.is_dir() and not path.is_file():
            raise PaperscaleError(f"{path} is neither a file nor a folder")
        for file in sorted(_pdfs(path)) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), Candidate(file, manifest(file.parent).get(file.name, {})))
    if not found:
        raise PaperscaleError("there is no PDF in " + ", ".join(map(str, paths)))
    return list(found.values())


def _pdfs(folder: Path) -> Iterator[Path]:
    for item in folder.iterdir():
        if item.is_dir() and not item.name.startswith(".") and not item.is_symlink():
            yield from _pdfs(item)
        elif item.suffix.lower() == ".pdf" and item.is_file():
            yield item


def import_files(
    workspace: Workspace,
    files: list[Candidate],
    workers: Workers[Front],
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> dict[str, bool]:
    """Keep files in the workspace: under which paper each is, and whether it is new there.

    A file whose first page cannot be looked at is kept too; why it gives no facts is said when it is read.
    """
    from miner.work import first_page

    kept: dict[str, bool] = {}
    pages = workers.ask(Question(first_page, (file.path,)) for file in files)
    for done, (file, page) in enumerate(zip(files, pages, strict=True)):
        progress(done, len(files), file.path.name)
        data = file.path.read_bytes()
        info = identify(data, file.path.name, "" if isinstance(page, Failure) else page.stamp, file.known)
        with workspace.transaction():
            keep_paper(workspace, _paper(info, file.entry))
            new = keep_file(workspace, data, _paper(info, {}), info.version or 0, file.path.name, "import")
        kept[info.identifier] = kept.get(info.identifier, False) or new
    progress(len(files), len(files), "")
    return kept


def _paper(info: PaperInfo, entry: dict[str, Any]) -> Paper:
    """The paper with what a manifest's line says of it beside; a line of another paper says nothing."""
    if entry.get("arxiv_id") != info.identifier:
        entry = {}
    return Paper(
        info.identifier,
        info.title,
        tuple(map(str, entry.get("authors") or ())),
        entry.get("summary"),
        tuple(map(str, entry.get("categories") or ())),
        info.submitted,
        entry.get("licence"),
    )
