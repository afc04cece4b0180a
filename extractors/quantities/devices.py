"""Devices and how many: "8×V100", "four NVIDIA Titan Black GPUs", "an 8-GPU machine", "TPUv3-128"; machines.

A count is kept as stated, with its unit. Memory ("32 GB"), model numbers and versions beside a device count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.catalog import accelerators
from extractors.model import Bound
from extractors.quantities.numbers import NUMBER, Number, leading_bound, number_of

_GENERIC = re.compile(
    r"(?<![A-Za-z])(?:(?P<gpu>GPU|gpu|[Gg]raphics? [Cc]ards?|[Gg]raphics? [Pp]rocess(?:ing|or) [Uu]nit)"
    r"|(?P<tpu>TPU|tpu)|(?P<cpu>CPU|cpu))"
    r"(?:['’]?[sS])?(?![A-Za-z])"
)
_HOSTS = re.compile(
    r"(?<![A-Za-z])(?:machine|node|server|host|instance|workstation|desktop|box|computer)s?\b", re.IGNORECASE
)
_WORKERS = re.compile(r"(?<![A-Za-z])(?:worker|replica|learner)s?\b", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"[\s\-‐‑–]{0,2}(?:(?P<chip>chips?)|(?P<core>cores?)|(?P<pod>[Pp]ods?)|(?P<slice>slices?)|"
    r"(?P<device>devices?|boards?|cards?|accelerators?))\b"
)
_MEMORY = r"(?:[\s\-‐‑–(,]{0,3}(?:\d{1,3}\s?(?:GB|Gb|gb|G|GiB)\b(?:\s(?:of\s)?(?:memory|RAM|HBM2?|VRAM))?\)?))"
_FILLER = (
    r"(?:NVIDIA|Nvidia|NVidia|nVidia|NVIDIA’s|Google|Tesla|GeForce|[Cc]loud|synchroni[sz]ed|identical|parallel|"
    r"consumer|"
    r"commodity|modern|standard|"
    r"high-end|powerful|distributed|"
    r"Kepler|Maxwell|Pascal|Volta|Turing|Ampere|Hopper|latest|recent|of the|of|"
    r"single|"
    r"physical|local|desktop|server|"
    r"data-?center|third-generation|second-generation|memory|dedicated|PCIe|NVLink|SXM\d?|pre-\d{4})"
)
_GAP = (
    rf"(?:[\s\-‐‑–]{{0,2}}(?:{_FILLER}|\d{{1,3}}\s?(?:GB|Gb|G)\b))*(?:\s(?-i:[A-Z][a-z]+))?"
    r"[\s\-‐‑–]{0,2}(?:[x×X∗*]\s?)?"
)
_COUNT_BEFORE = re.compile(
    rf"(?<![\w.$/])(?<!pre-)(?<![A-Z]-)(?P<number>{NUMBER})(?!\d)(?P<gap>{_GAP})$", re.IGNORECASE
)
_GRID_BEFORE = re.compile(r"(?<![\w.])(\d{1,3})\s?[x×]\s?(\d{1,3})(?:\s?[x×]\s?(\d{1,3}))?[\s\-]{1,2}$")
_TIMES_AFTER = re.compile(r"\s?(?:\(\s?)?[x×X]\s?(?P<times>\d{1,5})(?![\w.])")
_PAREN_AFTER = re.compile(r"\s?\(\s?(?P<paren>\d{1,5})\s?\)")
_SLICE_AFTER = re.compile(r"[-‐‑–](?P<slice>\d{1,4})(?![\w.])")
_CORES_OF = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER})\s(?P<what>cores?|chips?)\s(?:of|on|in|from)\s(?:an?\s|"
    rf"the\s)?(?:Google\s|[Cc]loud\s)*$",
    re.IGNORECASE,
)
_EACH_NODE = re.compile(r"(?<![\w.])(?P<nodes>\d{1,4})\s(?P<each>\d{1,2})\s?[x×]\s?$")
_NODES_OF = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER})\s(?:compute\s|GPU\s)?(?:nodes|servers|machines)\s(?:of|with|"
    rf"containing)\s(?:\d{{1,3}}\s?GB\s)?$",
    re.IGNORECASE,
)
_NODES_AFTER = re.compile(r"^\s?(?:\([^()]{2,20}\)\s)?(?:compute\s)?(?:nodes|servers|machines|instances)\b")
_WITH_CORES = re.compile(r"\s(?:with|having|of)\s(?P<cores>\d{1,4})\s(?P<what>core|chip)s\b")
_PER_HOST = re.compile(
    r"^\s?(?:/|per|on each|in each|for each|each on|on every|a|on an?)\s?"
    r"(?:single\s|compute\s|physical\s)?(?:machine|node|server|host|instance|worker|replica|box)\b"
    r"|^\s?(?:each)\b(?!\s(?:with|having|holding|processing|of))",
    re.IGNORECASE,
)
_EACH_HAS = re.compile(
    r"(?:each (?:machine|node|server|host|instance|worker|replica|of them|of which|one)?\s?"
    r"(?:with|has|having|contains?|containing|"
    r"equipped with|uses?|using|consists? of|running|being)?|per (?:node|machine))\s?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|one|single)$", re.IGNORECASE)
_SINGLE = re.compile(rf"\b(?:single|one|1)(?:\s(?:{_FILLER}))*[\s\-]{{0,2}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Devices:
    """A phrase that names devices. `hardware` is a canonical name, or "GPU", "TPU", "CPU", or "" for machines.

    `count` is None where none is stated; `unit` is "device", "chip", "core", "node" or "worker"; `per` is "host" for a
    number on each machine or worker, "" for a number of all; `text` is the device as printed, `[start, end)` the place
    of the whole phrase; `article` says that the count is an article ("a GPU") alone.
    """

    hardware: str
    count: Number | None
    unit: str
    text: str
    start: int
    end: int
    per: str = ""
    article: bool = False

    @property
    def specific(self) -> bool:
        """Whether it names a device of the catalogue."""
        return self.hardware not in ("GPU", "TPU", "CPU", "")


def find_devices(text: str, *, context: bool = False) -> tuple[Devices, ...]:
    """Every phrase that names accelerators or processors in a text, in order, with its count where it has one."""
    return tuple(_counted(text, phrase) for phrase in _phrases(text, context))


def find_hosts(text: str) -> tuple[Devices, ...]:
    """Every counted phrase of machines ("node") and of workers or replicas ("worker")."""
    found = []
    for pattern, unit in ((_HOSTS, "node"), (_WORKERS, "worker")):
        for match in pattern.finditer(text):
            counted = _counted(text, Devices("", None, unit, match.group(), match.start(), match.end()))
            if counted.count is not None:
                found.append(counted)
    return tuple(sorted(found, key=lambda one: one.start))


def parse_devices(text: str) -> Devices | None:
    """The device and the count that a whole text states ("8×V100", "TPUv3-128", "four K40s"), or None."""
    found = find_devices(text.strip(), context=True)
    return found[0] if len(found) == 1 else None


def format_devices(count: float | None, hardware: str, unit: str = "device") -> str:
    """A count and its device as papers print it: "8 × Tesla V100", "128 TPU v3 cores"."""
    if count is None:
        return hardware
    if unit == "device":
        return f"{count:g} × {hardware}"
    return f"{count:g} {hardware.removesuffix(' core')} {unit}s"


def _phrases(text: str, context: bool) -> Iterator[Devices]:
    """Devices without counts: the catalogue's spellings, then kinds that no spelling covers, in order."""
    spellings = accelerators.find(text, context=context)
    found = [_specific(text, spelling) for spelling in spellings]
    covered = [(one.start, one.end) for one in found]
    for match in _GENERIC.finditer(text):
        if any(start <= match.start() < end for start, end in covered):
            continue
        name = next(name.upper() for name, part in match.groupdict().items() if part)
        found.append(_with_unit(text, Devices(name, None, "device", match.group(), match.start(), match.end())))
    return iter(sorted(found, key=lambda one: one.start))


