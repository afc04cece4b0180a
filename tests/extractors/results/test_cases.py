"""Small tables in the manner of papers: which results come out of them, and which do not."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.model import PaperInfo, value_of
from extractors.results import extract
from tests.extractors.results.documents import document

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_table_gives_its_results_and_no_others(case: dict[str, Any]) -> None:
    """Results that stand (confidence of a half and more) are those of the case, in all six fields."""
    results = extract(document(case), PaperInfo("case")).results
    fields = ("benchmark", "split", "metric", "value", "model", "own")
    got = [[value_of(getattr(result, field)) for field in fields] for result in results if result.confidence >= 0.5]
    assert sorted(got, key=json.dumps) == sorted(case["expect"], key=json.dumps)
