"""Which training runs stand behind a score: decided from the facts alone, for what is proposed and what is released.

A tie is by name, and none is better than a wrong one. A member of a family ("GateNet-B") has the run of the family
("GateNet") only where no run tells its members apart; a changed model ("GateNet + wide") and an ensemble have none of
it, since their cost is another; neither has a model that was only fine-tuned here, whose training is mostly elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractors.catalog.dataset_names import name_places
from extractors.model import Phase, Result, Stated, TrainingRun, value_of
from extractors.ties.identity import KINDS, SIZES, identity

WHOLE = frozenset((Phase.TRAINING, Phase.PRE_TRAINING))
"""Phases of which one must be among a model's runs: fine-tuning alone is a part of its training."""

OWNED = 0.9
"""How sure it must be that a row is the authors' own model, for a run that they state for all their models."""

_PRODUCT = ("hardware", "count", "time_hours", "device_hours")
_WHOSE = re.compile(r"\bours?\b", re.IGNORECASE)
_CHANGED = re.compile(r"\+|(?:^|\s)[-−–]\s?\w|\bw/|\bwith|\bno\b|\bbaseline|\bre-?(?:impl?|produc|pro)", re.IGNORECASE)
_OTHERS = re.compile(r"\bbaseline|\bre-?(?:imp|pro)", re.IGNORECASE)
_LABEL = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]")


class How(StrEnum):
    """How the runs of a score were found, or why there are none."""

    NAME = "run of this model"
    ALL = "run of all models"
    FAMILY = "run of the model's family, assumed for this member"
    SIZE = "run of the model's family, assumed to be of this size"
    NONE = "no run stated"
    SEVERAL = "several runs fit, so none is taken"
    ENSEMBLE = "an ensemble, so the run of one net is not taken"
    MEMBERS = "one time for members of several sizes, so it is not taken"
    PART = "only fine-tuning stated, so it is not taken"


@dataclass(frozen=True, slots=True)
class Tie:
    """The runs behind a score by their numbers, one a phase; empty where `how` says why."""

    runs: tuple[int, ...]
    how: How


@dataclass(frozen=True, slots=True)
class _Named:
    """A run by the words of its model's name; no words where it is of all the paper's models."""

    number: int
    run: TrainingRun
    words: frozenset[str]


def tie_runs(results: Sequence[Result], runs: Sequence[TrainingRun], main: str) -> list[Result]:
    """Own results with the places of the training runs behind them; `main` is the paper's own model."""
    own = [result for result in results if value_of(result.own)]
    found = iter(ties(own, runs, main))
    return [
        replace(result, runs=tuple(dict.fromkeys(runs[number].place for number in next(found).runs)))
        if value_of(result.own)
        else result
        for result in results
    ]


def ties(results: Sequence[Result], runs: Sequence[TrainingRun], main: str = "") -> list[Tie]:
    """The runs behind each of a paper's own results.

    One time that is assumed for members of several sizes is wrong for all but one, unless it is a range over them.
    """
    found = [tie(result, runs, main) for result in results]
    sizes: dict[int, set[frozenset[str]]] = defaultdict(set)
    for result, one in zip(results, found, strict=True):
        if one.how in (How.ALL, How.FAMILY):
            words = identity(_plain(value_of(result.model)), main)
            for number in one.runs:
                sizes[number].add(frozenset(filter(_is_label, words)))
    shared = {number for number, labels in sizes.items() if len(labels) > 1 and not _is_range(runs[number])}
    return [
        Tie((), How.MEMBERS) if one.how in (How.ALL, How.FAMILY) and shared & set(one.runs) else one for one in found
    ]


def _is_range(run: TrainingRun) -> bool:
    times = [field for field in (run.time_hours, run.device_hours) if isinstance(field, Stated)]
    return all(field.low is not None and field.high is not None and field.low < field.high for field in times)


def tie(result: Result, runs: Sequence[TrainingRun], main: str = "") -> Tie:
    """The runs behind an own result among the runs of its paper.

    Without `main`, a name that only says whose it is ("ours") goes by the places that the result has been tied to.
    """
    name = _plain(value_of(result.model))
    said = " ".join((name, *map(_plain, (result.setting, *result.row, *result.column))))
    named = [_Named(number, run, _words(run, main)) for number, run in enumerate(runs)]
    trained = [one for one in named if value_of(one.run.phase) != Phase.SEARCH]
    fitting = [one for one in trained if _is_on(one.run, result, said)]
    words = _spelt_out(identity(name, main), name, fitting)
    found = _by_name(words, name, fitting)
    if found.how is How.NONE:
        found = _by_all(words, name, result, fitting)
    if not found.runs and not main and _WHOSE.search(name):
        found = _chosen([one for one in fitting if one.run.place in result.runs], How.NAME)
    if any(_is_elsewhere(named[number], trained, fitting) for number in found.runs):
        return Tie((), How.SEVERAL)
    return Tie((), How.ENSEMBLE) if found.runs and value_of(result.ensemble) else found


def _is_elsewhere(one: _Named, runs: Sequence[_Named], fitting: Sequence[_Named]) -> bool:
    """Whether a run that names no data set has namesakes that do, and all on others: it may be on one of those too."""
    if value_of(one.run.phase) != Phase.TRAINING or _data(one.run):
        return False
    same = [other for other in runs if other.words == one.words and value_of(other.run.phase) == Phase.TRAINING]
    told = [other for other in same if _data(other.run)]
    return bool(told) and not any(other in fitting for other in told)