def _specific(text: str, spelling: accelerators.Spelling) -> Devices:
    """A spelling with its memory and the word for its kind ("V100 16GB GPUs") as one phrase."""
    end = spelling.end
    tail = re.compile(
        rf"{_MEMORY}?(?:[\s\-‐‑–]{{1,2}}(?:GPU|TPU|CPU|gpu|graphics? card|card|accelerator|processor)(?:['’]?s)?\b)?",
        re.IGNORECASE,
    )
    match = tail.match(text, end)
    if match:
        end = match.end()
    return _with_unit(text, Devices(spelling.name, None, "device", text[spelling.start : end], spelling.start, end))


def _with_unit(text: str, phrase: Devices) -> Devices:
    """The phrase with the unit printed behind it: chips, cores, a slice's cores."""
    tpu = "TPU" in phrase.hardware
    chosen = phrase
    sliced = _SLICE_AFTER.match(text, phrase.end) if tpu else None
    if sliced:
        name = phrase.hardware.replace("Cloud ", "").split(" (")[0]
        number = Number(
            float(sliced["slice"]), sliced["slice"], Bound.EXACT, float(sliced["slice"]), float(sliced["slice"])
        )
        return replace(
            phrase, hardware=name, count=number, unit="core", end=sliced.end(), text=text[phrase.start : sliced.end()]
        )
    after = _UNIT_AFTER.match(text, phrase.end)
    printed = phrase.text.lower()
    if after and after["core"]:
        core = f"{phrase.hardware} core"
        hardware = core if core in accelerators.accelerators() else phrase.hardware
        chosen = replace(phrase, hardware=hardware, unit="core")
    elif (after and after["chip"]) or (tpu and re.search(r"chips?$", printed)):
        chosen = replace(phrase, unit="chip")
    if after and not after["pod"]:
        chosen = replace(chosen, end=after.end(), text=text[phrase.start : after.end()])
    return chosen


