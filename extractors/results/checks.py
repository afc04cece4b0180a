"""Doubts about results that were read: values out of range, metrics out of order, columns that cannot be theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Result, value_of
from extractors.results.vocabulary import benchmark

OUT_OF_RANGE = 0.3
OUT_OF_ORDER = 0.45


def doubt(result: Result, flag: str, factor: float) -> Result:
    """The result with a flag, and its confidence times a factor."""
    if flag in result.flags:
        return result
    return replace(result, flags=(*result.flags, flag), confidence=round(result.confidence * factor, 3))


def check_range(result: Result) -> Result:
    """Flag a value outside the metric's plausible range."""
    metric = benchmark(str(value_of(result.benchmark))).metric(str(value_of(result.metric)))
    value = value_of(result.value)
    if isinstance(value, float) and not metric.plausible(value):
        low, high = metric.range
        return doubt(
            result, f"{value:g} is outside {low:g} to {high:g}, the plausible range of {metric.name}", OUT_OF_RANGE
        )
    return result


def check_orders(results: Sequence[Result]) -> list[Result]:
    """Flag results of one row and split whose metrics stand in an order that cannot be (AP above AP50)."""
    rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, result in enumerate(results):
        key = (result.row, result.table, value_of(result.benchmark), value_of(result.split), value_of(result.model))
        rows[key].append(place)
    checked = list(results)
    for places in rows.values():
        for order in benchmark(str(value_of(results[places[0]].benchmark))).orders:
            high = [place for place in places if value_of(results[place].metric) == order.higher]
            low = [place for place in places if value_of(results[place].metric) == order.lower]
            if len(high) != 1 or len(low) != 1:
                continue
            above, below = value_of(results[high[0]].value), value_of(results[low[0]].value)
            if isinstance(above, float) and isinstance(below, float) and above < below:
                for place in (*high, *low):
                    checked[place] = doubt(checked[place], order.reason, OUT_OF_ORDER)
    return checked
