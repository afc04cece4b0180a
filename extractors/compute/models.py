"""The model that a run is of: a name that its sentence trains, a word for its size, or what the paper is about.

A data set that the clause or its section names is added in brackets, since papers train one model on several
("DARTS (CIFAR-10)", "DARTS (ImageNet)").
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.catalog import accelerators
from extractors.compute.mentions import Line
from extractors.compute.named import CITED, OTHERS, Known
from extractors.compute.roles import CUES
from extractors.model import BlockKind, Document, SectionKind

_NAME = re.compile(
    r"(?<![\w/.@])(?:[A-Z][a-z]{0,20}(?:[A-Z][a-z]{0,20}){1,12}|[A-Z]{2,12}[a-z]{0,12}|[A-Z][a-z]{1,20}\d{1,4}|[A-Z][A-Za-z]{0,20}(?=-\d|"
    r"-[A-Z]))(?:[+\-/]?v?\d+(?:\.\d+)?[A-Za-z]{0,2}|[-+/][A-Z]?[A-Za-z0-9]{1,16}|\+\+){0,6}\+?"
    r"(?:\s?\(?(?:[Ll]arge|[Bb]ase|[Bb]ig|[Ss]mall|[Tt]iny|[Mm]edium|XL|XXL|\d+(?:\.\d+)?[BM])\)?(?![\w-]))?"
)
_SIZE = re.compile(
    r"\b((?:base|big|large|small|medium|tiny|largest|smallest|bilingual|multilingual|teacher|student|controller|"
    r"word-level|character-level)\b|\d+(?:\.\d+)?[BM](?=[ -]))(?: \w+|-parameter)?\s?(?:models?|networks?|"
    r"variants?|versions?|configurations?)\b",
    re.IGNORECASE,
)
BEHIND = 25
"""Characters by which a name behind a time is further than one in front of it."""

_LANGUAGES = re.compile(r"(?:[A-Z][a-z]|[A-Z]{2})-(?:[A-Z][a-z]|[A-Z]{2})|(?:English|German|French)-[A-Z][a-z]+")
_OUR_MODEL = re.compile(
    r"\bour (?:\w+ )?(?:model|network|method|system|architecture|approach|detector)\b", re.IGNORECASE
)
_DURATION = re.compile(r"(?<![\w.-])\(?\d+(?:\.\d+)?\s?(?:h|hrs?|hours?|days?)\b(?:\s?\d+\s?m(?:in)?\b)?\)?")
_STAGE = re.compile(
    r"(?:(?:pre|mid|post|re)?-?training|fine-?tuning|stage ?\d|phase ?\d|total|sum|all|average|time|cost|"
    r"(?:long )?context extension|SFT|DPO|RL|RLHF)",
    re.IGNORECASE,
)
"""Rows of a table of stages: what they cost is of the paper's own model."""
_NO_MODELS = frozenset(CUES["not_models"].split())
_DATA = re.compile(rf"(?<![\w-])(?:{'|'.join(CUES['data_names'])})(?![\w])")
_TRAINED = re.compile(
    r"\b(?:train\w*|pre-?train\w*|fine-?tun\w*|learn\w*|our|of|for|the|model|network)\s(?:the |a |an |our |all |"
    r"each |both )?$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"^\s(?:\w+\s)?(?:was|is|were|are|takes?|took|requires?|needs?|on|for|models?|networks?|with|using|has)\b"
)
_DIRECT = re.compile(r"^\s(?:to (?:pre-?)?train|for|of|with)(?: training)?\s(?:the |our |a |an )?$")
_TOOL = re.compile(r"\b(?:using|via|by|following|as in|from|like|than|with)\s(?:the )?$", re.IGNORECASE)
_CALLED = re.compile(
    r"(?<![\w+/\-])([A-Z][\w+/\-]{1,40})\s(?:v\d\s)?(?:data ?sets?|corpus|corpora|benchmarks?|tasks?|challenges?|"
    r"images|"
    r"test set|training set|"
    r"validation set|splits?|optimi[sz]er|schedule[rs]?|library|framework|toolkit|toolbox|conference|workshop)\b"
)
_BRINGS = re.compile(
    r"\b(?:propose|present|introduce|describe|develop|design|call(?:ed)?|named?|dubbed|termed|architecture, the|"
    r"model, the|method, the)\s"
    r"(?:the |a |an |it |this |our )?(?:new |novel |simple |model,? |method,? |called |"
    r"the )*((?:[A-Z][\w\-]+)(?:\s[A-Z][\w\-]+){0,2})"
)
_BACKBONE = re.compile(
    r"(?:ResNet|ResNeXt|VGG|DenseNet|Inception|MobileNet|EfficientNet|ViT|Darknet|R50|R101)[\w\-/]*$"
)
_WITH_OWN = re.compile(r"([A-Z][\w\-]*(?:\s[A-Z][\w\-]*)?)\swith\s$")
_SEARCH_PAPER = re.compile(
    r"\barchitecture search|\bneural architecture|\bhyper-?parameter optimi|\bevolv|"
    r"\bevolution",
    re.IGNORECASE,
)
_DOWNSTREAM = re.compile(r"SQuAD|GLUE|MNLI|RACE|CoNLL|(?:MS )?COCO|VOC|ADE20K|CIFAR|TriviaQA|Places|iNat")
_LARGE_DATA = re.compile(r"\bJFT\b|ImageNet-?2[12]k|\(?\b2[12]k\b|\bIG-1B\b|Instagram", re.IGNORECASE)
_PRE_PAPER = re.compile(
    r"\bpre-?train\w*|\bself-supervised|\bunsupervised (?:visual )?(?:representation|feature)|"
    r"\bcontrastive learning|\bfew-shot learners",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says of itself: its model, how often each name stands in it, whether it pre-trains.

    `others` are names that it calls data sets, tasks, optimisers or tools somewhere.
    """

    model: str
    names: Counter[str]
    pre_trains: bool
    searches: bool
    others: frozenset[str]
    known: Known


def paper_of(document: Document, lines: tuple[Line, ...], title: str, known: Known) -> Paper:
    """Read a paper's own model and names from its title, its abstract and its sentences."""
    abstract = " ".join(
        block.text
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        and document.sections[block.section].kind in (SectionKind.ABSTRACT, SectionKind.FRONT)
    )[:6000]
    names = Counter(name for line in lines for name in _NAME.findall(line.text) if name not in _NO_MODELS)
    pre = bool(_PRE_PAPER.search(title) or len(_PRE_PAPER.findall(abstract)) >= 2)
    called = Counter(name for line in lines for name in _CALLED.findall(line.text))
    others = frozenset((called - known.models()).keys())
    own = _own(title, abstract, names) or known.own(document)
    return Paper("" if own in others else own, names, pre, bool(_SEARCH_PAPER.search(title)), others, known)


def _own(title: str, abstract: str, names: Counter[str]) -> str:
    head = title.split(":")[0].strip() if ":" in title or len(title.split()) <= 2 else ""
    if head and len(head.split()) <= 3 and len(head) > 2:
        return head
    shouted = sum(sign.isupper() for sign in title) >= 0.5 * max(1, len(title))
    named = [] if shouted else [name for _, name in names_in(title) if names[name] >= 3]
    for name in reversed(named):
        if name in abstract:
            return name
    brought = [_short(abstract, match) for match in _BRINGS.finditer(abstract)]
    brought = [name for name in brought if name.split()[0] not in _NO_MODELS and not _DATA.match(name)]
    for name in brought:
        if any(word in title for word in name.split()[-2:]) or sum(name in text for text in (abstract, title)) > 1:
            return name
    counts = Counter(
        name
        for at, name in names_in(abstract)
        if names[name] >= 5 and not OTHERS.search(abstract[:at]) and not CITED.match(abstract[at + len(name) :])
    )
    if not counts and brought:
        return brought[0]
    return counts.most_common(1)[0][0] if counts else ""


def _short(text: str, match: re.Match[str]) -> str:
    """The name that a text brings in, by its letters where they follow in brackets ("Momentum Contrast (MoCo)")."""
    letters = re.match(r"s?\s\(([A-Z][\w\-+]{1,20})\)", text[match.end() :])
    return letters.group(1) if letters else match.group(1)


def names_in(text: str) -> list[tuple[int, str]]:
    """Names like a model's in a text, with their places."""
    devices = [(one.start, one.end) for one in accelerators.find(text)]
    found = []
    for match in _NAME.finditer(text):
        name = re.sub(r"(?<=[A-Z]s)\d$|(?<=[A-Z]{3})\d$", "", match.group().rstrip("-/ "))
        bare = name.rstrip("s")
        if name in _NO_MODELS or bare in _NO_MODELS or len(name) < 3 or re.match(r"(?:Tab|Fig|Sec|Eq|App)", name):
            continue
        if _DATA.match(name) or re.fullmatch(r"[A-Z][a-z]+\d", name) or name.endswith(("Optimizer", "Path", "Net's")):
            continue
        if re.fullmatch(r"[A-Z]\w+-Norm|BatchNorm|LayerNorm|SyncBatchNorm", name) or _LANGUAGES.fullmatch(name):
            continue
        if name.split("-")[0] in _NO_MODELS or any(start <= match.start() < end for start, end in devices):
            continue
        found.append((match.start(), name))
    return found


def model_of(line: Line, span: tuple[int, int], left: int, right: int, paper: Paper) -> str:
    """The model that a statement names, in its clause first; "" where it names none."""
    text = line.text
    found = [(at, name) for at, name in names_in(text) if name not in paper.others]
    named = [
        (at, name, _rank(text, at, name, paper))
        for at, name in paper.known.candidates(line, found)
        if name not in paper.others and name not in _NO_MODELS and not _DATA.match(name)
    ]
    if paper.model:
        named += [(match.start(), paper.model, 1) for match in _OUR_MODEL.finditer(text)]
    sizes = [(match.start(), match.group(1), 1) for match in _SIZE.finditer(text)]
    for low, high in ((left, right), (0, len(text))):
        inside = [one for one in (*named, *sizes) if low <= one[0] < high and one[2] < 2]
        if inside:
            best = min(inside, key=lambda one: (one[2], _far(text, one[0], span)))
            return f"{paper.model} {best[1]}".strip() if best in sizes else _whole(text, best[0], best[1], paper)
    return ""


def _whole(text: str, at: int, name: str, paper: Paper) -> str:
    """A name with what it goes with: "RPN with FPN"; a backbone in the paper's own method."""
    own = paper.model
    before = _WITH_OWN.search(text[:at])
    if before and own and own.lower() in name.lower():
        return f"{before.group(1)} with {name}"
    if own and _BACKBONE.match(name) and own.lower() not in name.lower() and name.lower() not in own.lower():
        return f"{own} {name}"
    return name


def _far(text: str, at: int, span: tuple[int, int]) -> int:
    """How far a name is from a span: "5 days for X" is nearest; names in front of it are nearer than those behind."""
    if at > span[1] and _DIRECT.match(text[span[1] : at]):
        return -1
    return span[0] - at if at < span[0] else max(0, at - span[1]) + BEHIND


def _rank(text: str, at: int, name: str, paper: Paper) -> int:
    """How well a name stands for what is trained: 0 the paper's own, 1 a subject or an object of it, 2 any other."""
    own = paper.model.lower()
    if own and (own in name.lower() or name.lower() in own):
        return 0
    if (_TRAINED.search(text[:at]) or _IS.match(text[at + len(name) :])) and not _TOOL.search(text[:at]):
        return 1
    return 2


def data_of(line: Line, span: tuple[int, int], left: int, right: int) -> str:
    """The data set that a statement's clause names, nearest to it, else that of its section's title."""
    found = [(abs(match.start() - span[0]), match.group()) for match in _DATA.finditer(line.text, left, right)]
    if found:
        return min(found)[1]
    heading = _DATA.search(line.heading.replace("IMAGENET", "ImageNet"))
    return heading.group() if heading else ""


def data_of_section(lines: Iterable[Line], line: Line) -> str:
    """The data set that a line's section names most, by its first spelling; "" where two are named as often."""
    found = Counter(name for other in lines if other.section == line.section for name in _DATA.findall(other.text))
    most = found.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else ""


def is_downstream(data: str) -> bool:
    """Whether a data set is one that pre-trained models are tuned on."""
    return bool(_DOWNSTREAM.match(data))


def is_large_data(text: str) -> bool:
    """Whether a text names data that models are pre-trained on."""
    return bool(_LARGE_DATA.search(text))


def row_model(text: str, own: str = "") -> str:
    """A table row's name without numbering, citations, "ours", devices, marks; a bare size with the paper's model."""
    bare = re.sub(
        r"\((?:ours?|[^()]*\b(?:19|20)\d\d[a-z]?)\)|\[\d+(?:, ?\d+)*\]|^\(\d+\)\s|\bours?\b[:\-]?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    devices = accelerators.find(bare, context=True)
    if devices and devices[0].start > 2:
        bare = bare[: devices[0].start]
    bare = _DURATION.sub(" ", bare)
    bare = " ".join(unicodedata.normalize("NFKC", bare).split()).strip(" †‡*§¶⋆-–+")
    bare = re.split(r"\s(?=\d[\d.,]*\s[\d.,\-–]+\s|[\d.,]+\s?(?:W|MWh)\b)", bare)[0]
    if re.fullmatch(r"(?:pre|mid|post)?[- ]?training|fine[- ]?tuning|total", bare, re.IGNORECASE):
        return own
    if re.fullmatch(r"\d+(?:\.\d+)?\s?[MBK]?|base|big|large|small|tiny|medium|xl", bare, re.IGNORECASE):
        bare = f"{own} {bare.replace(' ', '')}".strip() if not bare.isdigit() else own
    return own if _STAGE.fullmatch(bare) else bare


def size_in(name: str) -> float | None:
    """Parameters that a model's name states ("OPT-175B", "Pythia 70M")."""
    match = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([MBT])\b|[-_](\d+(?:\.\d+)?)([MBT])\b", name)
    if not match:
        return None
    number, letter = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
    return float(number) * {"M": 1e6, "B": 1e9, "T": 1e12}[letter]
