"""Pages -> the groups of lines of a paper in reading order, and its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.model import BlockKind
from extractors.reading.blocks import Group, begins_references, front_matter, groups_of
from extractors.reading.figures import mark_figures
from extractors.reading.furniture import furniture, handwriting, line_numbers, stamp_of
from extractors.reading.lines import Line, body_size, line_of, lines_of
from extractors.reading.order import columns_of, gutter_of
from extractors.reading.page import DOWNWARD, UPRIGHT, UPWARD, Page, Token
from extractors.reading.tables import FoundTable, find_tables
from extractors.reading.turning import turn_of_page, turned

_CONTENTS = re.compile(r"^(?:table of )?contents$", re.IGNORECASE)
_LEADS_ON = re.compile(r"\s\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart: running lines (a table is one of them), lines that run another way, and the tables.

    Lines are as on the page turned so that most of its text is upright; `page` and tables are as displayed.
    """

    page: Page
    turn: int
    lines: list[Line]
    sideways: list[Line]
    tables: tuple[FoundTable, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as turned for reading."""
        width, height = self.page.width, self.page.height
        return (height, width) if self.turn in (UPWARD, DOWNWARD) else (width, height)


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper taken apart: its pages, all groups in reading order, and the arXiv stamp."""

    sheets: list[Sheet]
    groups: list[Group]
    stamp: str


def layout_of(pages: Sequence[Page]) -> Layout:
    """The layout of a paper's pages."""
    stamp = ""
    sheets: list[Sheet] = []
    for page in pages:
        left_out: frozenset[int] = frozenset()
        if page.number == 1:
            stamp, left_out = stamp_of(page.tokens)
        left_out |= line_numbers(page.tokens, page.width) | handwriting(page.tokens)
        if left_out:
            tokens = tuple(token for at, token in enumerate(page.tokens) if at not in left_out)
            page = replace(page, tokens=tokens)
        sheets.append(_sheet(page))
    body = body_size(line for sheet in sheets for line in sheet.lines if line.table is None)
    dropped = furniture([sheet.lines for sheet in sheets], [sheet.size[1] for sheet in sheets], body)
    sheets = [
        replace(sheet, lines=[line for at, line in enumerate(sheet.lines) if at not in out])
        for sheet, out in zip(sheets, dropped, strict=True)
    ]
    return Layout(sheets, _groups(sheets, body), stamp)


def _sheet(page: Page) -> Sheet:
    """A page's lines, where each table with its caption takes the place of its first token."""
    tables = find_tables(page)
    owner: dict[int, int] = {}
    for number, found in enumerate(tables):
        for at in (*found.caption_tokens, *found.region_tokens):
            owner.setdefault(at, number)  # parts of one float share its caption: it goes with the first
    turn = turn_of_page(page)
    seen = turned(page, turn)
    runs: list[Line] = []
    pending: list[Token] = []
    sideways: list[Token] = []
    placed: set[int] = set()
    for at, token in enumerate(seen.tokens):
        number = owner.get(at, -1)
        if number < 0:
            (pending if token.turn == UPRIGHT else sideways).append(token)
        elif number not in placed:
            placed.add(number)
            own = [seen.tokens[index] for index in sorted(owner) if owner[index] == number]
            runs += lines_of(pending)
            runs.append(line_of(own)._replace(table=number))
            pending = []
    runs += lines_of(pending)
    return Sheet(page, turn, runs, lines_of(sideways), tables)


def _groups(sheets: Sequence[Sheet], body: float) -> list[Group]:
    gutters = [gutter_of(sheet.lines, sheet.size[0]) for sheet in sheets]
    two_columned = [gutter for gutter in gutters if gutter]
    usual = median(two_columned) if len(two_columned) * 2 > len(sheets) else None
    groups: list[Group] = []
    number = 0
    references = False
    contents = 0
    for sheet, gutter in zip(sheets, gutters, strict=True):
        page = sheet.page
        own: list[Group] = []
        for column in columns_of(sheet.lines, page.number, sheet.size[0], gutter or usual):
            for group in groups_of(column, number, body, references):
                if group.kind is BlockKind.HEADING:
                    if contents and (page.number == contents or _LEADS_ON.search(group.lines[0].text)):
                        group.kind = BlockKind.PARAGRAPH
                        own.append(group)
                        continue
                    contents = page.number if _CONTENTS.match(group.lines[0].text) else 0
                    references = begins_references(group.lines[0].text)
                own.append(group)
            number += 1
        if page.number == 1:
            own = front_matter(own)
        mark_figures(own, body)
        own += [Group(BlockKind.FIGURE, [line], [number], [page.number]) for line in sheet.sideways]
        groups += own
    return groups
