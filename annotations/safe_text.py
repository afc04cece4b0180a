"""The one way by which text of papers and of people reaches a terminal, a CSV cell, an HTML page or a Markdown card.

What is printed in a paper is somebody else's. It may hold terminal escapes, characters that turn the direction of
writing, HTML, markup, or a spreadsheet formula. Here it becomes text that can only be read: what would act is
shown, as its control picture or its code, and nothing is dropped, so that a reader can see that it was there.

Markup of `rich` and Textual is met by never giving them strings that they parse: screens build `rich.text.Text`.
"""

from __future__ import annotations

import html
import re

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""First characters that spreadsheets take for a formula, and their full-width forms.
https://owasp.org/www-community/attacks/CSV_Injection"""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[^\S\x1c-\x1f\x85\u2028\u2029]+")


def safe_text(text: str) -> str:
    """Text for a terminal: one line, every character that would act on the terminal shown instead."""
    return _ACTIVE.sub(_shown, _SPACE.sub(" ", text))


def safe_columns(line: str) -> str:
    """As `safe_text`, for a line of our own list: its columns, two spaces apart or more, stay where they are."""
    head = line[: len(line) - len(line.lstrip(" "))]
    return head + "  ".join(safe_text(part) for part in line[len(head) :].split("  "))


def safe_cell(text: str) -> str:
    """Text for a CSV cell: as `safe_text`, and with an apostrophe first where a spreadsheet would calculate it."""
    shown = safe_text(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def safe_html(text: str) -> str:
    """Text for an HTML page, between tags or in a quoted attribute."""
    return html.escape(safe_text(text))


def safe_markdown(text: str) -> str:
    """Text for a Markdown page: neither HTML nor markup nor a link nor a table's border."""
    return _MARKDOWN.sub(r"\\\1", html.escape(safe_text(text), quote=False))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"
