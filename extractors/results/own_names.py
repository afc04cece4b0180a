"""Whose names are whose: what a paper brings in, and what it cites.

A name that the title, the abstract or "we propose …" brings in is the authors'; a name that stands before a
citation is another work's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from extractors.model import BlockKind, Document, PaperInfo, SectionKind
from extractors.results.vocabulary import is_metric, names_in

PROSE = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.FOOTNOTE)

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
VERSION = re.compile(r"[A-Z].*\d|\d.*[A-Z]")
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


def is_named(text: str) -> bool:
    """Whether a row's text begins with the name of a system, whoever's ("FusionNet", "DCN+")."""
    match = _NAME.match(text.strip())
    return match is not None and is_system(match.group())


def families_in(text: str) -> Iterable[str]:
    """Families of the names in a row's text, of a compound name its first part's too ("SE-ResNet": also "SE")."""
    for word in re.findall(r"[\w+-]+", text):
        if any(letter.isalpha() for letter in word):
            yield family(word)
            if len(part := word.split("-")[0].lower()) == 2:
                yield part
