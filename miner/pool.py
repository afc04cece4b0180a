"""Workers: each paper in a process of its own, which may use so much memory and time and no more.

A PDF is somebody else's program. A worker that it kills, fills or hangs costs that paper alone, which ends as a
`Failure` that may be tried again; the answers come in the order of the questions, whatever the number of workers.
Workers are forked from a server process that has loaded what they need (`miner.preload`), so a new one costs little.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from extractors.model import Failure

if TYPE_CHECKING:
    from pebble import ProcessFuture

Answer = TypeVar("Answer")
AHEAD = 2
"""Questions waiting for each worker: few, so that a large folder is never all in memory."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one paper may use: CPU seconds, megabytes on top of the loaded program, seconds by the clock on the wall."""

    cpu_seconds: int = 120
    megabytes: int = 1024
    wall_seconds: int = 900


@dataclass(frozen=True, slots=True)
class Question:
    """A function of `miner.work` and its arguments; `stage` is what a failure of the worker is a failure of."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    stage: str = "read"


class Workers(Generic[Answer]):
    """A pool of worker processes; a context, which ends them."""

    def __init__(self, number: int | None = None, limits: WorkerLimits = WorkerLimits()) -> None:
        """`number` of processes, by default one for each core that this process may use."""
        from pebble import ProcessPool

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["miner.preload"])
        self.number = number or _cores()
        self._limits = limits
        self._pool = ProcessPool(
            max_workers=self.number, max_tasks=1, initializer=_confine, initargs=[limits], context=context
        )

    def ask(self, questions: Iterable[Question]) -> Iterator[Answer | Failure]:
        """The answer to each question, in order; a Failure where the worker raised, died or ran over its limits."""
        waiting: deque[tuple[Question, ProcessFuture[Any]]] = deque()
        for question in questions:
            future = self._pool.schedule(question.function, question.arguments, timeout=self._limits.wall_seconds)
            waiting.append((question, future))
            if len(waiting) >= AHEAD * self.number:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def _answer(self, question: Question, future: ProcessFuture[Any]) -> Any:
        from pebble import ProcessExpired

        try:
            return future.result()
        except ProcessExpired as death:
            return Failure(question.stage, self._cause(death.exitcode), retry=True)
        except TookTooLong:
            return Failure(question.stage, f"it took more than {self._limits.wall_seconds} s", retry=True)
        except MemoryError:
            return Failure(question.stage, f"it needs more than {self._limits.megabytes} MB of memory", retry=True)
        except OSError as fault:
            return Failure(question.stage, f"the file cannot be read: {fault.strerror or fault}", retry=True)
        except Exception as fault:
            failure = getattr(fault, "failure", None)
            reason = f"a fault of paperscale, please report it: {type(fault).__name__}: {fault}"
            return failure if isinstance(failure, Failure) else Failure(question.stage, reason)

    def _cause(self, code: int) -> str:
        if code == -signal.SIGXCPU:
            return f"it took more than {self._limits.cpu_seconds} s of computing time"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"
        return f"its worker process died ({name})"

    def __enter__(self) -> Workers[Answer]:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers; what they were at is dropped."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _cores() -> int:
    """The cores that this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _confine(limits: WorkerLimits) -> None:
    """Bind this worker to its limits; the kernel holds them, so no code of a paper's can get round them."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    try:
        with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - no Path needed for a device
            pages = int(sizes.read().split()[0])
    except OSError:  # no such file outside Linux, where the limit on address space is not kept either
        return
    resource.setrlimit(
        resource.RLIMIT_AS, (ceiling := pages * resource.getpagesize() + (limits.megabytes << 20), ceiling)
    )
