"""The corpus, where it is there: the results that our code reads of it are what the golden file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.compute_lines import known_papers
from tests.golden.results_lines import GOLDEN, lines_of

EVERY = 5
"""Papers between those that the test reads; the golden file holds all of them."""

REWRITE = "after a change of a rule, rewrite it: PYTHONPATH=. python tests/golden/results_lines.py CORPUS > GOLDEN"


@pytest.mark.parametrize("part", range(4))
def test_a_change_of_a_rule_shows_what_it_changed(corpus: Path, part: int) -> None:
    """File, page, table, benchmark, split, metric, value and owner of each result that stands are unchanged."""
    golden: dict[str, list[dict[str, object]]] = {}
    for line in GOLDEN.read_text("utf-8").splitlines():
        result = json.loads(line)
        golden.setdefault(result["file"], []).append(result)
    papers = known_papers(corpus)
    chosen = [path for path in sorted(corpus.glob("*.pdf")) if path.name in papers][part :: EVERY * 4]
    for path in chosen:
        assert lines_of((path, papers[path.name])) == golden.get(path.name, []), f"{path.name}: {REWRITE}"
