"""Tasks: fields of research as data. A task is a file: what to ask arXiv for, and the benchmarks that it is about.

The tasks that come with paperscale lie in `miner/tasks/`; a file of one's own is named by its path.
arXiv's query language: https://info.arxiv.org/help/api/user-manual.html#query_details
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import msgspec

from extractors.model import PaperscaleError

FOREVER = "209912312359"
"""An end for ranges of dates that have none, which arXiv's language wants to have."""


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field: `query` in arXiv's language, the arXiv `categories` it is kept to, the `benchmarks` of the catalogue."""

    name: str
    title: str
    query: str
    categories: tuple[str, ...]
    benchmarks: tuple[str, ...]

    @property
    def search(self) -> str:
        """The whole query: what is asked for, since the first of the benchmarks there was, in the categories."""
        from extractors.catalog.benchmarks import by_id

        parts = [f"({self.query})"]
        if self.benchmarks:
            year = min(by_id()[benchmark].year for benchmark in self.benchmarks)
            parts.append(f"submittedDate:[{year}01010000 TO {FOREVER}]")
        if self.categories:
            parts.append("(" + " OR ".join(f"cat:{category}" for category in self.categories) + ")")
        return " AND ".join(parts)


def tasks() -> list[Task]:
    """The tasks that come with paperscale, by name."""
    folder = resources.files("miner") / "tasks"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return [_task(item.read_bytes(), item.name) for item in files]


def task(name: str) -> Task:
    """The task of a name, or in a file (a path that ends in `.toml`). Raises PaperscaleError where there is none."""
    if name.endswith(".toml"):
        try:
            return _task(Path(name).read_bytes(), name)
        except OSError as error:
            raise PaperscaleError(f"no task can be read from {name}: {error.strerror}") from error
    known = {item.name: item for item in tasks()}
    if name not in known:
        raise PaperscaleError(f"no task is called {name!r}; there are {', '.join(known)} (`paperscale tasks`)")
    return known[name]


def _task(data: bytes, source: str) -> Task:
    from extractors.catalog.benchmarks import by_id

    try:
        found = msgspec.convert(tomllib.loads(data.decode()), type=Task)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PaperscaleError(f"{source} is no task: {error}") from error
    unknown = sorted(set(found.benchmarks) - by_id().keys())
    if unknown:
        raise PaperscaleError(f"{source} names benchmarks that are not in the catalogue: {', '.join(unknown)}")
    return found
