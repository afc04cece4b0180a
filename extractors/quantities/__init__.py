"""Text to quantities and back; hardware burden and network operations from quantities."""

from extractors.quantities.burden import Cost, burden, network_operations
from extractors.quantities.devices import Devices, find_devices, find_hosts, format_devices, parse_devices
from extractors.quantities.durations import (
    Duration,
    Pace,
    Work,
    find_durations,
    find_operations,
    find_paces,
    find_work,
    format_duration,
    format_work,
    parse_duration,
    parse_work,
    work_unit,
)
from extractors.quantities.numbers import Number, format_number, parse_count, parse_number

__all__ = [
    "Cost",
    "Devices",
    "Duration",
    "Number",
    "Pace",
    "Work",
    "burden",
    "find_devices",
    "find_durations",
    "find_hosts",
    "find_operations",
    "find_paces",
    "find_work",
    "format_devices",
    "format_duration",
    "format_number",
    "format_work",
    "network_operations",
    "parse_count",
    "parse_devices",
    "parse_duration",
    "parse_number",
    "parse_work",
    "work_unit",
]
