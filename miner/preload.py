"""Imported by the process that workers are forked from, and by nothing else: it loads once what they all need."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # workers are the parallelism; threads would only cost address space

from extractors.reading.opening import library
from miner import work  # noqa: F401
from miner.pipeline import load

library()
load()
