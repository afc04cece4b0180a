"""The corpus, where it is there: what our code reads of it is what the golden file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.compute_lines import GOLDEN, known_papers, lines_of

EVERY = 4
"""Papers between those that the test reads; the golden file holds all of them."""

REWRITE = "after a change of a rule, rewrite it: PYTHONPATH=. python tests/golden/compute_lines.py CORPUS > GOLDEN"


@pytest.mark.parametrize("part", range(4))
def test_a_change_of_a_rule_shows_what_it_changed(corpus: Path, part: int) -> None:
    golden: dict[str, list[dict[str, object]]] = {}
    for line in GOLDEN.read_text("utf-8").splitlines():
        run = json.loads(line)
        golden.setdefault(run["file"], []).append(run)
    papers = known_papers(corpus)
    chosen = [path for path in sorted(corpus.glob("*.pdf")) if path.name in papers][part :: EVERY * 4]
    for path in chosen:
        found = [json.loads(json.dumps(run)) for run in lines_of((path, papers[path.name]))]
        assert found == golden.get(path.name, []), f"{path.name}: {REWRITE}"
