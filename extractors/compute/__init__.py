"""Document to training runs, refusals and absences."""

from __future__ import annotations

from extractors.compute.linking import Linked, link
from extractors.compute.mentions import lines_of
from extractors.compute.statements import Statement, statements_of
from extractors.compute.tables import table_statements
from extractors.model import (
    Absence,
    Bound,
    Document,
    Evidence,
    Field,
    Findings,
    NotStated,
    PaperInfo,
    Stated,
    TrainingRun,
)

FIELDS = ("hardware", "count", "time_hours", "device_hours", "epochs", "steps", "batch_size", "parameters", "flops")


def extract(document: Document, info: PaperInfo, names: tuple[object, ...] = ()) -> Findings:
    """All training runs that a paper states, the mentions that are none, and the fields that it does not state."""
    lines = lines_of(document)
    statements, refusals = statements_of(document, lines)
    tabled, refused = table_statements(document)
    linked = link([*statements, *tabled])
    runs = tuple(_run(one) for one in linked)
    searched = f"{len(lines)} sentences, {len(document.tables)} tables"
    absences = tuple(
        Absence(name, searched) for name in FIELDS if not any(isinstance(getattr(run, name), Stated) for run in runs)
    )
    return Findings(runs=runs, refusals=(*refusals, *refused), absences=absences)


def _run(linked: Linked) -> TrainingRun:
    one = linked.statement
    missing = NotStated("the sentence, those around it, its section, the paper")

    def stated(
        name: str,
        value: object,
        text: str,
        bound: Bound = Bound.EXACT,
        low: float | None = None,
        high: float | None = None,
    ) -> Field:
        pieces: tuple[Evidence, ...] = one.evidence.get(name, ()) or next(iter(one.evidence.values()))
        return Stated(value, text, pieces, one.strength, bound, low, high)  # type: ignore[arg-type]

    return TrainingRun(
        place=one.place,
        model=NotStated("the sentence"),
        phase=stated("phase", str(one.phase), str(one.phase)),
        hardware=stated("hardware", one.hardware, one.hardware_text) if one.hardware else missing,
        count=stated("count", int(one.count.high), one.count.text, one.count.bound) if one.count else missing,
        time_hours=stated("time_hours", one.duration.hours, one.duration.text, one.duration.number.bound)
        if one.duration
        else missing,
        device_hours=stated("device_hours", one.work.number.value, one.work.text) if one.work else missing,
        count_unit=one.unit,
        confidence=one.strength,
        flags=one.flags,
    )


__all__ = ["Statement", "extract"]
