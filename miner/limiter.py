"""One request at a time to arXiv's own hosts, three seconds apart, by all programs of this machine together.

arXiv asks for it: https://info.arxiv.org/help/api/tou.html. The time of the last request stands in a file that is
locked while a request runs; a program that is killed leaves the lock free, as locks of the kernel do.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 3.0
LOCK = Path(tempfile.gettempdir()) / "paperscale-arxiv.lock"


def is_arxiv(host: str) -> bool:
    """Whether a host is one of arXiv's own."""
    return host == "arxiv.org" or host.endswith(".arxiv.org")


@contextmanager
def turn(host: str, lock: Path = LOCK, seconds: float = SECONDS) -> Iterator[None]:
    """Wait until a host may be asked, and keep others of this machine waiting while it is."""
    if not is_arxiv(host):
        yield
        return
    handle = _open(lock)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        time.sleep(max(0.0, min(seconds, _last(handle) + seconds - time.time())))
        _write(handle)
        yield
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(lock, flags)
    except FileNotFoundError:
        handle = os.open(lock, flags | os.O_CREAT, 0o666)
        os.fchmod(handle, 0o666)  # other people of this machine wait for the same turn
        return handle


def _last(handle: int) -> float:
    try:
        return float(os.pread(handle, 40, 0))
    except ValueError:
        return 0.0


def _write(handle: int) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{time.time():.3f}".encode(), 0)
