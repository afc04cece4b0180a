"""Facts in the manner of papers, for releases: short to write, whole in what they say."""

from typing import Any

from annotations.release.rows import ReleasedFact
from extractors.model import Box, Evidence, Field, NotStated, Result, Stated, TrainingRun, Value

SEARCHED = NotStated("the whole text")


def said(value: Value, text: str = "", field: str = "", page: int = 3, quote: str = "", **rest: Any) -> Stated:
    """A stated field with a made place."""
    proof = Evidence(field, Box(page, 50.0, 100.0, 250.0, 112.0), quote or f"… {text or value} …")
    return Stated(value, text or str(value), (proof,), **rest)


def run(
    model: str | None = "Lattice-96",
    hardware: Field | None = None,
    count: Field | None = None,
    time_hours: Field | None = None,
    **rest: Any,
) -> TrainingRun:
    """A run on 8 Tesla K40 for 9 days, but for what is given."""
    values: dict[str, Any] = {
        "place": f"{model} was trained on 8 Tesla K40 GPUs for 9 days.",
        "phase": said("training", field="phase"),
        "confidence": 0.95,
    }
    return TrainingRun(
        model=said(model, field="model") if model else SEARCHED,
        hardware=hardware or said("Tesla K40", "NVIDIA Tesla K40", "hardware"),
        count=count or said(8, "8", "count"),
        time_hours=time_hours or said(216.0, "9 days", "time_hours"),
        **(values | rest),
    )


def result(
    value: float = 23.1, model: str = "Lattice-96", metric: str = "top1_error", own: bool = True, **rest: Any
) -> Result:
    """A result on ImageNet's validation set, but for what is given."""
    values: dict[str, Any] = {
        "place": f"{model} 41M {value}",
        "benchmark": said("imagenet", "ImageNet", "benchmark"),
        "split": said("val", "validation", "split"),
        "table": "Table 1",
        "row": (model,),
        "column": ("top-1 err. (%)",),
        "confidence": 0.97,
        "headline": True,
        "ensemble": said(False, field="ensemble"),
    }
    return Result(
        metric=said(metric, field="metric"),
        value=said(value, field="value", quote=f"{model} 41M {value}"),
        model=said(model, field="model"),
        own=said(own, field="own"),
        **(values | rest),
    )


def released(
    fact: TrainingRun | Result, identifier: str, status: str = "accepted", paper: str = "arXiv:0001.00001"
) -> ReleasedFact:
    """A fact as it goes into a release."""
    return ReleasedFact(identifier, paper, fact, status, ("ada",) if status != "unreviewed" else ())


def paper_row(paper: str = "arXiv:0001.00001") -> dict[str, Any]:
    """A row of papers.csv without its counts."""
    return {
        "paper": paper,
        "version": 1,
        "title": "Lattice Networks",
        "authors": "Ada Sample; Ben Muster",
        "submitted": "2016-03-14",
        "year": 2016,
        "categories": "cs.CV",
        "address": "https://arxiv.org/abs/0001.00001",
        "sha256": "ab" * 32,
        "tasks": "imagenet",
        "not_stated": None,
    }
