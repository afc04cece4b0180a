"""How fast papers are read: pages per second, and CPU time beside `page.get_text("words")` on the same files.

    python perf/reading.py FOLDER [--every N]

Both are timed paper by paper in the same process and run, each paper first with one and then with the other.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pymupdf

from extractors.model import ReadError
from extractors.reading import read
from extractors.reading.checks import pages_of
from extractors.reading.opening import Limits, opened


def words_seconds(data: bytes) -> float:
    """CPU seconds of PyMuPDF's own words, with its default flags."""
    start = time.process_time()
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            page.get_text("words")
    return time.process_time() - start


def tokens_seconds(data: bytes) -> float:
    """CPU seconds of the first step of the reading, which is mostly PyMuPDF's."""
    start = time.process_time()
    with opened(data, Limits()) as (pdf, _):
        pages_of(pdf, Limits())
    return time.process_time() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth file only")
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.pdf"))[:: options.every]
    read(files[0].read_bytes())  # imports and tables of patterns, once a process
    pages = 0
    reading = tokens = words = 0.0
    slowest = (0.0, "")
    for path in files:
        data = path.read_bytes()
        start = time.process_time()
        try:
            document = read(data)
        except ReadError as error:
            print(f"{path.name}: {error}")
            continue
        seconds = time.process_time() - start
        reading += seconds
        tokens += tokens_seconds(data)
        words += words_seconds(data)
        pages += len(document.pages)
        slowest = max(slowest, (seconds, path.name))
    print(
        f"{pages} pages of {len(files)} files, CPU seconds: words {words:.2f}, tokens {tokens:.2f}, all {reading:.2f}"
    )
    print(f"reading / words: {reading / words:.2f}; {pages / reading:.0f} pages a second")
    print(f"slowest: {slowest[1]}, {slowest[0]:.2f} s")


if __name__ == "__main__":
    main()
