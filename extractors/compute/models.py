"""The model that a run is of: a name in its sentence, a word for its size, or what the paper is about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from extractors.catalog import accelerators
from extractors.compute.mentions import Line
from extractors.compute.roles import CUES
from extractors.model import BlockKind, Document, SectionKind

_NAME = re.compile(
    r"(?<![\w/.@])(?:[A-Z][a-z]*(?:[A-Z]+[a-z]*)+|[A-Z]{2,}[a-z]*|[A-Z][a-z]+\d+|[A-Z][A-Za-z]*(?=-\d|"
    r"-[A-Z]))(?:[+\-/]?v?\d+(?:\.\d+)?[A-Za-z]{0,2}|[-+/][A-Z]?[A-Za-z0-9]+|\+\+)*\+?"
    r"(?:\s?\(?(?:[Ll]arge|[Bb]ase|[Bb]ig|[Ss]mall|[Tt]iny|[Mm]edium|XL|XXL|\d+(?:\.\d+)?[BM])\)?(?![\w-]))?"
)
_SIZE = re.compile(
    r"\b((?:base|big|large|small|medium|tiny|largest|smallest|full|final|single|deep|bilingual|multilingual|"
    r"teacher|student|controller|baseline|"
    r"word-level|character-level|best)\b)(?: \w+)?\s?(?:models?|networks?|variants?|versions?|configurations?)\b",
    re.IGNORECASE,
)
_NO_MODELS = frozenset(CUES["not_models"].split())


def names_in(text: str) -> list[tuple[int, str]]:
    """Names like a model's in a text, with their places."""
    devices = [(one.start, one.end) for one in accelerators.find(text)]
    found = []
    for match in _NAME.finditer(text):
        name = re.sub(r"(?<=[A-Z]s)\d$|(?<=[A-Z]{3})\d$", "", match.group().rstrip("-/ "))
        if name in _NO_MODELS or name.rstrip("s") in _NO_MODELS or re.match(r"(?:Tab|Fig|Sec|Eq|App)", name):
            continue
        if name.split("-")[0] in ("ImageNet", "CIFAR", "WMT", "SQuAD", "COCO", "JFT", "MS", "VOC", "GPU", "TPU"):
            continue
        if any(start <= match.start() < end for start, end in devices) or len(name) < 3:
            continue
        found.append((match.start(), name))
    return found


def model_of(line: Line, span: tuple[int, int], left: int, right: int) -> str:
    """The name nearest to a statement's span, in its clause first; a word for its size; "" where there is neither."""
    text = line.text
    candidates = names_in(text)
    sizes = [(match.start(), match.group(1)) for match in _SIZE.finditer(text)]
    for low, high in ((left, right), (0, len(text))):
        inside = [(at, name) for at, name in (*candidates, *sizes) if low <= at < high]
        if inside:
            return min(inside, key=lambda one: min(abs(one[0] - span[0]), abs(one[0] - span[1])))[1]
    return ""


def paper_model(document: Document, title: str) -> str:
    """What the paper calls its model: the title's name, else the name that the abstract uses most."""
    head = title.split(":")[0].strip() if ":" in title else ""
    if head and len(head.split()) <= 3 and len(head) > 2:
        return head
    named = names_in(title) if sum(sign.isupper() for sign in title) < 0.5 * len(title) else []
    abstract = " ".join(
        block.text
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        and document.sections[block.section].kind in (SectionKind.ABSTRACT, SectionKind.FRONT)
    )
    counts = Counter(name for _, name in names_in(abstract))
    for _, name in reversed(named):
        if name in abstract:
            return name
    return counts.most_common(1)[0][0] if counts else ""


def row_model(text: str) -> str:
    """A table row's name without numbering, citations, "ours" and marks."""
    bare = re.sub(
        r"\((?:ours?|[^()]*\b(?:19|20)\d\d[a-z]?)\)|\[\d+(?:, ?\d+)*\]|^\(\d+\)\s|\bours?\b[:\-]?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return " ".join(unicodedata.normalize("NFKC", bare).split()).strip(" †‡*§¶⋆-–+")


def size_in(name: str) -> float | None:
    """Parameters that a model's name states ("OPT-175B", "Pythia 70M")."""
    match = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([MBT])\b|[-_](\d+(?:\.\d+)?)([MBT])\b", name)
    if not match:
        return None
    number, letter = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
    return float(number) * {"M": 1e6, "B": 1e9, "T": 1e12}[letter]


def is_about_pre_training(document: Document, title: str) -> bool:
    """Whether the paper's own training is of representations for other tasks."""
    abstract = " ".join(
        block.text
        for block in document.blocks[:12]
        if document.sections[block.section].kind in (SectionKind.ABSTRACT, SectionKind.FRONT)
    )
    return bool(_PRE_PAPER.search(title) or len(_PRE_PAPER.findall(abstract)) >= 2)


_PRE_PAPER = re.compile(
    r"\bpre-?train\w*|\bself-supervised|\bunsupervised (?:visual )?(?:representation|feature)|"
    r"\bcontrastive learning|\bfew-shot learners",
    re.IGNORECASE,
)
