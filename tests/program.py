"""The program for tests: inside this process, where its workers stay warm, or as a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from miner.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the program left."""

    returncode: int
    stdout: str
    stderr: str


def paperscale(*words: str | Path, **environment: str) -> Done:
    """Run a verb in this process; an exception that the program does not turn into a line is raised here."""
    result = CliRunner().invoke(main, [str(word) for word in words], prog_name="paperscale", env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def process(*words: str | Path, **environment: str) -> Done:
    """Run a verb as a person does."""
    command = [sys.executable, "-m", "miner", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, env=os.environ | environment
    )
    return Done(done.returncode, done.stdout, done.stderr)
