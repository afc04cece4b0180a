"""The model's values as JSON and back: for the workspace, for worker processes, for `extract --jsonl`.

Documents go through msgspec, which builds frozen classes and named tuples from JSON with their types checked.
A field of a fact is in one of three states, told apart by its `state`: "not stated" and "not safe to say" are answers.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

from extractors.model import (
    Document,
    Evidence,
    Fact,
    Failure,
    Field,
    NotStated,
    Refusal,
    Result,
    Stated,
    TrainingRun,
    Unsafe,
    evidence,
    named_fields,
    value_of,
)

STATES: dict[str, type[Stated] | type[NotStated] | type[Unsafe]] = {
    "stated": Stated,
    "not stated": NotStated,
    "unsafe": Unsafe,
}
STATE_NAMES = {kind: name for name, kind in STATES.items()}
KINDS: dict[str, type[TrainingRun] | type[Result]] = {"run": TrainingRun, "result": Result}


def encode_document(document: Document) -> bytes:
    """A Document as compressed JSON; equal documents give equal bytes."""
    return zlib.compress(msgspec.json.encode(document), 6)


def decode_document(data: bytes) -> Document:
    """The Document of `encode_document`. Raises msgspec.ValidationError for what is none."""
    return msgspec.json.decode(zlib.decompress(data), type=Document)


def encode_field(field: Field) -> dict[str, Any]:
    """A field as plain data, with its `state`."""
    return {"state": STATE_NAMES[type(field)], **msgspec.to_builtins(field)}


def decode_field(data: dict[str, Any]) -> Field:
    """The field of `encode_field`."""
    rest = {key: value for key, value in data.items() if key != "state"}
    return msgspec.convert(rest, STATES[data["state"]])


def encode_fact(fact: Fact) -> dict[str, Any]:
    """A fact as plain data, with its `kind`; nothing is lost."""
    encoded = {name: encode_field(value) for name, value in named_fields(fact).items()}
    plain = {
        name: msgspec.to_builtins(getattr(fact, name)) for name in fact.__dataclass_fields__ if name not in encoded
    }
    return {"kind": fact.kind, **plain, **encoded}


def decode_fact(data: dict[str, Any]) -> Fact:
    """The fact of `encode_fact`. Raises KeyError or TypeError for what is none."""
    kind = KINDS[data["kind"]]
    values: dict[str, Any] = {
        name: decode_field(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name != "kind"
    }
    return kind(**values)


def encode_evidence(pieces: Iterator[Evidence] | tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Evidence in the layout of the contract: field, page, bbox, quote."""
    return [
        {
            "field": piece.field,
            "page": piece.box.page,
            "bbox": [round(edge, 2) for edge in piece.box[1:]],
            "quote": piece.quote,
        }
        for piece in pieces
    ]


def contract_line(file: str, item: Fact | Refusal | Failure) -> dict[str, Any]:
    """One line of `extract --jsonl`: values (None: not stated, or not safe to say) with their evidence."""
    head = {"kind": item.kind, "file": file}
    if isinstance(item, Failure):
        return head | {"stage": item.stage, "reason": item.reason, "retry": item.retry}
    if isinstance(item, Refusal):
        rest = {"field": item.field, "text": item.text, "role": str(item.role), "reason": item.reason}
        return head | rest | {"evidence": encode_evidence(item.evidence)}
    values = {name: value_of(field) for name, field in named_fields(item).items()}
    texts = {f"{name}_text": field.text for name, field in named_fields(item).items() if isinstance(field, Stated)}
    confidences = {name: field.confidence for name, field in named_fields(item).items() if isinstance(field, Stated)}
    rest = {name: msgspec.to_builtins(getattr(item, name)) for name in item.__dataclass_fields__ if name not in values}
    pages = [piece.box.page for piece in evidence(item)]
    return (
        head
        | values
        | rest
        | {"page": pages[0] if pages else None}
        | texts
        | {"confidences": confidences}
        | {"evidence": encode_evidence(evidence(item))}
    )
