"""What was looked for in a whole paper and not found, with what was searched."""

from __future__ import annotations

from extractors.compute.mentions import Line
from extractors.model import Absence, Document, Stated, TrainingRun

FIELDS = (
    *("hardware", "count", "time_hours", "device_hours", "epochs", "steps", "batch_size", "parameters"),
    *("flops", "precision", "dataset_size"),
)


def absences_of(document: Document, lines: tuple[Line, ...], runs: tuple[TrainingRun, ...]) -> tuple[Absence, ...]:
    """An absence for each field that no run states."""
    appendix = any(section.appendix for section in document.sections)
    searched = (
        f"{len(lines)} sentences of text, captions and footnotes on {len(document.pages)} pages"
        f"{', appendices among them' if appendix else ''}, and {len(document.tables)} tables"
    )
    return tuple(
        Absence(name, searched) for name in FIELDS if not any(isinstance(getattr(run, name), Stated) for run in runs)
    )
