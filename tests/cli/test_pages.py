"""The document of the command line says what the program says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from miner.cli import main

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TYPED = re.compile(r"^\s*(?:\$ )?paperscale (?P<words>[a-z][^#\n]*)", re.MULTILINE)
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def typed() -> list[str]:
    """Every command that a document shows in a block of shell."""
    blocks = [block["text"] for document in DOCUMENTS for block in BLOCK.finditer(document.read_text("utf-8"))]
    return sorted({match["words"].strip() for block in blocks for match in TYPED.finditer(block)})


def test_the_document_of_the_command_line_is_the_help_of_today() -> None:
    """After a change: `python -m miner.cli._pages > docs/command-line.md`."""
    # In a process of its own: click keeps a help option as it was first asked for, by whichever test came before.
    written = subprocess.run(
        [sys.executable, "-m", "miner.cli._pages"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("words", typed())
def test_what_the_documents_tell_people_to_type_can_be_typed(words: str) -> None:
    """Every verb and option of every example is there; a path of an example need not be."""
    rest = shlex.split(words)
    context = main.make_context("paperscale", [], resilient_parsing=True)
    command: click.Command = main
    while isinstance(command, click.Group):
        name, *rest = rest
        found = command.get_command(context, name)
        assert found is not None, name
        command = found
    try:
        command.make_context("paperscale", rest, parent=context)
    except click.BadParameter as error:
        assert "does not exist" in error.message, error.message
