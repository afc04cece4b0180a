"""Which names of a paper are one model.

"BERT-Large", "BERTLARGE (single)" and "ours (large)" are one: a name is the set of its words, without those that say
how it was tested or whose it is, with sizes apart from the word that they are printed behind.
"""

from __future__ import annotations

import re

from extractors.catalog.dataset_names import name_places
from extractors.catalog.table_words import lexicon

_SUFFIXES = ("xxlarge", "xlarge", "large", "base", "small", "tiny", "big", "medium", "huge", "mini", "nano", "giant")
SIZES = frozenset(_SUFFIXES)
"""Words that tell the sizes of one model apart."""

KINDS = frozenset(["cnn", "convnet", "dnn", "rnn", "convolutional", "deep", "neural", "recurrent"])
"""Words for what sort of thing a model is: a name of nothing else is no name."""

# Words of a name that do not tell models apart.
_EMPTY = frozenset(
    ("model", "models", "network", "networks", "net", "nets", "the", "a", "an", "our", "ours", "with", "and", "on")
) | frozenset(("of", "in", "for", "we", "best", "final", "dev", "test", "val", "set", "searched", "trained"))
# Titles of groups of rows that reach a name.
_GROUPS = frozenset(("convnets", "transformers"))
_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")


def identity(name: str, main: str = "") -> frozenset[str]:
    """The words that make a model what it is; `main` is the paper's own model, for names that only say "ours"."""
    plain = name
    for start, end, _ in reversed(name_places(plain)):
        plain = f"{plain[:start]} {plain[end:]}"
    for match in reversed(lexicon("settings").find(plain)):
        plain = f"{plain[: match.start]} {plain[match.end :]}"
    words = [part for word in _WORD.findall(plain.lower()) if word not in _GROUPS for part in _sized(word)]
    kept = frozenset(word for word in words if word not in _EMPTY)
    said = set(_WORD.findall(name.lower()))
    if main and said & {"ours", "our"}:
        kept |= identity(main)
    return kept


def _sized(word: str) -> tuple[str, ...]:
    """A word and the size that is printed right behind it ("bertlarge"), plural undone."""
    for size in _SUFFIXES:
        if word.endswith(size) and len(word) - len(size) >= 3:
            return word[: -len(size)], size
    return (word[:-1],) if word.endswith("s") and len(word) > 4 else (word,)


def same_model(one: str, other: str, main: str = "") -> bool:
    """Whether two names of a paper are one model."""
    first, second = identity(one, main), identity(other, main)
    return bool(first) and first == second
