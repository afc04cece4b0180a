"""Results that running text states: "achieves 28.4 BLEU on the WMT 2014 English-to-German task".

A number counts where a metric's name touches it ("28.4 BLEU", "an error of 3.6 %") and the sentence, or the one
before it, names the benchmark. Differences ("improves by 1.2 points") and other works' numbers do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.catalog.dataset_names import name_places
from extractors.catalog.terms import Match
from extractors.model import BlockKind, NotStated, Result, SectionKind, Stated
from extractors.results.checks import check_range
from extractors.results.levels import Level, Span, cite
from extractors.results.meaning import Found, find_benchmarks, narrow
from extractors.results.naming import is_ensemble, settings_in
from extractors.results.own_names import NAME, families_in, is_system
from extractors.results.ownership import cites
from extractors.results.paper import Paper
from extractors.results.splits import find_split
from extractors.results.vocabulary import Term, benchmark, header_terms, names_in

_NUMBER = re.compile(
    r"(?<![\w.,@/<>+−-])(\d{1,2}\.\d{1,3}|\d{1,2})(?:\s*±\s*\d+\.\d+)?\s*(%|percent\b|points?\b)?(?![\w@]|[.,]\d|-\w|\s*/\s*\d)"
)
_BEFORE = re.compile(
    r"^\s*(?:\([\w\s.-]{1,12}\)\s*)?(?:scores?|rates?|results?|points?|performance)?\s*(?:\(\w{1,6}\)\s*)?"
    r"(?:(?:on|for) [\w\s’'().-]{3,60}?)?\s*"
    r"(?:of|is|was|are|at|:|=|reaches|being|as (?:high|low) as|(?:\w+ed (?:\w+ly )?|\w+es (?:\w+ly )?)?to)?\s*"
    r"(?:only|about|around|approximately|just|up to|state-of-the-art)?\s*\(?$"
)
_AFTER = re.compile(
    r"^\s*(?:%|percent)?\s*(?:(?:absolute|single|single-model|single-crop|tokenized|test|test set|"
    r"state-of-the-art|new|box|validation|classification|average|in|on|the|of)\s+){0,4}$"
)
_DIFFERENCE = re.compile(
    r"\b(?:by|improv\w*(?: of)?|gains?(?: of)?|reduc\w+(?: of| by)?|increas\w+(?: of| by)?|drops?(?: of| "
    r"by)?|decreas\w+(?: of| by)?|boosts?(?: of)?|more than|less than|over|within|additional|outperform\w*|"
    r"differences?(?: of)?|margins?(?: of)?|advantage(?: of)?|relative|only)\s+(?:about|around|nearly|up to|"
    r"at least|an? |the |absolute|additional)*\s*$",
    re.IGNORECASE,
)
_DIFFERENT = re.compile(
    r"^\s*(?:%|percent)?\s*(?:absolute |relative |top-\d |AP |BLEU |F1 |mAP |accuracy )?(?:points?|"
    r"improvement|gain|higher|lower|better|worse|more|less|relative|reduction|increase|drop|boost)\b"
    r"|^[^.;,]{0,40}\b(?:reverse direction|respectively)\b"
)
_THEIRS = re.compile(
    r"\b(?:previous(?:ly)?|prior|existing|et al|baseline system|their|they|reported by|reported in|compared "
    r"(?:to|with)|versus|vs\.?|instead of|than|the best (?:published|previous)|human|from)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
_WHERE = {
    SectionKind.ABSTRACT: 0.9,
    SectionKind.FRONT: 0.85,
    SectionKind.INTRODUCTION: 0.75,
    SectionKind.EXPERIMENTS: 0.75,
    SectionKind.CONCLUSION: 0.8,
    SectionKind.DISCUSSION: 0.7,
    SectionKind.APPENDIX: 0.6,
    SectionKind.TRAINING: 0.65,
    SectionKind.METHOD: 0.6,
    SectionKind.OTHER: 0.7,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that touches a metric's name in a sentence; places are offsets in the block's text.

    `reach` is where number and name end.
    """

    span: Span
    metrics: tuple[str, ...]
    words: str
    value: float
    start: int
    end: int
    reach: int


