"""The command line, a module a verb: parse, call one function, print.

A verb is a module beside this one with a `command`; its file name is the verb (a trailing underscore falls away).
Verb modules import the working rooms inside their functions, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sqlite3
import sys
from typing import Any, NoReturn

import click

from extractors.model import PaperscaleError
from miner.rooms import foreign_rooms

REFUSED, USAGE, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130

# The order of the work, for the help page; verbs that are not named here follow by name.
ORDER = ["run", "tasks", "crawl", "import", "read", "extract", "retry", "review", "decisions", "release", "scale"]
ORDER += ["show", "status", "evaluate", "doctor", "demo"]

EPILOG = """Exit codes: 0 done; 1 refused or impossible, one line says why; 2 wrong usage;
3 done, but some papers failed; 130 interrupted, the state kept."""


class Program(click.Group):
    """The group of all verbs; each is loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the work."""
        names = {info.name.rstrip("_") for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")}
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, or None where there is no such verb."""
        modules = {info.name.rstrip("_"): info.name for info in pkgutil.iter_modules(__path__) if info.name[0] != "_"}
        if cmd_name not in modules:
            return None
        command = importlib.import_module(f"{__name__}.{modules[cmd_name]}").command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb, if its rooms are our own."""
        for room, place in foreign_rooms().items():
            raise PaperscaleError(
                f"another package called {room} stands before paperscale's: {place}; remove it, or use paperscale in "
                "an environment of its own"
            )
        return super().invoke(ctx)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a verb and leave with its exit code: what a person or the network did wrong is one line on stderr."""
        try:
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except PaperscaleError as error:
            code = _refuse(str(error))
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted; what was finished is kept, the same command goes on from there", err=True)
            code = INTERRUPTED
        except (
            BrokenPipeError
        ):  # the reader (`| head`) has gone, which is its right; keep the interpreter's flush quiet
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except sqlite3.Error as error:
            code = _refuse(f"the workspace's database cannot be used: {error}; `paperscale doctor` looks at it")
        except OSError as error:
            code = _refuse(f"{error.filename or 'input or output'}: {error.strerror or error}")
        sys.exit(code if isinstance(code, int) else 0)


def _refuse(reason: str) -> int:
    click.echo(f"paperscale: {' '.join(reason.split())}", err=True)
    return REFUSED


@click.command(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(package_name="paperscale", message="%(version)s")
def main() -> None:
    """From arXiv papers to a table one can trust: what deep learning achieved and what it cost to train."""
