"""The catalogue of accelerators: every spelling leads to its device, and to no other."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.catalog.accelerators import accelerators, alternatives, find, named, unreleased

MEMORY_OR_KIND = ("GB", "40G", "80G", "core", "TPU", "CPU")


def test_every_alias_leads_to_its_row_unless_it_is_a_kind_a_memory_or_a_part() -> None:
    for row in accelerators().values():
        for alias in row.aliases:
            if (
                alias.isdigit()
                or alias.endswith(("core-days", "cores"))
                or any(word in alias for word in MEMORY_OR_KIND)
            ):
                continue
            found = find(alias, context=True)
            assert [spelling.name for spelling in found] == [row.name], alias


def test_every_row_has_a_source_and_a_rate_or_a_reason() -> None:
    for row in accelerators().values():
        assert row.source and row.confidence in ("high", "medium", "low"), row.name
        assert row.rates or row.notes, row.name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("eight V100s", "Tesla V100"),
        ("eight V100S cards", "Tesla V100S (PCIe, 32GB)"),
        ("two L40s GPUs", "L40"),
        ("two L40S GPUs", "L40S"),
        ("a GTX1080Ti", "GeForce GTX 1080 Ti"),
        ("NVIDIA P-100 GPUs", "Tesla P100"),
        ("a TitanX GPU", "Titan X (generation not stated)"),
        ("a Titan X (Pascal) GPU", "Titan X (Pascal)"),
        ("V100 32GB GPUs", "Tesla V100"),
        ("an RTX 6000 card", "RTX 6000 (generation not stated)"),
        ("a Quadro RTX 6000 card", "Quadro RTX 6000"),
    ],
)
def test_spellings_of_papers_are_told_apart(text: str, name: str) -> None:
    assert [spelling.name for spelling in find(text)] == [name]


@pytest.mark.parametrize(
    "text", ["Table P4 shows this", "the layers K10 and K20", "the titan of physics", "feature map T4 = 0", "a GPU"]
)
def test_labels_and_words_are_no_devices(text: str) -> None:
    assert find(text) == ()


def test_a_device_is_refused_before_its_release() -> None:
    assert unreleased("Tesla V100", date(2016, 5, 1))
    assert not unreleased("Tesla V100", date(2018, 5, 1))
    assert not unreleased("Tesla V100", None)
    assert not unreleased("GPU", date(1990, 1, 1))


def test_an_ambiguous_name_says_what_it_may_mean_on_a_day() -> None:
    assert alternatives("Titan X (generation not stated)", date(2016, 1, 1)) == ("Titan X (Maxwell)",)
    assert "Titan X (Pascal)" in alternatives("Titan X (generation not stated)", date(2017, 1, 1))
    assert alternatives("Tesla K40", None) == ()


def test_counts_become_chips_only_where_the_unit_settles_it() -> None:
    tpu, board, titan = named("TPU v3"), named("Tesla K80"), named("Titan X")
    assert tpu and board and titan
    assert tpu.chips(128, "core") == 64
    assert tpu.chips(64, "chip") == 64
    assert board.chips(8, "device") == 16
    assert titan.chips(4, "node") is None
