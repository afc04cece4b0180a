"""A score as an error, and which score of a benchmark the scaling analysis reads."""

from __future__ import annotations

from extractors.catalog.benchmarks import by_id

# Metrics in these units run from 0 to 100, so that an error is what is missing to 100, or the value itself. BLEU/100 as
# in "The Computational Limits of Deep Learning" (arXiv:2007.05558), section 2; FID and perplexity have no upper end.
OF_A_HUNDRED = ("%", "BLEU")


def error_of(benchmark: str, metric: str, value: float) -> float | None:
    """The error as a fraction; None where the metric is unknown or has no upper end."""
    known = by_id().get(benchmark)
    found = next((entry for entry in known.metrics if entry.id == metric), None) if known else None
    if found is None or found.unit not in OF_A_HUNDRED:
        return None
    return round((100 - value if found.direction == "up" else value) / 100, 12)


def is_leading(benchmark: str, metric: str) -> bool:
    """Whether a metric is the first of its benchmark's file, or 100 minus it."""
    known = by_id().get(benchmark)
    if not known:
        return False
    leading = known.metrics[0].id
    return metric == leading or any(entry.id == metric and entry.opposite == leading for entry in known.metrics)
