"""Training compute of a made paper: what its sentences say together."""

from __future__ import annotations

from extractors.compute import extract
from extractors.model import PaperInfo, Role, TrainingRun, value_of
from tests.extractors.compute.made import document

INFO = PaperInfo("0000.00000")


def values(run: TrainingRun) -> tuple[object, object, object]:
    return value_of(run.hardware), value_of(run.count), value_of(run.time_hours)


def test_one_sentence_says_it_all() -> None:
    paper = document("We trained our model on 8 NVIDIA P100 GPUs for 3.5 days.")
    assert [values(run) for run in extract(paper, INFO).runs] == [("Tesla P100", 8, 84.0)]


def test_count_and_time_come_from_two_sentences() -> None:
    paper = document(
        "We train all models on eight V100 GPUs.", "We use a batch size of 32.", "Training took about two weeks."
    )
    assert [values(run) for run in extract(paper, INFO).runs] == [("Tesla V100", 8, 336.0)]


def test_one_time_belongs_to_both_sets_of_devices() -> None:
    paper = document("Training A on four K20 GPUs, or training B on eight K40 GPUs, takes about 3-4 weeks.")
    assert [values(run) for run in extract(paper, INFO).runs] == [("Tesla K20", 4, 588.0), ("Tesla K40", 8, 588.0)]


def test_inference_hardware_is_refused_with_its_reason() -> None:
    findings = extract(document("Inference takes 12 ms per image on a single Titan X GPU."), INFO)
    assert findings.runs == ()
    assert {refusal.role for refusal in findings.refusals} <= {Role.INFERENCE, Role.THROUGHPUT}
    assert any(refusal.field == "hardware" and "Titan X" in refusal.text for refusal in findings.refusals)


def test_what_was_looked_for_and_not_found_is_said() -> None:
    findings = extract(document("We propose a new loss."), INFO)
    assert {absence.field for absence in findings.absences} >= {"hardware", "count", "time_hours"}
    assert all(absence.searched for absence in findings.absences)
