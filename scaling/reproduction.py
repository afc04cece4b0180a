"""Every figure of the study computed again from its authors' tables, by the recipes of `study.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scaling import decomposition
from scaling.conversion import consolidate
from scaling.counts import Figures, counts
from scaling.faults import ROUNDING, Fault, find_faults, identities
from scaling.fits import FRONTIER, Array, Fit, check_loss, degree, exact_quantile, iterative_quantile, least_squares
from scaling.projections import level
from scaling.study import FIRST_YEAR, Study, Table, read_study

HEAD = ("fit", "n", "slope", "s.e.", "R²", "degree")
SECONDS_A_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Named:
    """The figures of one recipe, and the lines of the table that it used."""

    figures: Mapping[str, float | None]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reproduction:
    """Figures by the names of the golden file, and what is wrong in the tables."""

    fits: Mapping[str, Named]
    faults: tuple[Fault, ...]


def reproduce(folder: Path) -> Reproduction:
    """All figures of the study in a folder. Raises ScalingError where its tables cannot be read."""
    study = read_study(folder)
    lines: dict[str, Fit] = {}
    named: dict[str, Named] = {}
    for recipe in study.recipes["fits"]:
        for table in recipe["tables"]:
            _least_squares(study, recipe, study.tables[table], lines, named)
    for recipe in study.recipes["quantiles"]:
        for table in recipe["tables"]:
            _quantile(study, recipe, study.tables[table], lines, named)
    for name, family in study.typed["families"].items():
        fit = _family(family)
        named[f"imagenet.scaling.{name}"] = Named(_figures(fit) | {"degree": 1 / abs(fit.slope)})
    for recipe in study.recipes["projections"]:
        named[recipe["name"]] = Named(_projection(recipe, study, lines, named))
    named |= _derived(study, lines)
    named |= {name: Named(figures) for name, figures in counts(study).items()}
    return Reproduction(named, tuple(find_faults(study)))


def rows(found: Reproduction) -> Iterator[tuple[str, ...]]:
    """The fits as a table of text."""
    for name, fit in found.fits.items():
        figures = fit.figures
        if figures.get("slope") is not None:
            shown = [figures.get(key) for key in ("slope", "slope_se", "r2", "degree")]
            yield (name, str(figures.get("n", "")), *("" if value is None else f"{value:.5g}" for value in shown))


def _least_squares(
    study: Study, recipe: Mapping[str, Any], table: Table, lines: dict[str, Fit], named: dict[str, Named]
) -> None:
    y = _y(table, recipe["y"], recipe.get("score", ""))
    columns = [_x(study, table, recipe, lines)]
    if recipe.get("control") == "year":
        columns.append(table.numbers("year") - FIRST_YEAR)
    fit = least_squares(y, *columns)
    figures = _figures(fit)
    if recipe["y"] in ("log error", "log inverse error"):
        slope = fit.coefficients["slope"]
        found = degree(slope.value, slope.lo, slope.hi)
        figures |= {"degree": found.value, "halving_factor": found.halving_factor}
        figures |= {"degree_lo": found.lo, "degree_hi": found.hi}
    used = np.isfinite(np.column_stack([y, *columns])).all(axis=1)
    name = recipe["name"].format(table=table.name)
    lines[name] = fit
    named[name] = Named(figures, tuple(int(line) for line in table.cells.index.to_numpy()[used]))


def _quantile(
    study: Study, recipe: Mapping[str, Any], table: Table, lines: Mapping[str, Fit], named: dict[str, Named]
) -> None:
    y, x = np.log10(table.errors()), _x(study, table, recipe, lines)
    name = recipe["name"].format(table=table.name)
    iterative = iterative_quantile(y, x) if table.name == "imagenet" else {}
    if recipe["method"] == "iterative":
        named[name] = Named(iterative)
        return
    fit = exact_quantile(y, x)
    figures: Figures = {"n": fit.n, "intercept": fit.intercept, "slope": fit.slope, "loss": fit.loss}
    figures["degree"] = 1 / abs(fit.slope)
    if iterative:
        residuals = y - iterative["intercept"] - iterative["slope"] * x
        figures["loss_irls"] = check_loss(residuals[np.isfinite(residuals)], FRONTIER)
    named[name] = Named(figures)


def _y(table: Table, name: str, score: str) -> Array:
    error = table.errors(score)
    with np.errstate(divide="ignore"):
        values = {
            "error": error,
            "log error": np.log10(error),
            "inverse error": 1 / error,
            "log inverse error": np.log10(1 / error),
            "log score": np.log10(1 - error),
            "log hardware_burden": np.log10(table.numbers("hardware_burden")),
        }
    return np.asarray(values[name])


def _x(study: Study, table: Table, recipe: Mapping[str, Any], lines: Mapping[str, Fit]) -> Array:
    name = recipe["x"]
    if name == "year":
        return table.numbers("year") - FIRST_YEAR
    computation = name == "computation"
    name = table.computation if computation else name
    if name == "consolidated":
        # the main fit of a table tells which conversion its computation rests on
        main = next(r for r in study.recipes["fits"] if table.name in r["tables"] and "conversion" in r)
        used = recipe.get("conversion") or main["conversion"]
        typed = study.typed["coco_conversion"]
        intercept, slope = (
            (typed["intercept"], typed["slope"]) if used == "typed" else (lines[used].intercept, lines[used].slope)
        )
        x = consolidate(table.numbers("hardware_burden"), table.numbers("network_operations"), intercept, slope)
    else:
        x = table.operations() if name == "operations" else table.numbers(name)
    if "reference" in recipe:
        x = x / x[table.row(recipe["reference"])]
    return np.log10(x)


def _figures(fit: Fit) -> Figures:
    figures: Figures = {"n": fit.n}
    for name, coefficient in fit.coefficients.items():
        figures[name] = coefficient.value
        figures |= {f"{name}_{part}": getattr(coefficient, part) for part in ("se", "t", "p", "lo", "hi")}
    names = ("r2", "adj_r2", "f", "p_f", "loglik", "aic", "bic", "residual_sd")
    return figures | {name: getattr(fit, name) for name in names}


def _family(family: Mapping[str, Any]) -> Fit:
    operations = np.array(family["operations"], dtype=float) / family["alexnet_operations"]
    return least_squares(np.log10(1 - np.array(family["top1"], dtype=float)), np.log10(operations))


def _projection(
    recipe: Mapping[str, Any], study: Study, lines: Mapping[str, Fit], named: Mapping[str, Named]
) -> Figures:
    targets = list(recipe["targets"])
    if "best" in recipe:
        table = study.tables[recipe["best"]]
        errors = table.errors()
        if recipe.get("among") == "fit":
            errors = errors[np.isin(table.cells.index.to_numpy(), named[recipe["polynomial"]].rows)]
        targets.insert(0, round(float(np.nanmin(errors)), 6))
    figures: Figures = {}
    for error in targets:
        for form, short in (("polynomial", "poly"), ("exponential", "exp")):
            fit = lines[recipe[form]]
            at = (float(level(error, form)) - fit.intercept) / fit.slope
            figures[f"log10_{recipe['unit']}.{short}@{error:g}"] = at
    return figures


def _derived(study: Study, lines: Mapping[str, Fit]) -> dict[str, Named]:
    recipes = study.recipes
    extra, gained = recipes["extra_computation"], recipes["progress"]
    fit = lines[extra["fit"]]
    step = float(level(extra["to"], "polynomial") - level(extra["from"], "polynomial"))
    named = {extra["name"]: Named({"log10_factor": step / fit.slope})}
    found = decomposition.progress(lines[gained["fit"]])
    if found:
        names = ("years_per_10x", "factor_3_years", "factor_per_year", "doubling_time_years")
        named[gained["name"]] = Named({name: getattr(found, name) for name in names})
    named[recipes["decomposition"]["name"]] = Named(_step(study, recipes["decomposition"]))
    hardware, network = identities(study)
    named["tables.hardware_burden_identity"] = Named(
        {
            "rows": len(hardware),
            "max_relative_difference": max(abs(difference) for difference in hardware.values()),
            "rows_within_3_percent": sum(abs(difference) < ROUNDING for difference in hardware.values()),
        }
    )
    within = sum(abs(difference) < 0.02 for difference in network.values())
    named["tables.network_operations_identity"] = Named({"rows": len(network), "rows_within_2_percent": within})
    return named


def _step(study: Study, recipe: Mapping[str, Any]) -> Figures:
    table = study.tables[recipe["table"]]
    ends = [table.row(recipe["start"]), table.row(recipe["end"])]

    def values(column: str) -> tuple[float, float]:
        start, end = (float(value) for value in table.numbers(column)[ends])
        return start, end

    def ratio(column: str) -> float:
        start, end = values(column)
        return end / start

    rate, count = ratio("training_gpu_ptp_gflops"), ratio("training_gpu_amount")
    time = ratio("training_time_total_sec")
    logs, burdens = values("log10hw"), values("hardware_burden")
    first, last = (float(value) for value in table.errors()[ends])
    step = decomposition.Step(recipe["start"], recipe["end"], rate, count, time, first / last)
    exact_rate = study.rates[recipe["end_device"]] / study.rates[recipe["start_device"]]
    exact = decomposition.Step("", "", exact_rate, count, recipe["end_days"] / recipe["start_days"], first / last)
    return {
        "rate_ratio": step.rate,
        "count_ratio": step.count,
        "time_ratio": step.time,
        "product": step.burden,
        "burden_ratio_rounded": burdens[1] / burdens[0],
        "burden_ratio_log": 10 ** (logs[1] - logs[0]),
        "count_times_time": step.count * step.time,
        "exact.rate_ratio": exact.rate,
        "exact.product": exact.burden,
        "error_ratio": step.error,
        "alexnet_error": first,
        "nasnet_error": last,
    }
