"""A run that is killed at any moment, and started again, ends with the workspace of a run that nobody disturbed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from miner.demo.arxiv import serve
from miner.demo.manuscript import manuscripts
from tests.miner.arxiv import replay, some_of
from tests.workspaces import contents, differences

KILLS = 20
LATEST = 4.0
"""Seconds after which a run is killed at the latest: a busy machine shall not make the test long."""
SMALL = ["1402.3722v1.pdf", "1503.02531v1.pdf"]


class Run:
    """`paperscale run` on a workspace, as a process that can be killed."""

    def __init__(self, task: str, address: str, cache: Path) -> None:
        self.task, self.address = task, address
        self.environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache)}

    def start(self, workspace: Path) -> subprocess.Popen[bytes]:
        words = ["run", self.task, "--arxiv-url", self.address, "--workspace", str(workspace), "--workers", "2"]
        return subprocess.Popen(
            [sys.executable, "-m", "miner", *words],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def finish(self, workspace: Path) -> None:
        process = self.start(workspace)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()


def released(workspace: Path) -> dict[str, bytes]:
    """Every file of the releases."""
    return {
        str(path.relative_to(workspace)): path.read_bytes()
        for path in (workspace / "releases").rglob("*")
        if path.is_file()
    }


def survive(run: Run, folder: Path, kills: int) -> None:
    """Kill runs at random moments, so many times, and hold each workspace that is finished against a calm one."""
    moments = random.Random(20)
    start = time.monotonic()
    run.finish(folder / "calm")
    whole = min((time.monotonic() - start) / 2, LATEST)  # the next runs find modules compiled
    calm, calmly_released = contents(folder / "calm"), released(folder / "calm")
    assert calm["proposals"]
    workspace, number = folder / "killed-0", 0
    while kills:
        process = run.start(workspace)
        try:
            process.wait(moments.uniform(0, whole))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills -= 1
        process.communicate()
        if not kills and process.returncode:
            run.finish(workspace)
        if not kills or not process.returncode:
            assert differences(calm, contents(workspace)) == []
            assert released(workspace) == calmly_released
            number += 1
            workspace = folder / f"killed-{number}"


def test_a_run_killed_at_twenty_random_moments_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    """Papers, files, documents, proposals, refusals, failures, decisions and the release, byte for byte."""
    with serve(manuscripts()[:4]) as address:
        survive(Run("imagenet", address, tmp_path / "cache"), tmp_path, KILLS)


def test_a_run_on_real_papers_survives_kills_and_a_faulty_arxiv(shared: Path, corpus: Path, tmp_path: Path) -> None:
    """The network's faults do not show in the workspace either."""
    (tmp_path / "task.toml").write_text(
        'name = "small"\ntitle = "Small papers"\nquery = "all:the"\ncategories = []\nbenchmarks = ["imagenet"]\n'
    )
    folder = some_of(corpus, tmp_path / "papers", SMALL)
    with replay(shared, folder, "html:5,cut:7,reset:11") as address:
        survive(Run(str(tmp_path / "task.toml"), address, tmp_path / "cache"), tmp_path, 3)
