"""What a whole paper says that its tables leave out: which benchmarks, which sentences speak of which table, whose
names are whose.

A name that the title, the abstract or "we propose …" brings in is the authors'; a name that stands before a
citation is another work's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.model import BlockKind, Document, PaperInfo, SectionKind, Table
from extractors.results.levels import Level, Place, Span
from extractors.results.vocabulary import Names, benchmark, is_metric, may_name_a_benchmark, names_in

PROSE = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE)
_LABEL = re.compile(
    r"\b(?:Tables?|Tabs?\.?|TABLES?)\s*((?:[0-9]{1,2}|[IVX]{1,5}|[A-Z]\.?[0-9]{1,2})(?:\s*(?:,|and|&|–|"
    r"-)\s*(?:[0-9]{1,2}|[IVX]{1,5}))*)"
)
_NUMBERS = re.compile(r"[0-9]{1,2}|[IVX]{1,5}|[A-Z]\.?[0-9]{1,2}")

# A name of a system: two capitals, or a capital and a digit or an inner hyphen with a capital.
NAME = r"[A-Za-z]*[A-Z][\w+]*(?:[A-Z0-9+]|[a-z]Net|-[A-Z0-9]|-v\d)[\w+-]*"
_CITATION = (
    r"\s*(?:\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]|"
    r"\((?:[A-Z][\w’'-]+|van|de|von)[^()]{0,80}?(?:19|20)\d\d[a-z]?(?:[;,][^()]{0,160})?\))"
)
_CITED = re.compile(
    rf"\b([A-Z][\w+]*(?:-[\w+]+)*)(?:\s+(?:networks?|models?|net|architecture|system|LSTMs?))?{_CITATION}"
)
_PROPOSED = re.compile(
    r"\b(?:propose|proposes|proposed|present|presents|introduce|introduces|introducing|develop|developed|"
    r"design|describe|release|call|calls|called|name|named|dub|dubbed|term|termed|coin|coined|denote|denoted|"
    r"refer(?:red)? to (?:\w+ ){0,3}as|abbreviated|nicknamed|codenamed|build)\b"
    r"(?P<rest>[^.;:]{0,120})"
)
_OUR = re.compile(rf"\b[Oo]ur (?:\w+ ){{0,2}}({NAME})")
_OURS_IS = re.compile(r"\b[Oo]ur (?:\w+ ){0,2}\w+, (?:the |called |named )?([A-Z][a-z]{3,}[\w-]*)(?=,)")
_NAME = re.compile(NAME)
_SHORT = re.compile(r"\(([A-Z][\w+-]{1,14}[A-Za-z0-9])\)")
_ENOUGH = re.compile(
    rf"{_CITATION}|\b(?:by|using|based on|built on|on top of|from|for|on|over|than|to|with|which|that|in)\b"
)
_VERSION = re.compile(r"[A-Z].*\d|\d.*[A-Z]")
_PHRASE = re.compile(
    r"^\s*(?:(?:the|a|an|our|new|novel|it|this|model|method|approach)\s+){0,3}[“\"]?((?:[A-Z][\w-]+ ?){1,4})(?![\w-])"
)
# "a new architecture, the Gateformer": a name of one capital word.
_CALLED = re.compile(
    r"\b(?:the|called|named|dubbed|coined|termed)\s+[“\"]?([A-Z][a-z]{3,}[\w-]*)(?=[,.;:”\"(]|\s+\(|\s*$)"
)
_COMPOUND = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)+")
# "Match-LSTM", "Inception-v4": the part behind the hyphen belongs to the name; a size ("BERT-LARGE") does not.
_BODY = re.compile(r"[A-Z][a-z]+-(?!LARGE|BASE|SMALL|TINY|XL)(?:[A-Z]{3,}(?![a-z])|[A-Z][a-z]+[A-Z]|v\d)")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work))\b")
_CITES = re.compile(rf"{_CITATION}|\bet al\b|\b(?:19|20)\d\d\b")
_TITLE = re.compile(r"^([^:–—]{2,40}?)\s*[:–—]\s")
_GENERIC = frozenset(
    [
        "cnn",
        "cnns",
        "rnn",
        "rnns",
        "lstm",
        "lstms",
        "gru",
        "dnn",
        "dnns",
        "gpu",
        "gpus",
        "nlp",
        "nlu",
        "sota",
        "conv",
        "gan",
        "gans",
        "mlp",
        "api",
        "ml",
        "ai",
        "rl",
        "fc",
        "bn",
        "sgd",
        "relu",
        "lm",
        "lms",
        "nmt",
        "mt",
        "asr",
        "ctc",
        "crf",
        "crfs",
        "hmm",
        "imagenet",
        "coco",
        "cifar",
        "squad",
        "glue",
        "wmt",
        "bleu",
        "adam",
        "tpu",
        "tpus",
        "cpu",
        "ner",
        "qa",
        "voc",
        "wer",
        "f1",
        "em",
        "ap",
        "map",
        "nas",
        "iou",
        "rpn",
        "roi",
        "resnets",
        "ii",
        "iii",
        "iv",
        "us",
        "uk",
        "state-of-the-art",
        "convnet",
        "convnets",
        "convnetwork",
        "ssl",
        "cv",
        "vit",
        "vits",
    ]
)


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


def table_levels(paper: Paper, table: Table) -> tuple[Level, ...]:
    """Caption, the sentences that name the table, the titles of its sections: what is said of the table as a whole."""
    levels = [*_title_of_part(paper.document, table)]
    if table.caption is not None:
        text = paper.document.blocks[table.caption].text
        levels += [
            Level("caption", text[a:b], Span(table.caption, a, b)) for a, b in _parts(paper.document, table, text)
        ]
    elif table.caption_text:
        levels.append(Level("caption", table.caption_text, Place(table.caption_text, table.box)))
    number = table.label.split()[-1] if table.label else ""
    for span in paper.about.get(number, ())[:8]:
        levels.append(Level("text", paper.document.blocks[span.block].text[span.start : span.end], span))
    return (*levels, *_titles(paper, table.section))


def notes_of(document: Document, table: Table) -> tuple[str, ...]:
    """Texts of the table's page that begin with a footnote mark: they explain marks in its cells."""
    return tuple(
        block.text
        for block in document.blocks
        if block.words and block.page == table.page and block.text[:1] in "*∗†‡§¶" and len(block.text) < NOTE
    )


