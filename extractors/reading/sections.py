"""Headings -> sections: number, level, kind, appendix or not."""

from __future__ import annotations

import re
from functools import cache

from extractors.model import Section, SectionKind
from extractors.reading.data import data_file

FRONT = Section("", SectionKind.FRONT, 0)
_NUMBER = re.compile(
    r"^(?:(?:appendix|section|chapter)\s+)?(?P<number>(?:[A-Z]|\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){0,4})\s*[.:)]?\s+(?=\S)"
    r"|^(?P<appendix>appendix)\s*[:.]?\s+(?=\S)",
    re.IGNORECASE,
)
_WEAK = (SectionKind.METHOD, SectionKind.DISCUSSION)
"""Kinds whose words ("model", "analysis") a subsection of another kind may well have in its title."""
_ALWAYS_TOP = (SectionKind.ABSTRACT, SectionKind.ACKNOWLEDGEMENTS, SectionKind.REFERENCES)
_TOP = frozenset(
    (
        SectionKind.ABSTRACT,
        SectionKind.ACKNOWLEDGEMENTS,
        SectionKind.REFERENCES,
        SectionKind.INTRODUCTION,
        SectionKind.CONCLUSION,
        SectionKind.APPENDIX,
    )
)


@cache
def _kinds() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    data = data_file("sections.toml")
    return tuple((SectionKind(kind["name"]), re.compile("|".join(kind["title"]))) for kind in data["kind"])


def kind_of(title: str) -> SectionKind:
    """The kind that a title says by itself, OTHER where it says none."""
    folded = " ".join(title.casefold().split()).strip(" .:")
    return next((kind for kind, words in _kinds() if words.search(folded)), SectionKind.OTHER)


def numbered(heading: str) -> tuple[str, str]:
    """A heading's number ("" for none) and its title."""
    match = _NUMBER.match(heading)
    if not match:
        return "", heading.strip()
    return match.group("number") or "", heading[match.end() :].strip()


class Outline:
    """The sections of a paper as its headings come in; the one thing here that remembers."""

    def __init__(self) -> None:
        """Begin before the first heading."""
        self.sections: list[Section] = [FRONT]
        self._above: list[Section] = []
        self._appendix = False
        self._appendix_number = ""
        self._sizes: dict[int, float] = {}

    def add(self, heading: str, size: float) -> int:
        """The index of the section that a heading in type of `size` points opens."""
        number, title = numbered(heading)
        kind = kind_of(title)
        level = self._level(number, kind, size)
        self._appendix = self._in_appendix(heading, number, kind, level)
        self._above = [section for section in self._above if section.level < level]
        parent = self._above[-1].kind if self._above else SectionKind.OTHER
        if kind is SectionKind.OTHER or (kind in _WEAK and parent is not SectionKind.OTHER):
            if self._above:
                kind = self._above[-1].kind
            elif self._appendix:
                kind = SectionKind.APPENDIX
        section = Section(title, kind, level, number, self._appendix)
        self.sections.append(section)
        self._above.append(section)
        return len(self.sections) - 1

    def _in_appendix(self, heading: str, number: str, kind: SectionKind, level: int) -> bool:
        if kind is SectionKind.APPENDIX or heading.casefold().startswith("appendix"):
            self._appendix_number = number
            return True
        past_references = any(section.kind is SectionKind.REFERENCES for section in self.sections)
        if kind is SectionKind.REFERENCES and level == 1:
            return False
        if past_references and number[:1].isalpha():
            return True
        if number[:1].isdigit() and not past_references:
            return bool(self._appendix_number) and number.split(".")[0] == self._appendix_number
        return self._appendix or (number == "A" and self._numbers_are_arabic())

    def _numbers_are_arabic(self) -> bool:
        return any(section.number[:1].isdigit() for section in self.sections)

    def _level(self, number: str, kind: SectionKind, size: float) -> int:
        if number:
            level = number.count(".") + 1
            self._sizes.setdefault(level, size)
            return level
        if kind in _ALWAYS_TOP:
            return 1
        if kind in _TOP and not (self._above and size < self._sizes.get(1, 0) - 0.6):
            return 1
        if 1 in self._sizes:
            return 1 if size >= self._sizes[1] - 0.3 and self._sizes.get(2, 0) < size - 0.3 else 2
        return 1
