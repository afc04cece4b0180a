"""What made a fact: the versions that go beside it into the workspace and into a release."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable


def package_version() -> str:
    """The version of paperscale that is installed."""
    return version("paperscale")


@cache
def reader_version() -> str:
    """Version of the reading: the package's, and a hash of what decides how a page is read."""
    return f"{package_version()}+{_digest('reading')}"


@cache
def extractor_version() -> str:
    """Version of the extraction: the package's, and a hash of everything in `extractors` (code, catalogue, weights).

    A paper is extracted anew when this changes; a rule that changes is never mistaken for the one before.
    """
    return f"{package_version()}+{_digest('')}"


def versions() -> dict[str, str]:
    """Every version by name."""
    return {"paperscale": package_version(), "reader": reader_version(), "extractors": extractor_version()}


def _digest(room: str) -> str:
    root = files("extractors")
    digest = hashlib.sha256()
    for entry in _files(root / room if room else root):
        digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    for name in ("model.py", "encoding.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()[:10]


def _files(folder: Traversable) -> list[Traversable]:
    """Every file below a folder in a fixed order, compiled ones apart."""
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            found += [] if entry.name == "__pycache__" else _files(entry)
        else:
            found.append(entry)
    return found
