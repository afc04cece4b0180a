"""Columns of lines -> groups of lines, each a paragraph, heading, caption, footnote, equation or a picture's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import BlockKind, Style
from extractors.reading.lines import Line, is_bold
from extractors.reading.order import Column

LEADING = 1.45
"""Lines further apart than this many type sizes are two paragraphs."""
TITLE_LETTERS = 300
"""No title is as long as this."""
CAPTION = re.compile(
    r"^(?P<name>Figure|Fig|Table|Algorithm|Listing|FIGURE|FIG|TABLE|ALGORITHM)\.?\s*"
    r"(?P<number>(?:[A-Z]{1,2}\.?)?\d{1,3}(?:\.\d{1,2})?[a-z]?|[IVX]{1,6}|[A-Z])\s?(?P<end>[.:|)–—-]?)(?=\s|$|[A-Z])"
)
_MARK = re.compile(r"^(?:[∗*†‡§¶♦⋆♠♣]+|\d{1,2})(?=\s?[A-Za-z(“\"∗*†])")
_HEADING_NUMBER = re.compile(
    r"^(?:(?:Appendix|APPENDIX)\s+)?(?:[A-Z]|\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){0,4}[.:]?\s+[A-Z“\"]"
)
_SECTION_NUMBER = re.compile(r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2})+|(?:\d{1,2}|[A-Z])\.?\s+[A-Z][A-Za-z]{3})")
_HEADING_WORD = re.compile(
    r"^(?:abstract|references|bibliography|acknowledge?ments?|appendix|appendices|introduction|conclusions?|"
    r"supplementary materials?)\W*$",
    re.IGNORECASE,
)
_REFERENCES_WORD = re.compile(r"^(?:(?:\d{1,2}|[IVX]{1,5})\.?\s+)?(?:references?|bibliography)\W*$", re.IGNORECASE)
_ITEM = re.compile(r"^(?:[•◦▪‣·∙–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s?\S")
_REFERENCE = re.compile(r"^\[(?:\d{1,3}|[A-Z][\w+]{1,12})\]")
_STOPPED = re.compile(r"[.!?:;][\"”’')\]]*\d{0,2}$")
_MATH = re.compile(r"[=+<>≤≥∈∑∏∫√∂∇≈∼∝×·−(){}\[\]|,./^_\d\s-]|\b\w\b")
_WORDS_LETTERS = re.compile(r"(?:[^\W\d_][\W\d_]*){4}")
_WORDY = re.compile(r"[A-Za-z]{3}")
_PROSE = re.compile(r"(?:[A-Za-z]{2,} ){3}")
_NUMBERED_EQUATION = re.compile(r"\(\d{1,2}(?:\.\d{1,2})?[a-z]?\)$")


@dataclass(slots=True)
class Group:
    """Lines that belong together; `columns` has the number of the column of each."""

    kind: BlockKind
    lines: list[Line]
    columns: list[int]
    pages: list[int]
    label: str = ""
    full: bool = False
    indented: bool = False
    table: int | None = None

    @property
    def size(self) -> float:
        """Type size of its first line."""
        return self.lines[0].size


def caption_label(text: str) -> str:
    """The label, "Table 3" or "Figure 2", where a line begins with such a label, else ""."""
    match = CAPTION.match(text)
    if not match:
        return ""
    name = {"fig": "Figure"}.get(match["name"].casefold(), match["name"].capitalize())
    return f"{name} {match['number'].rstrip('.')}"


def begins_caption(line: Line, above: Line | None) -> str:
    """The label of the caption that a line begins, else ""; a sentence that begins with "Table 3 shows" is none."""
    match = CAPTION.match(line.text)
    if not match:
        return ""
    set_apart = above is None or line.baseline - above.baseline > 1.5 * line.size or abs(above.size - line.size) > 0.6
    bold = bool(line.tokens[0].style & Style.BOLD)
    if match["end"] in (".", ":", "|", "–", "—", "-", ")") and match["end"]:
        return caption_label(line.text) if set_apart or bold or match["end"] != ")" else ""
    rest = line.text[match.end() :].strip()
    return caption_label(line.text) if set_apart and (bold or not rest) else ""


def groups_of(column: Column, number: int, body: float, references: bool) -> list[Group]:
    """The groups of a column's lines, from the top."""
    groups: list[Group] = []
    last: Line | None = None
    for line in column.lines:
        if groups and groups[-1].kind is BlockKind.HEADING:
            references = begins_references(groups[-1].lines[0].text)
        if line.table is not None:
            groups.append(Group(BlockKind.TABLE, [line], [number], [column.page], table=line.table))
            last = None
            continue
        text = line.text
        label = begins_caption(line, last)
        kind = _kind(line, last, text, label, column, body, references)
        open_group = groups[-1] if groups else None
        if open_group and last and not label and _goes_on(open_group, last, line, text, kind, column, references):
            open_group.lines.append(line)
            open_group.columns.append(number)
            open_group.pages.append(column.page)
        else:
            groups.append(Group(kind, [line], [number], [column.page], label, indented=line.x0 > column.x0 + 4))
        last = line
    for group, below in pairwise(groups):
        goes_on = below.kind is BlockKind.PARAGRAPH and below.lines[0].text[0].islower()
        if group.kind is BlockKind.HEADING and goes_on and not is_named_heading(group.lines[0].text):
            group.kind = BlockKind.PARAGRAPH  # the bold beginning of a sentence
    for group in groups:
        if group.kind is BlockKind.PARAGRAPH and len(group.lines) < 4 and not references:
            text = " ".join(line.text for line in group.lines)
            if len(text) < 80 and not _WORDY.search(text) and _is_formula(text):
                group.kind = BlockKind.EQUATION
        group.full = group.lines[-1].x1 > column.x1 - 2.5 * body
    _footnotes(groups, body, column.page)
    return groups


