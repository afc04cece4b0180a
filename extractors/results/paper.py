"""What a whole paper says that its tables leave out: which benchmarks it speaks of and how often, which sentences speak
of which table, which names are its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.model import BlockKind, Document, PaperInfo, SectionKind
from extractors.results.levels import Level, Span
from extractors.results.own_names import NAME, PROSE, VERSION, cited_families, families_in, introduced, is_system
from extractors.results.vocabulary import Names, benchmark, may_name_a_benchmark, names_in

_LABEL = re.compile(
    r"\b(?:Tables?|Tabs?\.?|TABLES?)\s*((?:[0-9]{1,2}|[IVX]{1,5}|[A-Z]\.?[0-9]{1,2})(?:\s*(?:,|and|&|–|"
    r"-)\s*(?:[0-9]{1,2}|[IVX]{1,5}))*)"
)
_NUMBERS = re.compile(r"[0-9]{1,2}|[IVX]{1,5}|[A-Z]\.?[0-9]{1,2}")
_NAME = re.compile(NAME)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with what was gathered from its whole text.

    `mentions` counts the sentences that name a benchmark; `about` are the sentences that speak of a table, by its
    number; `named` counts the same by section, with other data sets under `OTHER`; `own` are families of names (see
    `family`) with the names as printed, `cited` families alone.
    """

    document: Document
    info: PaperInfo
    mentions: Counter[str]
    levels: tuple[Level, ...]
    about: dict[str, tuple[Span, ...]]
    own: dict[str, tuple[str, ...]]
    cited: frozenset[str]
    named: dict[int, Counter[str]] = field(default_factory=dict)

    @property
    def benchmarks(self) -> frozenset[str]:
        """The benchmarks that the paper names at all."""
        return frozenset(self.mentions)


def read_paper(document: Document, info: PaperInfo) -> Paper:
    """Gather what a document says as a whole."""
    mentions: Counter[str] = Counter()
    levels: list[Level] = []
    named: dict[int, Counter[str]] = {}
    for number, start, end in _sentences(document):
        text = document.blocks[number].text[start:end]
        if not may_name_a_benchmark(text):
            continue
        names = names_in(text)
        section = document.blocks[number].section
        meant = _meant(names)
        mentions.update(meant)
        named.setdefault(section, Counter()).update(meant or ({OTHER} if names.other else ()))
        if names.any:
            levels.append(Level("paper", text, Span(number, start, end)))
    cited = cited_families(document)
    own = introduced(document, info, cited)
    return Paper(
        document,
        info,
        mentions,
        tuple(levels),
        _about(document),
        own,
        frozenset(cited) - own.keys(),
        named,
    )


def _meant(names: Names) -> frozenset[str]:
    """The benchmarks that a sentence names: of those that share a data set, the ones whose qualifier it has too."""
    shared = {known for known in names.datasets if benchmark(known).qualifiers and not benchmark(known).bare}
    vague = {known for known in names.datasets if benchmark(known).needs_alias}
    return names.aliases | (names.datasets - shared - vague) | (shared & names.qualifiers)


def is_about(paper: Paper, known: str, section: int) -> bool:
    """Whether a paper, or the section that a table stands in, is about a benchmark.

    A section is where it names no other data set more often; a paper is where its title or abstract name the benchmark
    and it is not outnumbered by other data sets.
    """
    here = paper.named.get(section, Counter())
    if here[known] and here[known] >= here[OTHER] and here[known] * 2 >= max(here.values()):
        return True
    front = [
        number
        for number, one in enumerate(paper.document.sections)
        if one.kind in (SectionKind.ABSTRACT, SectionKind.FRONT)
    ]
    said = known in names_in(paper.info.title or paper.document.title).any or any(
        paper.named.get(number, Counter())[known] for number in (-1, *front)
    )
    others = sum(counts[OTHER] for counts in paper.named.values())
    if is_sole(paper):
        return True
    return (said or paper.mentions[known] >= OFTEN) and paper.mentions[known] * 2 >= others


