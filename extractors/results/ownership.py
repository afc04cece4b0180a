"""Whose result a row is: the authors' own run or another work's, with how sure that is and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.catalog.table_words import lexicon
from extractors.results.levels import Level
from extractors.results.own_names import is_named
from extractors.results.paper import Paper, names_cited, names_own

_BRACKETS = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")
_AUTHORS = re.compile(
    r"[A-Z][\w’'-]+(?:\s+et\s+al\b\.?|\s*(?:and|&)\s*[A-Z][\w’'-]+),?\s*[\[(]?\s*(?:19|20)\d\d[a-z]?\b"
    r"|[A-Z][\w’'-]+(?:,\s*|\s*[(\[]\s*)(?:19|20)\d\d[a-z]?\b|\bet\s+al\b"
)
_SIGN = r"(?P<mark>[*∗†‡§¶⋆★♣♠♦⊕])"
_MARK = re.compile(
    rf"(?:^|(?<=[\s(.:;,“\"'‘])){_SIGN}[”\"'’)]?\s*"
    r"(?:[:=]|means?|denotes?|indicates?|refers?(?: to)?|represents?|is|are|stands? for|marks?|and)\s*"
    r"(?P<said>[^.;*∗†‡§¶⋆★♣♠♦⊕]{3,160})"
)
_MARKED = re.compile(
    rf"\b(?:marked|denoted|indicated|models?|results?|methods?|rows?|those) (?:with|by|as)? "
    rf"?[“\"'‘(]?{_SIGN}[”\"'’)]?\s*"
    r"(?P<said>[^.;*∗†‡§¶⋆★♣♠♦⊕]{3,160})"
)
# "by Yu et al. (2016)b": rows that end in b are theirs.
_LETTERS = re.compile(
    r"\((?:19|20)\d\d[a-z]?\)\s*([a-z])\b|[A-Z][a-z]{2,}([a-z])\b(?=\s*[,;.)]|\s+and\b|\s*\(unpublished)"
)
_OURS = re.compile(
    r"\b(?:our|ours|we|us|by us|re-?implement\w*|re-?produc\w*|re-?train\w*|re-?run|re-?ran|this paper|this "
    r"work|self-implemented|obtained by (?:repeating|running|training))\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:reported|taken from|copied|quoted|from (?:the )?(?:original|paper|their)|results? (?:of|from|in)|"
    r"official|as in|cited|published|unpublished|leaderboard|numbers? (?:are )?from)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:compar\w+ (?:with|to|of|against|between|on)|comparisons?|state[- ]of[- ]the[- ]art|previous|"
    r"other (?:methods|models|systems)|published|prior|existing|popular|versus|vs\.?)\b",
    re.IGNORECASE,
)
_ABLATION = re.compile(
    r"\b(?:ablat\w+|effects? of|impact of|influence of|analysis of|variants?|variations? (?:on|of)|different|"
    r"study|choices?|contribution|controlled|sensitivity|with and without|under the same|baselines?|"
    r"varying)\b",
    re.IGNORECASE,
)
_HUMAN = re.compile(r"\bhuman(?:s|\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whether a row is the authors' own; `confidence` is of that answer; `reason` says by which sign."""

    own: bool
    confidence: float
    reason: str


def cites(text: str) -> bool:
    """Whether a name is printed with a citation."""
    return bool(_BRACKETS.search(text) or _AUTHORS.search(text))


def is_reference(text: str) -> bool:
    """Whether a text is a reference to the bibliography and nothing else."""
    return bool(_BRACKETS.fullmatch(text.strip()))


