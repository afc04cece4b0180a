"""Settings that stand beside hardware and time: epochs, steps, batch size, parameters, precision, operations.

Numbers of a schedule ("decayed after 60 epochs", "4000 warm-up steps", "every 30 epochs") are no settings of a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.compute.mentions import Line
from extractors.compute.roles import TRAIN, TRAIN_VERB
from extractors.quantities.numbers import NUMBER, number_of

_GATE = re.compile(
    r"images|tokens|examples|samples|sentences|utterances|epoch|step|iteration|iters|update|batch|param|weights|"
    r"precision|fp16|FP16|float16|FLOP|flop",
    re.IGNORECASE,
)
_SCHEDULE_BEFORE = re.compile(
    r"(?:\bevery|\bfirst|\blast|\bnext|\bafter|\bat|\bwarm-?up(?: of| for| over)?|\bevery other|\bper|"
    r"\bsubsequent|\bremaining|\binitial|\bprevious|"
    r"\bdivided [^.]{0,20}at|\d\w?,? and|\bfewer than|\bevery few|\bbetween|\bwithin|\bonly after|\beach|"
    r"\bpatience of|\buntil|\bfrom)\s$",
    re.IGNORECASE,
)
_SCHEDULE_NEAR = re.compile(
    r"\bwarm-?up|\bdecay|\banneal|\bdrop(?:ped|s)?\b|\bdivid|\breduc|\bdecreas|\bhalv|\bearly stop|\bpatience|"
    r"\bcheckpoint|\bsav(?:e|ed)\b|\bevaluate|\baverag",
    re.IGNORECASE,
)
_TRAIN_FOR = re.compile(
    r"\b(?:train\w*|run|ran|pre-?train\w*|fine-?tun\w*|for|total of|stopped at|stop at|up to|maximum of|"
    r"over)\s(?:\w+\s){0,4}?$",
    re.IGNORECASE,
)
_UNITS = {
    "epochs": r"[\s-](?:training |full |total |pre-?training |complete )?epochs?\b",
    "steps": r"[\s-](?:training |gradient |total |optimi[sz]ation |parameter |pre-?training |weight |SGD |"
    r"mini-?batch )?(?:steps|iterations?|updates|iters\.?|mini-?batches|minibatches)\b",
    "parameters": r"[\s-]?(?:trainable |model |free |total |learnable |network )?(?:parameters|params?\b|weights)\b",
}
_BEFORE = r"(?<![\w.,])"
_PATTERNS = {name: re.compile(rf"{_BEFORE}(?P<number>{NUMBER}){unit}", re.IGNORECASE) for name, unit in _UNITS.items()}
_BATCH_OF = re.compile(
    r"\b(?:mini[-‐ ]?)?batch(?:es)?[-‐ ]?(?:sizes?)?(?: \((?:in )?\w+\))?\s?(?:of(?: size)?|is(?: fixed|"
    r" set)?(?: as| to)?|was(?: fixed| set)?(?: as| to)?|=|:|to|as|equal to|was|are|containing|"
    rf"with|set to|fixed (?:as|to|at))?\s?(?:about |roughly |approximately |around |up to |"
    rf"size )?(?P<number>{NUMBER})(?!\s?(?:GPUs?|TPUs?|epochs?|%))(?P<unit>\s?(?:\w+\s){{0,3}}?tokens|\s?\w+)?",
    re.IGNORECASE,
)
_PER_BATCH = re.compile(
    rf"{_BEFORE}(?P<number>{NUMBER})\s(?P<unit>images?|examples?|samples?|sentences?|sequences?|tokens?|"
    rf"instances|pairs)\s(?:per|in each|in a|in one)\s(?:mini[-‐ ]?)?batch",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"\b(?:stop\w*|terminat\w*|finish\w*|end(?:s|ed)?|complet\w*|trained)\s(?:\w+\s){0,2}after\s$", re.IGNORECASE
)
_PARAMETERS_ARE = re.compile(
    rf"\b(?:parameters?|params?)\s?(?:=|:|is|are)\s?(?:about |around )?(?P<number>{NUMBER})", re.IGNORECASE
)
_BATCH_HOLDS = re.compile(
    rf"\bbatch(?:es)?\b[^.;]{{0,60}}?\b(?:contain(?:s|ed|ing)?|consist(?:s|ed|ing)? of)\s(?:a total of |about |"
    rf"approximately |roughly |around |up to )?"
    rf"(?P<number>{NUMBER})\s(?P<unit>(?:source |target |sub-?word |input )?(?:tokens|words|images|examples|"
    rf"sentences|sequences|samples))",
    re.IGNORECASE,
)
_ON_EACH = re.compile(
    rf"{_BEFORE}(?P<number>{NUMBER})\s(?P<unit>images?|examples?|samples?|sequences?|sentences?|crops)\s(?:per|"
    rf"on each|for each|on every)\s(?:GPU|device|worker|core|card)",
    re.IGNORECASE,
)
_EPOCHS_ARE = re.compile(
    rf"\b(?:number of |total )?(?:training )?epochs (?:is|was|are|=|to|of|:)\s(?:set to |about |"
    rf"around )?(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"^[^.;(\d]{0,14}\b(?:per|each|every|on each|for each|a)\s(?:GPU|device|worker|core|card|machine|node|chip|"
    r"replica|accelerator)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:fewer|less|more|reduc\w*|sav\w*|times|only|than|drop\w*|increas\w*|additional|extra)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_PRECISION = {
    "mixed": re.compile(r"\bmixed[- ]precision\b|\bapex\b|\bAMP\b"),
    "bf16": re.compile(r"\bb(?:rain)?float-?16\b|\bbf16\b", re.IGNORECASE),
    "fp16": re.compile(r"\bhalf[- ]precision\b|\bFP-?16\b|\bfloat-?16\b|\b16-bit float", re.IGNORECASE),
}
_FLOPS = re.compile(
    rf"{_BEFORE}(?P<number>{NUMBER})\s?(?P<prefix>[EPZ])?\s?(?:FLOPs?|flops?|"
    rf"floating[- ]point operations)\b(?!\s?/|\s?per)"
)
_PREFIX = {"P": 1e15, "E": 1e18, "Z": 1e21}
_EXAMPLES = re.compile(
    rf"{_BEFORE}(?P<number>{NUMBER})\s(?:labell?ed |natural |RGB )?(?:training )?"
    r"(?P<unit>images|examples|samples|sentence pairs|sentences|tokens|words|utterances|documents|"
    r"videos)\b(?!\s(?:per|in each|on each)\b)",
    re.IGNORECASE,
)
_DATA_WORD = re.compile(r"\b(?:train\w*|data ?sets?|corpus|corpora|contains?|consists?|comprises?)\b", re.IGNORECASE)
LEAST = {"epochs": 0.5, "steps": 100.0, "batch_size": 2.0, "parameters": 2e4, "flops": 1e16, "dataset_size": 5e3}
MOST = {"epochs": 20_000.0, "steps": 2e8, "batch_size": 5e7, "parameters": 5e13, "flops": 1e28, "dataset_size": 1e14}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as stated: field, value, text and place in a line; `plain` says that training is said to take it."""

    field: str
    value: float
    text: str
    line: Line
    start: int
    end: int
    plain: bool
    unit: str = ""
    each: bool = False


