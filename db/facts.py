"""What was read and found in a paper: stored whole in one transaction, and given back as the values it was."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from db.workspace import Workspace, now
from extractors.encoding import decode_document, decode_fact, encode_fact
from extractors.model import (
    Absence,
    Document,
    Fact,
    Failure,
    Findings,
    Refusal,
    Result,
    TrainingRun,
    anchor,
    content_hash,
    evidence,
)


def store(
    workspace: Workspace,
    paper: str,
    sha256: str,
    versions: tuple[str, str],
    document: bytes,
    findings: Findings,
) -> None:
    """Put what was read and found in the place of what a paper had; its failures are over.

    `versions` are the reader's and the extractor's; `document` is as `extractors.encoding.encode_document` made it.
    """
    reader, extractor = versions
    with workspace.transaction() as db:
        db.table("document").delete_where("sha256 = ?", [sha256])
        db.table("document").insert({"sha256": sha256, "reader_version": reader, "body": document})
        db.table("extraction").delete_where("paper = ?", [paper])
        db.table("extraction").insert(
            {
                "paper": paper,
                "sha256": sha256,
                "reader_version": reader,
                "extractor_version": extractor,
                "extracted_at": now(),
            }
        )
        for ordinal, fact in enumerate(findings.facts):
            _insert_fact(db, paper, ordinal, fact)
        db.table("refusal").insert_all(
            {
                "paper": paper,
                "ordinal": ordinal,
                "field": refusal.field,
                "text": _unicode(refusal.text),
                "role": str(refusal.role),
                "reason": refusal.reason,
                "evidence": json_text(msgspec.to_builtins(refusal.evidence)),
            }
            for ordinal, refusal in enumerate(findings.refusals)
        )
        searched = {absence.field: absence.searched for absence in findings.absences}
        db.table("absence").insert_all(
            {"paper": paper, "field": field, "searched": text} for field, text in sorted(searched.items())
        )
        db.table("failure").delete_where("paper = ? AND stage IN ('read', 'extract')", [paper])


def _insert_fact(db: Any, paper: str, ordinal: int, fact: Fact) -> None:
    pieces = tuple(evidence(fact))
    if not pieces:
        raise ValueError(f"a {fact.kind} of {paper} has no evidence")
    proposal = (
        db.table("proposal")
        .insert(
            {
                "paper": paper,
                "kind": fact.kind,
                "anchor": anchor(paper, fact),
                "content": content_hash(fact),
                "ordinal": ordinal,
                "page": pieces[0].box.page,
                "confidence": float(fact.confidence),
                "fact": json_text(encode_fact(fact)),
            }
        )
        .last_pk
    )
    db.table("evidence").insert_all(
        {
            "proposal": proposal,
            "field": piece.field,
            "page": piece.box.page,
            **{edge: float(getattr(piece.box, edge)) for edge in ("x0", "y0", "x1", "y1")},
            "quote": _unicode(piece.quote),
        }
        for piece in pieces
    )


def findings_of(workspace: Workspace, paper: str) -> Findings:
    """What was found in a paper, as it was found; empty for a paper without an extraction."""
    rows = workspace.rows("SELECT fact FROM proposal WHERE paper = ? ORDER BY ordinal", paper)
    facts = [decode_fact(json.loads(row["fact"])) for row in rows]
    refusals = workspace.rows(
        "SELECT field, text, role, reason, evidence FROM refusal WHERE paper = ? ORDER BY ordinal", paper
    )
    absences = workspace.rows("SELECT field, searched FROM absence WHERE paper = ? ORDER BY field", paper)
    return Findings(
        tuple(fact for fact in facts if isinstance(fact, TrainingRun)),
        tuple(fact for fact in facts if isinstance(fact, Result)),
        tuple(
            msgspec.convert(row | {"evidence": json.loads(row["evidence"])}, type=Refusal, strict=False)
            for row in refusals
        ),
        tuple(Absence(**row) for row in absences),
    )


def document_of(workspace: Workspace, sha256: str, reader_version: str | None = None) -> Document | None:
    """A file as read, by any reader or by one version of it; None where it has not been."""
    body = encoded_document(workspace, sha256, reader_version)
    return decode_document(body) if body else None


def encoded_document(workspace: Workspace, sha256: str, reader_version: str | None = None) -> bytes | None:
    """`document_of`, as stored."""
    rows = workspace.rows(
        "SELECT body FROM document WHERE sha256 = ? AND reader_version = coalesce(?, reader_version)",
        sha256,
        reader_version,
    )
    return rows[0]["body"] if rows else None


def extracted_with(workspace: Workspace) -> dict[str, tuple[str, str, str]]:
    """Of each paper with an extraction: the file's hash, the reader's version and the extractor's."""
    rows = workspace.rows("SELECT paper, sha256, reader_version, extractor_version FROM extraction")
    return {row["paper"]: (row["sha256"], row["reader_version"], row["extractor_version"]) for row in rows}


