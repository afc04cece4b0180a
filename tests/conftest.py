"""What every room's tests share: the folder of real papers and labels, and a count of the tests that lack it."""

import os
from pathlib import Path
from typing import Any

import pytest

ABSENT = "needs the shared folder of papers and labels (PAPERSCALE_SHARED)"
SHARED = Path(os.environ.get("PAPERSCALE_SHARED") or Path(__file__).parent.parent.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers and labels; a test that asks for it is skipped, and counted, where there is none."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(ABSENT)
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """Real papers with `manifest.jsonl`, and `awkward/` files."""
    return shared / "corpus"


@pytest.fixture(scope="session")
def awkward(corpus: Path) -> Path:
    """Small files that are hard on a reader."""
    return corpus / "awkward"


@pytest.fixture(scope="session")
def gold(shared: Path) -> Path:
    """Hand labels and their judges."""
    return shared / "gold"


@pytest.fixture(scope="session")
def reference(shared: Path) -> Path:
    """The study's tables and what is known of devices and benchmarks."""
    return shared / "reference"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests did not run for lack of the real papers."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if ABSENT in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests skipped: each {ABSENT}")
