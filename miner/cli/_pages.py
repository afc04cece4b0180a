"""The help pages as one document: `python -m miner.cli._pages` prints `docs/command-line.md`."""

from __future__ import annotations

import click

from miner.cli import main

WIDTH = 100
HEAD = """# The command line

Every verb with its help page, as `paperscale VERB --help` prints it; written by `python -m miner.cli._pages`.
"""


def pages() -> str:
    """The document."""
    context = click.Context(main, info_name="paperscale", terminal_width=WIDTH, **main.context_settings)
    parts = [HEAD, _page(main, context)]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is not None:
            parts += _section(command, name, context, 2)
    return "\n".join(parts)


def _section(command: click.Command, name: str, parent: click.Context, level: int) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
    parts = [f"{'#' * level} {context.command_path}\n", _page(command, context)]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            parts += _section(found, inner, context, level + 1) if found else []
    return parts


def _page(command: click.Command, context: click.Context) -> str:
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    click.echo(pages(), nl=False)
