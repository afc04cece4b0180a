"""`paperscale read`: files as they are read, without their facts: sections, text, tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from miner.cli import SOME_FAILED
from miner.cli._options import workers_option, workspace_option

if TYPE_CHECKING:
    from extractors.model import Document, Failure


@click.command(epilog="Examples: paperscale read paper.pdf; paperscale read papers --jsonl tables.jsonl")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--jsonl", type=click.File("w", encoding="utf-8", lazy=True), help="Write a JSON line a table; - is stdout."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line a file: the whole document.")
@workers_option
@workspace_option
def command(paths: tuple[Path, ...], jsonl: TextIO | None, as_json: bool, workers: int | None, folder: Path) -> int:
    """Read PDFs, files or folders: sections, text in reading order, tables; nothing is stored.

    One file is printed whole, of several a line each. A file that cannot be read ends as one failure with its reason.
    """
    from extractors.model import Failure
    from miner.cli._print import print_failures, print_table, say

    failed: list[tuple[str, Failure]] = []
    rows: list[tuple[Any, ...]] = []
    documents: list[Document] = []
    for name, document in _read(paths, workers, folder):
        if jsonl:
            jsonl.writelines(json.dumps(line) + "\n" for line in lines_of(name, document))
        if isinstance(document, Failure):
            failed.append((name, document))
        elif as_json:
            _print_document(name, document)
        elif not jsonl:
            rows.append((name, len(document.pages), len(document.sections) - 1, *_tables(document), document.title))
            documents = [document] if not documents and not failed else []
    if len(rows) == 1 and documents:
        _print_text(documents[0])
    elif rows:
        print_table(
            ["file", "pages", "sections", "tables", "safe", "title"],
            rows,
            right=["pages", "sections", "tables", "safe"],
        )
    if jsonl:
        say(f"{len(failed)} files failed" if failed else "every file was read", err=True)
    print_failures(failed)
    return SOME_FAILED if failed else 0


def _read(paths: tuple[Path, ...], workers: int | None, folder: Path) -> Iterator[tuple[str, Document | Failure]]:
    from extractors.encoding import decode_document
    from miner.cli._progress import progress
    from miner.cli._stages import workers_for
    from miner.importing import candidates
    from miner.pool import Question
    from miner.work import read_file

    files = candidates(paths)
    with workers_for(folder, workers) as pool, progress("read") as tell:
        answers = pool.ask(Question(read_file, (file.path,)) for file in files)
        for count, (file, answer) in enumerate(zip(files, answers, strict=True), 1):
            tell(count, len(files), file.path.name)
            yield file.path.name, decode_document(answer) if isinstance(answer, bytes) else answer


def lines_of(name: str, document: Document | Failure) -> list[dict[str, Any]]:
    """The lines of `--jsonl` for a file: its tables with their grids, or its failure."""
    from extractors.encoding import contract_line
    from extractors.model import Failure

    if isinstance(document, Failure):
        return [contract_line(name, document)]
    return [
        {
            "kind": "table",
            "file": name,
            "paper": Path(name).stem,
            "page": table.page,
            "number": table.label or None,
            "caption": table.caption_text or None,
            "rows": table.once(),
            "header_rows": table.header_rows,
            "safe": table.safe,
            "doubts": list(table.doubts),
            "score": round(table.score, 3),
            "bbox": [round(edge, 2) for edge in table.box[1:]],
        }
        for table in document.tables
    ]


def _tables(document: Document) -> tuple[int, int]:
    return len(document.tables), sum(table.safe for table in document.tables)


def _print_document(name: str, document: Document) -> None:
    import msgspec

    click.echo(json.dumps({"file": name, **msgspec.to_builtins(document)}))


def _print_text(document: Document) -> None:
    """A document for people: its blocks in reading order, each table as its grid."""
    from extractors.model import BlockKind
    from miner.cli._print import print_table, say

    for note in document.notes:
        say(f"note: {note}", err=True)
    page = 0
    for block in document.blocks:
        if block.page != page:
            page = block.page
            say(f"── page {page} ──")
        if block.kind is BlockKind.HEADING:
            section = document.sections[block.section]
            say(f"\n{block.text}  [{section.kind}{', appendix' if section.appendix else ''}]")
        elif block.kind is BlockKind.PARAGRAPH:
            say(block.text + "\n")
        elif block.kind is not BlockKind.TABLE:
            say(f"[{block.kind}] {block.text}\n")
    for table in document.tables:
        grid = table.grid()
        doubt = "" if table.safe else f" (not safe: {'; '.join(table.doubts)})"
        print_table([""] * table.columns, grid, title=f"{table.label or 'table'}, page {table.page}{doubt}")
