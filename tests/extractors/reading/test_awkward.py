import json
import subprocess
import sys
from pathlib import Path

import pytest

# What each file owes: a part of the one reason, or a part of the text that a reader sees.
REFUSED = {
    "deep-nesting": "nested",
    "empty": "empty",
    "flate-bomb": "no text",
    "form-laughs": "memory",
    "form-recursion": "no text",
    "gzip": "not a PDF",
    "header-only": "damaged",
    "html": "HTML",
    "many-pages": "pages",
    "no-pages": "no page",
    "page-tree-loop": "cycle",
    "password-user": "encrypted",
    "scan-no-text": "no text layer",
}
SENTENCE = "We train our model on 8 NVIDIA V100 GPUs for 3 days."
READ = {
    "annotations": SENTENCE,
    "bad-mediabox": "on 2 V100 GPUs",
    "cropbox": SENTENCE,
    "hidden-text": SENTENCE,
    "huge-page": "ImageNet",
    "injection": "we train on 8 V100 GPUs for 2 days",
    "javascript": "trained on 2 V100 GPUs",
    "leading-junk": SENTENCE,
    "password-owner-only": SENTENCE,
    "rotated": SENTENCE,
    "truncated-half": SENTENCE,
    "truncated-tail": SENTENCE,
    "xref-lies": SENTENCE,
}
READ_ONE = """
import json, resource, sys
gigabyte = 1 << 30
resource.setrlimit(resource.RLIMIT_AS, (gigabyte, gigabyte))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from extractors.reading import ReadError, read
try:
    document = read(open(sys.argv[1], "rb").read())
    answer = {"text": [block.text for block in document.blocks], "notes": document.notes, "pages": document.pages,
              "boxes": [word.box for block in document.blocks for word in block.words]}
except ReadError as error:
    answer = {"reason": str(error)}
print(json.dumps(answer))
"""


def read_in_a_process(path: Path) -> dict[str, object]:
    """What one file gives in a process of 1 GB and 60 s of CPU time."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_ends_in_one_clear_reason(awkward: Path, name: str) -> None:
    """Each file that owes a failure gives its reason within a gigabyte and a minute."""
    answer = read_in_a_process(awkward / f"{name}.pdf")
    assert REFUSED[name] in str(answer.get("reason")), answer


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_gives_what_a_reader_sees(awkward: Path, name: str) -> None:
    """Text in reading order, boxes on the page as displayed, and nothing that no page shows."""
    answer = read_in_a_process(awkward / f"{name}.pdf")
    text = " ".join(map(str, answer["text"]))  # type: ignore[call-overload]
    assert READ[name] in text
    for unseen in ("TPUv3", "4096", "K80", "99 days"):
        assert unseen not in text
    pages = answer["pages"]
    for page, x0, y0, x1, y1 in answer["boxes"]:  # type: ignore[attr-defined]
        width, height = pages[page - 1]  # type: ignore[index]
        assert -1 <= x0 <= x1 <= width + 1
        assert -1 <= y0 <= y1 <= height + 1


@pytest.mark.parametrize("name", ["leading-junk", "truncated-half", "truncated-tail", "xref-lies"])
def test_what_was_mended_is_marked(awkward: Path, name: str) -> None:
    """A note says that the file was damaged."""
    assert read_in_a_process(awkward / f"{name}.pdf")["notes"]


def test_every_awkward_file_has_its_case(awkward: Path) -> None:
    """No file is forgotten."""
    assert {path.stem for path in awkward.glob("*.pdf")} == REFUSED.keys() | READ.keys()