# A longer text that begins with a mark is no note.
NOTE = 400
_PART = re.compile(r"\(\d?([a-h])\)")


def _parts(document: Document, table: Table, text: str) -> list[tuple[int, int]]:
    """The pieces of a caption that speak of this part of a table in parts: "(a) … (b) …"; the whole of any other."""
    parts = [known for known in document.tables if known.label == table.label and known.page == table.page]
    starts = [match.start() for match in _PART.finditer(text)]
    letters = [match.group(1) for match in _PART.finditer(text)]
    if len(parts) < 2 or letters[:2] != ["a", "b"] or len(letters) < len(parts):
        return [(0, len(text))]
    number = parts.index(table)
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return [(starts[number], end), *([(0, starts[0])] if starts[0] > 20 else [])]


# How far from a part of a table, in points, its own title stands.
NEAR_PART = 30.0


def _title_of_part(document: Document, table: Table) -> Iterator[Level]:
    """The line "(b) On the test server" right under or over a part of a table."""
    for number, block in enumerate(document.blocks):
        if not block.words or block.page != table.page or not _PART.match(block.text) or len(block.text) > NOTE:
            continue
        box = block.words[0].box
        near = -NEAR_PART <= box.y0 - table.box.y1 <= NEAR_PART or -NEAR_PART <= table.box.y0 - box.y1 <= NEAR_PART
        if near and table.box.x0 - NEAR_PART <= box.x0 <= table.box.x1:
            yield Level("caption", block.text, Span(number, 0, len(block.text)))


def _titles(paper: Paper, section: int) -> Iterator[Level]:
    """Headings from the table's section outwards."""
    sections = paper.document.sections
    if not 0 <= section < len(sections):
        return
    depth = sections[section].level + 1
    for number in range(section, -1, -1):
        if sections[number].level < depth:
            depth = sections[number].level
            heading = _heading(paper.document, number)
            if heading:
                yield heading
        if depth <= 1:
            return


def _heading(document: Document, section: int) -> Level | None:
    for number, block in enumerate(document.blocks):
        if block.section == section and block.kind is BlockKind.HEADING:
            return Level("section", block.text, Span(number, 0, len(block.text)))
    return None


# ------------------------------------------------------------------------------------------------- whose names


def family(name: str) -> str:
    """The name without its size and case: "EfficientNet-B7" and "EfficientNets" are one family, V2 and V3 are not."""
    words: list[str] = re.findall(r"[^\W\d_]*v\d+|[^\W\d_]+", name.lower())
    if not words:
        return ""
    head = words[0]
    if len(words) > 1 and (len(head) < 3 or _BODY.match(name)):
        head += words[1]
    return head[:-1] if head.endswith("s") and len(head) > 4 else head


# A name that stands before a citation so often is another work's, unless the title brings it in.
OFTEN_CITED = 3


