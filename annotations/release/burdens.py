"""Hardware burden of a run and network operations of a point, with the ends of what is printed and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.release.registry import Row
from extractors.model import Field, Result, Stated, TrainingRun, value_of
from extractors.quantities import burden, network_operations


@dataclass(frozen=True, slots=True)
class Burden:
    """FLOP of a run; `low` and `high` by the ends of printed ranges; `rate` in FLOP/s of one device, from `source`.

    `fp32` is by the device's FP32 peak, whatever the paper states of its arithmetic, as earlier studies count.
    """

    flop: float
    fp32: float
    low: float
    high: float
    rate: float | None
    source: str
    basis: str


def burden_of_run(run: TrainingRun) -> Burden | None:
    """Count × peak rate × time, else printed device-hours × peak rate; None where a part or the rate is not known."""
    hardware, precision = value_of(run.hardware), value_of(run.precision)
    count, time, product = _ends(run.count), _ends(run.time_hours), _ends(run.device_hours)
    amounts = product if not (count and time) else tuple(a * b for a, b in zip(count, time, strict=True))
    if hardware is None or not amounts:
        return None
    costs = [
        burden(str(hardware), 1, amount, run.count_unit, None if precision is None else str(precision))
        for amount in amounts
    ]
    if any(cost is None for cost in costs):
        return None
    value, low, high = (cost for cost in costs if cost is not None)
    single = burden(str(hardware), 1, amounts[0], run.count_unit, "fp32") or value
    how = "reported: count × time" if count and time else "reported: device-hours"
    basis = "; ".join((how, f"{value.rate_name} peak", *value.assumptions))
    return Burden(value.flop, single.flop, low.flop, high.flop, value.rate, value.source, basis)


def _ends(field: Field) -> tuple[float, ...]:
    """The value with the lower and upper end of what is printed; empty where nothing is stated."""
    if not isinstance(field, Stated) or isinstance(field.value, bool | str):
        return ()
    value = float(field.value)
    return value, value if field.low is None else field.low, value if field.high is None else field.high


def network_operations_of(result: Result, run: Row) -> float | None:
    """Operations of the network over training, from the row's operations or parameters and what its run states."""
    operations = value_of(result.operations)
    cost = network_operations(
        operations_per_pass=None if operations is None else float(operations),
        epochs=run.get("epochs"),
        steps=run.get("steps"),
        batch_size=run.get("batch_size"),
        dataset_size=run.get("dataset_size"),
        multiply_adds=result.operations_unit == "multiply-adds",
    )
    return cost.flop if cost else None
