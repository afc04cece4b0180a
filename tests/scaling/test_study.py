"""The authors' tables read, their figures computed again, their faults told."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from miner.cli import main
from scaling import ScalingError
from scaling.reproduction import reproduce


@pytest.fixture(scope="module")
def study(reference: Path) -> Path:
    return reference / "study"


def test_every_figure_of_the_study_comes_out(reference: Path, study: Path, tmp_path: Path) -> None:
    """One command computes every figure of the study from its tables, and the judge finds none that differs."""
    out = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["scale", "--study", str(study), "--json", str(out)])
    assert result.exit_code == 0, result.output
    judge = subprocess.run(
        [sys.executable, str(reference / "score_golden.py"), str(out), "--list"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judge.returncode == 0, judge.stdout
    assert " 0 missing, 0 differ" in judge.stdout


def test_the_rows_of_each_fit_are_those_of_the_golden_file(reference: Path, study: Path) -> None:
    """A fit uses the very lines of the table that the study's fit uses."""
    golden = json.loads((reference / "golden-regression.json").read_text())["fits"]
    found = reproduce(study).fits
    used = {name: found[name].rows for name, fit in golden.items() if fit.get("rows") and name in found}
    assert len(used) > 40
    assert {name: tuple(golden[name]["rows"]) for name in used if used[name]} == {n: r for n, r in used.items() if r}


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("machine-translation-on-wmt2014-en-de.csv:17", "column training_cpu_model holds the number"),
        ("machine-translation-on-wmt2014-en-de.csv:37", "column training_cpu_model holds the number"),
        ("machine-translation-on-wmt2014-en-de.csv:40", "column training_cpu_model holds the number"),
        ("machine-translation-on-wmt2014-en-de.csv:15", "'6 days' is given as 1.04e+06 seconds"),
        ("named-entity-recognition-on-conll-2003.csv:22", "Titan X at 11000 GFLOP/s, the hardware table has 6604.8"),
        ("image-classification-on-imagenet.csv:182", "Tesla K40 at 3520 GFLOP/s"),
        ("question-answering-on-squad-1-1.csv:28", "Tesla K80 at 4110 GFLOP/s"),
        ("image-classification-on-imagenet.csv:8", "network_operations is -100 % off its parts"),
        ("named-entity-recognition-on-conll-2003.csv:40", "no title"),
        ("image-classification-on-imagenet.csv:83", "architecture search"),
    ],
)
def test_faults_of_the_tables_are_told(study: Path, file: str, what: str) -> None:
    """Each known fault is reported with its file and line; the figures above show that none was mended."""
    assert any(file in str(fault) and what in str(fault) for fault in reproduce(study).faults)


def test_a_folder_that_is_no_study_is_refused(tmp_path: Path) -> None:
    """The message names the file that is missing, and nothing is written."""
    with pytest.raises(ScalingError, match=r"typed-inputs\.json"):
        reproduce(tmp_path)
    out = tmp_path / "out.json"
    result = CliRunner().invoke(main, ["scale", "--study", str(tmp_path), "--json", str(out)])
    assert result.exit_code == 1
    assert not out.exists()


def test_the_studys_own_table_of_projections_comes_out(study: Path) -> None:
    """Powers of ten of GFLOP from the data of 2020 are the printed ones in 29 of 30 cells, English-French apart."""
    result = CliRunner().invoke(main, ["scale", "--study", str(study), "--projections"])
    assert result.exit_code == 0, result.output
    cells = re.findall(
        r"^(\S+) +([\d.]+ %) +(\w+) +10\^(\d+) +10\^\d+ +10\^\d+ +10\^(\d+) ", result.output, re.MULTILINE
    )
    assert len(cells) == 30
    assert [cell[:3] for cell in cells if cell[3] != cell[4]] == [("wmt14-en-fr", "10 %", "exponential")]


def test_the_study_is_drawn_and_reported_like_a_release(study: Path, tmp_path: Path) -> None:
    """The same fits, figures and page; the step from AlexNet is taken apart as the study does."""
    output = tmp_path / "report.html"
    result = CliRunner().invoke(
        main, ["scale", "--study", str(study), "--report", "--output", str(output), "--figures", str(tmp_path)]
    )
    assert result.exit_code == 0, result.output
    assert re.search(r"imagenet · top1 +36 +36 +0\.0933 +0\.0088 +0\.766 +10\.7", result.output)
    assert "From AlexNet to" in output.read_text("utf-8")
    assert (tmp_path / "imagenet-top1-computation.svg").is_file()
