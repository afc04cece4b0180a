"""Benchmarks as data: names, splits, metrics with direction and plausible range, what is not the benchmark.

Each file of `benchmarks/` is one benchmark; a new benchmark is a new file. A file that does not hold together
(an unknown key, a range upside down, a usual split that is not among the splits) raises at the first look-up.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from extractors.catalog.terms import Lexicon


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the data that results are given on; `size` in examples, None where it is not one number.

    `beside` are names that mean this split only where the table has another split too ("test" of ImageNet, whose
    validation set most papers call so); in papers up to the year `alone_until` they mean it alone.
    """

    id: str
    aliases: tuple[str, ...]
    beside: tuple[str, ...] = ()
    alone_until: int = 0
    size: int | None = None


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A metric: `aliases` name it, `ambiguous` names leave open which of several, `weak` ones say little alone.

    `range` holds the values that a trained model plausibly gets, in `unit`; `opposite` is the metric that is
    100 minus this one.
    """

    id: str
    name: str
    direction: Literal["up", "down"]
    unit: str
    range: tuple[float, float]
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    opposite: str = ""

    def plausible(self, value: float) -> bool:
        """Whether a value, in the metric's unit, lies in the range."""
        return self.range[0] <= value <= self.range[1]


class OtherMetric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in tables of the benchmark and is none of its metrics (mask AP beside box AP)."""

    name: str
    aliases: tuple[str, ...]


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one model on one split, metric `higher` is never below metric `lower`; `reason` is said where it is."""

    higher: str
    lower: str
    reason: str


class Benchmark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A benchmark as its file has it.

    `aliases` name it alone; `datasets` are names shared with other benchmarks, which a `qualifier` beside them makes
    this one, and which mean this one without it where `bare` is true (for `needs_alias`: only in a paper that has
    one of the aliases too). `excluded` are names that hold an alias and are something else. `other_tasks` are words
    that make the same metrics another task where the benchmark's own task is not named, `protocols` words that do so in
    any caption, header or row ("linear probing"); beside two of the data sets of `transfer_beside` in one table the
    benchmark is a target of transfer. `own_splits` are names of splits that name the benchmark too.
    `usual_split` is meant where a paper does not say ("": none); of an `explicit` one the metric must be named, since
    its data set has another task that is meant more often.
    """

    id: str
    name: str
    task: str
    year: int
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    splits: tuple[Split, ...]
    metrics: tuple[Metric, ...]
    datasets: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    bare: bool = False
    needs_alias: bool = False
    usual_split: str = ""
    explicit: bool = False
    excluded: tuple[str, ...] = ()
    other_tasks: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    transfer_beside: tuple[str, ...] = ()
    own_splits: tuple[str, ...] = ()
    other_metrics: tuple[OtherMetric, ...] = ()
    orders: tuple[Order, ...] = ()

    def metric(self, metric: str) -> Metric:
        """The metric with this id. Raises KeyError."""
        return {known.id: known for known in self.metrics}[metric]

    def split(self, split: str) -> Split:
        """The split with this id. Raises KeyError."""
        return {known.id: known for known in self.splits}[split]


@cache
def load() -> tuple[Benchmark, ...]:
    """All benchmarks, by id. Raises ValueError for a file that does not hold together."""
    folder = files("extractors.catalog") / "benchmarks"
    texts = sorted((entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(parse(text, name) for name, text in texts)


def parse(text: str, name: str = "benchmark") -> Benchmark:
    """A benchmark from the text of its file. Raises ValueError, with `name`, where it does not hold together."""
    try:
        benchmark = msgspec.convert(tomllib.loads(text), Benchmark)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{name}: {error}") from error
    metrics = {metric.id for metric in benchmark.metrics}
    splits = {split.id for split in benchmark.splits}
    faults = [
        *(f"range of {metric.id} is upside down" for metric in benchmark.metrics if metric.range[0] >= metric.range[1]),
        *(f"unknown metric {metric.opposite}" for metric in benchmark.metrics if metric.opposite not in metrics | {""}),
        *(
            f"unknown metric in an order: {order}"
            for order in benchmark.orders
            if not {order.higher, order.lower} <= metrics
        ),
        *([f"unknown usual split {benchmark.usual_split}"] if benchmark.usual_split not in splits | {""} else []),
        *([] if benchmark.sources else ["no source"]),
        *([] if len(metrics) == len(benchmark.metrics) and len(splits) == len(benchmark.splits) else ["an id twice"]),
    ]
    if faults:
        raise ValueError(f"{name}: {'; '.join(faults)}")
    return benchmark


@cache
def by_id() -> dict[str, Benchmark]:
    """Benchmarks by their ids."""
    return {benchmark.id: benchmark for benchmark in load()}


@cache
def _aliases() -> Lexicon[str]:
    return Lexicon((alias, benchmark.id) for benchmark in load() for alias in (benchmark.id, *benchmark.aliases))


def find(text: str) -> tuple[Benchmark, ...]:
    """The benchmarks that a name stands for, whatever its case and hyphens; empty where it is no such name."""
    return tuple(by_id()[known] for known in _aliases().exact(text))


def named_in(text: str) -> tuple[Benchmark, ...]:
    """The benchmarks that a running text names, in order, each once."""
    names = (known for match in _aliases().find(text) for known in match.entries)
    return tuple(by_id()[known] for known in dict.fromkeys(names))
