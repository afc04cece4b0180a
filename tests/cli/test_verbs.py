"""The verbs on sample papers: from files to facts, and one clear line for whatever is wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.workspace import Workspace
from miner.demo.arxiv import serve
from miner.demo.manuscript import manuscripts
from miner.demo.typeset import typeset
from tests.program import paperscale, process
from tests.workspaces import contents, differences


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample papers as files, a hostile one and three that are no papers among them."""
    folder = tmp_path_factory.mktemp("papers")
    for paper in manuscripts():
        (folder / f"{paper.identifier}v{paper.version}.pdf").write_bytes(typeset(paper))
    (folder / "notes").mkdir()
    (folder / "notes" / "empty.pdf").write_bytes(b"")
    (folder / "notes" / "page.PDF").write_bytes(b"<!DOCTYPE html><html></html>")
    (folder / "notes" / "half.pdf").write_bytes(typeset(manuscripts()[0])[:700])
    return folder


@pytest.fixture(scope="module")
def workspace(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample papers imported and extracted."""
    workspace = tmp_path_factory.mktemp("workspace") / "w"
    assert paperscale("import", folder, "--workspace", workspace).returncode == 0
    assert paperscale("extract", "--workspace", workspace).returncode == 3
    return workspace


def test_extract_by_path_says_the_same_byte_for_byte_with_one_and_with_four_workers(
    folder: Path, tmp_path: Path
) -> None:
    """Every file ends as facts or as one failure with its reason, in the order of the names."""
    runs = [paperscale("extract", folder, "--jsonl", tmp_path / number, "--workers", number) for number in ("1", "4")]
    assert [run.returncode for run in runs] == [3, 3]
    one, four = ((tmp_path / number).read_bytes() for number in ("1", "4"))
    assert one == four
    lines = [json.loads(line) for line in one.splitlines()]
    failed = [line for line in lines if line["kind"] == "failure"]
    assert {line["file"] for line in failed} == {"empty.pdf", "page.PDF", "half.pdf"}
    assert len(failed) == 3
    files = [line["file"] for line in lines if line["kind"] != "failure"]
    assert set(files) == {f"{paper.identifier}v{paper.version}.pdf" for paper in manuscripts()}
    assert files == sorted(files)
    assert all(line["evidence"] and line["evidence"][0]["quote"] for line in lines if line["kind"] in ("run", "result"))


def test_a_workspace_gives_the_same_facts_as_the_files_themselves(
    folder: Path, workspace: Path, tmp_path: Path
) -> None:
    """Stored and given back, nothing is lost; a second extraction finds nothing due."""
    paperscale("extract", folder, "--jsonl", tmp_path / "files")
    again = paperscale("extract", "--workspace", workspace, "--jsonl", tmp_path / "stored")
    assert again.returncode == 3
    stored, files = (
        sorted(line for line in (tmp_path / name).read_text().splitlines()) for name in ("stored", "files")
    )
    assert stored == files
    assert json.loads(paperscale("status", "--json", "--workspace", workspace).stdout)["due"] == 0


def test_importing_and_extracting_again_changes_nothing(folder: Path, workspace: Path) -> None:
    """Every verb is safe to repeat."""
    before = contents(workspace)
    said = json.loads(paperscale("import", folder, "--json", "--workspace", workspace).stdout)
    assert not any(paper["new"] for paper in said)
    paperscale("extract", "--workspace", workspace)
    assert differences(before, contents(workspace)) == []


def test_import_knows_papers_by_stamp_and_strangers_by_their_bytes(workspace: Path) -> None:
    """Version and month come with the stamp."""
    with Workspace.open(workspace) as opened:
        papers = [row["id"] for row in opened.rows("SELECT id FROM paper ORDER BY id")]
        versions = dict(opened.connection.execute("SELECT paper, version FROM paper_file"))
    samples = {paper.identifier: paper.version for paper in manuscripts()}
    assert samples.items() <= versions.items()
    assert sum(paper.startswith("sha256:") for paper in papers) == 3


def test_show_prints_facts_with_their_words_and_draws_their_page(workspace: Path, tmp_path: Path) -> None:
    """What the machine believes can be held against the page."""
    paper = manuscripts()[0].identifier
    shown = paperscale("show", paper, "--workspace", workspace)
    assert shown.returncode == 0
    assert "training run, confidence" in shown.stdout
    assert 'page 1: "' in shown.stdout or 'page 2: "' in shown.stdout
    lines = [
        json.loads(line) for line in paperscale("show", paper, "--json", "--workspace", workspace).stdout.splitlines()
    ]
    assert {line["kind"] for line in lines} <= {"run", "result", "refused"}
    for extra in ([], ["--tables"]):
        picture = tmp_path / "page.png"
        assert (
            paperscale("show", paper, "--page", "1", *extra, "--output", picture, "--workspace", workspace).returncode
            == 0
        )
        assert picture.read_bytes().startswith(b"\x89PNG")
    assert "cannot be drawn" in paperscale("show", paper, "--page", "99", "--workspace", workspace).stderr


def test_failures_are_listed_with_reasons_and_retried_by_name(workspace: Path) -> None:
    """`retry` alone leaves what cannot get better; a name is tried whatever it was."""
    status = json.loads(paperscale("status", "--json", "--workspace", workspace).stdout)
    assert {failure["reason"].split(":")[0] for failure in status["failures"]} >= {"the file is empty", "not a PDF"}
    assert paperscale("retry", "--workspace", workspace).stdout.startswith("0 papers tried again")
    name = next(failure["paper"] for failure in status["failures"] if failure["reason"] == "the file is empty")
    assert paperscale("retry", name, "--workspace", workspace).returncode == 3
    again = json.loads(paperscale("status", "--json", "--workspace", workspace).stdout)["failures"]
    assert {row["paper"]: row["attempts"] for row in again}[name] == 2


def test_doctor_finds_a_sound_workspace_sound_and_a_changed_file_changed(workspace: Path, tmp_path: Path) -> None:
    """Every kept file is held against its hash."""
    assert paperscale("doctor", "--workspace", workspace).returncode == 0
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", workspace, copy], check=True)
    next((copy / "files").rglob("*.pdf")).write_bytes(b"another")
    ill = paperscale("doctor", "--workspace", copy, "--json")
    assert ill.returncode == 1
    assert [check["what"] for check in json.loads(ill.stdout) if not check["well"]] == ["files"]


@pytest.fixture(scope="module")
def arxiv() -> Iterator[str]:
    with serve(manuscripts()) as address:
        yield address


def newer(folder: Path) -> None:
    with Workspace.create(folder) as workspace:
        workspace.connection.execute("PRAGMA user_version = 999")


def unset(folder: Path) -> None:
    folder.mkdir()


def garbage(folder: Path) -> None:
    folder.mkdir()
    (folder / "paperscale.db").write_bytes(b"garbage" * 999)


def settings(text: str) -> object:
    def prepare(folder: Path) -> None:
        Workspace.create(folder).close()
        (folder / "settings.toml").write_text(text)

    return prepare


@pytest.mark.parametrize(
    ("prepare", "words", "code", "line"),
    [
        (unset, ["run", "imagenot"], 1, "no task is called 'imagenot'"),
        (unset, ["crawl", "./nowhere.toml"], 1, "no task can be read"),
        (unset, ["extract", "/nowhere/at/all"], 1, "/nowhere/at/all is not there"),
        (unset, ["extract", "/dev/zero"], 1, "/dev/zero is neither a file nor a folder"),
        (unset, ["import", "/nowhere/at/all"], 1, "/nowhere/at/all is not there"),
        (unset, ["extract"], 1, "no workspace in"),
        (unset, ["status"], 1, "no workspace in"),
        (unset, ["crawl", "imagenet", "--arxiv-url", "gopher://arxiv.org"], 1, "is no address of an arXiv"),
        (unset, ["crawl", "imagenet", "--arxiv-url", "http://[::1"], 1, "is no address of an arXiv"),
        (unset, ["crawl", "imagenet", "--max-papers", "0"], 2, "max-papers"),
        (unset, ["crawl"], 2, "Missing argument"),
        (unset, ["extract", "--workers", "many"], 2, "workers"),
        (newer, ["status"], 1, "newer version of paperscale"),
        (newer, ["run", "imagenet"], 1, "newer version of paperscale"),
        (newer, ["import", "."], 1, "newer version of paperscale"),
        (garbage, ["status"], 1, "not a database"),
        (settings("workers = 'all'"), ["extract"], 1, "workers"),
        (settings("worker = 3"), ["extract"], 1, "unknown field `worker`"),
        (settings("workers = "), ["extract"], 1, "settings.toml"),
        (settings("arxiv_url = 'arxiv.org'"), ["crawl", "imagenet"], 1, "is no address of an arXiv"),
        (settings(""), ["show", "9999.99999"], 1, "no one paper here"),
        (settings(""), ["retry", "9999.99999"], 1, "no failure is known"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, folder: Path, prepare: object, words: list[str], code: int, line: str
) -> None:
    """Exit code 1 for input, workspace, network; 2 for usage; never a traceback."""
    prepare(tmp_path / "w")  # type: ignore[operator]
    words = [str(folder) if word == "." else word for word in words]
    done = paperscale(*words, PAPERSCALE_WORKSPACE=str(tmp_path / "w"))
    assert done.returncode == code
    assert line in done.stderr
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.splitlines()) == 1


def test_a_refusal_is_one_line_for_a_person_too(tmp_path: Path) -> None:
    """As a process of its own."""
    done = process("status", "--workspace", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("paperscale: no workspace in")
    assert len(done.stderr.splitlines()) == 1


def _heed_interrupts() -> None:
    """A shell's background jobs ignore SIGINT and hand that down; a person's terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_extraction_says_so_and_keeps_what_it_has(folder: Path, tmp_path: Path) -> None:
    """Exit code 130, no traceback, no worker left behind; the same command ends the work."""
    workspace = tmp_path / "w"
    paperscale("import", folder, "--workspace", workspace)
    command = [sys.executable, "-m", "miner", "extract", "--workspace", str(workspace), "--workers", "1"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - this test has no threads
    ) as running:
        with Workspace.open(workspace) as opened:
            while not opened.rows("SELECT 1 FROM extraction"):
                time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to workers and all
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.strip().startswith("interrupted")
    assert len(said.strip().splitlines()) == 1
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # the server of workers sees a moment later that there is nobody left to serve
            os.killpg(running.pid, 0)
            time.sleep(0.1)
    assert paperscale("extract", "--workspace", workspace).returncode == 3
    assert json.loads(paperscale("status", "--json", "--workspace", workspace).stdout)["due"] == 0


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    """`paperscale … | head -1` ends quietly."""
    command = f"{sys.executable} -m miner extract {folder} --jsonl - --workers 1 | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


UNREADABLE = ["empty", "header-only", "gzip", "html", "no-pages", "password-user", "scan-no-text", "many-pages"]
GROWING = ["deep-nesting", "form-recursion", "form-laughs", "page-tree-loop", "flate-bomb", "huge-page"]


def test_every_awkward_file_ends_as_facts_or_as_one_failure(awkward: Path, tmp_path: Path) -> None:
    """None crashes, hangs or fills the program, and none disturbs the papers beside it."""
    done = paperscale("extract", awkward, "--jsonl", tmp_path / "facts", "--workers", "2")
    assert done.returncode == 3
    kinds: dict[str, set[str]] = {}
    for line in map(json.loads, (tmp_path / "facts").read_text().splitlines()):
        kinds.setdefault(line["file"].removesuffix(".pdf"), set()).add(line["kind"])
        assert line["kind"] != "failure" or "fault of paperscale" not in line["reason"]
    assert all(found == {"failure"} for name, found in kinds.items() if "failure" in found), kinds
    assert {name for name, found in kinds.items() if "failure" in found} >= set(UNREADABLE)
    assert {name for name, found in kinds.items() if "failure" in found} <= {*UNREADABLE, *GROWING, "bad-mediabox"}
    assert {"run"} <= kinds["rotated"] & kinds["hidden-text"] & kinds["password-owner-only"]


def test_hostile_text_reaches_a_terminal_harmless(awkward: Path, tmp_path: Path) -> None:
    """Neither escapes nor formulas act, whichever verb prints them."""
    workspace = tmp_path / "w"
    paperscale("import", awkward / "injection.pdf", "--workspace", workspace)
    paperscale("extract", "--workspace", workspace)
    with Workspace.open(workspace) as opened:
        (paper,) = [row["id"] for row in opened.rows("SELECT id FROM paper")]
    for words in (["show", paper], ["status", "--papers"], ["extract", str(awkward / "injection.pdf")]):
        said = paperscale(*words, *([] if words[0] == "extract" else ["--workspace", str(workspace)]))
        assert not {character for character in said.stdout + said.stderr if ord(character) < 32} - {"\n"}
        assert not {character for character in said.stdout if 0x202A <= ord(character) <= 0x202E}
