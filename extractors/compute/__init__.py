"""Document to training runs, refusals and absences.

`lines_of` finds mentions, `statements_of` and `table_statements` say what each place states, `link` makes runs of them,
`assemble` gives a run its model, its phase and its settings.
"""

from __future__ import annotations

from extractors.compute.absences import absences_of
from extractors.compute.assembly import assemble
from extractors.compute.linking import link
from extractors.compute.mentions import lines_of
from extractors.compute.named import Known
from extractors.compute.settings import settings_of
from extractors.compute.statements import statements_of
from extractors.compute.tables import table_statements
from extractors.model import Document, Findings, PaperInfo
from extractors.ner import Name

__all__ = ["extract"]


def extract(document: Document, info: PaperInfo, names: tuple[Name, ...] = ()) -> Findings:
    """All training runs that a paper states, the mentions that are none, and the fields that it does not state."""
    lines = lines_of(document)
    statements, refusals = statements_of(document, lines)
    tabled, refused = table_statements(document)
    linked = link([*statements, *tabled])
    runs, late = assemble(document, info, linked, lines, settings_of(lines), Known(names))
    return Findings(runs=runs, refusals=(*refusals, *refused, *late), absences=absences_of(document, lines, runs))
