"""The document of the command line says what the program says."""

from pathlib import Path

from miner.cli._pages import pages


def test_the_document_of_the_command_line_is_the_help_of_today() -> None:
    """After a change: `python -m miner.cli._pages > docs/command-line.md`."""
    document = Path(__file__).parent.parent.parent / "docs" / "command-line.md"
    assert document.read_text(encoding="utf-8") == pages()