def text_results(paper: Paper) -> Iterator[Result]:
    """The results that sentences state, with little confidence where whose they are is open."""
    document = paper.document
    before: Level | None = None
    last = -1
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        section = (
            document.sections[block.section].kind if 0 <= block.section < len(document.sections) else SectionKind.OTHER
        )
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.FOOTNOTE) or section not in _WHERE:
            continue
        text = block.text[sentence.start : sentence.end]
        span = Span(*sentence)
        level = Level("text", text, span)
        if sentence.block != last:
            before, last = None, sentence.block
        if _NUMBER.search(text):
            other = names_in(text)
            levels = [level, *([before] if before and not (other.other or other.excluded) else [])]
            yield from _results(paper, levels, _WHERE[section])
        names = names_in(text)
        if names.any or names.other:
            before = level if names.any and not names.other else None


def _results(paper: Paper, levels: Sequence[Level], trust: float) -> Iterator[Result]:
    span = levels[0].source
    assert isinstance(span, Span)
    found = find_benchmarks(levels, paper.benchmarks)
    for one in found:
        for claim in _claims(one.id, levels[0].text, span):
            place = (claim.start - span.start, claim.reach - span.start)
            if one.level is levels[0] and _nearest(levels[0].text, *place, [each.id for each in found]) != one.id:
                continue
            result = _result(paper, one, levels, claim, trust)
            if result:
                yield check_range(result)


def _nearest(text: str, start: int, end: int, found: Sequence[str]) -> str:
    """The benchmark that a claim of a sentence is about; "" for another data set.

    The one right behind it ("… on ImageNet"), else the last one before it, else the first one behind it.
    """
    places = [(a, b, [known for known in found if known in ids]) for a, b, ids in name_places(text)]
    places = [(a, b, ids) for a, b, ids in places if not (len(ids) > 1 and len(ids) == len(found))]
    behind = [(a, ids) for a, _, ids in places if a >= end]
    before = [ids for _, b, ids in places if b <= end]
    if behind and _ON.fullmatch(text[end : behind[0][0]]):
        ids = behind[0][1]
    elif before:
        ids = before[-1]
    elif behind:
        ids = behind[0][1]
    else:
        return found[0]
    return ids[0] if ids else ""


# What may stand between a score and the benchmark right behind it.
_ON = re.compile(r"[^.;,]{0,40}\b(?:on|for|in)\b\s*(?:the )?[^.;,]{0,12}|\s*\(?")


def _claims(known: str, text: str, span: Span) -> Iterator[Claim]:
    """Numbers of a sentence with the metric that touches them."""
    matches = [
        match
        for match in header_terms(known).find(text)
        if any(term.kind in ("strong", "ambiguous", "weak", "direction") for term in match.entries)
        and "," not in text[match.start : match.end]
    ]
    yield from _pairs(matches, text, span)
    for number in _NUMBER.finditer(text):
        if _DIFFERENCE.search(text[: number.start()]) or _DIFFERENT.match(text[number.end() :]):
            continue
        if number.group(2) == "points" or ("." not in number.group(1) and not number.group(2)):
            continue
        near = [m for m in matches if m.start >= number.end() and _AFTER.match(text[number.end() : m.start])]
        near = (
            near[:1]
            or [m for m in matches if m.end <= number.start() and _BEFORE.match(text[m.end : number.start()])][-1:]
        )
        if not near:
            continue
        terms = near[0].entries
        metrics = tuple(dict.fromkeys(term.id for term in terms if term.kind in ("strong", "ambiguous", "weak")))
        directions = [term.id for term in terms if term.kind == "direction"]
        if not metrics:
            continue
        value = float(number.group(1))
        left = narrow(known, metrics, directions[0] if directions else "", [value])
        words = text[near[0].start : near[0].end]
        reach = max(near[0].end, number.end())
        places = (span.start + number.start(), span.start + number.end(), span.start + reach)
        yield Claim(span, left, words, value, *places)


_PAIR = re.compile(r"\s*(?:scores?)?\s*(?:of|is|are|:|=)?\s*(\d{2}\.\d{1,2})\s*%?\s*/\s*(\d{2}\.\d{1,2})(?![\d.])")


