"""What a mention is for: training of the authors' own, or inference, another's work, a supposition, data, throughput.

Decided by the words of the clause that it stands in, then of the sentence, then by the section. Precision comes first:
a mention that nothing marks as training is refused, with the reason.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from extractors.compute.confidence import STATEMENT
from extractors.compute.mentions import Line
from extractors.model import BlockKind, Phase, Role, SectionKind

CUES = tomllib.loads(files("extractors.compute").joinpath("cues.toml").read_text("utf-8"))


def _any(name: str, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    """One pattern of all the cues of a name."""
    return re.compile(f"{before}(?:{'|'.join(CUES[name])}){after}", re.IGNORECASE)


TRAIN = _any("training")
TRAIN_VERB = _any("training_verbs")
EXPERIMENT = _any("experiments")
INFERENCE = _any("inference")
THROUGHPUT = _any("throughput")
OWN = _any("own")
OTHERS = _any("others")
HYPOTHETICAL = _any("hypothetical")
GENERAL = _any("general")
THANKS = _any("thanks")
_TAKES = _any("takes")
_DATA_AFTER = _any("data_after", before=r"^\s?")
_DATA_BEFORE = _any("data_before", after=r"\s?$")
_CLIPS = re.compile(r"\b(?:clips?|utterances?|recordings?|videos?|audio|lengths? of)\b[^.;,]{0,50}$", re.IGNORECASE)
_LOST = re.compile(r"^\s?(?:of (?:\w+\s){0,2}time )?(?:was |were |being )?(?:lost|wasted|saved)\b")
_FASTER_THAN = re.compile(
    r"\b(?:faster|slower|longer|quicker|cheaper|shorter|better|worse)\s(?:\w+\s)?than\b[^.;]*\b(?:that|which|"
    r"who|whose)\b[^.;]*$",
    re.IGNORECASE,
)
_SAVES = re.compile(
    r"\bsav(?:es?|ed|ings?)\s(?:us|about|up|roughly|over|more|approximately|\d)|\b(?:lost|loses?|sav(?:es?|ed))\s$",
    re.IGNORECASE,
)
_TO = re.compile(r"^\s(?:down )?to\s")
_TOOK = re.compile(
    r"\b(?:experiments?|runs?|jobs?|models?|networks?)\b[^.;]{0,40}\b(?:took|takes?|lasted|lasts|needed|needs|"
    r"required?s?)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|as opposed to|versus|vs\.?|otherwise)\s(?:\w+\s){0,3}$", re.IGNORECASE
)
_COMPARED = _any("comparison", after=r"\b[^,;]*$")
_CHANGE = _any("change", after=r"[^,;.]{0,14}$")
_FOREIGN = _any("foreign")
_OTHER_WORKS = _any("other_works")
_SHARE = _any("share")
_POSSIBLE = _any("possible")
_RATE_AFTER = _any("rate_after", before=r"^\s?")
_PRE = _any("pre_training")
_TUNE = _any("fine_tuning")
_SEARCH = _any("search")

CITATION = re.compile(r"\[\d+(?:[,;–\- ]+\d+)*\]|\bet al\b\.?|\([A-Z][\w&.’' \-]+,? (?:19|20)\d\d[a-z]?[);,]")
_CITED_SUBJECT = re.compile(
    r"(?:et al\.?,?\s?(?:\(?(?:19|20)\d\d[a-z]?\)?|\[\d+\])?|\[\d+(?:[,; ]+\d+)*\]|"
    r"\((?:[^()]{3,60})(?:19|20)\d\d[a-z]?\))"
    r"[,)\]]?\s(?:who |which |also |only |have |has |was |were |and (?=requir|need))*"
    r"(?:use[sd]?|using|train\w*|pre-?train\w*|requir\w*|report\w*|took|take[sn]?|need\w*|spen[dt]\w*|employ\w*|"
    r"consum\w*|"
    r"cost\w*|run|ran)\b",
    re.IGNORECASE,
)
_CITED_AFTER = re.compile(r"^[^.;]{0,45}?(?:\((?:[A-Z][^()]{2,50})(?:19|20)\d\d[a-z]?\)|\[\d+(?:, ?\d+)*\]|\bet al\b)")
_CLAUSE = re.compile(
    r"(?:;|, (?:and|or|with)\b|,? (?:but|while|whereas|although|however|yet)\b,?|"
    r"(?<!vs)(?<!al)(?<!e\.g)(?<!i\.e)(?<!Fig)(?<!approx)\. |: "
    r"| and (?=(?:\w+ly )?(?:evaluat|test|infer|decod|measur|report|train|fine|run|ran|took|takes|it\b|we\b|"
    r"the (?:train|infer|test)))"
    r"|, (?=[A-Z][\w\-]+ (?:took|takes|required|requires|needed|needs|was trained|is trained)\b)"
    r"|\.\d{1,2} (?=[A-Z]))"
)
_NO_RUNS = frozenset((SectionKind.ACKNOWLEDGEMENTS, SectionKind.REFERENCES))
_OWN_SECTIONS = frozenset((SectionKind.TRAINING, SectionKind.EXPERIMENTS, SectionKind.METHOD, SectionKind.APPENDIX))
_OTHERS_SECTIONS = frozenset((SectionKind.RELATED_WORK, SectionKind.BACKGROUND))
_SPEED_HEADING = re.compile(r"\b(?:inference|speed|latency|run-?times?|throughput|timing|efficiency)\b", re.IGNORECASE)
_FOR_TUNING = re.compile(r"for fine[-‐ ]?tuning\b", re.IGNORECASE)
_OTHER_SEARCH = re.compile(r"\b(?:beam|grid|line) search", re.IGNORECASE)
_TUNE_COSTS = re.compile(r"\bfine[-‐ ]?tun\w*\b[^.]{0,60}\b(?:takes?|took|on|for|using|with)\b", re.IGNORECASE)
_PRE_TRAINED = re.compile(r"\bpre[-‐ ]?trained (?:model|network|weights|on ImageNet|backbone)", re.IGNORECASE)
_UNLIKE = re.compile(r"\b(?:they|their|authors|unlike|in contrast to)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^\s?[’']s?\s(?!train|of train)")
_WORK_OF = re.compile(r"\b(?:of|by) [A-Z][\w\-]+ et al\b")
_TOOL_BEFORE = re.compile(r"\b(?:in|using|with|via|on|from|of|by|the|and)\s[\w+.\-]+\s?\(?(?:[A-Z]\w+ )?$")
_TOOL = re.compile(r"\b(?:using|with|in|via|by|from|of|following|optimi[sz]er|Adam|SGD|on)\b")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a mention is for. `role` is None for training; `strength` in 0..1 says how plainly it says so."""

    role: Role | None
    reason: str
    strength: float = 0.0


