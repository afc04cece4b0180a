import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from extractors.model import Document
from extractors.reading import read

FOLDED = {ord(sign): None for sign in "-‐‑‒–—−\u00ad^_"} | {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}


def folded(text: str) -> str:
    """Text without white space, hyphens and script marks, in one case and one form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold().translate(FOLDED))


def places(document: Document) -> list[str]:
    """Each block's and each table row's text, folded."""
    blocks = [folded(block.text) for block in document.blocks]
    rows = [folded(" ".join(dict.fromkeys(row))) for table in document.tables for row in table.grid()]
    return blocks + rows


@pytest.fixture(scope="module")
def quotes(gold: Path) -> dict[str, set[str]]:
    """The sentences and table rows that the compute labels quote, by file."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (gold / "compute.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        for entry in [label, *(label.get("quotes") or [])]:
            if entry.get("quote"):
                found[label["file"]].add(entry["quote"])
    return found


def test_quoted_sentences_are_in_one_block(corpus: Path, quotes: dict[str, set[str]]) -> None:
    """At least 99 % of what the compute labels quote stands whole in one block or table row."""
    missed, total = [], 0
    for file, wanted in sorted(quotes.items()):
        texts = places(read((corpus / file).read_bytes()))
        total += len(wanted)
        missed += [(file, quote) for quote in wanted if not any(folded(quote) in text for text in texts)]
    assert len(missed) <= 0.01 * total, missed


def test_words_lie_in_order_in_their_blocks(corpus: Path) -> None:
    """Offsets never run back, and every sentence is a part of its block's text."""
    document = read((corpus / "1706.03762v7.pdf").read_bytes())
    for block in document.blocks:
        ends = [0, *(word.end for word in block.words)]
        assert all(word.start >= end for word, end in zip(block.words, ends, strict=False))
        assert ends[-1] <= len(block.text)
    for sentence in document.sentences:
        assert document.text_of(sentence).strip()
