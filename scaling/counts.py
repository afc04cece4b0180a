"""How much of each of the authors' tables is there: rows, scores, computation, times, processors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scaling.study import KINDS, STAGES, Study, Table

Figures = dict[str, float | None]
Flags = npt.NDArray[np.bool_]


def counts(study: Study) -> dict[str, Figures]:
    """Figures named `<table>.counts`, their sums, and how many burdens of ImageNet are reported and predicted."""
    counted: dict[str, dict[str, float]] = {}
    for name, table in study.tables.items():
        if table.score:
            counted[name] = _count(table)
    shared = ("rows", "score", "network_operations", "hardware_burden", "both", "either", "time_text")
    total: Figures = {key: sum(each[key] for each in counted.values()) for key in shared}
    imagenet = counted["imagenet"]
    predicted = imagenet["network_operations"] - imagenet["both"]
    consolidated: Figures = {"observed": imagenet["hardware_burden"], "predicted": predicted}
    consolidated["total"] = imagenet["hardware_burden"] + predicted
    return {
        **{f"{name}.counts": dict(each) for name, each in counted.items()},
        "all.counts": total,
        "imagenet.consolidated.counts": consolidated,
    }


def _count(table: Table) -> dict[str, float]:
    def present(column: str) -> Flags:
        return np.isfinite(table.numbers(column))

    def named(columns: list[str]) -> Flags:
        return (table.cells[columns] != "").any(axis=1).to_numpy(dtype=bool)

    network, hardware = present("network_operations"), present("hardware_burden")
    time = named([f"{stage}_time_total" for stage in STAGES[:2]])
    models = {kind: named([f"{stage}_{kind}_model" for stage in STAGES]) for kind in KINDS}
    years = table.numbers("year")
    titles = table.cells["title"][table.cells["title"] != ""]
    flags = {
        "rows": named(["name"]),
        "score": present(table.score),
        "flops": present("flops"),
        "multiadds": present("multiadds"),
        "ops": np.isfinite(table.operations()),
        "network_operations": network,
        "hardware_burden": hardware,
        "both": network & hardware,
        "either": network | hardware,
        "time_text": time,
        **{f"{kind}_model": models[kind] for kind in KINDS},
        "hw_without_time": (models["gpu"] | models["tpu"] | models["cpu"]) & ~time,
    }
    counts: dict[str, float] = {name: int(flag.sum()) for name, flag in flags.items()}
    return counts | {
        "distinct_titles": titles.nunique(),
        "first_year": int(np.nanmin(years)),
        "last_year": int(np.nanmax(years)),
    }
