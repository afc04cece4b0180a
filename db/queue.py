"""The review queue, ordered and paged by SQLite: a temporary table of a session, never a list in memory.

What is listed here may have been decided in the meantime, or in a way that only the replay of decisions knows: who
shows an item asks `annotations.decisions` first.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.decisions import Proposal, proposals_where
from db.workspace import Workspace, now

_ON_IT = "d.anchor = p.anchor AND d.content = p.content"
_SKIPPED = f"""EXISTS (SELECT 1 FROM effective_decision d
  WHERE {_ON_IT} AND action = 'skip' AND reviewer = :reviewer)"""  # noqa: S608
_SHIFT = "ifnull((SELECT max(shift) FROM influence i WHERE i.anchor = p.anchor AND i.content = p.content), 0)"
ORDERS = {
    "worth": f"{_SKIPPED}, (1 - confidence) * {_SHIFT} DESC, confidence, paper, ordinal",
    "paper": f"{_SKIPPED}, paper, page, ordinal",
    "stored": f"{_SKIPPED}, id",
    "sample": "substr(anchor, -8), anchor, content",
}
"""Orders by name: by what a look is worth to the fit, a paper at once, as stored, in a fixed random order."""
PURPOSES = ("review", "second", "adjudication")


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in the queue. `content` is None where any fact of the anchor may be meant.

    `doubt` is the probability that it is wrong; `shift` how far the slope of `benchmark` moves if it is, None where
    no fit rests on it; `because` is the reason that the fit gives.
    """

    position: int
    paper: str
    anchor: str
    content: str | None
    doubt: float
    shift: float | None
    benchmark: str | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which facts: all, or those of a kind, a paper, a benchmark, from a confidence on."""

    kind: str | None = None
    paper: str | None = None
    benchmark: str | None = None
    min_confidence: float = 0.0


_SAID = "action NOT IN ('skip', 'comment')"
_OPEN = f"NOT EXISTS (SELECT 1 FROM effective_decision d WHERE {_ON_IT} AND {_SAID})"  # noqa: S608
_SECOND = f"""EXISTS (SELECT 1 FROM effective_decision d WHERE {_ON_IT} AND {_SAID} AND reviewer <> :reviewer)
  AND NOT EXISTS (SELECT 1 FROM effective_decision d
                  WHERE {_ON_IT} AND {_SAID} AND (reviewer = :reviewer OR purpose = 'adjudication'))
  AND substr(p.anchor, -8) < :share"""  # noqa: S608
_MINE = """(NOT EXISTS (SELECT 1 FROM assignment a WHERE a.paper = p.paper AND a.purpose = :purpose)
  OR EXISTS (SELECT 1 FROM assignment a
             WHERE a.paper = p.paper AND a.purpose = :purpose AND a.reviewer = :reviewer))"""
_BENCHMARK = """ AND (json_extract(p.fact, '$.benchmark.value') = :benchmark
  OR EXISTS (SELECT 1 FROM json_each(p.fact, '$.benchmarks') WHERE value = :benchmark))"""
_LIST = f"""INSERT INTO review_queue (paper, anchor, content)
SELECT paper, anchor, content FROM proposal p WHERE {{open}} AND {_MINE} AND {{which}} ORDER BY {{order}}"""  # noqa: S608
_LISTED = """SELECT r.position, r.paper, r.anchor, r.content,
  1 - ifnull((SELECT confidence FROM proposal p WHERE p.anchor = r.anchor AND p.content = r.content), 0.5),
  i.shift, i.benchmark, i.reason
FROM review_queue r LEFT JOIN influence i ON i.rowid = (
  SELECT rowid FROM influence WHERE anchor = r.anchor AND content = r.content ORDER BY shift DESC LIMIT 1)
WHERE r.position >= ? ORDER BY r.position LIMIT ?"""
_ASSIGN = """INSERT OR IGNORE INTO assignment (paper, reviewer, purpose, assigned_at)
SELECT DISTINCT p.paper, :reviewer, :purpose, :now FROM proposal p WHERE {which}"""
_DISPUTED = f"""INSERT INTO review_queue (paper, anchor)
SELECT p.paper, p.anchor FROM effective_decision p
WHERE {_SAID} AND p.purpose NOT IN ('bulk', 'adjudication') AND (:kind IS NULL OR p.kind = :kind)
  AND (:paper IS NULL OR p.paper = :paper) AND {_MINE}