def introduced(document: Document, info: PaperInfo, cited: Counter[str]) -> dict[str, tuple[str, ...]]:
    """Families of the names that the paper brings in, the surest first, each with its names, the commonest first.

    A name that the paper cites is not its own, unless the title or "we propose" in the abstract says so.
    """
    weights: Counter[str] = Counter()
    firm: Counter[str] = Counter()
    printed: dict[str, Counter[str]] = {}

    def add(name: str, weight: int, sure: bool = True) -> None:
        known = name.lower() if " " in name else family(name)
        weights[known] += weight
        firm[known] += weight if sure else 0
        printed.setdefault(known, Counter())[name] += 1

    title = " ".join((info.title or document.title).split())
    if match := _TITLE.match(title):
        words = match.group(1).split()
        if len(words) == 1:
            add(words[0], 4)
        elif len(words) == 2 and all(word[:1].isupper() for word in words) and not title.isupper():
            add(match.group(1), 4)
            for word in words:
                add(word, 4)
    if not title.isupper():
        for name in _NAME.findall(title):
            add(name, 4, sure=title.startswith(name))
    for text, weight in _front_texts(document):
        for match in _PROPOSED.finditer(text):
            rest = _ENOUGH.split(match["rest"])[0]
            for name in _NAME.findall(rest):
                add(name, weight)
            for phrase in (*_PHRASE.findall(rest), *_CALLED.findall(rest)):
                add(phrase.strip(), weight)
        for match in _OUR.finditer(text):
            add(match.group(1), weight, sure=False)
        for match in _OURS_IS.finditer(text):
            add(match.group(1), weight)
        if _WE.search(text):
            for name in _SHORT.findall(text):
                add(name, 1, sure=False)
    systems = {
        known: tuple(name for name, _ in names.most_common() if is_system(name)) for known, names in printed.items()
    }
    for name, tables in _rows_of_ours(document, cited).items():
        if tables > 1 and not any(family(name) == known for known in systems):
            systems[family(name)] = (name,)
            weights[family(name)] += 2
    return {
        known: systems[known]
        for known, weight in weights.most_common()
        if systems[known]
        and ((weight >= 2 and not cited[known]) or firm[known] >= (2 if cited[known] < OFTEN_CITED else 4))
    }


def _rows_of_ours(document: Document, cited: Counter[str]) -> Counter[str]:
    """Names of rows without a citation in tables whose other rows have one, with the number of such tables."""
    found: Counter[str] = Counter()
    for table in document.tables:
        names = [cell.text for cell in table.cells if cell.column == 0 and cell.row >= table.header_rows]
        if not any(_CITES.search(name) for name in names):
            continue
        systems = {name for text in names if not _CITES.search(text) for name in _NAME.findall(text)[:1]}
        found.update(name for name in systems if is_system(name) and family(name) not in cited)
    return found


def is_system(name: str) -> bool:
    """Whether a name may be a model's: no data set, metric or common abbreviation."""
    low = name.lower()
    if (
        low in _GENERIC
        or family(name) in _GENERIC
        or _COMPOUND.fullmatch(name)
        or names_in(name).any
        or names_in(name).other
    ):
        return False
    return len(family(name)) > 1 and not is_metric(name)


def _front_texts(document: Document) -> Iterator[tuple[str, int]]:
    """Sentences of abstract, introduction, method and conclusion, with how much an introduction there weighs."""
    weights = {
        SectionKind.ABSTRACT: 3,
        SectionKind.FRONT: 3,
        SectionKind.INTRODUCTION: 2,
        SectionKind.METHOD: 2,
        SectionKind.CONCLUSION: 2,
        SectionKind.OTHER: 1,
        SectionKind.EXPERIMENTS: 1,
    }
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        if block.kind is not BlockKind.PARAGRAPH or not 0 <= block.section < len(document.sections):
            continue
        weight = weights.get(document.sections[block.section].kind, 0)
        if weight:
            yield block.text[sentence.start : sentence.end], weight


def cited_families(document: Document) -> Counter[str]:
    """Families of the names that stand right before a citation, with how often."""
    texts: list[str] = [block.text for block in document.blocks if block.kind in PROSE]
    texts += [cell.text for table in document.tables for cell in table.cells if len(cell.text) < 80]
    found = Counter(family(match.group(1)) for text in texts for match in _CITED.finditer(text))
    return Counter({name: count for name, count in found.items() if len(name) > 2 and name not in _GENERIC})


def names_own(paper: Paper, text: str) -> bool:
    """Whether a text has one of the names that the paper brings in, or a tail of one ("V3-Large")."""
    if any(known in paper.own for known in families_in(text)):
        return True
    low = " ".join(text.lower().split())
    if any(" " in name and name.lower() in low for names in paper.own.values() for name in names):
        return True
    return _has_tail(text, (re.sub(r"\W", "", name).lower() for names in paper.own.values() for name in names))


def is_named(text: str) -> bool:
    """Whether a row's text begins with the name of a system, whoever's ("FusionNet", "DCN+")."""
    match = _NAME.match(text.strip())
    return match is not None and is_system(match.group())


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
    tails = {re.sub(r"\W", "", word).lower() for word in re.findall(r"[\w+-]+", text) if _VERSION.search(word)}
    return bool(tails) and any(len(name) > len(tail) and name.endswith(tail) for name in names for tail in tails)


def families_in(text: str) -> Iterable[str]:
    """Families of the names in a row's text, of a compound name its first part's too ("SE-ResNet": also "SE")."""
    for word in re.findall(r"[\w+-]+", text):
        if any(letter.isalpha() for letter in word):
            yield family(word)
            if len(part := word.split("-")[0].lower()) == 2:
                yield part
