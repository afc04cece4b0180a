"""`paperscale tasks`: the fields of research that can be crawled."""

from __future__ import annotations

import click

from miner.cli._options import json_option


@click.command(epilog="Example: paperscale tasks --json")
@json_option
def command(as_json: bool) -> None:
    """List the tasks: fields of research, each with its query and its benchmarks.

    A task of your own is a TOML file of the same layout; name it by its path wherever a TASK is asked for.
    """
    from miner.cli._print import print_json, print_table
    from miner.tasks import tasks

    if as_json:
        print_json([{name: getattr(task, name) for name in task.__struct_fields__} for task in tasks()])
    else:
        print_table(["task", "about", "benchmarks"], [(t.name, t.title, ", ".join(t.benchmarks)) for t in tasks()])
