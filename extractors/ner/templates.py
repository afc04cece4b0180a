"""Sentences about training and scores, made from templates: SciREX, from papers of 2013 to 2019, has few of them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files

from extractors.catalog import accelerators
from extractors.ner.weak import Labelled, Span

_SLOT = re.compile(r"\{(\w+)\}")
_WORDS = (
    "two",
    "four",
    "eight",
    "a few",
    "16",
    "32",
    "64",
    "128",
    "256",
    "512",
    "8",
    "4",
    "2",
    "1,024",
    "eight",
    "single",
)
_UNITS = ("hours", "days", "weeks", "minutes", "h", "GPU days")


def generate(number: int, models: list[str], datasets: list[str], seed: int) -> tuple[Labelled, ...]:
    """`number` sentences; names are those given, those of `templates.toml`, and made-up ones. The same for a seed."""
    data: dict[str, list[str]] = tomllib.loads((files("extractors.ner") / "templates.toml").read_text("utf-8"))
    boards = [alias for row in accelerators.accelerators().values() for alias in (row.name, *row.aliases[:6])]
    draw = random.Random(seed)  # noqa: S311 - sentences, not secrets

    def model() -> str:
        kind = draw.random()
        if kind < 0.35:
            return draw.choice(data["known"])
        if kind < 0.55 and models:
            return draw.choice(models)
        made = draw.choice(data["stems"]) + draw.choice(data["tails"])
        if draw.random() < 0.15:
            made = "".join(draw.choice("ABCDEFGLMNPRSTUVX") for _ in range(draw.randint(2, 5)))
        return made + (draw.choice(data["sizes"]) if draw.random() < 0.5 else "")

    def device() -> str:
        if draw.random() < 0.25:
            return draw.choice(data["devices"])
        board = draw.choice(boards)
        return board if re.search(r"s$|[GTC]PU|\W$", board) else board + draw.choice(("s", " GPUs", "", "", " GPU"))

    def duration() -> str:
        amount = draw.choice(("3", "12", "3.5", "two", "10", "about 5", "24", "1.5", "seven", "30", "2-3", "36"))
        return f"{amount} {draw.choice(_UNITS)}"

    slots: dict[str, Callable[[], str]] = {
        "MODEL": model,
        "DEVICE": device,
        "DATASET": lambda: draw.choice(datasets if datasets and draw.random() < 0.4 else data["datasets"]),
        "METRIC": lambda: draw.choice(data["metrics"]),
        "TASK": lambda: draw.choice(data["tasks"]),
        "time": duration,
        "count": lambda: draw.choice(_WORDS),
        "number": lambda: str(draw.choice((1, 2, 3, 4, 5, 7, 16, 32, 64, 100, 128, 256, 512, 1024, 4096))),
        "value": lambda: f"{draw.uniform(1, 99):.1f}",
        "small": lambda: draw.choice(("0.1", "0.001", "1e-4", "3e-5", "0.05")),
        "steps": lambda: draw.choice(("100K", "300,000", "1M", "500k", "125,000", "90k")),
        "epochs": lambda: draw.choice(("3", "10", "90", "100", "300", "three")),
        "seconds": lambda: draw.choice(("0.4", "1.0", "0.25", "12", "3.2")),
        "parameters": lambda: draw.choice(("65M", "340M", "110 million", "1.5B", "175 billion", "25.6M")),
        "optimiser": lambda: draw.choice(data["optimisers"]),
        "technique": lambda: draw.choice(data["techniques"]),
        "tool": lambda: draw.choice(data["tools"]),
    }
    named_method = re.compile(r"[A-Z].*[A-Z]|^[A-Z]\w+$")
    made = []
    for _ in range(number):
        text, spans, place = "", [], 0
        template = draw.choice(data["templates"])
        for slot in _SLOT.finditer(template):
            text += template[place : slot.start()]
            name, filling = slot[1], slots[slot[1]]()
            label = name if name.isupper() else ""
            if name in ("optimiser", "technique", "tool") and named_method.search(filling):
                label = "METHOD"
            article = re.match(r"(?:the|a) ", filling) if label else None
            start = len(text) + (article.end() if article else 0)
            text += filling
            if label:
                spans.append(Span(start, len(text), label))
            place = slot.end()
        made.append(Labelled(text + template[place:], tuple(spans)))
    return tuple(made)