def _kind(
    line: Line, last: Line | None, text: str, label: str, column: Column, body: float, references: bool
) -> BlockKind:
    if label:
        return BlockKind.CAPTION
    entry = last.size if last and references else body
    heads = _HEADING_WORD.match(text) or (line.size > max(entry, body) + 0.7 and len(text) < 80)
    if references and not heads and not (_HEADING_NUMBER.match(text) and is_bold(line)):
        return BlockKind.PARAGRAPH
    if _is_heading(line, last, text, column, body):
        return BlockKind.HEADING
    if _is_equation(line, text, column):
        return BlockKind.EQUATION
    return BlockKind.PARAGRAPH


def _is_heading(line: Line, last: Line | None, text: str, column: Column, body: float) -> bool:
    if len(text) > 120 or line.size < body - 1.1 or not any(letter.isalpha() for letter in text):
        return False
    if _HEADING_WORD.match(text) and text[0].isupper():
        apart = last is None or line.baseline - last.baseline > 1.5 * line.size
        return is_bold(line) or line.size > body + 0.7 or (line.size > body - 0.7 and (apart or text.isupper()))
    if text[-1] in ".,;" and not text.isupper() and len(text) > 60:
        return False
    starts = bool(_HEADING_NUMBER.match(text))
    if not starts and (_is_formula(text) or any(sign in text for sign in "=≡")):
        return False
    if starts and (is_bold(line) or line.size > body + 0.7):
        return True
    if starts and _in_capitals(text) and line.x1 < column.x1 - 2 * body:
        return True
    apart = line.x1 - line.x0 < 0.92 * (column.x1 - column.x0)
    if line.size > body + 1.2 and apart and _WORDS_LETTERS.search(text):
        return True
    return (
        is_bold(line)
        and apart
        and _WORDS_LETTERS.search(text) is not None
        and text[0].isupper()
        and not text.endswith((",", ";"))
        and (line.size > body - 0.6)
    )


def _in_capitals(text: str) -> bool:
    """Whether nearly all of a text's letters, four at the least, are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.85 * len(letters)


def begins_references(heading: str) -> bool:
    """Whether a heading is that of the list of references."""
    return bool(_REFERENCES_WORD.match(heading))


def is_named_heading(text: str) -> bool:
    """Whether a heading has a number of a section, or is one of the usual words."""
    return bool(_HEADING_WORD.match(text) or _SECTION_NUMBER.match(text))


def _is_equation(line: Line, text: str, column: Column) -> bool:
    numbered = bool(_NUMBERED_EQUATION.search(text))
    if line.x0 < column.x0 + 6 and not numbered:
        return False
    if not any(sign in text for sign in "=≤≥<>∈≈∼∝→←:") and not numbered:
        return False
    return _is_formula(text)


def _is_formula(text: str) -> bool:
    """Whether more than half of a text are signs, numbers and single letters."""
    return sum(len(piece) for piece in _MATH.findall(text)) > 0.5 * len(text)


def _is_part_of_equation(last: Line, line: Line, text: str, column: Column) -> bool:
    """Whether a line is a limit, a fraction's part or a further row of the display above it."""
    if line.x0 < column.x0 + 6 and _WORDY.search(text):
        return False
    return (line.y0 < last.y1 and line.y1 > last.y0 and not _PROSE.search(text)) or _is_formula(text)


