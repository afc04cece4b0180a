"""Settings of a workspace: `settings.toml` in its folder. What is not set there has its default here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from extractors.model import PaperscaleError
from miner.pool import WorkerLimits

FILE = "settings.toml"
ARXIV = "https://export.arxiv.org"
Positive = Annotated[int, msgspec.Meta(gt=0)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`arxiv_url` is arXiv's base address or a mirror's; `contact` an e-mail address that arXiv is told.

    `workers` is the number of worker processes (0: one a core); the rest are the limits of one paper.
    """

    arxiv_url: str = ARXIV
    contact: str = ""
    workers: Annotated[int, msgspec.Meta(ge=0)] = 0
    cpu_seconds: Positive = 120
    megabytes: Positive = 1024
    wall_seconds: Positive = 900

    @property
    def limits(self) -> WorkerLimits:
        """The limits of one paper."""
        return WorkerLimits(self.cpu_seconds, self.megabytes, self.wall_seconds)


def read_settings(folder: Path) -> Settings:
    """The settings of a workspace. Raises PaperscaleError for a file that does not say what it may."""
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=Settings)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PaperscaleError(f"{path}: {error}") from error
    address(settings.arxiv_url)
    return settings


def address(url: str) -> str:
    """A base address without its last slash. Raises PaperscaleError for what is none."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or set(url) & set("?# {}\n\t"):
        raise PaperscaleError(f"{url!r} is no address of an arXiv: it looks like {ARXIV}")
    return url.rstrip("/")