def fail(workspace: Workspace, paper: str, failure: Failure, version: str = "") -> None:
    """Remember why a paper has no facts, and by which version of reader and extractor it has none."""
    with workspace.transaction() as db:
        db.conn.execute(
            """INSERT INTO failure (paper, stage, reason, retry, version, failed_at) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (paper, stage) DO UPDATE SET attempts = attempts + 1, reason = excluded.reason,
               retry = excluded.retry, version = excluded.version, failed_at = excluded.failed_at""",
            (paper, failure.stage, failure.reason, int(failure.retry), version, now()),
        )


def failures(workspace: Workspace) -> dict[str, list[tuple[Failure, str, int]]]:
    """Of each paper with failures: each with the version it is of and the number of attempts."""
    rows = workspace.rows("SELECT * FROM failure ORDER BY paper, stage")
    found: dict[str, list[tuple[Failure, str, int]]] = {}
    for row in rows:
        failure = Failure(row["stage"], row["reason"], bool(row["retry"]))
        found.setdefault(row["paper"], []).append((failure, row["version"], row["attempts"]))
    return found


def flag_repeats(workspace: Workspace) -> int:
    """Flag each own result that an older paper here has as its own: benchmark, metric and value, and the model's name
    or a part of it.

    It may be the older paper's number, quoted. Asked anew of the whole workspace, so the order in which papers came
    does not count. Gives the number of flags.
    """
    workspace.db.register_function(_folded, name="folded", deterministic=True, replace=True)
    question = """
        WITH result AS (
          SELECT proposal.id, paper.id AS paper, paper.submitted,
            json_extract(fact, '$.benchmark.value') AS benchmark, json_extract(fact, '$.metric.value') AS metric,
            json_extract(fact, '$.value.value') AS value, folded(json_extract(fact, '$.model.value')) AS model
          FROM proposal JOIN paper ON paper.id = proposal.paper
          WHERE kind = 'result' AND json_extract(fact, '$.own.value') = 1)
        INSERT INTO flag (proposal, reason)
        SELECT younger.id,
          'this value of this model is also in the older paper ' || min(older.submitted || ' ' || older.paper)
        FROM result AS younger JOIN result AS older USING (benchmark, metric, value)
        WHERE older.submitted < younger.submitted AND younger.model <> '' AND older.model <> ''
          AND (instr(younger.model, older.model) OR instr(older.model, younger.model))
        GROUP BY younger.id"""
    with workspace.transaction() as db:
        db.table("flag").delete_where()
        db.conn.execute(question)
        return int(db.table("flag").count)


def flags_of(workspace: Workspace, paper: str) -> dict[int, list[str]]:
    """The flags of a paper's facts, by the fact's place among them."""
    rows = workspace.rows(
        "SELECT ordinal, reason FROM flag JOIN proposal ON proposal.id = flag.proposal WHERE paper = ? ORDER BY 1, 2",
        paper,
    )
    flags: dict[int, list[str]] = {}
    for row in rows:
        flags.setdefault(row["ordinal"], []).append(row["reason"])
    return flags


def flagged(workspace: Workspace) -> set[tuple[str, int]]:
    """The facts that are flagged: paper, and the fact's place among the paper's facts."""
    rows = workspace.rows("SELECT DISTINCT paper, ordinal FROM flag JOIN proposal ON proposal.id = flag.proposal")
    return {(row["paper"], row["ordinal"]) for row in rows}


def _folded(name: str | None) -> str:
    """A model's name without case, spaces and punctuation."""
    return "".join(character for character in (name or "").casefold() if character.isalnum())


def json_text(value: Any) -> str:
    """JSON as one reads it; a text that is no Unicode (a lone surrogate, from a broken font) is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return text if _is_unicode(text) else json.dumps(value)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _unicode(text: str) -> str:
    """The text with a replacement character for each that is no Unicode."""
    return text if _is_unicode(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