GROUP BY p.paper, p.anchor HAVING count(DISTINCT p.reviewer) > 1
ORDER BY min(p.decided_at)"""  # noqa: S608


def fill(
    workspace: Workspace,
    order: str,
    reviewer: str,
    purpose: str = "review",
    share: float = 1.0,
    which: Filter | None = None,
) -> int:
    """List what there is to look at, in an order of `ORDERS`; how many. `share` (0..1) is the shared random slice.

    The slice is the same for everybody: it hangs on the facts' places alone.
    """
    which = which or Filter()
    values = _values(which) | {
        "reviewer": reviewer,
        "purpose": purpose,
        "share": "g" if share >= 1 else f"{int(share * 16**8):08x}",
    }
    wanted = _SECOND if purpose == "second" else _OPEN
    listing = _LIST.format(open=wanted, which=_condition(which), order=ORDERS[order])
    connection = workspace.db.conn
    connection.execute("DROP TABLE IF EXISTS temp.review_queue")
    connection.execute(
        "CREATE TEMP TABLE review_queue (position INTEGER PRIMARY KEY, paper TEXT, anchor TEXT, content TEXT)"
    )
    with connection:
        return connection.execute(_DISPUTED if purpose == "adjudication" else listing, values).rowcount


def matching(workspace: Workspace, which: Filter) -> tuple[tuple[str, str, str], ...]:
    """(paper, anchor, content) of all proposals of a filter, decided or not, in the order `sample`."""
    rows = workspace.db.conn.execute(
        f"SELECT DISTINCT paper, anchor, content FROM proposal p WHERE {_condition(which)}"  # noqa: S608
        f" ORDER BY {ORDERS['sample']}",
        _values(which),
    )
    return tuple(rows.fetchall())


def assign(workspace: Workspace, reviewer: str, purpose: str, which: Filter) -> int:
    """Give the papers that have facts of a filter to a reviewer for a purpose; how many are new to the reviewer."""
    values = _values(which) | {"reviewer": reviewer, "purpose": purpose, "now": now()}
    with workspace.transaction() as db:
        return db.conn.execute(_ASSIGN.format(which=_condition(which)), values).rowcount


def _condition(which: Filter) -> str:
    """A filter in SQL; a fact's long text is looked into only for a benchmark."""
    plain = "(:kind IS NULL OR p.kind = :kind) AND (:paper IS NULL OR p.paper = :paper) AND p.confidence >= :least"
    return plain + (_BENCHMARK if which.benchmark else "")


def _values(which: Filter) -> dict[str, str | float | None]:
    values = {"kind": which.kind, "paper": which.paper, "least": which.min_confidence}
    return values | ({"benchmark": which.benchmark} if which.benchmark else {})


def listed(workspace: Workspace, position: int, limit: int = 1) -> tuple[Listed, ...]:
    """What is listed from a position (from 1) on."""
    return tuple(Listed(*row) for row in workspace.db.conn.execute(_LISTED, (position, limit)))


def position_of(workspace: Workspace, paper: str, after: int = 0) -> int | None:
    """Where a paper is listed first, after a position; None where it is not."""
    (found,) = workspace.db.conn.execute(
        "SELECT min(position) FROM review_queue WHERE paper = ? AND position > ?", (paper, after)
    ).fetchone()
    return None if found is None else int(found)


def search(workspace: Workspace, words: str, limit: int = 50) -> tuple[Proposal, ...]:
    """Proposals whose paper, printed text or values hold all the words."""
    wanted = words.split()
    like = " AND ".join(["(fact LIKE ? ESCAPE '\\' OR paper LIKE ? ESCAPE '\\')"] * len(wanted)) or "1"
    escaped = [f"%{word.translate(_ESCAPES)}%" for word in wanted for _ in range(2)]
    return proposals_where(workspace, f"{like} ORDER BY paper, ordinal LIMIT ?", [*escaped, limit])


def file_of(workspace: Workspace, paper: str) -> str | None:
    """The sha256 of the file that a paper's facts were extracted from, None where it has none."""
    row = workspace.db.conn.execute("SELECT sha256 FROM extraction WHERE paper = ?", (paper,)).fetchone()
    return row[0] if row else None


_ESCAPES = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
