"""`paperscale doctor`: is the installation sound, and the workspace?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from miner.cli import REFUSED
from miner.cli._options import json_option, workspace_option


@click.command(epilog="Example: paperscale doctor --workspace ~/imagenet")
@workspace_option
@json_option
def command(folder: Path, as_json: bool) -> int:
    """Check the installation and, where there is one, the workspace: database, settings, every file by its hash."""
    from miner.cli._print import print_json, print_table, say
    from miner.doctor import installation, workspace

    checks = [*installation(), *(workspace(folder) if folder.exists() else ())]
    ill = [check for check in checks if not check.well]
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        print_table(["", "what", "found"], [("ok" if c.well else "!!", c.what, c.found) for c in checks])
        for check in ill:
            say(f"{check.what}: {check.advice}")
        if not folder.exists():
            say(f"there is no workspace in {folder} yet")
    return REFUSED if ill else 0
