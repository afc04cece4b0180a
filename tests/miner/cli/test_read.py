import json
from pathlib import Path

import pymupdf
from click.testing import CliRunner

from miner.cli.read import command


def paper_with_a_table(path: Path) -> None:
    """A page with a captioned table between two rules."""
    document = pymupdf.open()
    page = document.new_page(width=612, height=792)
    page.insert_textbox(
        (72, 72, 540, 110), "We train on eight accelerators for three days. It works well.", fontsize=10
    )
    page.insert_text((72, 150), "Table 1: Error of three models on the same data.", fontsize=10)
    for y in (160, 176, 230):
        page.draw_line((72, y), (330, y), width=0.7)
    rows = [("Model", "top-1", "top-5"), ("Small", "24.5", "7.1"), ("Base", "22.3", "6.2"), ("Large", "21.0", "5.6")]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.insert_text((76 + 90 * column, 172 + 16 * number), cell, fontsize=10)
    document.save(path)


def test_tables_are_written_a_line_each_and_failures_beside_them(tmp_path: Path) -> None:
    """A folder gives a line a table in the judges' form, a line a failure, and says that some failed."""
    paper_with_a_table(tmp_path / "good.pdf")
    (tmp_path / "page.pdf").write_text("<html><body>Not found</body></html>")
    out = tmp_path / "tables.jsonl"
    result = CliRunner().invoke(
        command, [str(tmp_path), "--jsonl", str(out), "--workspace", str(tmp_path / "none")], standalone_mode=False
    )
    table, failure = map(json.loads, out.read_text().splitlines())
    assert result.return_value == 3, result.output
    assert (table["kind"], table["paper"], table["page"], table["number"]) == ("table", "good", 1, "Table 1")
    assert table["rows"][1:] == [["Small", "24.5", "7.1"], ["Base", "22.3", "6.2"], ["Large", "21.0", "5.6"]]
    assert (failure["kind"], failure["file"], failure["stage"]) == ("failure", "page.pdf", "read")
    assert "HTML" in failure["reason"]


def test_one_file_is_printed_whole(tmp_path: Path) -> None:
    """A single file's text and tables are shown."""
    paper_with_a_table(tmp_path / "good.pdf")
    result = CliRunner().invoke(
        command, [str(tmp_path / "good.pdf"), "--workspace", str(tmp_path / "none")], standalone_mode=False
    )
    assert result.return_value == 0, result.output
    assert "We train on eight accelerators" in result.output
    assert "21.0" in result.output