def _goes_on(
    group: Group, last: Line, line: Line, text: str, kind: BlockKind, column: Column, references: bool
) -> bool:
    """Whether a line belongs to the group that is open above it."""
    step = line.baseline - last.baseline
    size = max(last.size, line.size)
    equation = group.kind is BlockKind.EQUATION
    if step < (-2.5 if equation else -0.5) * size or step > LEADING * size * (1.6 if equation else 1.0):
        return False
    if abs(last.size - line.size) > 0.7 and len(text) > 6 and not equation:
        return False
    if group.kind is BlockKind.CAPTION:
        return kind is not BlockKind.HEADING or is_bold(group.lines[0])
    if group.kind is BlockKind.HEADING:
        # a heading over two lines: the same type, the first line full or the second hung below the title
        alike = last.style == line.style and abs(last.size - line.size) < 0.3 and (is_bold(line) or kind is group.kind)
        hangs = last.x1 > column.x1 - 6 * size or line.x0 > last.x0 + 4 or size > 13
        return alike and hangs and not _HEADING_NUMBER.match(text)
    if equation:
        return kind is BlockKind.EQUATION or _is_part_of_equation(last, line, text, column)
    if group.kind is BlockKind.PARAGRAPH and _is_fragment(last, line, text, column):
        return True
    if kind is not group.kind:
        return False
    return not _begins_paragraph(last, line, text, column, references)


def _is_fragment(last: Line, line: Line, text: str, column: Column) -> bool:
    """Whether a line is a part of a formula within the line above: beside it in height, narrow, no words."""
    overlaps = line.y0 < last.y1 - 2 and line.y1 > last.y0 + 2
    return overlaps and line.x1 - line.x0 < 0.3 * (column.x1 - column.x0) and not _PROSE.search(text)


def _begins_paragraph(last: Line, line: Line, text: str, column: Column, references: bool) -> bool:
    em = line.size
    if references:
        if _REFERENCE.match(text):
            return True
        hangs = line.x0 < last.x0 - 0.6 * em
        return hangs and abs(line.x0 - column.x0) < 0.7 * em
    ended = bool(_STOPPED.search(last.text))
    short = last.x1 < column.x1 - 3 * em
    if line.x0 > last.x0 + 0.7 * em and last.x0 < column.x0 + 0.7 * em and line.x0 < column.x0 + 4 * em:
        return (ended or short) and not text[0].islower() and not _ITEM.match(last.text)
    if _ITEM.match(text) and (line.x0 > column.x0 + 2 or text[0] in "•◦▪‣·∙") and not text[0].islower():
        return True
    return ended and short and (text[0].isupper() or not text[0].isalnum())


def _footnotes(groups: list[Group], body: float, page: int) -> None:
    """Mark the small groups at the foot of a column that begin with a footnote mark; on page 1 all small ones there."""
    foot = len(groups)
    while foot > 0 and groups[foot - 1].size < body - 0.7 and groups[foot - 1].kind is not BlockKind.CAPTION:
        foot -= 1
    marked = False
    for group in groups[foot:]:
        first = group.lines[0].tokens[0]
        match = _MARK.match(group.lines[0].text)
        text = group.lines[0].text
        if (match or first.style & Style.SUPERSCRIPT) and _WORDY.search(text):
            group.label = match.group() if match else first.text
            marked = True
        if marked or (page == 1 and foot > 0):
            group.kind = BlockKind.FOOTNOTE


def front_matter(groups: list[Group]) -> list[Group]:
    """The groups of a first page with its title known, and what stands above its text no heading."""
    opening = next((group.lines[0] for group in groups if _opens_text(group)), None)
    front = [
        group
        for group in groups
        if group.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and (opening is None or _above(group, opening))
    ]
    in_front = {id(group) for group in front}
    largest = max((group.size for group in front if len(group.lines[0].text) > 3), default=0.0)
    title: Group | None = None
    rest: list[Group] = []
    for group in groups:
        if id(group) not in in_front:
            rest.append(group)
        elif title and rest[-1] is title and _same_title(title.lines[-1], group.lines[0]):
            title.lines += group.lines
            title.columns += group.columns
            title.pages += group.pages
        else:
            group.kind = BlockKind.PARAGRAPH
            if title is None and group.size == largest and sum(len(line.text) for line in group.lines) < TITLE_LETTERS:
                group.kind, title = BlockKind.TITLE, group
            rest.append(group)
    return rest


def _same_title(line: Line, below: Line) -> bool:
    """Whether a title goes on below a line of it: in the same type; small capitals have no capital after a hyphen."""
    if line.text.isupper() and below.text.isupper() and below.size > 0.75 * line.size:
        return True
    same_case = line.text.isupper() == below.text.isupper()
    return abs(below.size - line.size) < 0.6 and line.style == below.style and same_case


def _above(group: Group, opening: Line) -> bool:
    return group.lines[0].y1 < opening.y0 + 1 and not _opens_text(group)


def _opens_text(group: Group) -> bool:
    if group.kind is not BlockKind.HEADING:
        return False
    text = group.lines[0].text
    return bool(_HEADING_WORD.match(text) or re.match(r"^(?:1|I)[.]?\s+[A-Z]", text))


def is_open(text: str) -> bool:
    """Whether a text has not come to the end of its sentence."""
    return not _STOPPED.search(text.rstrip())
