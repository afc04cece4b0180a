"""Functions that misbehave, for workers."""

import os
import signal
import time
from pathlib import Path


def echo(value: object) -> object:
    return value


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def fill() -> int:
    return sum(len(bytearray(1 << 28)) for _ in [[bytearray(1 << 28) for _ in range(64)]])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def look_for_nothing() -> bytes:
    return Path("/nowhere/at/all.pdf").read_bytes()


def stumble() -> None:
    raise ValueError("a bug")
