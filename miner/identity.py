"""Which paper a file is: from the arXiv stamp on its first page, a manifest beside it, its name, or its hash.

arXiv identifiers: https://info.arxiv.org/help/arxiv_identifier.html
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.model import PaperInfo, PaperscaleError

MANIFEST = "manifest.jsonl"
FIRST, SECOND = date(1991, 8, 1), date(2007, 4, 1)
"""The months in which arXiv's two schemes of identifiers began: `hep-th/9108001`, `0704.0001`."""
_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7}"
IDENTIFIER = re.compile(rf"(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9]\d?))?")
_STAMP = re.compile(
    rf"arXiv:\s*{IDENTIFIER.pattern}(?:\s*\[[^\]]*\])?(?P<date>\s+\d{{1,2}}\s+[A-Z][a-z]{{2}}\s+\d{{4}})?"
)
_FILE_NAME = re.compile(rf"(?:arxiv[-_ ]?)?{IDENTIFIER.pattern.replace('/', '[/_]')}$", re.IGNORECASE)


def from_stamp(stamp: str) -> PaperInfo | None:
    """What an arXiv stamp says; the stamp of a first version has the day it was submitted, later ones have not."""
    match = _STAMP.search(stamp)
    if not match:
        return None
    version = int(match["version"]) if match["version"] else None
    day = None
    if version == 1 and match["date"]:
        with suppress(ValueError):
            day = datetime.strptime(" ".join(match["date"].split()), "%d %b %Y").date()
    return PaperInfo(match["id"], version, day or month_of(match["id"]))


def from_name(name: str) -> PaperInfo | None:
    """What a file's name says: `1706.03762v7.pdf`, `hep-th_9901001v2.pdf`."""
    match = _FILE_NAME.match(Path(name).stem)
    if not match:
        return None
    identifier = match["id"].replace("_", "/")
    return PaperInfo(identifier, int(match["version"]) if match["version"] else None, month_of(identifier))


def from_hash(data: bytes) -> PaperInfo:
    """A paper that nothing is known of is called after its bytes."""
    return PaperInfo(f"sha256:{hashlib.sha256(data).hexdigest()}")


def month_of(identifier: str) -> date | None:
    """The first day of the month that an arXiv identifier was given in; None for a month in which none was."""
    match = re.match(r"(\D*/)?(\d\d)(\d\d)", identifier)
    if not match or not 1 <= int(match[3]) <= 12:
        return None
    year = int(match[2])
    month = date(year + (1900 if year >= 91 else 2000), int(match[3]), 1)
    in_scheme = FIRST <= month < SECOND if match[1] else month >= SECOND
    return month if in_scheme else None


def identify(data: bytes, name: str, stamp: str, known: PaperInfo | None = None) -> PaperInfo:
    """The paper that a file is.

    The page counts before the manifest (`known`), that before the file's name; date and title are taken from the
    manifest where it speaks of the same paper.
    """
    printed = from_stamp(stamp)
    if printed and known and printed.identifier != known.identifier:
        return printed
    found = printed or known or from_name(name) or from_hash(data)
    if known:
        return PaperInfo(
            found.identifier, found.version or known.version, known.submitted or found.submitted, known.title
        )
    return found


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """The lines of a folder's `manifest.jsonl` by file name; {} where there is none.

    A line has `file`, and may have `arxiv_id`, `version`, `published`, `title`, `authors`, `categories`, `summary`,
    `licence`. Raises PaperscaleError for a line that is no such thing.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    entries: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if line.strip():
            try:
                entry = json.loads(line)
                entries[str(entry["file"])] = entry
                from_manifest(entry)
            except (ValueError, KeyError, TypeError) as error:
                raise PaperscaleError(f"{path}, line {number}: not a manifest's line ({error})") from error
    return entries


def from_manifest(entry: Mapping[str, Any]) -> PaperInfo | None:
    """What a manifest's line says; None without an arXiv identifier. Raises ValueError for a date that is none."""
    identifier = entry.get("arxiv_id")
    if not isinstance(identifier, str) or not IDENTIFIER.fullmatch(identifier):
        return None
    version = entry.get("version")
    published = str(entry.get("published") or "")[:10]
    day = date.fromisoformat(published if len(published) > 7 else f"{published}-01") if published else None
    title = entry.get("title")
    return PaperInfo(identifier, int(version) if version else None, day, str(title) if title else None)
