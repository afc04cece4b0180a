"""The results of real papers stay what they were: see `golden.py` for how the file is made anew."""

import json
from pathlib import Path

import pytest

from tests.extractors.results.golden import GOLDEN, lines_of

# Every so manieth paper is read again in each run of the tests; `golden.py` reads them all.
EVERY = 9


def golden() -> dict[str, list[str]]:
    """The golden lines by file."""
    lines: dict[str, list[str]] = {}
    for line in GOLDEN.read_text("utf-8").splitlines():
        lines.setdefault(json.loads(line)["file"], []).append(line)
    return lines


@pytest.mark.parametrize("file", sorted(golden())[::EVERY])
def test_a_real_paper_gives_the_results_it_gave(file: str, corpus: Path) -> None:
    """File, page, table, benchmark, split, metric, value and owner of every result that stands are unchanged."""
    assert lines_of(corpus / file) == golden()[file]