def phase_of(text: str, start: int = -1, end: int = -1) -> Phase:
    """What a run was for, by the words of its sentence; by the nearest word of its clause for a place in it."""
    if _FOR_TUNING.match(text):
        return Phase.FINE_TUNING
    if start >= 0:
        left, right = clause_of(text, start, end)
        near = [
            (min(abs(match.start() - end), abs(start - match.end())), phase)
            for pattern, phase in ((_PRE, Phase.PRE_TRAINING), (_TUNE, Phase.FINE_TUNING), (_SEARCH, Phase.SEARCH))
            for match in pattern.finditer(text[:right], left)
            if not _OTHER_SEARCH.search(text, max(0, match.start() - 7)) and not _PRE_TRAINED.match(text, match.start())
        ]
        if len({phase for _, phase in near}) > 1:
            return min(near)[1]
    if _SEARCH.search(text) and not _OTHER_SEARCH.search(text):
        return Phase.SEARCH
    pre = any(not _PRE_TRAINED.match(text, match.start()) for match in _PRE.finditer(text))
    tune = _TUNE.search(text)
    if tune and (not pre or _TUNE_COSTS.search(text)):
        return Phase.FINE_TUNING
    if pre:
        return Phase.PRE_TRAINING
    return Phase.TRAINING


def clause_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around `[start, end)`: between conjunctions and stops."""
    left = 0
    right = len(text)
    for match in _CLAUSE.finditer(text):
        if match.end() <= start:
            left = match.start()
        elif match.start() >= end:
            right = match.start()
            break
    return left, right


def judge(line: Line, start: int, end: int, *, time: bool, before: str = "") -> Judgement:
    """What the mention at `[start, end)` of a line is for; `before` is the sentence in front of it."""
    text = line.text
    left, right = clause_of(text, start, end)
    clause = text[left:right]
    if line.section_kind in _NO_RUNS or (THANKS.search(text) and not TRAIN_VERB.search(text)):
        return Judgement(Role.OTHER, "acknowledgements name who gave the hardware")
    if time:
        if (
            _DATA_AFTER.match(text[end:])
            or _POSSESSIVE.match(text[end:])
            or _DATA_BEFORE.search(text[max(0, start - 24) : start])
        ):
            return Judgement(Role.DATA, "a length of data or a period, not of training")
        if _LOST.match(text[end:]):
            return Judgement(Role.OTHER, "time that was lost")
        if _FASTER_THAN.search(text[:start]):
            return Judgement(Role.CITED, "the time of what one's own is compared with")
        if _SAVES.search(text[:start]):
            return Judgement(Role.THROUGHPUT, "a time that is saved")
        if _CLIPS.search(text[max(0, start - 70) : start]):
            return Judgement(Role.DATA, "the length of a recording")
        if text[:start].rstrip().endswith("from") and _TO.match(text[end:]):
            return Judgement(Role.THROUGHPUT, "one of two times that are compared")
        if _CHANGE.search(text[max(0, start - 40) : start]):
            return Judgement(Role.THROUGHPUT, "one of two times that are compared")
        if _RATE_AFTER.match(text[end:]):
            return Judgement(Role.THROUGHPUT, "a time for each step, epoch or example")
    if _cited(line, start, end, left, clause):
        return Judgement(Role.CITED, "the sentence is about another's work")
    train = TRAIN_VERB.search(clause)
    slow = INFERENCE.search(clause) or (None if TRAIN_VERB.search(text) else INFERENCE.search(text))
    if slow and not train:
        return Judgement(Role.INFERENCE, f"“{slow.group()}” in its clause")
    if slow and train and _nearer(text, slow, train, left, start, end):
        return Judgement(Role.INFERENCE, f"“{slow.group()}” stands nearer than “{train.group()}”")
    fast = THROUGHPUT.search(text if line.kind is BlockKind.CAPTION and not train else clause)
    if fast and not (train and re.search(r"\b(?:took|takes?|trained (?:on|for|using|with))\b", clause)):
        return Judgement(Role.THROUGHPUT, f"“{fast.group()}” in its clause")
    if time and _SHARE.search(clause):
        return Judgement(Role.THROUGHPUT, "a cost for a part of the data")
    compared = _INSTEAD.search(text[max(0, start - 40) : start]) if time else _COMPARED.search(text[left:start])
    if compared:
        return Judgement(Role.OTHER, f"only compared with: “{compared.group().strip()}”")
    supposed = HYPOTHETICAL.search(clause) or (None if line.durations else _POSSIBLE.search(clause))
    if supposed:
        return Judgement(Role.HYPOTHETICAL, f"“{supposed.group()}” in its clause")
    general = GENERAL.search(clause)
    if general and not OWN.search(text[left:start]):
        return Judgement(Role.OTHER, f"“{general.group()}”: said of training in general")
    if _SPEED_HEADING.search(line.heading) and not train and not TRAIN.search(line.heading):
        return Judgement(Role.INFERENCE, f"its section is “{line.heading}”")
    return _training(line, clause, time=time, before=before)


def _training(line: Line, clause: str, *, time: bool, before: str) -> Judgement:
    """Training, and how plainly, or no word of it."""
    text = line.text
    verb = TRAIN_VERB.search(clause)
    own = bool(OWN.search(text))
    wide = line.section_kind in (SectionKind.INTRODUCTION, SectionKind.RELATED_WORK, SectionKind.BACKGROUND)
    if verb:
        strength = STATEMENT["clause" if own or not wide else "clause_elsewhere"]
    elif TRAIN_VERB.search(text) or TRAIN.search(clause):
        strength = STATEMENT["sentence" if own or not wide else "sentence_elsewhere"]
    elif time and line.section_kind in _OWN_SECTIONS and _took(text, before):
        strength = STATEMENT["takes"]
    elif time and not line.devices and not TRAIN.search(text):
        return Judgement(Role.OTHER, "no word of training near it")
    elif TRAIN.search(text) or (EXPERIMENT.search(text) and not INFERENCE.search(text)):
        strength = STATEMENT["setting" if own or not wide else "setting_elsewhere"]
    elif time and _TAKES.search(text) and TRAIN_VERB.search(before):
        strength = STATEMENT["takes"]
    else:
        return Judgement(Role.OTHER, "no word of training near it")
    if THROUGHPUT.search(text) and not verb:
        strength -= STATEMENT["faster"]
    return Judgement(None, "training" if verb else "training, by its sentence", strength)


def _took(text: str, before: str) -> bool:
    """Whether runs are said to take a time, or something is, behind a sentence on training."""
    return bool(_TOOK.search(text) or (_TAKES.search(text) and TRAIN_VERB.search(before)))


def _cited(line: Line, start: int, end: int, left: int, clause: str) -> bool:
    """Whether a mention is of another's work: a citation as subject, or right behind it, or no word of one's own."""
    text = line.text
    subject = _CITED_SUBJECT.search(text)
    if (
        subject
        and subject.end() <= end
        and not _TOOL_BEFORE.search(text[: subject.start()])
        and not OWN.search(text[subject.end() : start])
    ):
        return True
    own = OWN.search(text)
    works = list(_OTHER_WORKS.finditer(text[:start]))
    if works and not OWN.search(text[works[-1].end() : start]) and CITATION.search(text):
        return True
    if not own and _WORK_OF.search(text[:start]):
        return True
    after = None if OWN.search(clause) else _CITED_AFTER.match(text[end:])
    if after and not _TOOL.search(after.group()):
        return True
    if _FOREIGN.search(text[left:start]) and not OWN.search(text[max(0, start - 40) : start]):
        return True
    if own:
        return bool(OTHERS.search(clause)) and not OWN.search(clause)
    if line.section_kind in _OTHERS_SECTIONS:
        return True
    if line.section_kind is SectionKind.INTRODUCTION or line.section_kind is SectionKind.ABSTRACT:
        return bool(CITATION.search(text)) or bool(_OTHER_WORKS.search(text)) or bool(_UNLIKE.search(clause))
    return bool(OTHERS.search(clause)) and bool(CITATION.search(text))


def _nearer(text: str, slow: re.Match[str], train: re.Match[str], left: int, start: int, end: int) -> bool:
    def distance(match: re.Match[str]) -> int:
        return min(abs(match.start() + left - end), abs(start - match.end() - left))

    return distance(slow) < distance(train)
