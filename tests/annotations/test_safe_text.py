"""Text of papers and people only reads, wherever it is shown."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from annotations.safe_text import safe_cell, safe_html, safe_markdown, safe_text

HOSTILE = {
    "clear the screen": "\x1b[2J\x1b[H",
    "C1 escape": "\x9b2J",
    "window title": "\x1b]0;owned\x07",
    "bidi override": "8\u202e001 sruoh",
    "isolate": "\u2066abc\u2069",
    "backspace over a number": "96.3\x08\x08\x0899",
    "line separator": "one\u2028two",
    "tag characters": "x\U000e0041",
    "lone surrogate": "a\ud800b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_would_act_on_a_terminal_is_shown_instead(text: str) -> None:
    """No control, format or surrogate character is left, and something visible stands in its place."""
    shown = safe_text(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert len(shown) >= len(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_plain_text_is_kept_but_for_its_white_space(text: str) -> None:
    """Letters, numbers, marks and symbols of every script stay as they are printed."""
    assert safe_text(text).split() == text.split()


@given(st.text())
def test_safe_text_is_one_line_and_safe_twice_is_safe_once(text: str) -> None:
    """The result has no line break and goes through unchanged."""
    once = safe_text(text)
    assert len(once.splitlines()) <= 1
    assert safe_text(once) == once


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "  =1", "\t=1", "\uff1d1"])
def test_a_formula_is_text_in_a_spreadsheet(text: str) -> None:
    """A cell that would be calculated starts with an apostrophe, also after white space."""
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(text)])
    assert next(csv.reader([out.getvalue()]))[0].startswith("'")


def test_html_and_markdown_are_text() -> None:
    """Tags, attributes, links, images and table borders do not come through."""
    text = '<img src=x onerror="a()">[a](javascript:b) | `c`'
    assert "<" not in safe_html(text)
    assert '"' not in safe_html(text)
    marked = safe_markdown(text)
    assert "<" not in marked
    assert r"\[a\]\(javascript:b\) \| \`c\`" in marked


def test_markup_of_the_screen_is_text() -> None:
    """Square brackets reach the screen as they are printed."""
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="standard", width=60).print(
        Text(safe_text("[bold red]x[/] \x1b[31m"))
    )
    assert "[bold red]x[/] ␛[31m" in out.getvalue()
