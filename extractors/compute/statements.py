"""Statements: what one sentence, or one row of a table, says of a training run; and the mentions that it refuses.

A sentence with several devices or several times makes a statement for each pair ("base … 12 hours, big … 3.5 days");
one time said of several devices belongs to each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.compute.equipment import Equipment, either, is_idle, is_processor, kinds_of, together
from extractors.compute.mentions import Line
from extractors.compute.roles import Judgement, clause_of, judge, phase_of
from extractors.model import Document, Evidence, Phase, Refusal, Role
from extractors.quantities import Devices, Duration, Number, Work, find_paces, parse_devices

HOSTS_NEAR = 3
"""Sentences between the number of machines and the number of devices on each."""

JOINED = 40
"""Characters over which a second time still belongs to the devices beside it."""

MANY_HOURS = 1000.0
"""From here on hours without devices beside them are of recordings: training times so long are given in days."""

SHORTEST_HOURS = 1 / 30

LONGEST_HOURS = 24 * 400.0
"""A training run takes between two minutes and a year or so; other times are of steps, of data or of history."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said in one place. Parts that are not said there are None.

    `hardware` is a canonical name or a kind; `count` is of `unit`; `span` is the part of the line that it stands in;
    `place` is the text that anchors it; `strength` in 0..1 says how plainly it is training: one of 0 is no statement of
    training, but may lend its devices to the sentence behind it ("1,700 words a second on a K40. Training took "
    "a week.").
    """

    line: Line
    place: str
    span: tuple[int, int]
    strength: float
    phase: Phase
    hardware: str = ""
    hardware_text: str = ""
    count: Number | None = None
    unit: str = "device"
    duration: Duration | None = None
    work: Work | None = None
    operations: Number | None = None
    model: str = ""
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    settings: dict[str, tuple[float, str]] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    table: str = ""
    reason: str = ""
    each: bool = False

    @property
    def timed(self) -> bool:
        """Whether it states how long."""
        return self.duration is not None or self.work is not None

    @property
    def equipped(self) -> bool:
        """Whether it states on what, or on how many."""
        return bool(self.hardware) or self.count is not None


def statements_of(document: Document, lines: tuple[Line, ...]) -> tuple[list[Statement], list[Refusal]]:
    """All statements of the running text, in order, and the mentions that are none."""
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    before = ""
    hosts: tuple[int, Devices] | None = None
    for line in lines:
        if line.mentions:
            made, refused = _of_line(document, line, before)
            if hosts and not line.hosts and line.order - hosts[0] <= HOSTS_NEAR:
                made = [_on_all(one, hosts[1]) if one.each else one for one in made]
                if any(one.each for one in made):
                    statements = [one for one in statements if one.line.order != hosts[0] or one.hardware]
            if line.hosts:
                hosts = line.order, max(line.hosts, key=lambda one: one.count.value if one.count else 0.0)
            statements += made
            refusals += refused
        before = line.text
    return statements, refusals


def _on_all(one: Statement, hosts: Devices) -> Statement:
    """A number for each machine or worker times the machines that the sentence before counts."""
    if one.count is None or hosts.count is None or hosts.count.value <= 1:
        return one
    total = replace(one.count.times(hosts.count.value), text=f"{hosts.count.value:g} × {one.count.text.strip()}")
    return replace(one, count=total)


def evidence_in(document: Document, line: Line, start: int, end: int, name: str) -> tuple[Evidence, ...]:
    """Evidence for a span of a line; of the whole line where the span holds no word."""
    offset = line.sentence.start
    found = document.evidence(line.sentence.block, offset + start, offset + end, name)
    return found or document.evidence(line.sentence.block, line.sentence.start, line.sentence.end, name)


def _refuse(document: Document, line: Line, start: int, end: int, name: str, role: Role, reason: str) -> Refusal:
    whole = document.evidence(line.sentence.block, line.sentence.start, line.sentence.end, name)
    return Refusal(name, line.text[start:end].strip(), role, reason, whole)


def _of_line(document: Document, line: Line, before: str) -> tuple[list[Statement], list[Refusal]]:
    refusals: list[Refusal] = []
    kept_devices: list[tuple[Devices, float]] = []
    quiet: list[tuple[Devices, float]] = []
    for devices in (*line.devices, *line.hosts):
        judgement = judge(line, devices.start, devices.end, time=False, before=before)
        name = "hardware" if devices.specific or devices.count is None else "count"
        if judgement.role is None and is_idle(line, devices):
            judgement = Judgement(Role.OTHER, "a device of no number that nothing is said to be trained on")
        if judgement.role is Role.THROUGHPUT and devices.hardware and not is_processor(devices):
            quiet.append((devices, 0.0))
        if judgement.role is not None:
            if devices.hardware:
                refusals.append(
                    _refuse(document, line, devices.start, devices.end, name, judgement.role, judgement.reason)
                )
        else:
            kept_devices.append((devices, judgement.strength))
    kept_times: list[tuple[Duration, float]] = []
    recorded = {
        round(one.hours, 6)
        for one in line.durations
        if judge(line, one.start, one.end, time=True, before=before).role is Role.DATA
    }
    paces = {pace.duration.start for pace in find_paces(line.text)} if line.durations else set()
    for duration in line.durations:
        if duration.start in paces:
            reason = "the time of one step or one epoch"
            refusals.append(
                _refuse(document, line, duration.start, duration.end, "time_hours", Role.THROUGHPUT, reason)
            )
            continue
        judgement = judge(line, duration.start, duration.end, time=True, before=before)
        many = duration.unit == "hour" and duration.hours >= MANY_HOURS and not line.devices
        if judgement.role is None and (round(duration.hours, 6) in recorded or many):
            judgement = Judgement(Role.DATA, "hours of recordings")
        short = not SHORTEST_HOURS <= duration.hours <= LONGEST_HOURS or duration.unit in ("second", "millisecond")
        if judgement.role is not None or short or duration.unit == "year":
            if judgement.role is not None and judgement.role is not Role.OTHER:
                role, reason = judgement.role, judgement.reason
                refusals.append(_refuse(document, line, duration.start, duration.end, "time_hours", role, reason))
        else:
            kept_times.append((duration, judgement.strength))
    works: list[tuple[Work, float]] = []
    for work in line.works:
        judgement = judge(line, work.start, work.end, time=True, before=before)
        if judgement.role is not None:
            refusals.append(
                _refuse(document, line, work.start, work.end, "device_hours", judgement.role, judgement.reason)
            )
        else:
            works.append((work, judgement.strength))
    equipment = [part for one in together(line, kept_devices, len(kept_times)) for part in either(one)]
    if not equipment:
        equipment = kinds_of(line, before)
    if not (equipment or kept_times or works):
        lenders = _paired(line, together(line, quiet, 0), [], [])
        return [_evidenced(document, one) for one in lenders], refusals
    return [_evidenced(document, one) for one in _paired(line, equipment, kept_times, works)], refusals


def _evidenced(document: Document, one: Statement) -> Statement:
    """The statement with its evidence: the whole sentence for each field."""
    line = one.line
    whole = document.evidence(line.sentence.block, line.sentence.start, line.sentence.end)
    fields = [
        name
        for name, there in (
            ("hardware", one.hardware),
            ("count", one.count),
            ("time_hours", one.duration),
            ("device_hours", one.work),
        )
        if there
    ]
    evidence = {name: tuple(Evidence(name, piece.box, piece.quote) for piece in whole) for name in fields}
    return replace(one, evidence=evidence)


def _paired(
    line: Line, devices: list[Equipment], times: list[tuple[Duration, float]], works: list[tuple[Work, float]]
) -> list[Statement]:
    """Statements of a line: each time with the devices that it belongs to."""

    def make(
        equipment: Equipment | None, time: tuple[Duration, float] | None, work: tuple[Work, float] | None
    ) -> Statement:
        parts = [(part.start, part.end) for part in (equipment, time and time[0], work and work[0]) if part]
        strengths = [
            strength for strength in (equipment and equipment.strength, time and time[1], work and work[1]) if strength
        ]
        span = (time[0].start, time[0].end) if time else parts[0]
        return Statement(
            line,
            line.text,
            span,
            max(strengths, default=0.0),
            phase_of(line.text, *span),
            equipment.hardware if equipment else _worked(work),
            equipment.text if equipment else work[0].device if work else "",
            equipment.count if equipment else None,
            equipment.unit if equipment else "device",
            time[0] if time else None,
            work[0] if work else None,
            flags=equipment.flags if equipment else (),
            each=equipment.each if equipment else False,
        )

    made: list[Statement] = []
    if times:
        if len(devices) == len(times):
            made = [make(one, time, None) for one, time in zip(devices, times, strict=True)]
        elif len(times) == 1 and len(devices) > 1:
            made = [make(one, times[0], None) for one in devices]
        elif len(devices) == 1:
            made = [make(devices[0], time, None) for time in times]
        elif devices:
            made = [make(_of_time(line, time[0], devices, times), time, None) for time in times]
        else:
            made = [make(None, time, None) for time in times]
    elif not works:
        made = [make(one, None, None) for one in devices]
    if len(works) == 1 and len(made) == 1:
        return [replace(make(devices[0] if len(devices) == 1 else None, times[0] if times else None, works[0]))]
    for work in works:
        near = [one for one in devices if one.count is not None]
        made.append(make(near[0] if len(near) == 1 else None, None, work))
    return made


def _of_time(
    line: Line, time: Duration, devices: list[Equipment], times: list[tuple[Duration, float]]
) -> Equipment | None:
    """The devices nearest to a time; none where another time stands nearer to them and no clause joins the two."""
    nearest = min(devices, key=lambda one: _apart(one, time))
    rival = min((other for other, _ in times), key=lambda other: _apart(nearest, other))
    left, right = clause_of(line.text, time.start, time.end)
    joined = left <= nearest.start and nearest.end <= right
    return nearest if rival is time or joined or _apart(nearest, time) < JOINED else None


def _worked(work: tuple[Work, float] | None) -> str:
    """The device of a product ("2,000 V100 hours")."""
    devices = parse_devices(work[0].device) if work else None
    return devices.hardware if devices else ""


def _apart(one: Equipment, time: Duration) -> int:
    return min(abs(one.start - time.end), abs(time.start - one.end))
