"""Facts that stand, as a folder that a stranger can use: tables, metadata, card, checksums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.release.files import checksums, csv_bytes, parquet_bytes
from annotations.release.metadata import About, card, citation, croissant, data_package, dictionary
from annotations.release.points import point_rows
from annotations.release.registry import Row, tables
from annotations.release.rows import ReleasedFact, evidence_rows, model_rows, result_row, run_row
from extractors.model import Result, TrainingRun


def release_rows(
    facts: Sequence[ReleasedFact], papers: Mapping[str, Row], decisions: Sequence[Row]
) -> dict[str, list[Row]]:
    """The rows of every table, sorted by paper and identity; `papers` holds rows of papers.csv but for the counts."""
    ordered = sorted(facts, key=lambda released: (released.paper, released.identifier))
    runs = [
        (released, released.fact, run_row(released, released.fact))
        for released in ordered
        if isinstance(released.fact, TrainingRun)
    ]
    results = [
        (released, released.fact, result_row(released, released.fact))
        for released in ordered
        if isinstance(released.fact, Result)
    ]
    run_rows, result_rows = [row for *_, row in runs], [row for *_, row in results]
    return {
        "papers": [_paper_row(papers[paper], run_rows, result_rows) for paper in sorted(papers)],
        "runs": run_rows,
        "results": result_rows,
        "models": model_rows(result_rows, run_rows),
        "points": point_rows(results, runs, papers),
        "evidence": [row for released in ordered for row in evidence_rows(released)],
        "decisions": sorted(decisions, key=lambda row: (row["paper"], row["decided_at"], row["decision_id"])),
    }


def _paper_row(paper: Row, runs: Sequence[Row], results: Sequence[Row]) -> Row:
    counted = {
        name: sum(row["paper"] == paper["paper"] for row in rows)
        for name, rows in (("runs", runs), ("results", results))
    }
    return dict(paper) | counted


def release_contents(rows: Mapping[str, Sequence[Row]], about: About) -> dict[str, bytes]:
    """Every file of a release by name; the same rows and `about` give the same bytes."""
    contents = {f"{spec.name}.csv": csv_bytes(spec, rows[spec.name]) for spec in tables()}
    contents |= {f"{spec.name}.parquet": parquet_bytes(spec, rows[spec.name]) for spec in tables()}
    contents |= {
        "datapackage.json": data_package(about, contents),
        "croissant.json": croissant(about, contents),
        "README.md": card(about, rows),
        "DICTIONARY.md": dictionary(),
        "CITATION.cff": citation(about),
    }
    return contents | {"SHA256SUMS": checksums(contents)}
