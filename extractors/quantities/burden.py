"""What a training run cost: hardware burden from devices, rate and time; network operations from passes and examples.

The definitions are those of Thompson et al., "The Computational Limits of Deep Learning" (arXiv 2007.05558): the burden
is devices × peak rate × time, with no utilisation factor, so it bounds the work done from above; the operations of a
pass are taken three times, since a backward pass costs two forward passes. For dense transformers 6 operations a
parameter and token are the same count (Kaplan et al., arXiv 2001.08361). Each figure lists what it assumes, so that its
user can choose.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.catalog.accelerators import Accelerator, accelerators

FORWARD_AND_BACKWARD = 3.0
"""Operations of a training step in passes: one forward, a backward worth two (Thompson et al.)."""

OPERATIONS_PER_PARAMETER = 6.0
"""Operations of a training step for each parameter and token of a dense network (Kaplan et al.)."""

_PREFERRED = {
    "fp32": ("fp32",),
    "tf32": ("tf32", "fp32"),
    "fp16": ("tensor_fp16", "fp16", "fp32"),
    "mixed": ("tensor_fp16", "fp16", "fp32"),
    "bf16": ("bf16", "tensor_fp16", "fp32"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Floating-point operations, by what rate, from which source, and what was assumed, a short sentence each.

    `rate` is operations a second of one device as named; None where the operations were counted from passes.
    """

    flop: float
    rate: float | None
    rate_name: str
    source: str
    assumptions: tuple[str, ...]


def rate_of(device: Accelerator, precision: str | None = None) -> tuple[str, float, tuple[str, ...]] | None:
    """Name of the rate that applies, operations a second, and what was assumed; None where no rate is known."""
    assumed: list[str] = []
    tensor_only = "fp32" not in device.rates
    wanted = precision
    if wanted is None:
        wanted = "bf16" if tensor_only else "fp32"
        assumed.append(f"the paper states no precision: {wanted} taken")
    for name in _PREFERRED.get(wanted, ("fp32",)) + (("bf16", "tensor_fp16", "fp16", "int8") if tensor_only else ()):
        if name in device.rates:
            if name.removeprefix("tensor_") != wanted and precision is not None and wanted != "mixed":
                assumed.append(f"no {wanted} rate is known: {name} taken")
            return name, device.rates[name] * 1e12, tuple(assumed)
    return None


def _share(device: Accelerator, unit: str) -> float | None:
    """How much of the row as named one `unit` is; None where that is not known."""
    boards = device.devices_per_system if device.kind == "system" else 1.0
    if unit == "device" or device.name.endswith(" core"):
        return 1.0
    if unit == "node":
        return 1.0 if device.kind == "system" else None
    if unit == "chip":
        return 1.0 / (boards * device.chips_per_board)
    if unit == "core" and device.cores_per_chip:
        return 1.0 / (boards * device.chips_per_board * device.cores_per_chip)
    return None


def burden(
    hardware: str, count: float, hours: float, unit: str = "device", precision: str | None = None
) -> Cost | None:
    """Hardware burden of `count` × `hardware` (a canonical name) for `hours`, at the peak rate of `precision`.

    None where no rate is known: a bare "GPU", a count of workers, a device without a published peak.
    """
    device = accelerators().get(hardware)
    if device is None or unit == "worker":
        return None
    chosen = rate_of(device, precision)
    if chosen is None:
        return None
    name, rate, assumed = chosen
    assumptions = [*assumed, "peak rate, no utilisation factor"]
    share = _share(device, unit)
    if share is None:
        return None
    if unit == "device" and device.chips_per_board > 1:
        assumptions.append(f"a device is a board of {device.chips_per_board:g} chips")
    if device.ambiguous:
        assumptions.append(f"the name fits several devices ({', '.join(device.candidates)}): rate of the default taken")
    if device.confidence != "high":
        assumptions.append(f"confidence of the rate: {device.confidence}")
    return Cost(count * share * hours * 3600 * rate, rate, name, device.source, tuple(assumptions))


def network_operations(
    *,
    operations_per_pass: float | None = None,
    parameters: float | None = None,
    epochs: float | None = None,
    steps: float | None = None,
    batch_size: float | None = None,
    dataset_size: float | None = None,
    multiply_adds: bool = False,
) -> Cost | None:
    """Operations that training needed: operations of a pass × 3 × examples seen, else 6 × parameters × tokens seen.

    Examples (or tokens, for `parameters`) are epochs × dataset size, else steps × batch size; None where not known.
    """
    assumptions: list[str] = []
    if epochs is not None and dataset_size is not None:
        seen = epochs * dataset_size
    elif steps is not None and batch_size is not None:
        seen = steps * batch_size
        assumptions.append("examples seen are steps × batch size")
    else:
        return None
    if operations_per_pass is not None:
        factor = 2.0 if multiply_adds else 1.0
        if multiply_adds:
            assumptions.append("a multiply-add is two operations")
        assumptions.append("a backward pass costs two forward passes")
        return Cost(
            operations_per_pass * factor * FORWARD_AND_BACKWARD * seen, None, "", "arXiv 2007.05558", tuple(assumptions)
        )
    if parameters is not None:
        assumptions.append("a dense network, each parameter used once for each token")
        return Cost(OPERATIONS_PER_PARAMETER * parameters * seen, None, "", "arXiv 2001.08361", tuple(assumptions))
    return None
