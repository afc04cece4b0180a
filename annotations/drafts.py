"""What a reader has typed and not yet sent, kept beside the database at each key: a killed terminal loses nothing.

Drafts are nobody's decisions: they are in no export and no release, and go as soon as what they say is kept.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Draft:
    """Text typed for an action (and its field) on a fact of a paper."""

    paper: str
    anchor: str
    content: str
    action: str
    field: str
    text: str


class Drafts:
    """The drafts of one reader, oldest first; each change is a whole new file in the place of the old."""

    def __init__(self, folder: Path, reader: str) -> None:
        """Read what a sitting before this one has left; a file that is none of ours is put aside, not lost."""
        self.path = folder / "drafts" / f"{re.sub(r'[^A-Za-z0-9.-]', '_', reader)}.json"
        self.drafts: list[Draft] = []
        if self.path.is_file():
            try:
                self.drafts = [Draft(**entry) for entry in json.loads(self.path.read_text("utf-8"))]
            except (ValueError, TypeError):
                self.path.replace(self.path.with_suffix(".unreadable"))

    def last(self) -> Draft | None:
        """The newest draft."""
        return self.drafts[-1] if self.drafts else None

    def text(self, draft: Draft) -> str:
        """What was typed in this place before, "" for nothing."""
        return next((old.text for old in self.drafts if _place(old) == _place(draft)), "")

    def keep(self, draft: Draft) -> None:
        """Keep what has been typed so far in the place of what was there before; nothing typed leaves nothing."""
        others = [old for old in self.drafts if _place(old) != _place(draft)]
        self._write([*others, draft] if draft.text.strip() else others)

    def drop(self, draft: Draft) -> None:
        """What it says is kept as a decision."""
        self._write([old for old in self.drafts if _place(old) != _place(draft)])

    def _write(self, drafts: list[Draft]) -> None:
        if drafts == self.drafts:
            return
        self.drafts = drafts
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        new.write_text(json.dumps([asdict(draft) for draft in drafts], ensure_ascii=False, indent=1), "utf-8")
        new.replace(self.path)


def _place(draft: Draft) -> tuple[str, ...]:
    return draft.paper, draft.anchor, draft.content, draft.action, draft.field
