"""The devices of one sentence as sets: machines × devices, a name and a number apart, a total in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.compute.confidence import STATEMENT
from extractors.compute.mentions import Line
from extractors.compute.roles import EXPERIMENT, OWN, TRAIN, TRAIN_VERB, clause_of, judge
from extractors.model import Bound
from extractors.quantities import Devices, Number

MANY_DEVICES = 4096
"""From here on a number without a device's name, in a sentence without "we", is of somebody else's cluster."""

_ALL = re.compile(
    r"\b(?:experiments?|all (?:of )?(?:our |the )?\w+|(?:our|the|these|each|every) (?:models?|networks?|"
    r"systems?|runs?|methods?|implementation))\b"
    r"[^.;]{0,60}\b(?:on|using|with|are|were|was|is)\b",
    re.IGNORECASE,
)
_DISTRIBUTED = re.compile(
    r"\b(?:a?synchron\w*|distribut\w*|parallel\w*|SGD|replicas?|parameter servers?|[GC]PUs?)\b", re.IGNORECASE
)
_TRAINED_ON = re.compile(r"\b(?:on|using|with)\s(?:(?:multiple|several|Google|NVIDIA|Nvidia|our|Cloud|the)\s)*$")


@dataclass(frozen=True, slots=True)
class Equipment:
    """A set of devices that something is trained on: `count` of `unit`, at `[start, end)`; `each` on every machine."""

    hardware: str
    text: str
    count: Number | None
    unit: str
    start: int
    end: int
    strength: float
    flags: tuple[str, ...] = ()
    each: bool = False


def together(line: Line, kept: list[tuple[Devices, float]], times: int) -> list[Equipment]:
    """Devices of one line as sets of equipment: machines × devices each, a total in brackets, name and number apart."""
    accelerators = [(one, strength) for one, strength in kept if one.hardware and not is_processor(one)]
    processors = [(one, strength) for one, strength in kept if one.hardware and is_processor(one)]
    hosts = [(one, strength) for one, strength in kept if not one.hardware]
    chosen = accelerators or [
        (one, strength) for one, strength in processors if one.count is not None and not one.article
    ]
    equipment = [
        Equipment(one.hardware, one.text, one.count, one.unit, one.start, one.end, strength, each=one.per == "host")
        for one, strength in chosen
        if one.specific or one.count is not None
    ]
    equipment = equipment if times == len(equipment) else _merged(line, equipment)
    if hosts:
        equipment = _hosted(line, equipment, chosen, hosts)
    return equipment


def _merged(line: Line, equipment: list[Equipment]) -> list[Equipment]:
    """A named device without a number and a number without a name are one; so is a restatement in brackets."""
    kept: list[Equipment] = []
    for one in equipment:
        gap = line.text[kept[-1].end : one.start] if kept else ""
        if (
            kept
            and re.fullmatch(
                r"\s?(?:,\s)?\((?:i\.e\.,?\s|or\s|a total of\s|totall?ing\s|in total\s)?\s?|"
                r"\s?(?:machines?|servers?|nodes?|boxes)\s?\(\s?(?:a total of\s)?|\s?/\s?",
                gap,
            )
            and one.count
        ):
            last = kept[-1]
            if "DGX" in last.hardware or last.unit == "node":
                kept[-1] = replace(one, start=last.start)
            else:
                kept[-1] = replace(
                    last, end=one.end, flags=(*last.flags, f"also given as {one.text} × {one.count.value:g}")
                )
            continue
        if (
            kept
            and "DGX" in kept[-1].hardware
            and re.search(
                r"\b(?:with|of|has|having|equipped|containing|"
                r"includ\w+)\b",
                gap,
            )
        ):
            servers = kept[-1].count
            if one.each and one.count and servers and servers.value > 1:
                total = replace(one.count.times(servers.value), text=f"{servers.value:g} × {one.count.text}")
                one = replace(one, count=total, each=False)
            kept[-1] = one
            continue
        kept.append(one)
    named = [one for one in kept if one.hardware not in ("GPU", "TPU", "CPU")]
    bare = [one for one in kept if one.hardware in ("GPU", "TPU", "CPU")]
    if len(named) == 1 and len(bare) == 1 and named[0].count is None:
        return [
            replace(named[0], count=bare[0].count, unit=bare[0].unit if named[0].unit == "device" else named[0].unit)
        ]
    if named and bare and all(one.count == bare[0].count or one.count is None for one in named) and len(bare) == 1:
        return named
    if bare and named:
        kept = [one for one in kept if one.count is None or one in named or not _same_count(one, named)]
    return kept


def _same_count(one: Equipment, others: list[Equipment]) -> bool:
    return any(other.count and one.count and other.count.value == one.count.value for other in others)


def _hosted(
    line: Line, equipment: list[Equipment], devices: list[tuple[Devices, float]], hosts: list[tuple[Devices, float]]
) -> list[Equipment]:
    """Machines times devices on each; workers that are devices; workers alone."""
    host, strength = hosts[0]
    if host.count is None:
        return equipment
    each = [one for one, _ in devices if one.per == "host" and one.count is not None]
    if each and host.count.value > 1:
        first = each[0]
        assert first.count is not None
        total = first.count.times(host.count.value)
        text = f"{host.count.value:g} × {first.count.value:g}"
        return [
            replace(one, count=replace(total, text=text), each=False) if one.start == first.start else one
            for one in equipment
        ]
    article_each = [one for one in equipment if one.count is not None and one.count.value == 1]
    workers = [one for one, _ in hosts if one.unit == "worker" and one.count is not None and one.count.value > 1]
    if workers and not re.search(r"parameter server", line.text[: workers[0].end][-40:]):
        count = workers[0].count
        if article_each and len(equipment) == 1:
            return [replace(equipment[0], count=count)]
        if equipment and all(one.count is None for one in equipment):
            return [replace(one, count=count, unit="worker") for one in equipment]
        if (
            not equipment
            and _DISTRIBUTED.search(line.text)
            and (TRAIN.search(line.text) or EXPERIMENT.search(line.text))
        ):
            return [
                Equipment(
                    "", "", count, "worker", workers[0].start, workers[0].end, min(strength, STATEMENT["workers"])
                )
            ]
    return equipment


def kinds_of(line: Line, before: str) -> list[Equipment]:
    """A kind without a number or a name that something is said to be trained on ("trained on TPUs")."""
    for one in line.kinds:
        left, right = clause_of(line.text, one.start, one.end)
        if TRAIN_VERB.search(line.text[left:right]) and _TRAINED_ON.search(line.text[: one.start]):
            judgement = judge(line, one.start, one.end, time=False, before=before)
            if judgement.role is None and one.text.lower().endswith("s"):
                return [Equipment(one.hardware, one.text, None, "device", one.start, one.end, STATEMENT["kind"])]
    return []


def either(one: Equipment) -> list[Equipment]:
    """Both numbers of "8 or 16 GPUs"."""
    number = one.count
    if number is None or number.bound is not Bound.RANGE or " or " not in number.text:
        return [one]
    ends = (number.low, number.high)
    return [replace(one, count=replace(number, value=end, low=end, high=end, bound=Bound.EXACT)) for end in ends]


def is_processor(one: Devices) -> bool:
    """Whether a phrase names central processors."""
    return one.hardware == "CPU" or "Xeon" in one.hardware or "Core i" in one.hardware or "EPYC" in one.hardware


def is_idle(line: Line, devices: Devices) -> bool:
    """Whether one bare kind ("a GPU") or one name without number stands beside no verb of training and no time."""
    if line.durations or line.works:
        return False
    many = devices.count is not None and devices.count.value > MANY_DEVICES
    if many and not devices.specific and not OWN.search(line.text):
        return True
    left, right = clause_of(line.text, devices.start, devices.end)
    beside = TRAIN_VERB.search(line.text[left:right])
    placed = re.search(
        r"\b(?:on|using|with|via|by|across|over|of|in|our)\s(?:only |just )?$", line.text[: devices.start]
    )
    if not devices.specific and devices.count is not None and devices.count.value == 1:
        return not (beside and placed)
    return devices.specific and devices.count is None and not beside and not _ALL.search(line.text)
