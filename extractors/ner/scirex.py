"""SciREX (Jain et al., ACL 2020; Apache-2.0) as labelled sentences in our own labels.

Its documents are lists of words, with spans of four types; its labels were partly spread by string match, its "Method"
is every technique. Here words become text again ("R - CNN" is printed "R-CNN"), "Method" becomes MODEL where it is
written like a name, METHOD where it is a named technique, nothing where it is a phrase; a name that a document labels
twice is labelled wherever it stands in it; devices and benchmarks are labelled by the catalogues.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractors.ner.weak import Labelled, Span, datasets, devices, without_overlap

TYPES = {"Method": "MODEL", "Material": "DATASET", "Metric": "METRIC", "Task": "TASK"}
HELD_BACK = 5  # one document in five, by the hash of its id

_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%'’")
_NO_SPACE_AFTER = frozenset("([{")
_TIED = frozenset("-–/×")
_HEADING = frozenset({"document", "section", "subsection", "subsubsection", "paragraph", "bibliography"})


@cache
def terms() -> dict[str, frozenset[str]]:
    """The lists of `labels.toml`, folded."""
    data = tomllib.loads((files("extractors.ner") / "labels.toml").read_text("utf-8"))
    return {name: frozenset(fold(term) for term in listed) for name, listed in data.items()}


def fold(term: str) -> str:
    """A term for comparison: lower case, no space around hyphens."""
    return re.sub(r"\s*-\s*", "-", term).lower()


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of SciREX but for those left out. Raises OSError where the file is not there."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["doc_id"] not in terms()["left_out"]:
                yield document


def is_held_back(document: dict[str, Any]) -> bool:
    """Whether a document is for measuring, not for training."""
    return int(hashlib.sha256(document["doc_id"].encode()).hexdigest(), 16) % HELD_BACK == 0


def sentences(document: dict[str, Any]) -> tuple[Labelled, ...]:
    """The sentences of a document that say something: five words and more, mostly letters."""
    words: list[str] = document["words"]
    labels = _spread(words, _own_labels(document))
    found = []
    for start, end in document["sentences"]:
        while end - start > 1 and words[start].lower() in _HEADING and words[start + 1] == ":":
            start += 2
        letters = sum(word.isalpha() for word in words[start:end])
        if end - start >= 5 and letters >= 0.6 * (end - start):
            text, places = untokenise(words[start:end])
            spans = [
                Span(places[first - start][0], places[last - 1 - start][1], label)
                for (first, last), label in labels.items()
                if start <= first and last <= end
            ]
            found.append(Labelled(text, tuple(without_overlap([*devices(text), *spans, *datasets(text)]))))
    return tuple(found)


def untokenise(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Text of a row of words, and the place of each; a citation's placeholder is printed as one."""
    text, places = "", []
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        after = words[index + 1] if index + 1 < len(words) else ""
        if word == "reference" and before == "[":
            word = str(1 + len(text) % 60)
        tied = (word in _TIED or word in _NO_SPACE_BEFORE) or before in _NO_SPACE_AFTER or before in _TIED
        if word in _TIED and not (before[-1:].isalnum() and after[:1].isalnum()):
            tied = False
        if text and not tied:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, places


def _own_labels(document: dict[str, Any]) -> dict[tuple[int, int], str]:
    labels = {}
    for start, end, kind in document["ner"]:
        label, first, last = label_of(document["words"][start:end], TYPES[kind])
        if label:
            labels[start + first, start + last] = label
    return labels


def label_of(words: list[str], label: str) -> tuple[str, int, int]:
    """Our label of a SciREX span ("" for none) and which of its words bear it."""
    first, last = 0, len(words)
    known = terms()
    while first < last and words[first].lower() in {"the", "a", "an", "our", "[", "(", "-", "standard", "original"}:
        first += 1
    while last > first and (words[last - 1] in {"]", ")", "-", ".", ","}):
        last -= 1
    technique = label == "MODEL" and fold(" ".join(words[first:last])) in known["techniques"]
    if label == "MODEL" and not technique and last > first and words[last - 1].lower() in known["not_model_heads"]:
        return "", first, last
    if label in ("MODEL", "DATASET"):
        while last - first > 1 and words[last - 1].lower() in known["generic_heads"]:
            last -= 1
    text = fold(" ".join(words[first:last]))
    if not text or last - first > 7:
        return "", first, last
    if label == "TASK":
        return ("" if text in known["not_tasks"] or len(text) < 2 else label), first, last
    if label == "METRIC":
        return ("" if text in known["not_metrics"] or len(text) < 2 else label), first, last
    if label == "DATASET":
        return (label if text not in known["not_datasets"] and _like_a_name(words[first:last]) else ""), first, last
    if technique or text in known["techniques"]:
        return "METHOD", first, last
    return (label if text in known["families"] or _like_a_name(words[first:last]) else ""), first, last


def _like_a_name(words: list[str]) -> bool:
    """Whether words are written as a name is: a capital inside ("ResNet"), capitals, or letters with digits."""
    return len("".join(words)) > 1 and any(
        re.search(r"[A-Za-z][A-Z]|[A-Za-z]\d|\d[A-Z]{2}|^[A-Z]$", word) is not None and word not in ("I", "A")
        for word in words
    )


def _spread(words: list[str], labels: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The labels, and the same label on every other place of a name that bears it at least twice and most often."""
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for (start, end), label in labels.items():
        if label in ("MODEL", "DATASET", "METHOD"):
            counts.setdefault(tuple(words[start:end]), Counter())[label] += 1
    names = {name: count.most_common(1)[0] for name, count in counts.items() if len("".join(name)) > 1}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name, (_, times) in names.items():
        if times >= 2:
            by_first.setdefault(name[0], []).append(name)
    spread = dict(labels)
    taken = {place for start, end in labels for place in range(start, end)}
    for place, word in enumerate(words):
        for name in sorted(by_first.get(word, ()), key=len, reverse=True):
            span = range(place, place + len(name))
            if tuple(words[place : place + len(name)]) == name and not taken.intersection(span):
                spread[place, place + len(name)] = names[name][0]
                taken.update(span)
                break
    return spread
