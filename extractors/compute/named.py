"""What the trained pipeline says of the names in a paper, for whoever looks for the model of a run.

It fills in where writing shows nothing: a name that looks like a word ("Chimera was trained on"), a paper whose title
and abstract hold no word with capitals. It does not overrule the writing: that was measured, and gained nothing
(docs/quality.md, "Ablation").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.compute.mentions import Line
from extractors.model import BlockKind, Document, SectionKind
from extractors.ner import Name

_OWN = frozenset((SectionKind.ABSTRACT, SectionKind.FRONT))
_NO_NAME = re.compile(
    r"(?:[a-z][\w-]* )*(?:[A-Z]{1,3}s?|LSTMs?|BLSTMs?|DCNNs?)|[a-z -]+|[\d.]+[BMK]?|"
    r".* (?:task|setting|policy|framework|approach|method|architecture)s?"
)
"""Abbreviations of a kind of model, of an objective or of a field ("CNN", "LLM", "DPO"), words
without a capital ("phrase-based") and bare sizes ("7B") are no model's name."""
_FAMILY = re.compile(r"(?:ConvNet|Transformer|BiLSTM|seq2seq|autoencoder)s?", re.IGNORECASE)
"""Families: the name of a paper's own model only where the paper brings it in."""
OTHERS = re.compile(
    r"\b(?:than|like|unlike|versus|vs\.?|over|outperform\w*|compar\w+ (?:to|with)|similar to|based on|following) "
    r"(?:the |a |an |previous |existing |standard |\w+ )?$",
    re.IGNORECASE,
)
"""What stands before a name that a paper holds its own against."""
CITED = re.compile(r"\s?(?:\w+ ){0,1}(?:\[\d|\(\w+ et al)")
"""What stands behind another's name."""
_CALLED = re.compile(
    r"\b(?:call(?:ed)?|nam(?:e|ed|ing)|dubbed|termed|propos(?:e|es|ing)|present(?:s|ing)?|introduc(?:e|es|ing)|denoted)\b"
    r"(?:,? [\w-]+){0,6}?,? (?:the |as |a |an |“|\")?$",
    re.IGNORECASE,
)


class Known:
    """The names of a paper, by sentence."""

    def __init__(self, names: Sequence[Name]) -> None:
        """Sort the names by their blocks."""
        self._names = names
        self._by_block: dict[int, list[Name]] = {}
        for name in names:
            self._by_block.setdefault(name.block, []).append(name)

    def candidates(self, line: Line, written: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Names of models in a line with their places: those `written` like one, else the pipeline's."""
        start, end = line.sentence.start, line.sentence.end
        inside = [name for name in self._by_block.get(line.sentence.block, ()) if start <= name.start < end]
        return written or [
            (name.start - start, name.text)
            for name in inside
            if name.label == "MODEL" and not _NO_NAME.fullmatch(name.text) and not _FAMILY.fullmatch(name.text)
        ]

    def models(self) -> Counter[str]:
        """How often the pipeline takes each name for a model's."""
        return Counter(name.text for name in self._names if name.label == "MODEL")

    def own(self, document: Document) -> str:
        """What the paper calls its model: the name that title and abstract bring in, or say most; "" for none."""
        often = self.models()
        weight: Counter[str] = Counter()
        for name in self._names:
            block = document.blocks[name.block]
            front = block.kind is BlockKind.TITLE or document.sections[block.section].kind in _OWN
            called = _CALLED.search(block.text[max(0, name.start - 80) : name.start]) is not None
            if name.label != "MODEL" or not front or _NO_NAME.fullmatch(name.text):
                continue
            before, behind = block.text[: name.start], block.text[name.end :]
            if OTHERS.search(before[-60:]) or CITED.match(behind[:40]):
                continue
            if called or not _FAMILY.fullmatch(name.text):
                weight[name.text] += 1 + 4 * (block.kind is BlockKind.TITLE) + 4 * called
        return max(weight, key=lambda text: (weight[text] + often[text], -len(text)), default="")
