"""Damaged files through the reader: each must end in a Document or one clear reason, within memory and time.

    python perf/fuzz_reading.py FOLDER [--files 2000] [--seed 1] [--keep DIR]

Each file is made from one of the folder's small PDFs, or of three pages of one laid open (streams uncompressed, no
object streams), by a few seeded changes: bytes flipped, cut out, repeated, moved between files, numbers exchanged.
It is read in a process of its own with 1 GB on top of the loaded program. What breaks is printed with its seed, and
kept in DIR.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path

import pymupdf

from extractors.model import Failure
from miner.pool import Question, WorkerLimits, Workers
from miner.work import read_bytes

BROKEN = ("fault of paperscale", "worker process died", "it took more than")


def damaged(sources: list[bytes], seed: int) -> bytes:
    """The file of a seed."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(sources))
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = _place(chance, data)
        length = chance.choice((1, 4, 64, 1024, len(data) // 10))
        match chance.randrange(6):
            case 0:
                for _ in range(chance.choice((1, 8, 200))):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                other = chance.choice(sources)
                start = chance.randrange(len(other))
                data[at : at + length] = other[start : start + length]
            case 4:
                _other_number(chance, data, at)
            case 5:
                data = data[: max(16, at)]
        if len(data) < 16:
            break
    return bytes(data)


def laid_open(data: bytes, first: int) -> bytes:
    """Three pages of a PDF with every stream uncompressed, so that changes meet what is inside."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        first = first % max(1, pdf.page_count - 2)
        pdf.select(list(range(first, min(first + 3, pdf.page_count))))
        return bytes(pdf.tobytes(garbage=3, expand=255, use_objstms=0))


def _place(chance: random.Random, data: bytearray) -> int:
    """An offset, half the time near an object's beginning, where the structure of the file is."""
    if chance.random() < 0.5:
        at = data.find(b" obj", chance.randrange(len(data)))
        if at > 0:
            return min(len(data) - 1, at + chance.randrange(200))
    return chance.randrange(len(data))


def _other_number(chance: random.Random, data: bytearray, at: int) -> None:
    """Put another number in the place of the next one: sizes, references, coordinates."""
    match = re.compile(rb"-?\d+").search(data, at, at + 4000)
    if match:
        number = chance.choice((b"0", b"-1", b"1", b"99999999", b"2147483648", b"1e30", match.group() + b"0"))
        data[match.start() : match.end()] = number


def main() -> None:
    """Print what came of the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=400_000, help="bytes of the largest file that is damaged")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files that broke the reader")
    options = parser.parse_args()
    paths = [path for path in sorted(options.folder.glob("*.pdf")) if path.stat().st_size < options.largest]
    whole = [path.read_bytes() for path in paths]
    opened = [laid_open(data, first) for data in whole for first in (0, 3, 6)]
    sources = whole + [data for data in opened if len(data) < 4 * options.largest]
    seeds = range(options.seed, options.seed + options.files)
    ends: Counter[str] = Counter()
    start = time.monotonic()
    with Workers[bytes](options.workers, WorkerLimits(cpu_seconds=60, wall_seconds=300)) as workers:
        answers = workers.ask(Question(read_bytes, (damaged(sources, seed),)) for seed in seeds)
        for seed, answer in zip(seeds, answers, strict=True):
            reason = answer.reason if isinstance(answer, Failure) else "document"
            ends[re.sub(r"\d+", "#", reason)[:70]] += 1
            if any(sign in reason for sign in BROKEN):
                print(f"seed {seed}: {reason}", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"seed-{seed}.pdf").write_bytes(damaged(sources, seed))
    for reason, count in ends.most_common():
        print(f"{count:6} {reason}")
    print(
        f"{options.files} files made of {len(whole)} and {len(sources) - len(whole)} laid open, "
        f"{time.monotonic() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
