"""Extraction: every paper of a workspace that is due, or files by path, through workers, in order.

A paper is due when its newest file has not been extracted with this reader and these extractors. One that failed with
them is not due again, until `retry` asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.facts import encoded_document, fail, flag_repeats, store
from db.papers import KeptFile, info_of
from db.workspace import Workspace
from extractors.model import Failure
from miner.due import due
from miner.importing import Candidate
from miner.pipeline import extractor_version, reader_version
from miner.pool import Question, Workers
from miner.work import Worked, work

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extraction of a workspace did: papers done, papers that had facts already, papers without."""

    done: tuple[str, ...]
    current: int
    failed: tuple[tuple[str, Failure], ...]


def extract_files(files: list[Candidate], workers: Workers[Worked]) -> Iterator[tuple[Path, Worked | Failure]]:
    """Each file with what came of it, in order."""
    answers = workers.ask(Question(work, (file.path, file.known, False, None)) for file in files)
    return zip((file.path for file in files), answers, strict=True)


def extract_workspace(
    workspace: Workspace,
    workers: Workers[Worked],
    only: Collection[str] | None = None,
    again: bool = False,
    progress: Progress = lambda done, total, what: None,
) -> Extracted:
    """Extract the papers that are due (`again`: those that failed too), of `only` these or of all.

    Each is stored whole before the next; when all are, the facts that other papers raise doubts of are flagged.
    """
    versions = (reader_version(), extractor_version())
    work_list = due(workspace, only, again)
    files, failed = work_list.files, dict(work_list.failed)
    answers = workers.ask(_question(workspace, file, versions[0]) for file in files)
    done: list[str] = []
    for count, (file, answer) in enumerate(zip(files, answers, strict=True)):
        progress(count, len(files), file.paper)
        if isinstance(answer, Failure):
            fail(workspace, file.paper, answer, " ".join(versions))
            failed[file.paper] = answer
        else:
            store(workspace, file.paper, file.sha256, versions, answer.document, answer.findings)
            done.append(file.paper)
    progress(len(files), len(files), "")
    flag_repeats(workspace)
    return Extracted(tuple(done), work_list.current, tuple(sorted(failed.items())))


def _question(workspace: Workspace, file: KeptFile, reader: str) -> Question:
    document = encoded_document(workspace, file.sha256, reader)
    return Question(work, (workspace.file(file.sha256), info_of(workspace, file), True, document))
