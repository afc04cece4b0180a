"""What our code reads of results in the corpus: file names, pages, tables and values, no text of a paper.

Rewrite the golden file after a change of a rule, and look at its difference:

    PYTHONPATH=. python tests/golden/results_lines.py CORPUS > tests/golden/results.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from extractors.model import PaperInfo, ReadError, Result, Stated, value_of
from extractors.reading import read
from extractors.results import extract
from tests.golden.compute_lines import read_corpus

GOLDEN = Path(__file__).parent / "results.jsonl"
STANDS = 0.5
FIELDS = ("benchmark", "split", "metric", "value", "own")


def line_of(file: str, result: Result) -> dict[str, Any]:
    """One result: page, table and values."""
    page = result.value.evidence[0].box.page if isinstance(result.value, Stated) else 0
    return {"file": file, "page": page, "table": result.table} | {
        name: value_of(getattr(result, name)) for name in FIELDS
    }


def lines_of(job: tuple[Path, PaperInfo]) -> list[dict[str, Any]]:
    """The results of a file that stand, in the order of its pages."""
    path, info = job
    try:
        document = read(path.read_bytes())
    except ReadError:
        return []
    return [line_of(path.name, result) for result in extract(document, info).results if result.confidence >= STANDS]


if __name__ == "__main__":
    for found in read_corpus(Path(sys.argv[1]), lines_of):
        print(json.dumps(found, ensure_ascii=False))
