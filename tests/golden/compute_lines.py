"""What our code reads of training compute in the corpus: file names, pages and values, no text of a paper.

Rewrite the golden file after a change of a rule, and look at its difference:

    PYTHONPATH=. python tests/golden/compute_lines.py CORPUS > tests/golden/compute.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from extractors.compute import extract
from extractors.model import PaperInfo, Stated, TrainingRun
from extractors.reading import read

GOLDEN = Path(__file__).parent / "compute.jsonl"
FIELDS = (
    *("phase", "hardware", "count", "time_hours", "device_hours"),
    *("epochs", "steps", "batch_size", "parameters", "flops", "precision"),
)


def known_papers(corpus: Path) -> dict[str, PaperInfo]:
    """What the corpus's manifest knows of each file; a date is taken where it has a day."""
    papers = {}
    for line in (corpus / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        day = entry.get("published") or ""
        submitted = date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
        papers[entry["file"]] = PaperInfo(entry["arxiv_id"], entry.get("version"), submitted, entry.get("title"))
    return papers


def line_of(file: str, run: TrainingRun) -> dict[str, Any]:
    """One run: pages and values."""
    line: dict[str, Any] = {"file": file}
    for name in FIELDS:
        field = getattr(run, name)
        if isinstance(field, Stated):
            value = float(f"{field.value:.6g}") if isinstance(field.value, float) else field.value
            line[name] = value
            line.setdefault("page", field.evidence[0].box.page)
    return line | {"unit": run.count_unit, "confidence": round(run.confidence, 2)}


def lines_of(job: tuple[Path, PaperInfo]) -> list[dict[str, Any]]:
    """All runs of a file."""
    path, info = job
    return [line_of(path.name, run) for run in extract(read(path.read_bytes()), info).runs]


Lines = Callable[[tuple[Path, PaperInfo]], list[dict[str, Any]]]


def read_corpus(corpus: Path, lines_of: Lines) -> Iterator[dict[str, Any]]:
    """What `lines_of` says of each file of the corpus, in the order of their names."""
    papers = known_papers(corpus)
    jobs = [(path, papers.get(path.name, PaperInfo(path.name))) for path in sorted(corpus.glob("*.pdf"))]
    with ProcessPoolExecutor(2) as pool:
        for lines in pool.map(lines_of, jobs):
            yield from lines


if __name__ == "__main__":
    for found in read_corpus(Path(sys.argv[1]), lines_of):
        print(json.dumps(found, ensure_ascii=False))
