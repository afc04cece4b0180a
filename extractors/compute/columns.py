"""What the columns of a table hold: times, products, devices, numbers of devices, settings; read off their headers.

A table is read the other way round where its first column names the quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.compute.roles import INFERENCE, TRAIN_VERB
from extractors.model import Cell, Table
from extractors.quantities import find_devices, work_unit
from extractors.quantities.durations import HOURS

_TIME = re.compile(
    r"\b(?:train\w*|wall[- ]?clock|run|total|search|pre-?train\w*)[- ]?\s?(?:time|cost|hours?|days?|duration)\b|"
    r"\btime\b|\b(?:hours?|days?|hrs?|weeks?|minutes)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)\b|\((s|h|d|ms)\)", re.IGNORECASE
)
_PLAIN_TIME = re.compile(r"\btrain|\bhours?\b|\bdays?\b|\bweeks?\b|wall[- ]?clock|\bsearch|\bhrs?\b", re.IGNORECASE)
_NOT_TRAINING = re.compile(
    r"\binfer\w*|latenc|\btest\b|\bms\b|fps|\bdecod|\bspeed|throughput|per (?:step|epoch|image|iter\w*|batch|"
    r"sample)|/\s?(?:step|epoch|iter\w*|image|ep)\b|\bexecute|\bupdates?\b"
    r"|\bdata\b|speech|audio|corpus|\bsec\w*/|updates\)|\bruntime|\brun-time|\beval",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:#|num(?:ber)?\.?(?: of)?|no\. ?of|total|n\b)\s?(?:of )?(?:[\w-]+ )?(?:GPUs?|TPUs?|chips?|cores?|devices?|"
    r"accelerators?|nodes?)\b"
    r"|^(?:\w+ )?(?:GPUs|TPUs|(?:TPU )?(?:chips|cores)|devices|accelerators|nodes)$"
    r"|^(?:GPU|TPU|chip|core|device|node) (?:count|number)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\b(?:GPUs?|hardware|devices?|accelerators?|processors?|machines?|TPUs?|platform|card|chips?|resources?)\b",
    re.IGNORECASE,
)
SETTINGS = {
    "epochs": re.compile(r"^(?:#|num\w*\.? (?:of )?|train\w* |pre-?train\w* )?(?:epochs?|ep\.?)$", re.IGNORECASE),
    "steps": re.compile(
        r"^(?:#|num\w*\.? (?:of )?|model |train\w* |total |max\.? )*(?:steps?|updates?|iterations?|iters?\.?)\b",
        re.IGNORECASE,
    ),
    "batch_size": re.compile(r"\bbatch[- ]?(?:size)?\b|^bsz$|^bs$", re.IGNORECASE),
    "parameters": re.compile(
        r"^(?:#|num\w*\.? (?:of )?|model |total |train\w* )*(?:params?\.?|parameters?|weights|model size|size)(?!\w)",
        re.IGNORECASE,
    ),
}
_RATE = re.compile(r"/\s?s(?:ec)?\b|per (?:s|sec|second|day|hour)\b|\btime\b|warm-?up|\bsave|\beval", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"memory|power|energy|kWh|MWh|carbon|CO2|CO_2|\bPUE\b|water|utili|cost|price|\$|usage|"
    r"emission|speed",
    re.IGNORECASE,
)
_DATA_TABLE = re.compile(
    r"\bspeakers?\b|\butterances?\b|\bdatasets?\b|\bcorpus\b|\bcorpora\b|\brecordings?\b", re.IGNORECASE
)
_DATA_CAPTION = re.compile(
    r"\b(?:summary|statistics|details|list|overview) of (?:the )?(?:\w+ )?(?:data|"
    r"corpora|corpus)",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?P<time>hours?|days?|weeks?)\s?[x×*]\s?(?P<device>(?:[\w-]+\s)?(?:cores|GPUs|TPUs|"
    r"CPUs|chips))",
    re.IGNORECASE,
)
EPOCHS_OF_TIME = re.compile(r"/\s?(\d+)[- ]?ep(?:och)?s?\b", re.IGNORECASE)
_FACTOR = re.compile(
    r"[×x]\s?10\s?\^?\s?\{?(\d{1,2})|\(\s?(?:[#]\s?)?(k|m|b|thousand|million|billion|thousands|millions|"
    r"billions)\s?\)|,\s?(M|K|B)\b",
    re.IGNORECASE,
)
_FACTORS = {"k": 1e3, "m": 1e6, "b": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `kind` "time", "work", "count", "device" or a setting; hours or factor; unit; its header."""

    at: int
    kind: str
    header: str
    factor: float = 1.0
    unit: str = "device"
    device: str = ""


