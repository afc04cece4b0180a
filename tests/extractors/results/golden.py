"""The golden file of results: what the extractor reads from the corpus, by file, page and table; no text of papers.

    python tests/extractors/results/golden.py FOLDER

reads every PDF of FOLDER (the shared corpus) and writes `tests/golden/results.jsonl` anew.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from extractors.model import PaperInfo, ReadError, Stated, value_of
from extractors.reading import read
from extractors.results import extract

GOLDEN = Path(__file__).parents[2] / "golden" / "results.jsonl"


def lines_of(path: Path) -> list[str]:
    """The results of one file that stand by themselves, as sorted lines."""
    try:
        document = read(path.read_bytes())
    except ReadError:
        return []
    lines: list[str] = []
    for result in extract(document, PaperInfo(path.stem)).results:
        if result.confidence < 0.5 or not isinstance(result.value, Stated):
            continue
        line: dict[str, Any] = {
            "file": path.name,
            "page": result.value.evidence[0].box.page,
            "table": result.table,
            "benchmark": value_of(result.benchmark),
            "split": value_of(result.split),
            "metric": value_of(result.metric),
            "value": value_of(result.value),
            "own": value_of(result.own),
        }
        lines.append(json.dumps(line))
    return sorted(lines)


def main() -> None:
    """Write the golden file anew."""
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    GOLDEN.parent.mkdir(exist_ok=True)
    with ProcessPoolExecutor(2) as pool, GOLDEN.open("w", encoding="utf-8") as out:
        for lines in pool.map(lines_of, files):
            out.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
