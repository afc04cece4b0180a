"""A point of the scaling analysis comes out of a sample paper without a hand."""

import pytest

from annotations.release.make import release_rows
from annotations.release.rows import ReleasedFact
from extractors.model import PaperInfo
from extractors.reading import read
from miner.demo.manuscript import Manuscript, manuscripts
from miner.demo.typeset import typeset
from miner.pipeline import extract_facts

MODELS = {
    "0001.00001": {"Lattice-48": (4, 144), "Lattice-96": (8, 216)},
    "0001.00002": {"FoldNet-S": (8, 72), "FoldNet-M": (8, 120), "FoldNet-L": (16, 192)},
    "0001.00003": {"PatchSparse-B": (32, 60), "PatchSparse-L": (128, 96)},
    "0001.00004": {"WideOne-2": (8, 120), "WideOne-3": (8, 264)},
    "0001.00006": {"ShiftStep-18": (2, 120), "ShiftStep-34": (2, 192)},
}
"""Count and hours of each model, as the manuscripts say."""


@pytest.mark.parametrize("paper", manuscripts(), ids=lambda paper: paper.identifier)
def test_each_model_of_a_sample_paper_is_a_point_with_its_own_burden(paper: Manuscript) -> None:
    """From the PDF alone: score, device, count and time of the same model; a paper without a run gives no burden."""
    info = PaperInfo(paper.identifier, paper.version, paper.submitted, paper.title)
    facts = [fact for fact in extract_facts(read(typeset(paper)), info).facts if fact.confidence >= 0.5]
    given = [ReleasedFact(f"{number:03}", paper.identifier, fact, "unreviewed") for number, fact in enumerate(facts)]
    row = {"paper": paper.identifier, "title": paper.title, "submitted": None, "year": 2017}
    points = release_rows(given, {paper.identifier: row}, [])["points"]
    costs = {
        str(point["model"]).removesuffix(" (ours)"): (point["count"], point["time_hours"])
        for point in points
        if point["hardware_burden_flop"] is not None
    }
    assert costs == MODELS.get(paper.identifier, {})