def settings_of(lines: tuple[Line, ...]) -> tuple[Setting, ...]:
    """Every setting of the paper's lines, in order."""
    return tuple(setting for line in lines if _GATE.search(line.text) for setting in _of_line(line))


def precision_of(lines: tuple[Line, ...]) -> tuple[str, Line, tuple[int, int]] | None:
    """The precision that training is said to use, with its place."""
    for line in lines:
        if TRAIN.search(line.text):
            for name, pattern in _PRECISION.items():
                match = pattern.search(line.text)
                if match:
                    return name, line, match.span()
    return None


def _of_line(line: Line) -> Iterator[Setting]:
    text = line.text
    taken: set[int] = set()
    for match in (*_BATCH_HOLDS.finditer(text), *_BATCH_OF.finditer(text), *_PER_BATCH.finditer(text)):
        unit = (match["unit"] or "").strip().lower()
        each = bool(_EACH.match(text[match.end("number") : match.end("number") + 45]))
        setting = _setting(
            "batch_size", match, line, plain=not each, unit="tokens" if "token" in unit else "examples", each=each
        )
        if setting and match.start("number") not in taken:
            taken.add(match.start("number"))
            yield setting
    for match in _ON_EACH.finditer(text):
        setting = _setting("batch_size", match, line, plain=False, unit="examples", each=True)
        if setting and match.start("number") not in taken:
            taken.add(match.start("number"))
            yield setting
    for match in _PARAMETERS_ARE.finditer(text):
        setting = _setting("parameters", match, line, plain=True)
        if setting:
            taken.add(match.start("number"))
            yield setting
    for match in _EPOCHS_ARE.finditer(text):
        setting = _setting("epochs", match, line, plain=True)
        if setting:
            taken.add(match.start("number"))
            yield setting
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if match.start("number") in taken:
                continue
            before = text[max(0, match.start() - 40) : match.start()]
            if name == "parameters":
                plain = not _COMPARED.search(before)
            else:
                stopped = _STOPPED.search(before)
                if _SCHEDULE_BEFORE.search(before) and not _TRAIN_FOR.search(before) and not stopped:
                    continue
                near = text[max(0, match.start() - 45) : match.end() + 12]
                plain = bool(TRAIN_VERB.search(text)) and not _SCHEDULE_NEAR.search(near)
                plain = plain or bool(stopped) or (before.endswith("(") and name == "epochs")
                plain = plain or bool(_TRAIN_FOR.search(before) and re.search(r"train\w*\s(?:\w+\s){0,4}?$", before))
            setting = _setting(name, match, line, plain=plain)
            if setting:
                yield setting
    if _DATA_WORD.search(text):
        for match in _EXAMPLES.finditer(text):
            unit = "tokens" if match["unit"].lower() in ("tokens", "words") else "examples"
            setting = _setting("dataset_size", match, line, plain=match.start("number") not in taken, unit=unit)
            if setting:
                yield setting
    for match in _FLOPS.finditer(text):
        setting = _setting("flops", match, line, plain=True, factor=_PREFIX.get(match["prefix"] or "", 1.0))
        if setting:
            yield setting
    for number in line.operations:
        yield Setting("flops", number.value, number.text, line, number.start, number.end, True)


def _setting(
    name: str, match: re.Match[str], line: Line, *, plain: bool, unit: str = "", each: bool = False, factor: float = 1.0
) -> Setting | None:
    number = number_of(match)
    if number is None:
        return None
    value = number.high * factor
    if not LEAST[name] <= value <= MOST[name] or (name in ("steps", "batch_size") and not value.is_integer()):
        return None
    return Setting(
        name, value, match["number"].strip(), line, match.start("number"), match.end("number"), plain, unit, each
    )
