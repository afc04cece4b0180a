"""How long a reader waits: the first fact of a long queue, the next ones, an undo, a search. Prints milliseconds.

    python perf/review.py [PROPOSALS]      (100,000 by default; the workspace is made in a temporary folder)

What must hold: with 100,000 proposals the first fact in under 1 s, the next in under 50 ms. "next" is everything
between the key and the new fact's evidence: the decision on disk, the queue, what stands of the paper, its text.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotations.acts import Reader
from annotations.context import places
from annotations.session import Session
from db.queue import ORDERS, search
from db.workspace import Workspace
from extractors.encoding import encode_document, encode_fact
from extractors.model import anchor, content_hash
from tests.annotations.story import document, paper_facts, result, run

FACTS = 50
"""Facts of a paper."""


def build(folder: Path, proposals: int) -> Workspace:
    """A workspace of papers with fifty facts each, a third of which a fit rests on."""
    workspace = Workspace.create(folder)
    chance = random.Random(0)
    facts = [*paper_facts(document())]
    facts += [run(f"run {n}", 10.0 + n, place=f"Run {n} took {n} hours.") for n in range(10)]
    facts += [result(50 + n / 10, f"model {n}", f"model {n} | {50 + n / 10}") for n in range(FACTS - len(facts))]
    encoded = [(fact, content_hash(fact), json.dumps(encode_fact(fact))) for fact in facts]
    body = encode_document(document())
    now = "2026-11-25T08:00:00Z"
    with workspace.transaction() as db:
        for number in range(proposals // FACTS):
            paper, sha256 = f"000{number // 1000}.{number % 1000:05}", f"{number:064x}"
            db.conn.execute("INSERT INTO paper (id, added_at) VALUES (?, ?)", (paper, now))
            db.conn.execute("INSERT INTO file VALUES (?, 1, ?)", (sha256, now))
            db.conn.execute("INSERT INTO document VALUES (?, '1', ?)", (sha256, body))
            db.conn.execute("INSERT INTO extraction VALUES (?, ?, '1', '1', ?)", (paper, sha256, now))
            rows = [
                (paper, fact.kind, anchor(paper, fact), content, ordinal, 3, chance.random(), text)
                for ordinal, (fact, content, text) in enumerate(encoded)
            ]
            db.conn.executemany(
                "INSERT INTO proposal (paper, kind, anchor, content, ordinal, page, confidence, fact)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            db.conn.executemany(
                "INSERT OR IGNORE INTO influence VALUES (?, ?, 'imagenet', ?, 'left out, the slope moves')",
                [(row[2], row[3], chance.random() / 100) for row in rows[::3]],
            )
    return workspace


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of an action."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def line(what: str, times: list[float]) -> None:
    """Median, 95th percentile, worst."""
    ranked = sorted(times)
    print(f"{what:44} {statistics.median(ranked):8.1f} {ranked[int(0.95 * (len(ranked) - 1))]:8.1f} {ranked[-1]:8.1f}")


def main() -> None:
    """Build, sit down, review."""
    proposals = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), proposals).close()
        print(f"{proposals} proposals{'':31} median      95 %    worst (ms)")
        for order in ORDERS:
            sit(Path(folder), order)
        with Workspace.open(Path(folder)) as workspace:
            line("search of two words", [timed(lambda: search(workspace, "model 13")) for _ in range(5)])


def sit(folder: Path, order: str) -> None:
    """A sitting of one reader in one order."""
    firsts = []
    for _ in range(3):
        start = time.perf_counter()
        session = Session(Workspace.open(folder), Reader("ada"), order)
        shown(session)
        firsts.append((time.perf_counter() - start) * 1000)
    line(f"first fact, order {order}", firsts)
    line(f"accept and next, order {order}", [timed(lambda: (session.accept(), shown(session))) for _ in range(200)])
    line(f"undo, order {order}", [timed(lambda: (session.undo(), shown(session))) for _ in range(50)])


def shown(session: Session) -> None:
    """What a face of the session asks for before it draws."""
    if session.item:
        places(session.document(session.item.paper), session.fact)


if __name__ == "__main__":
    main()
