"""What a release says of papers: one question to the workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass

from db.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper whose facts were extracted, with the file that they come from; `version` is 0 where it is not known."""

    id: str
    version: int
    title: str | None
    authors: tuple[str, ...]
    submitted: str | None
    categories: tuple[str, ...]
    sha256: str
    tasks: tuple[str, ...]
    not_stated: tuple[str, ...]


_PAPERS = """
SELECT paper.id, paper.title, paper.authors, paper.submitted, paper.categories, extraction.sha256,
  (SELECT max(version) FROM paper_file AS kept WHERE kept.paper = paper.id AND kept.sha256 = extraction.sha256),
  (SELECT json_group_array(task) FROM (SELECT task FROM paper_task AS why WHERE why.paper = paper.id ORDER BY task)),
  (SELECT json_group_array(field) FROM (SELECT field FROM absence AS gap WHERE gap.paper = paper.id ORDER BY field))
FROM extraction JOIN paper ON paper.id = extraction.paper ORDER BY paper.id
"""


def papers_of_a_release(workspace: Workspace) -> list[PaperRecord]:
    """Every paper that was extracted, by id."""
    return [
        PaperRecord(
            id=id_,
            version=version or 0,
            title=title,
            authors=_list(authors),
            submitted=submitted,
            categories=_list(categories),
            sha256=sha256,
            tasks=_list(tasks),
            not_stated=_list(absent),
        )
        for id_, title, authors, submitted, categories, sha256, version, tasks, absent in workspace.db.execute(_PAPERS)
    ]


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()
