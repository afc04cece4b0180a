"""The declared confidences of `confidence.toml`, by table and name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_TABLES: dict[str, dict[str, float]] = tomllib.loads(
    files("extractors.compute").joinpath("confidence.toml").read_text("utf-8")
)
STATEMENT = _TABLES["statement"]
SOURCE = _TABLES["source"]
SETTING = _TABLES["setting"]
MODEL = _TABLES["model"]
PHASE = _TABLES["phase"]

STANDS = 0.5
"""From here on the tool stands by a run."""
