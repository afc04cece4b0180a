"""The way through the house for one Document, and what its answer depends on.

`extract_facts` is a pure function of the Document, of what is known of the paper, and of the code: `reader_version` and
`extractor_version` are made from the code and the data themselves, so that a paper is due again when, and only when,
another answer is possible.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from extractors.model import Block, BlockKind, Box, Document, Findings, PaperInfo, Section, SectionKind, Sentence, Word

READER = ("model.py", "encoding.py", "reading")
READER_LIBRARIES = ("PyMuPDF",)
EXTRACTOR = ("model.py", "catalog", "quantities", "ties", "ner", "compute", "results")
EXTRACTOR_LIBRARIES = ("spacy",)


def extract_facts(document: Document, info: PaperInfo) -> Findings:
    """All that the extractors find in a paper: the runs first, since the results are held against them."""
    from extractors import compute, ner, results

    names = ner.names(document)
    trained = compute.extract(document, info, names)
    scored = results.extract(document, info, trained.runs, names)
    return Findings(
        (*trained.runs, *scored.runs),
        (*trained.results, *scored.results),
        (*trained.refusals, *scored.refusals),
        (*trained.absences, *scored.absences),
    )


def load() -> None:
    """Load what `extract_facts` needs, catalogues, weights and all, so that it is there before the first paper is."""
    text = "We trained our model on 8 NVIDIA V100 GPUs for 3 days; its top-1 accuracy on ImageNet is 76.3%."
    words = (Word(0, len(text), Box(1, 0.0, 0.0, 1.0, 1.0), text),)
    section = Section("Training", SectionKind.TRAINING, 1)
    block = Block(BlockKind.PARAGRAPH, text, words, 0)
    extract_facts(Document(((1.0, 1.0),), (section,), (block,), (Sentence(0, 0, len(text)),), ()), PaperInfo("none"))


@cache
def reader_version() -> str:
    """Changes whenever the same bytes may give another Document."""
    from extractors.reading import VERSION

    return f"{VERSION}-{_fingerprint(READER, READER_LIBRARIES)}"


@cache
def extractor_version() -> str:
    """Changes whenever the same Document may give other facts."""
    return f"{metadata.version('paperscale')}-{_fingerprint(EXTRACTOR, EXTRACTOR_LIBRARIES)}"


def _fingerprint(parts: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """12 hexadecimal digits from the versions of libraries and every file of code and data of some rooms."""
    digest = hashlib.sha256(" ".join(metadata.version(name) for name in libraries).encode())
    for part in parts:
        for name, data in _contents(resources.files("extractors") / part, part):
            digest.update(f"\0{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:12]


def _contents(item: Traversable, name: str) -> list[tuple[str, bytes]]:
    if item.is_file():
        return [] if name.endswith((".pyc", ".md")) else [(name, item.read_bytes())]
    inside = sorted((child for child in item.iterdir() if child.name != "__pycache__"), key=lambda child: child.name)
    return [pair for child in inside for pair in _contents(child, f"{name}/{child.name}")]


def versions() -> dict[str, str]:
    """What makes a fact, by name, as a release says it."""
    return {
        "paperscale": metadata.version("paperscale"),
        "reader": reader_version(),
        "extractors": extractor_version(),
    }
