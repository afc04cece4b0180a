"""Lines of a paper that mention hardware or time, and what they mention.

A line is a sentence of the running text, of a caption or of a footnote. Only lines that pass a cheap gate are looked at
more closely; references, headings and the insides of figures are no lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.model import BlockKind, Document, SectionKind, Sentence
from extractors.quantities import (
    Devices,
    Duration,
    Number,
    Work,
    find_devices,
    find_durations,
    find_hosts,
    find_operations,
    find_work,
)
from extractors.quantities.numbers import NUMBER, number_of

GATE = re.compile(
    r"[GTCgtc]PU|pus?\b|\d\s?(?:h|hrs?|hours?|days?|weeks?|months?|minutes?|mins?)\b|hours?\b|\bdays?\b|"
    r"\bweeks?\b|\bmonths?\b"
    r"|\bnight|minutes|[A-Z]-?\d{2,4}s?\b|TITAN|Titan|GTX|RTX|DGX|NVIDIA|Nvidia|NVidia|Xeon|IPU|Gaudi|Trainium|Ascend"
    r"|\bworkers?\b|replicas?\b|\bmachines?\b|\bnodes\b|FLOPs?|flops?|\bcores?\b|graphics? card"
)
TEXT_KINDS = frozenset((BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE))
_SILENT = frozenset((SectionKind.REFERENCES,))
MOST_MENTIONS = 24
"""A "sentence" with more devices or times than this is the text of a table or of a figure."""

_ATTRIBUTE_AFTER = re.compile(
    r"^[\s\-‐]?(?:memor(?:y|ies)|RAM|implementations?|kernels?|utili[sz]ation|time\b|usage|support|code|"
    r"librar(?:y|ies)|"
    r"accelerat(?:ion|ed)|based|computing|math|throughput|speed|resources?|architectures?|bandwidth|footprint|latency|"
    r"batch|cost|budget|optimi[sz]ed|friendly|efficient|programming|operations?|parallelism|computation|limits?|"
    r"constraints?)",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"^[\s\-‐]?(?:implementations?|architectures?|resources?|based|parallelism|computing)", re.IGNORECASE
)
_ATTRIBUTE_BEFORE = re.compile(
    r"(?:\bper|\beach|\bevery|multi|multiple|neural|another|next|different|separate|other|same|remaining|across|"
    r"between|among|"
    r"per-|non|of the|number of|more|fewer|many|several|modern|limited|either|both)[\s\-‐]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its mentions. `order` counts all sentences of the paper, so that distances mean something.

    `devices` are named devices and counted kinds ("8 GPUs"); `kinds` are kinds without a count ("GPUs");
    `hosts` are counted machines, workers and replicas; `operations` are totals ("50 petaflop/s-days").
    """

    order: int
    sentence: Sentence
    text: str
    kind: BlockKind
    section: int
    section_kind: SectionKind
    page: int
    heading: str = ""
    devices: tuple[Devices, ...] = ()
    kinds: tuple[Devices, ...] = ()
    hosts: tuple[Devices, ...] = ()
    durations: tuple[Duration, ...] = ()
    works: tuple[Work, ...] = ()
    operations: tuple[Number, ...] = ()

    @property
    def mentions(self) -> bool:
        """Whether it mentions anything."""
        return bool(self.devices or self.kinds or self.hosts or self.durations or self.works or self.operations)


def lines_of(document: Document) -> tuple[Line, ...]:
    """All lines of a paper in reading order, with their mentions."""
    lines = []
    for order, sentence in enumerate(document.sentences):
        block = document.blocks[sentence.block]
        if block.kind not in TEXT_KINDS:
            continue
        section = document.sections[block.section]
        if section.kind in _SILENT:
            continue
        text = document.text_of(sentence)
        page = next((word.box.page for word in block.words if word.end > sentence.start), block.page)
        line = Line(order, sentence, text, block.kind, block.section, section.kind, page, section.title)
        lines.append(mentions_of(line) if GATE.search(text) and not _tabular(text) else line)
    return tuple(lines)


def _tabular(text: str) -> bool:
    """Whether a "sentence" is the text of a table or of a figure's axis: mostly numbers."""
    words = text.split()
    numbers = sum(any(sign.isdigit() for sign in word) for word in words)
    return len(text) > 1500 or (len(words) > 10 and numbers > 0.5 * len(words))


def mentions_of(line: Line) -> Line:
    """The line with what it mentions."""
    text = line.text
    works = tuple(find_work(text))
    covered = [(work.start, work.end) for work in works]
    named, kinds = [], []
    for devices in find_devices(text):
        if any(start < devices.end and devices.start < end for start, end in covered):
            continue
        if devices.specific or (devices.count is not None and not _attribute(text, devices)):
            named.append(devices)
        elif not _attribute(text, devices):
            kinds.append(devices)
    named += _ranged(text)
    if len(named) + len(kinds) > MOST_MENTIONS:
        return line
    durations = tuple(one for one in find_durations(text) if not any(s <= one.start < e for s, e in covered))
    if len(durations) > MOST_MENTIONS:
        return line
    return Line(
        line.order,
        line.sentence,
        text,
        line.kind,
        line.section,
        line.section_kind,
        line.page,
        line.heading,
        tuple(named),
        tuple(kinds),
        find_hosts(text),
        durations,
        works,
        tuple(find_operations(text)),
    )


_RANGED = re.compile(
    rf"\bnumber of (?P<kind>[GT]PUs?)\b[^.;]{{0,60}}?\b(?:rang\w+|var\w+)\s(?:from|between)\s(?P<number>{NUMBER})",
    re.IGNORECASE,
)


def _ranged(text: str) -> list[Devices]:
    """A number of devices that is said to range ("the number of TPUs ranged from 64 to 512")."""
    found = []
    for match in _RANGED.finditer(text):
        number = number_of(match)
        if number is not None and number.low < number.high:
            kind = match["kind"].rstrip("sS").upper()
            found.append(Devices(kind, number, "device", match["kind"], match.start("kind"), match.end()))
    return found


def _attribute(text: str, devices: Devices) -> bool:
    """Whether a kind only describes another word ("GPU memory", "multi-GPU", "per GPU")."""
    behind = text[devices.end : devices.end + 24]
    if devices.count is not None and not devices.article and _COUNTED_AFTER.match(behind):
        return False
    if _ATTRIBUTE_AFTER.match(behind):
        return True
    if devices.count is None or devices.article:
        return bool(_ATTRIBUTE_BEFORE.search(text[max(0, devices.start - 24) : devices.start]))
    return bool(re.search(r"(?:another|remaining|other|each)\s$", text[max(0, devices.start - 12) : devices.start]))
