"""What a stranger needs beside the tables: Data Package, Croissant, card, dictionary and citation.

Data Package: https://datapackage.org (validates with `frictionless`). Croissant 1.0 with its RAI fields:
https://docs.mlcommons.org/croissant/ (validates with `mlcroissant`); the context is the one that its library writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annotations.release.registry import Column, Row, TableSpec, tables

if TYPE_CHECKING:
    from jinja2 import Environment

LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
CROISSANT_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a release as a whole; `versions` are of the package, the reader and the extractors."""

    name: str
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    decided_until: str
    reviewers: tuple[str, ...]

    @property
    def title(self) -> str:
        """A title for people."""
        return f"paperscale {self.name}: results of deep learning and what they cost to train"


DESCRIPTION = (
    "Scores on benchmarks, and the hardware, number of devices and time of training behind them, as arXiv papers state "
    "them. Every value leads to page, box and quote."
)


def data_package(about: About, contents: Mapping[str, bytes]) -> bytes:
    """datapackage.json: a resource for each CSV, with types, units, allowed values and keys."""
    resources = [
        {
            "name": spec.name,
            "type": "table",
            "path": f"{spec.name}.csv",
            "title": spec.title,
            "description": spec.meaning,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(contents[f"{spec.name}.csv"]),
            "hash": f"sha256:{_sha256(contents[f'{spec.name}.csv'])}",
            "schema": table_schema(spec),
        }
        for spec in tables()
    ]
    return _json(
        {
            "name": f"paperscale-{about.name}".lower(),
            "title": about.title,
            "description": DESCRIPTION,
            "version": about.versions["paperscale"],
            "licenses": [{"name": LICENCE, "path": LICENCE_ADDRESS}],
            "paperscale": {"versions": dict(about.versions), "settings": dict(about.settings)},
            "resources": resources,
        }
    )


def table_schema(spec: TableSpec) -> dict[str, Any]:
    """Frictionless Table Schema of a table."""
    schema: dict[str, Any] = {"fields": [_schema_field(column) for column in spec.columns], "missingValues": [""]}
    if spec.key:
        schema["primaryKey"] = [spec.key]
    if spec.paper_key:
        reference = {"resource": "papers", "fields": ["paper"]}
        schema["foreignKeys"] = [{"fields": [spec.paper_key], "reference": reference}]
    return schema


def _schema_field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field = {"name": column.name, "type": column.type, "description": column.meaning}
    return (
        field | ({"unit": column.unit} if column.unit else {}) | ({"constraints": constraints} if constraints else {})
    )


def croissant(about: About, contents: Mapping[str, bytes]) -> bytes:
    """croissant.json: a file object and a record set for each CSV."""
    context = json.loads(files("annotations.release").joinpath("croissant-context.json").read_text("utf-8"))
    return _json(
        {
            "@context": context,
            "@type": "sc:Dataset",
            "name": f"paperscale-{about.name}",
            "description": DESCRIPTION,
            "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
            "citeAs": f"{about.title}, version {about.versions['paperscale']}",
            "license": LICENCE_ADDRESS,
            "url": "https://arxiv.org",
            "version": about.versions["paperscale"],
            "rai:dataCollection": "Extracted by rules and a named-entity model from the PDFs of arXiv papers.",
            "rai:dataAnnotationProtocol": "People accept, correct or reject what is proposed, beside its page.",
            "rai:dataAnnotationPlatform": "paperscale review",
            "rai:machineAnnotationTools": [f"{name} {version}" for name, version in sorted(about.versions.items())],
            "rai:dataLimitations": "What a paper does not print is absent. Numbers inside figures are not read.",
            "distribution": [_file_object(spec, contents[f"{spec.name}.csv"]) for spec in tables()],
            "recordSet": [_record_set(spec) for spec in tables()],
        }
    )


def _file_object(spec: TableSpec, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{spec.name}.csv",
        "name": f"{spec.name}.csv",
        "description": spec.meaning,
        "contentUrl": f"{spec.name}.csv",
        "encodingFormat": "text/csv",
        "sha256": _sha256(data),
    }


def _record_set(spec: TableSpec) -> dict[str, Any]:
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{spec.name}/{column.name}",
            "name": column.name,
            "description": f"{column.meaning} [{column.unit}]" if column.unit else column.meaning,
            "dataType": CROISSANT_TYPES[column.type],
            "source": {"fileObject": {"@id": f"{spec.name}.csv"}, "extract": {"column": column.name}},
        }
        | ({"references": {"field": {"@id": "papers/paper"}}} if column.name == spec.paper_key else {})
        for column in spec.columns
    ]
    head = {"@type": "cr:RecordSet", "@id": spec.name, "name": spec.name, "description": spec.meaning}
    return head | ({"key": {"@id": f"{spec.name}/{spec.key}"}} if spec.key else {}) | {"field": fields}


def card(about: About, rows: Mapping[str, Sequence[Row]]) -> bytes:
    """README.md, the dataset card: what is in it, how much is covered, what is known to be missing."""
    return _render("card.md.j2", about=about, rows=rows, coverage=coverage(rows), tables=tables(), licence=LICENCE)


def dictionary() -> bytes:
    """DICTIONARY.md: every column with its type, unit, allowed values and meaning."""
    return _render("dictionary.md.j2", tables=tables())


def citation(about: About) -> bytes:
    """CITATION.cff for the release."""
    return _render("citation.cff.j2", about=about, licence=LICENCE, description=DESCRIPTION)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a benchmark the release holds: counts of points, of those with a burden, of papers."""

    benchmark: str
    results: int
    points: int
    with_burden: int
    papers: int


def coverage(rows: Mapping[str, Sequence[Row]]) -> list[Coverage]:
    """Coverage of each benchmark that has a result, by name."""
    names = sorted({row["benchmark"] for row in rows["results"]})
    found = []
    for name in names:
        points = [row for row in rows["points"] if row["benchmark"] == name]
        results = [row for row in rows["results"] if row["benchmark"] == name]
        burdens = sum(row.get("hardware_burden_flop") is not None for row in points)
        papers = len({row["paper"] for row in results})
        found.append(Coverage(name, len(results), len(points), burdens, papers))
    return found


def _render(template: str, **values: Any) -> bytes:
    return _templates().get_template(template).render(**values).encode("utf-8")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from annotations.safe_text import safe_markdown

    environment = Environment(
        loader=PackageLoader("annotations.release"),
        autoescape=False,  # noqa: S701 - Markdown and YAML: text of people goes through `safe` and `yaml` below
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe"] = safe_markdown
    environment.filters["yaml"] = lambda text: json.dumps(str(text), ensure_ascii=False)
    return environment


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
