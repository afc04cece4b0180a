"""What is installed is whole: the wheel alone, away from the checkout, does the main job."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_data_and_nothing_of_the_tests(wheel: Path) -> None:
    """Catalogues, migrations, tasks, templates, weights and sample papers are in it; tests and labels are not."""
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert rooms == {"miner", "extractors", "db", "annotations", "scaling"}
    for ending in (
        "catalog/accelerators.csv",
        "benchmarks/imagenet.toml",
        "0001_workspace.sql",
        "tasks/imagenet.toml",
        "release/columns.toml",
        "scaling/templates/report.html",
        "demo/demo.decisions.jsonl",
        "demo/papers/0001.00001v1.md",
        "ner/model/NOTICE",
    ):
        assert any(name.endswith(ending) for name in names), ending


def test_the_demo_runs_from_the_wheel_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Every room is the wheel's own, and the job ends with a dataset, a fit and a plot."""
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    environment = os.environ | {"PYTHONPATH": str(installed)}
    where = [sys.executable, "-c", "import db, miner; print(db.__file__); print(miner.__file__)"]
    told = subprocess.run(where, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    assert all(line.startswith(str(installed)) for line in told.stdout.split())
    demo = [sys.executable, "-m", "miner", "demo", "--workspace", str(tmp_path / "demo")]
    told = subprocess.run(demo, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert "fitted: imagenet" in told.stdout
    assert (tmp_path / "demo" / "figures" / "demo" / "imagenet-top1-computation.svg").exists()
    assert (tmp_path / "demo" / "releases" / "demo" / "datapackage.json").exists()
