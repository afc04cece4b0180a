"""How long results take: CPU milliseconds a paper for `results.extract`, the reading of the PDF aside.

    python perf/results.py FOLDER [--every N]

FOLDER holds PDFs; each is read once, then its results are extracted three times, of which the fastest counts.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

from extractors.model import Document, PaperInfo, ReadError
from extractors.reading import read
from extractors.results import extract


def milliseconds(document: Document) -> float:
    """The fastest of three extractions, in CPU milliseconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        extract(document, PaperInfo("perf"))
        times.append(time.process_time() - start)
    return 1000 * min(times)


def main() -> None:
    """Time every paper of a folder and print the spread."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th paper")
    options = parser.parse_args()
    timed: list[tuple[float, str]] = []
    for path in sorted(options.folder.glob("*.pdf"))[:: options.every]:
        try:
            document = read(path.read_bytes())
        except ReadError as error:
            print(f"{path.name}: {error}")
            continue
        timed.append((milliseconds(document), path.name))
    timed.sort()
    times = [spent for spent, _ in timed]
    slowest = ", ".join(f"{name} {spent:.0f}" for spent, name in timed[-3:])
    print(f"{len(times)} papers: median {median(times):.1f} ms, slowest {slowest} ms")


if __name__ == "__main__":
    main()
