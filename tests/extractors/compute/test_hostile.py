"""Whatever a page says, the extraction ends, and shows a place for everything that it states."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.compute import extract
from extractors.model import PaperInfo, Stated, named_fields
from tests.extractors.compute.made import document

PIECES = (
    *(
        "trained",
        "on",
        "8",
        "GPUs",
        "for",
        "3 days",
        "and",
        "V100s",
        "a",
        "TPUv3-128",
        "(",
        ")",
        "et al.",
        "[3]",
        "about",
    ),
    *(
        "batch size of",
        "1,000",
        "epochs",
        "each",
        "nodes",
        "GPU hours",
        "we",
        "our",
        "Model-X",
        "took",
        "2–3 weeks",
        "4h09",
    ),
    *(
        "inference",
        "per image",
        "than",
        "1 h",
        "×",
        "A-A-A",
        "half a day",
        "steps",
        "65M parameters",
        "would",
        "search",
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_words_give_runs_with_evidence_or_none(sentences: list[list[str]]) -> None:
    findings = extract(document(*(" ".join(words) for words in sentences)), PaperInfo("0000.00000"))
    for run in findings.runs:
        assert 0 <= run.confidence <= 1
        for field in named_fields(run).values():
            assert not isinstance(field, Stated) or field.evidence
    for refusal in findings.refusals:
        assert refusal.reason and refusal.evidence