def _pairs(matches: Sequence[Match[Term]], text: str, span: Span) -> Iterator[Claim]:
    """Two numbers behind two metrics: "EM/F1 = 82.2/88.6"."""
    for first, second in pairwise(matches):
        numbers = _PAIR.match(text, second.end) if text[first.end : second.start].strip() in ("/", "and") else None
        for match, group in ((first, 1), (second, 2)):
            metrics = tuple(term.id for term in match.entries if term.kind == "strong")
            if numbers and len(metrics) == 1:
                places = (
                    span.start + numbers.start(group),
                    span.start + numbers.end(group),
                    span.start + numbers.end(),
                )
                words = text[match.start : match.end]
                yield Claim(span, metrics, words, float(numbers.group(group)), *places)


def _result(paper: Paper, found: Found, levels: Sequence[Level], claim: Claim, trust: float) -> Result | None:
    if len(claim.metrics) != 1:
        return None
    document, text = paper.document, levels[0].text
    here = claim.start - claim.span.start
    clause = _clause(text, here)
    model, given = _model(paper, clause, text)
    at = document.evidence(claim.span.block, claim.start, claim.end, "value")
    if not at:
        return None
    known = benchmark(found.id)
    split = find_split(found.id, levels[:1])
    usual = known.usual_split
    own, sure = _owner(paper, clause, text, given)
    if not own and not given:
        model = ""
    benchmark_at = cite(document, found.level.source, "benchmark", found.words) or at
    metric_at = cite(document, claim.span, "metric", claim.words) or at
    whole = cite(document, claim.span, "model", model if model in text else "")
    splits: Stated | NotStated = NotStated("the sentence")
    if split:
        splits = Stated(split.id, split.words, cite(document, split.level.source, "split", split.words) or at, 0.9)
    elif usual:
        splits = Stated(usual, found.words, benchmark_at, 0.8, reason="the usual split, where a paper does not say")
    confidence = trust * sure * (1.0 if found.level is levels[0] else 0.85)
    return Result(
        place=" ".join(text.split())[:240] + f" | {claim.words} {here}",
        benchmark=Stated(found.id, found.words, benchmark_at, 0.9),
        split=splits,
        metric=Stated(claim.metrics[0], claim.words, metric_at, 0.9),
        value=Stated(
            claim.value,
            document.blocks[claim.span.block].text[claim.start : claim.end],
            at,
            0.95,
        ),
        model=Stated(model, model, whole, 0.7 if given else 0.4) if model else NotStated("the sentence"),
        own=Stated(own, " ".join(clause.split())[:120] or "?", cite(document, claim.span, "own"), sure),
        ensemble=Stated(is_ensemble([clause]), model or "?", cite(document, claim.span, "ensemble"), 0.8),
        setting=", ".join(settings_in(clause)),
        confidence=round(confidence, 3),
    )


def _clause(text: str, place: int) -> str:
    """The part of a sentence around a place, cut at semicolons, "while", "compared to"."""
    cuts = [
        match.span() for match in re.finditer(r";|,?\s\b(?:while|whereas|compared (?:to|with)|but|which|than)\b", text)
    ]
    start = max((end for _, end in cuts if end <= place), default=0)
    end = min((begin for begin, _ in cuts if begin > place), default=len(text))
    return text[start:end]


def _model(paper: Paper, clause: str, text: str) -> tuple[str, bool]:
    """The name of the model that a clause speaks of, and whether it says one."""
    for part in (clause, text):
        names = [name for name in re.findall(rf"\b{NAME}", part) if is_system(name)]
        mine = [name for name in names if any(known in paper.own for known in families_in(name))]
        mine += [
            name for printed in paper.own.values() for name in printed if re.search(rf"\b{re.escape(name)}\b", part)
        ]
        if mine:
            return max(mine, key=len), True
        if names and part is clause:
            return names[0], True
    return next((names[0] for names in paper.own.values()), ""), False


def _owner(paper: Paper, clause: str, text: str, given: bool) -> tuple[bool, float]:
    """Whose number it is, and how sure."""
    mine = any(known in paper.own for known in families_in(clause))
    if cites(clause) and not mine:
        return False, 0.85
    if _THEIRS.search(clause) and not _OURS.search(clause) and not mine:
        return False, 0.6
    if mine or _OURS.search(clause):
        return True, 0.9
    if _OURS.search(text) and not _THEIRS.search(clause):
        return True, 0.8
    return True, 0.6
