"""What in a run does not agree, or is open: doubts that a reviewer should see, a short sentence each.

Nothing is corrected: where a product or a pace says something else than the paper states, both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.catalog import accelerators
from extractors.compute.linking import NEAR
from extractors.compute.mentions import Line
from extractors.compute.statements import Statement
from extractors.model import Field, PaperInfo, value_of
from extractors.quantities import Pace, format_duration

UNLIKE = 1.2
"""Ratio of peak rates from which on it matters which of several devices a name means."""

AGREES = (0.8, 1.25)
"""Share of a stated time within which a computed one agrees with it: stated times are rounded."""


def flags_of(
    one: Statement, info: PaperInfo, fields: Mapping[str, Field], paces: Sequence[tuple[Line, Pace]]
) -> tuple[str, ...]:
    """The doubts about a run."""
    return (*one.flags, *_ambiguous(one, info), *_product(one), *_paced(one, fields, paces))


def _ambiguous(one: Statement, info: PaperInfo) -> list[str]:
    others = accelerators.alternatives(one.hardware, info.submitted)
    printed = one.hardware_text or one.hardware
    rates = [max(accelerators.accelerators()[name].rates.values(), default=0.0) for name in others]
    if len(others) > 1 and min(rates) and max(rates) / min(rates) > UNLIKE:
        return [f"{printed} may be {' or '.join(others)}"]
    return [f"on its date {printed} can only be {others[0]}"] if len(others) == 1 else []


def _product(one: Statement) -> list[str]:
    """Devices × time against the product that is stated beside them."""
    if not (one.count and one.duration and one.work) or not one.work.number.value:
        return []
    product, stated = one.count.high * one.duration.hours, one.work.number.value
    if AGREES[0] <= product / stated <= AGREES[1]:
        return []
    return [f"devices × time is {product:.4g} device hours, the paper states {stated:.4g}"]


def _paced(one: Statement, fields: Mapping[str, Field], paces: Sequence[tuple[Line, Pace]]) -> list[str]:
    """Steps × time of a step (or epochs × time of an epoch) against the time that is stated, or in place of it."""
    near = [(line, pace) for line, pace in paces if abs(line.order - one.line.order) <= NEAR]
    for _, pace in sorted(near, key=lambda pair: abs(pair[0].order - one.line.order)):
        amount = value_of(fields["steps" if pace.what == "step" else "epochs"])
        if not isinstance(amount, int | float):
            continue
        hours = amount * pace.duration.hours
        said = f"{amount:,} {pace.what}s × {pace.duration.text.strip()} are {format_duration(float(f'{hours:.3g}'))}"
        if one.duration is None:
            return [f"{said}; no total is stated"]
        if not AGREES[0] <= hours / one.duration.hours <= AGREES[1]:
            return [f"{said}, the paper states {one.duration.text.strip()}"]
        return []
    return []