def _counted(text: str, phrase: Devices) -> Devices:
    """The phrase with the number printed before or behind it."""
    if phrase.count is not None:
        return phrase
    parts = _WITH_CORES.match(text, phrase.end) if "TPU" in phrase.hardware else None
    if parts:
        value = float(parts["cores"])
        name = phrase.hardware.replace("Cloud ", "").split(" (")[0]
        stated = Number(value, parts["cores"], Bound.EXACT, value, value)
        return replace(phrase, hardware=name, count=stated, unit=parts["what"], end=parts.end())
    window = max(0, phrase.start - 90)
    parts_of = _CORES_OF.search(text, window, phrase.start) if "TPU" in phrase.hardware else None
    stated_of = number_of(parts_of) if parts_of else None
    if parts_of and stated_of:
        name = phrase.hardware.replace("Cloud ", "").split(" (")[0].removesuffix(" Pod")
        what = parts_of["what"].rstrip("s")
        return replace(phrase, hardware=name, count=stated_of, unit=what, start=parts_of.start())
    nodes = _EACH_NODE.search(text, window, phrase.start)
    if nodes:
        value = float(nodes["nodes"]) * float(nodes["each"])
        printed = f"{nodes['nodes']} {nodes['each']}x"
        return replace(phrase, count=Number(value, printed, Bound.EXACT, value, value), start=nodes.start())
    of_nodes = _NODES_OF.search(text, window, phrase.start)
    number_of_nodes = number_of(of_nodes) if of_nodes else None
    if of_nodes and number_of_nodes:
        number_of_nodes = replace(number_of_nodes, text=of_nodes["number"].strip())
        return replace(phrase, count=number_of_nodes, unit="node", start=of_nodes.start())
    if _NODES_AFTER.match(text[phrase.end :]) and phrase.unit == "device" and not phrase.hardware.startswith("DGX"):
        phrase = replace(phrase, unit="node")
    grid = _GRID_BEFORE.search(text, window, phrase.start)
    if grid and "TPU" in phrase.hardware:
        sides = [float(side) for side in grid.groups() if side]
        value = sides[0] * sides[1] * (sides[2] if len(sides) > 2 else 1)
        return replace(
            phrase, count=Number(value, grid.group(), Bound.EXACT, value, value), unit="chip", start=grid.start()
        )
    single = _SINGLE.search(text, window, phrase.start)
    if single:
        one = Number(1.0, single.group().strip(), Bound.EXACT, 1.0, 1.0)
        return replace(phrase, count=one, start=single.start(), per=_per(text, phrase))
    for match in _rightmost(text, window, phrase.start):
        start = leading_bound(text, match.start())
        number = number_of(match, text[start : match.start()])
        vague = number is not None and number.bound is not Bound.RANGE and number.low < number.high
        if number is None or vague or (number.value != int(number.value) and number.bound is not Bound.RANGE):
            break
        printed = match["number"].strip()
        if (
            _ARTICLE.fullmatch(printed)
            and phrase.text.lower().endswith("s")
            and not phrase.text.lower().endswith("pus")
        ):
            break
        article = printed.lower() in ("a", "an")
        whole = replace(phrase, count=replace(number, text=printed), start=start, article=article)
        return replace(whole, per=_per(text, whole))
    for pattern, group in ((_TIMES_AFTER, "times"), (_PAREN_AFTER, "paren")):
        after = pattern.match(text, phrase.end)
        if after:
            value = float(after[group])
            return replace(phrase, count=Number(value, after[group], Bound.EXACT, value, value), end=after.end())
    return phrase


def _rightmost(text: str, window: int, end: int) -> Iterator[re.Match[str]]:
    """The longest count that ends right before `end`."""
    match = _COUNT_BEFORE.search(text, window, end)
    if match:
        yield match


def _per(text: str, phrase: Devices) -> str:
    """The word "host" for a number on each machine or worker, else nothing."""
    return (
        "host"
        if _PER_HOST.match(text[phrase.end :]) or _EACH_HAS.search(text[max(0, phrase.start - 60) : phrase.start])
        else ""
    )
