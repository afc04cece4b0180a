"""Arrows go one way, and this installation's rooms are the ones that run."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from miner.rooms import ROOMS, foreign_rooms

ROOT = Path(__file__).parent.parent.parent
LINT = Path(sys.executable).parent / "lint-imports"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house without its data, to draw arrows in."""
    copy = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "model", "*.toml", "*.csv")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    """Else the next test would prove nothing."""
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "arrow", "broken"),
    [
        ("db/papers.py", "import annotations.safe_text", "arrows go one way"),
        ("annotations/safe_text.py", "import miner.settings", "arrows go one way"),
        ("miner/pipeline.py", "import miner.cli", "the command line is the outermost layer"),
        ("scaling/points.py", "import extractors.model", "scaling knows no other room"),
        ("extractors/model.py", "import extractors.encoding", "rooms of the extractors"),
        ("extractors/results/extract.py", "import db.workspace", "extractors know neither network nor database"),
        ("extractors/results/extract.py", "import extractors.compute", "rooms of the extractors"),
        ("extractors/compute/roles.py", "import pymupdf", "only reading opens PDFs"),
        ("extractors/reading/lines.py", "import extractors.catalog", "reading knows the model alone"),
        ("db/facts.py", "import extractors.catalog", "the database knows the model alone"),
        ("annotations/decisions.py", "import extractors.compute", "the reviewers know no extractor"),
    ],
)
def test_an_arrow_drawn_back_breaks_the_house(copy: Path, room: str, arrow: str, broken: str) -> None:
    """Each contract is tried with the import that it forbids."""
    file = copy / room
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{arrow}\n", encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert any(broken in line and line.endswith("BROKEN") for line in done.stdout.splitlines()), done.stdout


def test_every_room_that_runs_is_of_this_house() -> None:
    """`db` is a name that others give their packages too."""
    assert foreign_rooms() == {}


def test_a_foreign_db_that_stands_in_front_is_refused(tmp_path: Path) -> None:
    """In one line, before anything is done with it."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "__init__.py").write_text("")
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]; from miner.cli import main; main(['status'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "another package called db stands before paperscale's" in done.stderr
    assert len(done.stderr.splitlines()) == 1