class Grid:
    """A table as rows of cells with headers, possibly turned so that the first column becomes the header."""

    def __init__(self, table: Table, *, turned: bool = False) -> None:
        """Lay the table's cells out, rows and columns exchanged where `turned`."""
        cells = table.cell_grid()
        if turned:
            cells = [list(column) for column in zip(*cells, strict=True)]
        self.table = table
        self.turned = turned
        self.cells = cells
        self.rows = len(cells)
        self.columns = len(cells[0]) if cells else 0
        self.first = max(1, table.stub_columns) if turned else max(1, table.header_rows)
        self.stubs = max(1, table.header_rows) if turned else max(1, table.stub_columns)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place."""
        return self.cells[row][column]

    def header(self, column: int) -> str:
        """The header of a column, its levels joined."""
        parts: list[str] = []
        for row in range(min(self.first, self.rows)):
            cell = self.cells[row][column]
            if cell and cell.text and cell.text not in parts and len(cell.text) <= 60:
                parts.append(cell.text)
        return " ".join(parts)

    def name(self, row: int) -> str:
        """The name of a row, its levels joined."""
        parts: list[str] = []
        for column in range(min(self.stubs, self.columns)):
            cell = self.cells[row][column]
            if cell and cell.text and cell.text not in parts:
                parts.append(cell.text)
        return " ".join(parts)

    def text(self, row: int) -> str:
        """A row as one text, each cell once."""
        parts: list[Cell] = []
        for cell in self.cells[row]:
            if cell and cell.text and cell not in parts:
                parts.append(cell)
        return " ".join(cell.text for cell in parts)


def is_of_data(grid: Grid, caption: str) -> bool:
    """Whether the table's hours are of recordings: it is of data sets, or has speakers or utterances."""
    headers = " ".join(grid.header(at) for at in range(grid.columns))
    return bool(_DATA_TABLE.search(headers) or (_DATA_CAPTION.search(caption) and not TRAIN_VERB.search(headers)))


def columns_of(grid: Grid, caption: str) -> list[Column]:
    """The columns whose headers say that they hold something of training."""
    found = []
    for at in range(grid.columns):
        header = " ".join(grid.header(at).split())
        column = _column(at, header, caption)
        if column is not None and (at >= grid.stubs or column.kind in ("device", *SETTINGS)):
            found.append(column)
    return found


def _column(at: int, header: str, caption: str) -> Column | None:
    if not header or len(header) > 90:
        return None
    product = _PRODUCT.search(header)
    if product:
        part = "core" if "core" in product["device"].lower() else "device"
        kinds = find_devices(product["device"], context=True)
        hours = _hours(product["time"].lower())
        return Column(at, "product", header, hours, part, kinds[0].hardware if kinds else "")
    work = work_unit(header)
    if work:
        device, unit, hours = work
        return Column(at, "work", header, hours * _factor(header), unit, device)
    for kind, pattern in SETTINGS.items():
        if pattern.search(header) and not _RATE.search(header):
            return Column(at, kind, header, _factor(header))
    if _TIME.search(header) and not _NOT_TRAINING.search(header):
        printed = _UNIT.search(header)
        plain = (
            _PLAIN_TIME.search(header)
            or EPOCHS_OF_TIME.search(header)
            or (TRAIN_VERB.search(caption) and not INFERENCE.search(caption))
        )
        if plain:
            word = (printed.group(1) or printed.group(2)).lower() if printed else ""
            return Column(at, "time", header, _hours(word))
    if _COUNT.search(header) and not _NOT_TRAINING.search(header) and not _NO_COUNT.search(header):
        unit = next((name for name in ("core", "chip", "node") if name in header.lower()), "device")
        named = next(iter(find_devices(header, context=True)), None)
        return Column(at, "count", header, unit=unit, device=named.hardware if named else "")
    if _DEVICE.search(header) and not _NO_COUNT.search(header) and not _NOT_TRAINING.search(header):
        return Column(at, "device", header)
    return None


def _hours(word: str) -> float:
    """Hours of a unit in a header; 0 where the cells have to say it."""
    names = {
        "s": "second",
        "sec": "second",
        "h": "hour",
        "hr": "hour",
        "d": "day",
        "min": "minute",
        "ms": "millisecond",
    }
    word = word.rstrip("s") if len(word) > 2 else word
    return HOURS.get(names.get(word, word), 0.0)


def _factor(header: str) -> float:
    match = _FACTOR.search(header)
    if not match:
        return 1.0
    if match.group(1):
        return 10.0 ** int(match.group(1))
    return _FACTORS[(match.group(2) or match.group(3)).lower().rstrip("s")]
