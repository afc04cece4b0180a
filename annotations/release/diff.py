"""What changed between two releases: facts added, gone and changed, by whom and why. Reads the folders alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractors.model import PaperscaleError

Cells = Mapping[str, str]
KEYS = {"runs": "run_id", "results": "result_id"}
DESCRIPTIVE = ("model", "benchmark", "split", "metric", "value", "hardware", "count", "time_hours", "device_hours")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. `fields` holds (name, before, after); `by` and `why` come from the decisions behind it."""

    table: str
    identifier: str
    paper: str
    kind: Literal["added", "gone", "changed"]
    fact: str
    fields: tuple[tuple[str, str, str], ...]
    by: str
    why: str


def diff(before: Path, after: Path) -> list[Change]:
    """Changes from one release's folder to another's, runs first, by paper and identity.

    A fact that was extracted anew with another content has another identity and the same anchor (what stands before
    the dash): it counts as changed where exactly one went and one came. Raises PaperscaleError for what is no
    release.
    """
    decisions = [*read_table(before, "decisions"), *read_table(after, "decisions")]
    changes: list[Change] = []
    for table, key in KEYS.items():
        old = {row[key]: row for row in read_table(before, table)}
        new = {row[key]: row for row in read_table(after, table)}
        for left, right in _pairs(old, new):
            change = _change(table, key, left, right, decisions)
            if change:
                changes.append(change)
    return sorted(changes, key=lambda change: (change.table != "runs", change.paper, change.identifier, change.kind))


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of a release as text cells. Raises PaperscaleError where there is none."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise PaperscaleError(
            f"{folder} is no release: it has no {name}.csv. To see what there is: paperscale release list"
        )
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pairs(old: Mapping[str, Cells], new: Mapping[str, Cells]) -> Iterator[tuple[Cells | None, Cells | None]]:
    gone = {key: row for key, row in old.items() if key not in new}
    come = {key: row for key, row in new.items() if key not in old}
    for key in old.keys() & new.keys():
        yield old[key], new[key]
    anchors = {key.partition("-")[0] for key in (*gone, *come)}
    for anchor in sorted(anchors):
        left = [row for key, row in gone.items() if key.partition("-")[0] == anchor]
        right = [row for key, row in come.items() if key.partition("-")[0] == anchor]
        if len(left) == len(right) == 1:
            yield left[0], right[0]
        else:
            yield from ((row, None) for row in left)
            yield from ((None, row) for row in right)


def _change(
    table: str, key: str, old: Cells | None, new: Cells | None, decisions: list[dict[str, str]]
) -> Change | None:
    row = new or old
    assert row is not None
    differing = tuple(
        (name, (old or {}).get(name, ""), (new or {}).get(name, ""))
        for name in dict.fromkeys((*(old or {}), *(new or {})))
        if name != key and (old or {}).get(name, "") != (new or {}).get(name, "")
    )
    if old and new and not differing:
        return None
    kind: Literal["added", "gone", "changed"] = "changed" if old and new else "added" if new else "gone"
    identifiers = {side[key] for side in (old, new) if side}
    behind = [line for line in decisions if line["fact_id"] in identifiers]
    last = max(behind, key=lambda line: line["decided_at"], default=None)
    machine = "extracted anew" if kind == "changed" else "extracted" if kind == "added" else "no longer extracted"
    return Change(
        table=table,
        identifier=row[key],
        paper=row["paper"],
        kind=kind,
        fact=", ".join(f"{name} {row[name]}" for name in DESCRIPTIVE if row.get(name)),
        fields=differing if kind == "changed" else (),
        by=last["reviewer"] if last else "",
        why=(f"{last['action']}: {last['reason']}" if last["reason"] else last["action"]) if last else machine,
    )
