"""Results from a Document: benchmark, split, metric, value, model; own or cited."""

from extractors.results.extract import extract

__all__ = ["extract"]
