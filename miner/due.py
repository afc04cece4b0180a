"""Which papers are due: those whose newest file has neither facts nor a failure of this reader and these extractors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from db.facts import extracted_with, failures
from db.papers import KeptFile, latest_files
from db.workspace import Workspace
from extractors.model import Failure
from miner.pipeline import extractor_version, reader_version


@dataclass(frozen=True, slots=True)
class Due:
    """The files to extract, the number of papers that have their facts, and those that failed, which stay so."""

    files: tuple[KeptFile, ...]
    current: int
    failed: dict[str, Failure]


def due(workspace: Workspace, only: Collection[str] | None = None, again: bool = False) -> Due:
    """What is due of all papers or of `only` these; `again`: the failed ones too."""
    versions = (reader_version(), extractor_version())
    files = [file for file in latest_files(workspace) if only is None or file.paper in only]
    failed = {
        paper: failure
        for paper, rows in failures(workspace).items()
        for failure, version, _ in rows
        if version == " ".join(versions) and failure.stage != "fetch"
    }
    before = {file.paper: failed[file.paper] for file in files if file.paper in failed and not again}
    have = extracted_with(workspace)
    left = [file for file in files if have.get(file.paper) != (file.sha256, *versions) and file.paper not in before]
    return Due(tuple(left), len(files) - len(left) - len(before), before)