def bare_name(text: str) -> str:
    """The first name of a row, without what is added to it and where it is from."""
    return re.split(r"\s*[\[(+,]|\s-\s", text.strip())[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Tone:
    """What a table as a whole says of its rows: whether some cite, some are the paper's, what its caption is about."""

    cited: bool
    mostly_cited: bool
    cited_names: frozenset[str]
    introduced: bool
    comparison: bool
    ablation: bool
    repeated: bool
    marks: tuple[tuple[str, bool], ...]
    retested: tuple[str, ...]


def read_tone(paper: Paper, levels: Sequence[Level], rows: Sequence[str], notes: Sequence[str] = ()) -> Tone:
    """The tone of a table from caption, its rows' texts and the notes under it."""
    caption = " ".join(level.text for level in levels if level.kind == "caption")
    return Tone(
        cited=any(cites(row) for row in rows),
        cited_names=frozenset(bare_name(row) for row in rows if cites(row)),
        mostly_cited=sum(cites(row) for row in rows) * 2 > len(rows),
        introduced=any(names_own(paper, row) for row in rows),
        comparison=bool(_COMPARISON.search(caption)),
        ablation=bool(_ABLATION.search(caption)),
        repeated=bool(
            re.search(
                r"\b(?:our|own|we) (?:\w+ )?(?:re-?)?implement|re-?implement|we (?:re-?)?train|reproduc|our "
                r"(?:own )?(?:re-?)?(?:runs?|training)\b",
                caption,
                re.IGNORECASE,
            )
        ),
        marks=tuple(_marks(" ; ".join((caption, *notes)))),
        retested=tuple(_RETESTED.findall(caption)),
    )


# "VGG-16 is based on our test": the row of a cited name that the authors ran.
_RETESTED = re.compile(
    r"([A-Z][\w-]+)(?: results?| numbers?| models?)? (?:is|are|was|were) (?:based on|from|obtained|re-?trained|"
    r"re-?implemented|re-?produced|run)\b[^.;]{0,25}?\b(?:our|ours|us)\b"
)


def _marks(text: str) -> list[tuple[str, bool]]:
    found = []
    for match in (*_MARK.finditer(text), *_MARKED.finditer(text)):
        said = match["said"]
        if _OURS.search(said):
            found.append((match["mark"], True))
        elif _THEIRS.search(said) or cites(said):
            found.append((match["mark"], False))
    expected = "a"
    for match in _LETTERS.finditer(text):
        if expected in match.groups():
            expected = chr(ord(expected) + 1)
    if expected > "b":
        found += [(chr(code), False) for code in range(ord("a"), ord(expected))]
    return found


def owner_of(
    paper: Paper, tone: Tone, name: str, groups: Sequence[str], header: str, reference: str, dated: bool
) -> Owner:
    """Whose a row is, from its name, its groups' titles, its column's header, its reference column.

    `dated` rows have a year of their own, as contests' tables print it.
    """
    for text, kind in ((header, "column"), (name, "row"), (" ".join(groups), "group")):
        words = {match.entries[0] for match in lexicon("ownership").find(text)} if text else set()
        if "own" in words:
            return Owner(True, 0.96, f"the {kind} says so")
        if names_own(paper, name) and kind == "column" and words & {"cited", "cited_columns"}:
            continue
        if "cited_columns" in words and kind == "column":
            return Owner(False, 0.93, "the column says so")
        if "cited" in words and not (kind != "column" and names_own(paper, name)):
            return Owner(False, 0.93, f"the {kind} says so")
    if names_own(paper, header) and not names_own(paper, name):
        return Owner(True, 0.92, "a column with a name that the paper brings in")
    for mark, own in tone.marks:
        if name.endswith(mark) if mark.isalpha() else mark in name:
            return Owner(own, 0.9, f"the mark {mark} in its name says so")
    if _HUMAN.search(name):
        return Owner(False, 0.95, "human performance")
    if dated and not names_own(paper, name):
        return Owner(False, 0.85, "a row of a contest's table with years")
    if cites(reference) or re.fullmatch(r"\s*\d{1,3}\s*", reference):
        return Owner(False, 0.93, "its reference column cites")
    mine = names_own(paper, name)
    if any(known in name for known in tone.retested):
        return Owner(True, 0.85, "the caption says that the authors ran it")
    if cites(name):
        if tone.repeated and not any(own for _, own in tone.marks):
            return Owner(True, 0.45, "cited, but the authors say that they ran others' models")
        return Owner(mine, 0.45 if mine else 0.94, "a citation in its name")
    if any(cites(group) for group in groups) and not mine:
        return Owner(False, 0.9, "a citation in its group's title")
    if mine:
        return Owner(True, 0.96, "a name that the paper brings in")
    return _unmarked(paper, tone, name)


def _unmarked(paper: Paper, tone: Tone, name: str) -> Owner:
    """A row without any sign of its own."""
    known = names_cited(paper, name)
    if known and len(re.findall(r"(?<![\w-])[a-z]{2,}(?![\w-])", name)) >= 2:
        return Owner(True, 0.7, "a known model with words of a change to it")
    bare = bare_name(name)
    if any(bare == cited or bare.startswith(f"{cited} ") for cited in tone.cited_names if cited):
        return Owner(False, 0.8, "a row of the same name is cited")
    if tone.mostly_cited and known:
        return Owner(True, 0.7, "uncited among rows of which most are cited")
    if tone.cited and known:
        return Owner(False, 0.7, "a known name beside cited rows")
    if tone.cited and tone.introduced and not tone.mostly_cited and is_named(name):
        return Owner(True, 0.45, "an unknown name beside cited rows and the paper's own")
    if tone.cited:
        return Owner(True, 0.75, "uncited beside cited rows")
    if not known:
        return Owner(True, 0.9, "no row of the table is cited")
    if tone.introduced and tone.comparison and not tone.ablation:
        return Owner(False, 0.7, "a known name in a comparison")
    if tone.introduced and not tone.ablation and not tone.repeated:
        return Owner(True, 0.55, "a known name beside the paper's own")
    return Owner(True, 0.8, "a known model in a table of the authors' own runs")