def _data(run: TrainingRun) -> bool:
    return bool(run.benchmarks or name_places(_plain(value_of(run.model))))


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value or ""))


def _words(run: TrainingRun, main: str) -> frozenset[str]:
    words = identity(_plain(value_of(run.model)), main)
    return words if words - KINDS else frozenset()


def _spelt_out(words: frozenset[str], name: str, runs: Sequence[_Named]) -> frozenset[str]:
    """A name's words, with a run's whole name for its letters ("DS2" for "Deep Speech 2")."""
    for one in runs:
        letters = "".join(re.findall(r"\b[A-Z]|\d+", _plain(value_of(one.run.model))))
        if len(letters) > 2 and re.search(rf"(?<!\w){letters}(?!\w)", name):
            return words - identity(letters) | one.words
    return words


def _is_on(run: TrainingRun, result: Result, said: str) -> bool:
    """Whether a run may be for a result's benchmark, by its benchmarks and by the data sets that its name brings.

    What a model is pre-trained on is another data set, and must be said of the result too.
    """
    benchmark, name = value_of(result.benchmark), _plain(value_of(run.model))
    places = name_places(name)
    if value_of(run.phase) == Phase.PRE_TRAINING:
        return all(benchmark in ids or name[start:end].casefold() in said.casefold() for start, end, ids in places)
    if run.benchmarks:
        return benchmark in run.benchmarks
    return not places or any(benchmark in ids for *_, ids in places)


def _by_name(words: frozenset[str], name: str, runs: Sequence[_Named]) -> Tie:
    """The runs of this name, of its family, or of the one member of the family that the paper trained."""
    kin = [one for one in runs if one.words & words - SIZES]
    same = [one for one in kin if one.words == words]
    if same:
        others = [one for one in kin if _is_size_of(one, words) and not _is_same(one, same[0])]
        return _chosen(same, How.NAME) if not others else Tie((), How.SEVERAL)
    family = [one for one in kin if one.words < words]
    if family:
        most = max(len(one.words) for one in family)
        nearest = [one for one in family if len(one.words) == most]
        more = words - nearest[0].words
        members = [one for one in kin if one.words > nearest[0].words and not _is_same(one, nearest[0])]
        if _CHANGED.search(name) or not all(_is_label(word) for word in more):
            return Tie((), How.SEVERAL if members else How.NONE)
        if not members:
            return _chosen(nearest, How.FAMILY)
        is_other = more <= SIZES and all(one.words & SIZES and not one.words & more for one in members)
        return _chosen(nearest, How.SIZE) if is_other else Tie((), How.SEVERAL)
    member = [one for one in kin if _is_size_of(one, words)]
    return _chosen(member, How.SIZE) if member and member == kin else Tie((), How.NONE)


def _is_label(word: str) -> bool:
    return word in SIZES or bool(_LABEL.fullmatch(word))


def _is_size_of(one: _Named, words: frozenset[str]) -> bool:
    """Whether a run's name is these words and one size or label."""
    more = one.words - words
    return one.words > words and len(more) == 1 and all(map(_is_label, more))


def _by_all(words: frozenset[str], name: str, result: Result, runs: Sequence[_Named]) -> Tie:
    """The run of all models, for a row that is surely own and of whose family no run says something else."""
    general = [one for one in runs if not one.words]
    owned = isinstance(result.own, Stated) and result.own.confidence >= OWNED and not _OTHERS.search(name)
    if not general or not owned:
        return Tie((), How.NONE)
    kin = [one for one in runs if one.words & words - SIZES and not _is_same(one, general[0])]
    return Tie((), How.SEVERAL) if kin else _chosen(general, How.ALL)


def _chosen(found: Sequence[_Named], how: How) -> Tie:
    """One run a phase, the one that says all that the others of its phase say; none where two say different things."""
    kept: list[_Named] = []
    for one in found:
        if not any(_adds_nothing(one.run, other.run) for other in kept):
            kept = [other for other in kept if not _adds_nothing(other.run, one.run)] + [one]
    phases = {value_of(one.run.phase) for one in kept}
    if len(phases) < len(kept) or phases >= WHOLE:
        return Tie((), How.SEVERAL)
    if kept and not WHOLE & phases:
        return Tie((), How.PART)
    return Tie(tuple(sorted(one.number for one in kept)), how if kept else How.NONE)


def _is_same(one: _Named, other: _Named) -> bool:
    return _adds_nothing(one.run, other.run) or _adds_nothing(other.run, one.run)


def _adds_nothing(run: TrainingRun, other: TrainingRun) -> bool:
    """Whether `other` says all that `run` says of device, count and time, for the same phase."""
    if value_of(run.phase) != value_of(other.phase):
        return False
    if value_of(run.count) is not None and run.count_unit != other.count_unit:
        return False
    pairs = ((value_of(getattr(run, name)), value_of(getattr(other, name))) for name in _PRODUCT)
    return all(mine is None or mine == theirs or _is_kind_of(mine, theirs) for mine, theirs in pairs)


def _is_kind_of(mine: object, theirs: object) -> bool:
    """Whether a device is said only by its kind where the other run names it."""
    if not isinstance(theirs, str) or mine not in ("GPU", "TPU"):
        return False
    return ("TPU" in theirs) == (mine == "TPU") and theirs != "CPU"
