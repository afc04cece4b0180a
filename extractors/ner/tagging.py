"""Names in a document: where the trained pipeline is asked, and what it answers.

The pipeline costs about a millisecond a sentence, so it is asked only where a name can serve: sentences that speak
of training and the two before each of them, sentences that print a score, the title, and those of the abstract in
which the paper names what is its own. All sentences of a document go through the pipeline together, so that what comes
out follows from the document alone, whatever else the process did before.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from typing import Any, NamedTuple

from extractors.model import BlockKind, Document, SectionKind, Sentence
from extractors.ner.pipeline import load

LONGEST = 600
"""Characters of a sentence that is looked at; longer ones are lists or formulas."""

MOST = 60
"""Sentences of a document that are looked at, the first ones: an appendix of settings can have hundreds."""

BEFORE = 2
"""Sentences before one that speaks of training which may name the model that it speaks of."""

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.TITLE})
_UNREAD = frozenset({SectionKind.REFERENCES, SectionKind.ACKNOWLEDGEMENTS})

_HARDWARE = re.compile(
    r"\b(?:[GTC]PUs?|[GT]PU-?(?:hours?|days?)|V100s?|A100s?|P100s?|H100s?|K[248]0s?|TPU-?v\d\w*|Titan|TITAN|GTX|RTX|DGX|Tesla|"
    r"Quadro|PF-?days)\b"
)
_DURATION = re.compile(r"\b(?:hours?|hrs?|days?|weeks?|months?)\b")
_WORK = re.compile(r"\b(?:train|took|takes?|run|search|fine-?tun|converge)\w*\b", re.IGNORECASE)
_SCORE = re.compile(
    r"\b(?:accuracy|error(?: rate)?|BLEU|F1|EM|AP|mAP|WER|FID|PCKh?|top-?[15]|exact match|perplexity)\b", re.IGNORECASE
)
_VALUE = re.compile(r"\d\.\d|\d ?%")
_OWN = re.compile(
    r"\b(?:we (?:\w+ )?(?:propose|present|introduce|call|name|describe|develop)|called|named|dubbed|termed|our)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


class Name(NamedTuple):
    """A name: `[start, end)` in the text of block number `block`, with its label and its text.

    `label` is "MODEL", "DATASET", "METRIC", "TASK" or "DEVICE"; named techniques ("Adam") are known, and not given.
    """

    block: int
    start: int
    end: int
    label: str
    text: str


def names(document: Document) -> tuple[Name, ...]:
    """The names in the sentences of a document that pay, in order of the text."""
    asked = worthwhile(document)
    if not asked:
        return ()
    texts = [document.text_of(sentence) for sentence in asked]
    found = []
    for sentence, parsed in zip(asked, _pipeline().pipe(texts, batch_size=len(texts)), strict=True):
        for span in parsed.ents:
            if span.label_ != "METHOD":
                start, end = sentence.start + span.start_char, sentence.start + span.end_char
                found.append(Name(sentence.block, start, end, span.label_, span.text))
    return tuple(found)


def worthwhile(document: Document) -> list[Sentence]:
    """The sentences in which names are looked for."""
    chosen: set[Sentence] = set()
    before: deque[Sentence] = deque(maxlen=BEFORE)
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        section = document.sections[block.section].kind
        if before and before[-1].block != sentence.block:
            before.clear()
        if block.kind not in _READ or section in _UNREAD or sentence.end - sentence.start > LONGEST:
            continue
        text = document.text_of(sentence)
        if _speaks_of_training(text):
            chosen.update(before, (sentence,))
        elif _prints_score(text, block.kind) or _names_own(text, block.kind, section):
            chosen.add(sentence)
        before.append(sentence)
    return sorted(chosen)[:MOST]


def _speaks_of_training(text: str) -> bool:
    hours = _DURATION.search(text) and _DIGIT.search(text) and _WORK.search(text)
    return bool(hours or _HARDWARE.search(text))


def _prints_score(text: str, kind: BlockKind) -> bool:
    return kind is not BlockKind.CAPTION and bool(_VALUE.search(text) and _SCORE.search(text))


def _names_own(text: str, kind: BlockKind, section: SectionKind) -> bool:
    return kind is BlockKind.TITLE or (section is SectionKind.ABSTRACT and bool(_OWN.search(text)))


@cache
def _pipeline() -> Any:
    return load()
