"""Quantities: what is printed is read, what is read is printed back, and nothing is read from what is no quantity."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Bound
from extractors.quantities import (
    burden,
    find_devices,
    find_durations,
    find_hosts,
    find_operations,
    find_paces,
    find_work,
    format_devices,
    format_duration,
    format_number,
    network_operations,
    parse_count,
    parse_devices,
    parse_duration,
    parse_number,
    parse_work,
    work_unit,
)
from extractors.quantities.durations import HOURS

NUMBERS = [
    ("65M", 65e6, Bound.EXACT),
    ("300k", 300e3, Bound.EXACT),
    ("300K", 300e3, Bound.EXACT),
    ("1.2 million", 1.2e6, Bound.EXACT),
    ("3×10^20", 3e20, Bound.EXACT),
    ("3.2e21", 3.2e21, Bound.EXACT),
    ("10, 000", 10_000, Bound.EXACT),
    ("1,024", 1024, Bound.EXACT),
    ("twenty-four", 24, Bound.EXACT),
    ("two hundred", 200, Bound.EXACT),
    ("about a dozen", 12, Bound.ABOUT),
    ("∼235.5", 235.5, Bound.ABOUT),
    ("a few", 3, Bound.ABOUT),
    ("several thousand", 5000, Bound.ABOUT),
    ("less than 5", 5, Bound.AT_MOST),
    ("up to 512", 512, Bound.AT_MOST),
    ("at least 30", 30, Bound.AT_LEAST),
    ("64 to 512", 288, Bound.RANGE),
    ("2–3", 2.5, Bound.RANGE),
    ("two and a half", 2.5, Bound.EXACT),
    ("1.5B", 1.5e9, Bound.EXACT),
]

DURATIONS = [
    ("3.5 days", 84, Bound.EXACT),
    ("3.5days", 84, Bound.EXACT),
    ("27hrs 40mins", 27 + 40 / 60, Bound.EXACT),
    ("6 hours and 12 sec", 6 + 12 / 3600, Bound.EXACT),
    ("4h09", 4.15, Bound.EXACT),
    ("252 h", 252, Bound.EXACT),
    ("1d 4h", 28, Bound.EXACT),
    ("half a day", 12, Bound.EXACT),
    ("a day and a half", 36, Bound.EXACT),
    ("one and a half weeks", 252, Bound.EXACT),
    ("about a week", 168, Bound.ABOUT),
    ("roughly two weeks", 336, Bound.ABOUT),
    ("about a ten days", 240, Bound.ABOUT),
    ("two to four weeks", 504, Bound.RANGE),
    ("about 3-4 weeks", 588, Bound.RANGE),
    ("5 to 6 days", 132, Bound.RANGE),
    ("7–10 days", 204, Bound.RANGE),
    ("a few hours", 3, Bound.ABOUT),
    ("a couple of days", 48, Bound.ABOUT),
    ("several weeks", 840, Bound.ABOUT),
    ("less than a day", 24, Bound.AT_MOST),
    ("under 3 minutes", 0.05, Bound.AT_MOST),
    ("<1 hour", 1, Bound.AT_MOST),
    ("over one month", 730, Bound.AT_LEAST),
    ("more than 85 minutes", 85 / 60, Bound.AT_LEAST),
    ("overnight", 12, Bound.ABOUT),
    ("approx. 7 days", 168, Bound.ABOUT),
]

DEVICES = [
    ("8×V100", "Tesla V100", 8, "device"),
    ("8xP100 GPUs", "Tesla P100", 8, "device"),
    ("V100 × 8", "Tesla V100", 8, "device"),
    ("eight K40 GPUs", "Tesla K40", 8, "device"),
    ("an 8-GPU machine", "GPU", 8, "device"),
    ("a single GPU", "GPU", 1, "device"),
    ("a V100 GPU", "Tesla V100", 1, "device"),
    ("four synchronized GPUs", "GPU", 4, "device"),
    ("512 TPU v3 chips", "TPU v3", 512, "chip"),
    ("32 TPUv3 cores", "TPU v3 core", 32, "core"),
    ("TPUv3-128", "TPU v3", 128, "core"),
    ("a 4x4 TPU Pod", "TPU", 16, "chip"),
    ("16 Cloud TPUs", "Cloud TPU (generation not stated)", 16, "device"),
    ("64 V100 16GB GPUs", "Tesla V100", 64, "device"),
    ("two NVIDIA GTX 580 3GB GPUs", "GeForce GTX 580", 2, "device"),
    ("up to 8 GPUs", "GPU", 8, "device"),
    ("80GB A100 GPUs", "A100", None, "device"),
    ("NVIDIA Tesla V100 GPUs", "Tesla V100", None, "device"),
    ("8 V100S cards", "Tesla V100S (PCIe, 32GB)", 8, "device"),
    ("8 V100s", "Tesla V100", 8, "device"),
    ("a single pre-2016 GTX Titan X GPU", "Titan X (Maxwell)", 1, "device"),
    ("a Titan X GPU (12GB)", "Titan X (generation not stated)", 1, "device"),
    ("40 K80 graphic cards", "Tesla K80", 40, "device"),
    ("a Quadro K-6000", "Quadro K6000", 1, "device"),
]


@pytest.mark.parametrize(("text", "value", "bound"), NUMBERS, ids=[case[0] for case in NUMBERS])
def test_a_number_is_read_with_its_bound(text: str, value: float, bound: Bound) -> None:
    number = parse_number(text)
    assert number is not None
    assert math.isclose(number.value, value)
    assert number.bound is bound
    assert number.low <= number.value <= number.high


@pytest.mark.parametrize("text", ["", "foo", "8 V100", "v3", "GPU", "K80", "3 4", "nothing 5"])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "hours", "bound"), DURATIONS, ids=[case[0] for case in DURATIONS])
def test_a_length_of_time_is_read_in_hours(text: str, hours: float, bound: Bound) -> None:
    duration = parse_duration(text)
    assert duration is not None
    assert math.isclose(duration.hours, hours)
    assert duration.number.bound is bound
    found = list(find_durations(f"It took {text} to train."))
    assert [math.isclose(one.hours, hours) for one in found] == [True]


@pytest.mark.parametrize(
    "text", ["3D", "ResNet-50s", "the 1990s", "day", "5 GPU days", "a K80 s", "2 weeks ago, 3 days"]
)
def test_what_is_no_length_of_time_gives_none(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(("text", "hardware", "count", "unit"), DEVICES, ids=[case[0] for case in DEVICES])
def test_a_device_is_read_with_its_count_and_unit(text: str, hardware: str, count: int | None, unit: str) -> None:
    devices = parse_devices(text)
    assert devices is not None
    assert (devices.hardware, devices.count and devices.count.value, devices.unit) == (hardware, count, unit)


def test_a_number_for_each_machine_is_told_from_a_number_of_all() -> None:
    text = "We use 4 machines with 8 GPUs each."
    assert [(one.count and one.count.value, one.per) for one in find_devices(text)] == [(8, "host")]
    assert [(one.count and one.count.value, one.unit) for one in find_hosts(text)] == [(4, "node")]
    assert find_devices("8 GPUs per node")[0].per == "host"


WORK = [
    ("2,000 GPU-hours", 2000, "GPU", "device"),
    ("2.5k TPUv3-core-days", 60_000, "TPUv3", "core"),
    ("22 TPU v3 core-years", 192_720, "TPU v3", "core"),
    ("2.788M H800 GPU hours", 2_788_000, "H800", "device"),
    ("1.5 GPU days", 36, "GPU", "device"),
    ("0.5 V100-days", 12, "V100", "device"),
]


@pytest.mark.parametrize(("text", "hours", "device", "unit"), WORK, ids=[case[0] for case in WORK])
def test_a_product_of_devices_and_time_is_no_length_of_time(text: str, hours: float, device: str, unit: str) -> None:
    work = parse_work(text)
    assert work is not None
    assert (math.isclose(work.number.value, hours), work.device, work.unit) == (True, device, unit)
    assert list(find_durations(text)) == []
    assert len(list(find_work(f"This costs {text} in total."))) == 1


def test_headings_give_the_unit_of_their_column() -> None:
    assert work_unit("TPUv3-core-days") == ("TPUv3", "core", 24.0)
    assert work_unit("Search cost (GPU days)") == ("GPU", "device", 24.0)
    assert work_unit("Parameters (M)") is None


def test_operations_stated_as_a_rate_over_days_are_operations() -> None:
    assert [number.value for number in find_operations("about 50 petaflop/s-days of compute")] == [50e15 * 86400]


@pytest.mark.parametrize(
    ("text", "what", "seconds"),
    [
        ("0.4 seconds per step", "step", 0.4),
        ("each epoch took 25 minutes", "epoch", 1500),
        ("step time was 1.0 seconds", "step", 1.0),
        ("takes 1.7s per mini-batch", "step", 1.7),
        ("1.2 s/iteration", "step", 1.2),
    ],
)
def test_a_time_of_a_step_or_an_epoch_is_found(text: str, what: str, seconds: float) -> None:
    (pace,) = find_paces(text)
    assert pace.what == what
    assert math.isclose(pace.duration.hours * 3600, seconds)


@given(st.integers(1, 999), st.sampled_from(["", "k", "M", "B"]))
def test_numbers_come_back_from_their_printed_form(digits: int, letter: str) -> None:
    value = digits * {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9}[letter]
    number = parse_number(format_number(value))
    assert number is not None and math.isclose(number.value, value, rel_tol=1e-6)


@given(st.integers(1, 4000))
def test_lengths_of_time_come_back_from_their_printed_form(quarters: int) -> None:
    hours = quarters / 4
    duration = parse_duration(format_duration(hours))
    assert duration is not None and math.isclose(duration.hours, hours, rel_tol=1e-9)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(sorted(set(HOURS) - {"night", "millisecond"})))
def test_a_range_has_its_middle_between_its_ends(low: int, extra: int, unit: str) -> None:
    duration = parse_duration(f"{low} to {low + extra} {unit}s")
    assert duration is not None
    assert duration.number.low < duration.hours < duration.number.high
    assert math.isclose(duration.hours, (low + extra / 2) * HOURS[unit])


@given(st.integers(1, 9999), st.sampled_from(["Tesla V100", "A100", "Tesla K80", "GeForce GTX 1080 Ti", "TPU v4"]))
def test_devices_come_back_from_their_printed_form(count: int, hardware: str) -> None:
    devices = parse_devices(format_devices(count, hardware))
    assert devices is not None and devices.count is not None
    assert (devices.hardware, devices.count.value) == (hardware, count)


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    for duration in find_durations(text):
        assert text[duration.start : duration.end] == duration.text
    for devices in find_devices(text):
        assert 0 <= devices.start < devices.end <= len(text)
    list(find_work(text))
    parse_number(text)
    parse_count(text)


def test_the_burden_of_a_run_names_its_rate_and_what_it_assumes() -> None:
    cost = burden("Tesla P100", 8, 84)
    assert cost is not None
    assert math.isclose(cost.flop, 8 * 84 * 3600 * 9.526e12)
    assert cost.rate_name == "fp32" and cost.source and cost.assumptions


def test_cores_chips_and_devices_of_a_tpu_have_one_burden() -> None:
    by_core, by_chip = burden("TPU v3", 128, 96, "core"), burden("TPU v3", 64, 96, "chip")
    assert by_core is not None and by_chip is not None
    assert math.isclose(by_core.flop, by_chip.flop)
    named = burden("TPU v3 core", 128, 96, "core")
    assert named is not None and math.isclose(named.flop, by_core.flop, rel_tol=0.02)


@pytest.mark.parametrize(("hardware", "unit"), [("GPU", "device"), ("Tesla V100", "worker"), ("Tesla V100", "node")])
def test_no_burden_is_made_up_where_the_rate_or_the_number_is_unknown(hardware: str, unit: str) -> None:
    assert burden(hardware, 8, 24, unit) is None


def test_mixed_precision_takes_the_tensor_rate() -> None:
    full, mixed = burden("Tesla V100", 1, 1), burden("Tesla V100", 1, 1, precision="mixed")
    assert full is not None and mixed is not None
    assert mixed.flop > 5 * full.flop


def test_network_operations_follow_from_passes_or_from_parameters() -> None:
    passes = network_operations(operations_per_pass=4e9, epochs=90, dataset_size=1.28e6)
    assert passes is not None and math.isclose(passes.flop, 4e9 * 3 * 90 * 1.28e6)
    tokens = network_operations(parameters=1e9, steps=1e5, batch_size=1e6)
    assert tokens is not None and math.isclose(tokens.flop, 6 * 1e9 * 1e11)
    assert network_operations(parameters=1e9, epochs=3) is None
