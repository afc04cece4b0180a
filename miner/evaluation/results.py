"""The results of a paper against its labels, in papers whose results are labelled in full.

- A value said twice for the same model, benchmark, metric and split is one result.
- Predictions and labels with the same benchmark, metric and value are paired one to one, the most alike first:
  likeness of the models' names, plus 0.1 for the same split, plus 0.05 for the same page. A prediction that found no
  partner, but whose value is labelled, is neither a hit nor wrong.
- *result + split*, *result + model*, *all of it*: pairs that agree in these, too.
- *headline*: the labelled headline results that were found.
- *cited as own*: labelled results of other works that came out as the paper's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from miner.evaluation.agreement import Row, likeness, same_model, same_score, same_split, squeeze
from miner.evaluation.counts import Count, Disagreement, Outcome, PaperCounts, shown

Pair = tuple[Row, Row]


def count_results(file: str, predicted: Sequence[Row], labels: Sequence[Row], cited: Sequence[Row]) -> PaperCounts:
    """Counts of a paper. `labels` are its lines of results.jsonl, `cited` those of cited.jsonl."""
    paper = PaperCounts(file)
    own = _unique([row for row in predicted if row.get("own", True)])
    wanted = _unique(labels)
    pairs = _paired(own, wanted)
    partners = {id(row) for pair in pairs for row in pair}
    wrong = [row for row in own if id(row) not in partners and not any(_agrees(row, want) for want in wanted)]
    missed = [want for want in wanted if id(want) not in partners]
    split = [same_split(got.get("split"), want.get("split")) for got, want in pairs]
    model = [same_model(got.get("model"), want["model"]) for got, want in pairs]
    hits = {
        "result": len(pairs),
        "result + split": sum(split),
        "result + model": sum(model),
        "all of it": sum(both for both in map(all, zip(split, model, strict=True))),
    }
    paper.counts |= {name: Count(hit, len(pairs) + len(wrong), len(wanted)) for name, hit in hits.items()}
    heads = [want for want in wanted if want.get("headline")]
    found = sum(any(_agrees(row, want) for row in own) for want in heads)
    paper.counts["headline"] = Count(found, found, len(heads))
    others = [row for row in _unique(cited) if not any(_agrees(want, row) for want in wanted)]
    as_own = [row for row in others if any(_agrees(got, row) for got in own)]
    paper.confusions = {
        "cited as own": len(as_own),
        "cited": len(others),
        "dev as test": sum(_dev_as_test(pair) for pair in pairs),
        "error as accuracy or the reverse": sum(any(_upside_down(row, want) for want in wanted) for row in wrong),
    }
    paper.disagreements = [
        Disagreement(file, "result", how, _text(row), row.get("page"), shown(row.get("model")))
        for how, rows in (("wrong", wrong), ("missed", missed), ("cited as own", as_own))
        for row in rows
    ]
    for (got, want), split_agrees, model_agrees in zip(pairs, split, model, strict=True):
        for name, agrees in (("split", split_agrees), ("model", model_agrees)):
            if not agrees:
                note = f"{name} {shown(got.get(name))}, labelled {shown(want.get(name))}"
                paper.disagreements.append(
                    Disagreement(file, f"result + {name}", "wrong", _text(got), got.get("page"), note)
                )
    return paper


def outcomes(predicted: Sequence[Row], labels: Sequence[Row]) -> list[Outcome]:
    """For each result that was predicted as the paper's own, whatever its confidence: is it labelled?"""
    return [
        Outcome("result", row["confidence"], any(_agrees(row, want) for want in labels))
        for row in predicted
        if row.get("own", True) and row.get("confidence") is not None
    ]


def _unique(rows: Sequence[Row]) -> list[Row]:
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        what = tuple(row.get(name) for name in ("benchmark", "metric", "split", "value"))
        kept.setdefault((*what, squeeze(row.get("model"))), row)
    return list(kept.values())


def _agrees(got: Row, want: Row) -> bool:
    same = got.get("benchmark") == want["benchmark"] and got.get("metric") == want["metric"]
    return same and same_score(got.get("value"), want["value"])


def _paired(predicted: Sequence[Row], labels: Sequence[Row]) -> list[Pair]:
    ranked = sorted(
        (-_closeness(got, want), place, other)
        for place, got in enumerate(predicted)
        for other, want in enumerate(labels)
        if _agrees(got, want)
    )
    pairs: dict[int, int] = {}
    for _, place, other in ranked:
        if place not in pairs and other not in pairs.values():
            pairs[place] = other
    return [(predicted[place], labels[other]) for place, other in pairs.items()]


def _closeness(got: Row, want: Row) -> float:
    split = 0.1 * same_split(got.get("split"), want.get("split"))
    return likeness(got.get("model"), want["model"]) + split + 0.05 * (got.get("page") == want.get("page"))


def _dev_as_test(pair: Pair) -> bool:
    got, want = pair
    return (got.get("split") or "").startswith("test") and want.get("split") in ("val", "dev", "minival")


def _upside_down(got: Row, want: Row) -> bool:
    """Whether a wrong prediction has a label's value under the metric of the other direction."""
    metric, wanted = got.get("metric") or "", want["metric"]
    turned = metric.replace("error", "accuracy") if "error" in metric else metric.replace("accuracy", "error")
    same = got.get("benchmark") == want["benchmark"] and turned == wanted != metric
    return same and same_score(got.get("value"), want["value"])


def _text(row: Row) -> str:
    return f"{row.get('benchmark')} {row.get('metric')} {shown(row.get('value'))}"
