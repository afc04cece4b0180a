"""The shared replay of arXiv, as a process: real papers on loopback, with faults where asked for."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replay(shared: Path, folder: Path, faults: str = "") -> Iterator[str]:
    """Serve a folder of papers while the context lasts; gives the base address."""
    words = [sys.executable, shared / "tools" / "arxiv_replay.py", folder, "--faults", faults]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def served(address: str) -> dict[str, Any]:
    """How many requests of which sort there were."""
    with urllib.request.urlopen(f"{address}/stats") as answer:
        return dict(json.load(answer))


def some_of(corpus: Path, folder: Path, names: list[str]) -> Path:
    """A folder with some of the corpus's papers and their lines of the manifest."""
    folder.mkdir()
    lines = (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["file"] in names]
    assert len(kept) == len(names)
    for name in names:
        (folder / name).symlink_to(corpus / name)
    (folder / "manifest.jsonl").write_text("\n".join(kept), encoding="utf-8")
    return folder
