"""The files of a release: typed, described, valid by the conventions' own tools, inert, the same each time."""

import csv
import io
import json
from pathlib import Path

import pytest

from annotations.release.files import write_folder
from annotations.release.make import release_contents, release_rows
from annotations.release.metadata import About
from annotations.release.registry import tables
from tests.annotations.release.facts import paper_row, released, result, run, said

ABOUT = About(
    "2026-11", {"paperscale": "0.1.0", "reader": "1"}, {"unreviewed facts": "left out"}, "2026-11-25", ("ada",)
)
HOSTILE = '=HYPERLINK("http://example.org")\x1b[31m<script>alert(1)</script>'


@pytest.fixture
def contents() -> dict[str, bytes]:
    facts = [
        released(run(), "aaaa-1"),
        released(result(), "bbbb-1"),
        released(result(model=HOSTILE, value=30.0), "cccc-1", status="unreviewed"),
    ]
    decision = {
        "decision_id": "d1",
        "fact_id": "aaaa-1",
        "paper": "arXiv:0001.00001",
        "action": "accept",
        "reviewer": "ada",
        "decided_at": "2026-11-25T10:00:00",
        "purpose": "review",
        "reason": None,
        "seconds": 3.2,
    }
    return release_contents(release_rows(facts, {"arXiv:0001.00001": paper_row()}, [decision]), ABOUT)


@pytest.fixture
def folder(contents: dict[str, bytes], tmp_path: Path) -> Path:
    write_folder(tmp_path / "2026-11", contents)
    return tmp_path / "2026-11"


def test_the_data_package_validates(folder: Path) -> None:
    """Types, allowed values, required cells and keys hold by the reference implementation."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_the_croissant_validates_and_gives_records(folder: Path) -> None:
    """The reference library reads the description without an error, and a record through it."""
    croissant = pytest.importorskip("mlcroissant")
    dataset = croissant.Dataset(str(folder / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    record = next(iter(dataset.records("results")))
    assert record["results/benchmark"] == b"imagenet"


def test_csv_and_parquet_say_the_same(folder: Path) -> None:
    """One registry, two formats, one content."""
    import pandas as pd

    for spec in tables():
        text = pd.read_csv(folder / f"{spec.name}.csv", dtype_backend="numpy_nullable")
        typed = pd.read_parquet(folder / f"{spec.name}.parquet", dtype_backend="numpy_nullable")
        assert list(text.columns) == list(typed.columns) == spec.names()
        for column in spec.columns:
            left = [None if pd.isna(cell) else str(cell) for cell in text[column.name].astype(object)]
            right = [None if pd.isna(cell) else str(cell) for cell in typed[column.name].astype(object)]
            if column.type == "number":
                left, right = [cell and float(cell) for cell in left], [cell and float(cell) for cell in right]
            assert left == right, (spec.name, column.name)


def test_duckdb_and_sqlite_tools_open_it_as_it_is(folder: Path) -> None:
    """A stranger's first question works without preparation."""
    duckdb = pytest.importorskip("duckdb")
    sql = f"SELECT count(*) FROM '{folder}/results.csv' WHERE own"
    assert duckdb.sql(sql).fetchall() == [(2,)]
    assert duckdb.sql(sql.replace(".csv", ".parquet")).fetchall() == [(2,)]


def test_text_of_papers_is_inert(contents: dict[str, bytes]) -> None:
    """No cell begins a formula, no file holds an escape sequence, the card holds no tag."""
    for name, data in contents.items():
        if not name.endswith(".parquet"):
            assert b"\x1b" not in data, name
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(data.decode())) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], name
    assert b"<script>" not in contents["README.md"]


def test_the_same_facts_give_the_same_bytes_in_any_order() -> None:
    """Nothing in a release hangs on the order of facts or on the time."""
    facts = [released(run(), "aaaa-1"), released(result(), "bbbb-1"), released(result(value=25.3), "cccc-1")]
    papers = {"arXiv:0001.00001": paper_row()}
    assert release_contents(release_rows(facts, papers, []), ABOUT) == release_contents(
        release_rows(facts[::-1], papers, []), ABOUT
    )


def test_every_column_is_in_the_dictionary_and_is_filled_by_somebody(contents: dict[str, bytes]) -> None:
    """A column that nobody explains, or that no row knows, does not exist."""
    dictionary = contents["DICTIONARY.md"].decode()
    rows = release_rows(
        [released(run(precision=said("fp16")), "aaaa-1"), released(result(), "bbbb-1")],
        {"arXiv:0001.00001": paper_row()},
        [],
    )
    for spec in tables():
        assert all(f"`{column.name}`" in dictionary for column in spec.columns)
        known = set(spec.names())
        assert all(set(row) == known for row in rows[spec.name]), spec.name


def test_a_checksum_stands_for_every_file(contents: dict[str, bytes]) -> None:
    """What is downloaded can be checked."""
    listed = {line.split("  ")[1] for line in contents["SHA256SUMS"].decode().splitlines()}
    assert listed == contents.keys() - {"SHA256SUMS"}
    assert json.loads(contents["datapackage.json"])["resources"][0]["hash"].startswith("sha256:")
