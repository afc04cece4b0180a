"""The program as a person starts it: help at once, one line for what went wrong, exit codes that mean something."""

import subprocess
import sys

import pytest

from miner.cli import main
from tests.program import process

HEAVY = ("spacy", "pymupdf", "textual", "pandas", "matplotlib", "numpy", "sqlite_utils")


def verbs() -> list[str]:
    return main.list_commands(main.make_context("paperscale", [], resilient_parsing=True))


def test_help_names_every_verb_and_imports_nothing_heavy() -> None:
    """`--help` answers at once because it loads no library that the work alone needs."""
    program = "import sys; from miner.cli import main\ntry: main(['--help'])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & set(HEAVY)
    assert all(f"\n  {verb} " in done.stdout for verb in verbs())


@pytest.mark.parametrize("verb", verbs())
def test_each_verb_explains_itself_with_an_example(verb: str) -> None:
    """Every help page has an example that begins as one types it."""
    context = main.make_context("paperscale", [], resilient_parsing=True)
    command = main.get_command(context, verb)
    assert command is not None
    assert f"paperscale {verb}" in (command.help or "") + (command.epilog or "")


def test_an_unknown_verb_is_wrong_usage() -> None:
    """Exit code 2, and no traceback."""
    done = process("mine")
    assert done.returncode == 2
    assert "No such command 'mine'" in done.stderr
    assert "Traceback" not in done.stderr
