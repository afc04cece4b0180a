"""The rooms of this installation, and whether Python takes them from it: `db` is a name that others use too."""

from __future__ import annotations

import importlib
from pathlib import Path

ROOMS = ("miner", "extractors", "db", "annotations", "scaling")


def foreign_rooms() -> dict[str, Path]:
    """The rooms that come from somewhere else, and from where. Nothing but each room's `__init__` is run for it."""
    home = Path(__file__).resolve().parent.parent
    places = {room: Path(importlib.import_module(room).__file__ or "").resolve().parent for room in ROOMS}
    return {room: place for room, place in places.items() if place != home / room}
