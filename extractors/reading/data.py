"""The room's data files: lists of words and patterns that can be edited without reading code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def data_file(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def word_list(name: str) -> frozenset[str]:
    """A list of `words.toml`."""
    return frozenset(data_file("words.toml")[name].split())