def section_is_about(paper: Paper, known: str, section: int) -> bool:
    """Whether a section names a benchmark, and no other data set more often."""
    here = paper.named.get(section, Counter())
    return bool(here[known]) and here[known] >= here[OTHER] and here[known] * 2 >= max(here.values())


def is_sole(paper: Paper) -> bool:
    """Whether a paper names one benchmark and no other data set."""
    return len(paper.mentions) == 1 and not any(counts[OTHER] for counts in paper.named.values())


def paper_outnumbered(paper: Paper, known: str) -> bool:
    """Whether a paper speaks of other data sets more often than of a benchmark."""
    return paper.mentions[known] < sum(counts[OTHER] for counts in paper.named.values())


# What `Paper.named` counts sentences under that name only other data sets.
OTHER = ""
# A benchmark that so many sentences name is one that a paper is about, though its abstract may not say so.
OFTEN = 10


def _sentences(document: Document) -> Iterator[tuple[int, int, int]]:
    """Sentences of prose; a block that the reader did not cut is one."""
    cut = {sentence.block for sentence in document.sentences}
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind in PROSE:
            yield sentence.block, sentence.start, sentence.end
    for number, block in enumerate(document.blocks):
        if number not in cut and block.kind in PROSE and block.words:
            yield number, 0, len(block.text)


def _about(document: Document) -> dict[str, tuple[Span, ...]]:
    """For each table's number, the sentences of the running text that name it."""
    found: dict[str, list[Span]] = {}
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.FOOTNOTE) or (
            "Tab" not in block.text and "TAB" not in block.text
        ):
            continue
        text = block.text[sentence.start : sentence.end]
        for match in _LABEL.finditer(text):
            for number in _NUMBERS.findall(match.group(1)):
                found.setdefault(number, []).append(Span(*sentence))
    return {number: tuple(dict.fromkeys(spans)) for number, spans in found.items()}


def names_own(paper: Paper, text: str) -> bool:
    """Whether a text has one of the names that the paper brings in, or a tail of one ("V3-Large")."""
    if any(known in paper.own for known in families_in(text)):
        return True
    low = " ".join(text.lower().split())
    if any(" " in name and name.lower() in low for names in paper.own.values() for name in names):
        return True
    return _has_tail(text, (re.sub(r"\W", "", name).lower() for names in paper.own.values() for name in names))


def is_model(paper: Paper, text: str) -> bool:
    """Whether a row's text names a model: the paper's, a cited one, "ours"."""
    if names_own(paper, text) or names_cited(paper, text) or "our" in text.lower() or "et al" in text:
        return True
    return bool(re.search(r"\b[A-Za-z]{3,}-\d+\b", text))


def main_model(paper: Paper, levels: Iterable[Level], known_too: bool) -> str:
    """The model that a table is about: the paper's own name in its caption, or any model's where `known_too`, or the
    paper's first.
    """
    caption = " ".join(level.text for level in levels if level.kind == "caption")
    names = [name for name in _NAME.findall(caption) if is_system(name)]
    own = [name for name in names if names_own(paper, name)]
    known = [name for name in names if known_too and names_cited(paper, name)]
    return next(iter((*own, *known, *(printed[0] for printed in paper.own.values()))), "")


def names_cited(paper: Paper, text: str) -> bool:
    """Whether a text has a name that the paper cites, or a tail of one ("V2")."""
    return any(known in paper.cited for known in families_in(text)) or _has_tail(text, paper.cited)


def _has_tail(text: str, names: Iterable[str]) -> bool:
    tails = {re.sub(r"\W", "", word).lower() for word in re.findall(r"[\w+-]+", text) if VERSION.search(word)}
    return bool(tails) and any(len(name) > len(tail) and name.endswith(tail) for name in names for tail in tails)
