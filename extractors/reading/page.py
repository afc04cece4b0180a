"""A PDF page as printed pieces of text and ruled lines, in one cheap pass over its objects.

MuPDF's structured text is run once over the page's contents alone, so reader annotations are never seen, and in
the page's displayed coordinates; vectors come with it at no cost, where `get_drawings` costs as much as the words.
The words and the spans of the same text page are then walked side by side: words have the exact edges, spans know
font, size, colour and base line. Characters one by one (`rawdict`) would cost twice as much and tell no more.

What a person does not see is left out: invisible (render mode 3) and transparent text, white text that stands on
no darker ground, text off the page, and text smaller than `TINY`. How many pieces were left out is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from extractors.model import Style

if TYPE_CHECKING:
    import pymupdf

TINY = 1.0  # points: nothing is printed to be read at this size
RULE_THICKNESS = 2.6  # points: a filled rectangle up to this thick is a ruled line
RULE_LENGTH = 5.0  # points: shorter ones are dashes, marks and parts of letters
WHITE = 0xF4  # each of red, green, blue from here on: white on white paper
SCRIPT_SIZE = 0.88  # of its neighbours' size: a script is smaller than this …
SCRIPT_SHIFT = 0.07  # … and moved off the base line by more than this share of the size

CONTROLS = dict.fromkeys(range(32), " ")  # characters that part words, and are in none
STARS = frozenset("∗*⋆★†‡§")  # a digit that follows one begins another number, however near it stands

UPRIGHT, UPWARD, REVERSED, DOWNWARD, SLANTED = range(5)
"""How text runs: `Token.turn` counts quarter turns against the clock; `SLANTED` is any other angle."""


class Token(NamedTuple):
    """A printed piece of one style: a word, or a part of one where the style changes within it.

    `baseline` is y for text that runs left to right and x for text that runs up or down. `joined` says that no white
    space parts it from the token before; `line` numbers the runs of text as the PDF draws them.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float
    style: int
    baseline: float
    font: str
    turn: int
    joined: bool
    line: int


class Rule(NamedTuple):
    """A ruled line: horizontal where it is wider than high."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it lies."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed: `width` × `height` points, `rotation` as the file has it (already applied).

    `tokens` are in the order in which the page draws them. `fills` are coloured areas larger than a rule; `images`
    are areas of pictures. `hidden` counts the words left out.
    """

    number: int
    width: float
    height: float
    rotation: int
    tokens: tuple[Token, ...]
    rules: tuple[Rule, ...] = ()
    fills: tuple[tuple[float, float, float, float], ...] = ()
    images: tuple[tuple[float, float, float, float], ...] = ()
    hidden: int = 0


def page_of(pdf_page: pymupdf.Page, number: int) -> Page:
    """Read a page; `number` counts from 1."""
    words, blocks = _text_page(pdf_page)
    rules, fills, images = _vectors(blocks)
    tokens: list[Token] = []
    hidden = 0
    place = 0
    line_number = 0
    for block in blocks:
        if block["type"] != 0:
            continue
        for line in block["lines"]:
            spans = line["spans"]
            text = "".join([span["text"] for span in spans])
            if not text.isprintable():
                text = text.translate(CONTROLS)
            count = len(text.split())
            if not count:
                continue
            run, place = _words_of(words, place, text, count)
            seen = [span for span in spans if _visible(span, fills)]
            if len(seen) != len(spans):
                hidden += len(run)
                run, spans = _visible_words(run, seen), seen
                hidden -= len(run)
            if run:
                _tokens_of(run, spans, turn_of(line["dir"]), line_number, tokens)
                line_number += 1
    if not rules and any(token[4] in ("Table", "TABLE", "Tab.") for token in tokens):
        rules = _image_rules(pdf_page)
    box = pdf_page.rect
    return Page(
        number,
        box.width,
        box.height,
        pdf_page.rotation,
        tuple(tokens),
        rules,
        tuple(f[:4] for f in fills),
        images,
        hidden,
    )


def turn_of(direction: Sequence[float]) -> int:
    """The turn of text that runs in this direction (x to the right, y down, a unit vector)."""
    x, y = direction
    if abs(y) < 0.02:
        return UPRIGHT if x > 0 else REVERSED
    if abs(x) < 0.02:
        return UPWARD if y < 0 else DOWNWARD
    return SLANTED


def _text_page(pdf_page: pymupdf.Page) -> tuple[list[Any], list[dict[str, Any]]]:
    import pymupdf
    from pymupdf import extra, mupdf

    flags = (
        pymupdf.TEXT_PRESERVE_LIGATURES
        | pymupdf.TEXT_PRESERVE_WHITESPACE
        | pymupdf.TEXT_MEDIABOX_CLIP
        | pymupdf.TEXT_COLLECT_VECTORS
    )
    page = pdf_page.this
    text_page = mupdf.FzStextPage(mupdf.fz_bound_page(page))
    device = mupdf.fz_new_stext_device(text_page, mupdf.FzStextOptions(flags))
    mupdf.fz_run_page_contents(page, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    content: dict[str, Any] = {}
    extra.JM_make_textpage_dict(text_page.m_internal, content, False)  # type: ignore[no-untyped-call]
    return extra.extractWORDS(text_page, None), content["blocks"]  # type: ignore[no-untyped-call]


def _words_of(words: list[Any], place: int, text: str, count: int) -> tuple[list[Any], int]:
    """The next words, as many as make up the text of a line."""
    end = place + count
    run = words[place:end]
    if "".join([word[4] for word in run]) == "".join(text.split()):
        return run, end
    wanted = sum(map(len, text.split()))  # words break elsewhere too, at a change of writing direction
    run, end = [], place
    while end < len(words) and wanted > 0:
        run.append(words[end])
        wanted -= len(words[end][4])
        end += 1
    return run, end


def _image_rules(pdf_page: pymupdf.Page) -> tuple[Rule, ...]:
    """Ruled lines that are thin images, as some converters draw them; costs a second pass over the page."""
    import pymupdf

    turn = pdf_page.rotation_matrix
    boxes = [
        tuple(pymupdf.Rect(info["bbox"]) * turn)  # type: ignore[no-untyped-call]
        for info in pdf_page.get_image_info()
    ]
    return tuple(
        Rule(x0, y0, x1, y1)
        for x0, y0, x1, y1 in boxes
        if min(x1 - x0, y1 - y0) <= RULE_THICKNESS and max(x1 - x0, y1 - y0) >= RULE_LENGTH
    )


def _visible(span: dict[str, Any], fills: Sequence[tuple[float, ...]]) -> bool:
    if span["size"] < TINY or span["alpha"] == 0 or not span["char_flags"] & 48:  # neither filled nor stroked
        return False
    color = span["color"]
    if color == 0 or min(color >> 16, color >> 8 & 0xFF, color & 0xFF) < WHITE:
        return True
    x0, y0, x1, y1 = span["bbox"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return any(fill[0] <= x <= fill[2] and fill[1] <= y <= fill[3] and fill[4] < WHITE for fill in fills)


def _visible_words(words: list[Any], spans: Sequence[dict[str, Any]]) -> list[Any]:
    boxes = [span["bbox"] for span in spans]

    def shown(word: Any) -> bool:
        x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
        return any(box[0] - 0.1 <= x <= box[2] + 0.1 and box[1] - 0.1 <= y <= box[3] + 0.1 for box in boxes)

    return [word for word in words if shown(word)]


def _tokens_of(words: list[Any], spans: list[dict[str, Any]], turn: int, line: int, tokens: list[Token]) -> None:
    axis = 1 if turn in (UPRIGHT, REVERSED) else 0
    first = spans[0]
    size, font, baseline = first["size"], first["font"], first["origin"][axis]
    style = _style(first)
    for span in spans:
        if span["size"] != size or span["origin"][axis] != baseline or span["font"] != font:
            break
    else:  # one style: no character needs to be looked at
        tokens.extend(
            [
                Token(word[0], word[1], word[2], word[3], word[4], size, style, baseline, font, turn, False, line)
                for word in words
            ]
        )
        return
    reference = _reference(spans)
    for word, pieces in _pieces(words, spans):
        joined = False
        for text, span, low, high in pieces:
            x0, y0, x1, y1 = word[0], word[1], word[2], word[3]
            if len(pieces) > 1:
                box = span["bbox"]
                if axis == 1:
                    x0, x1 = (low, high) if low < high else (box[0], box[2])
                else:
                    y0, y1 = box[1], box[3]
                y0, y1 = (box[1], box[3]) if axis == 1 else (y0, y1)
            base = span["origin"][axis]
            style = _style(span) | _script(span, base, reference, turn)
            tokens.append(Token(x0, y0, x1, y1, text, span["size"], style, base, span["font"], turn, joined, line))
            joined = True


def _pieces(
    words: list[Any], spans: list[dict[str, Any]]
) -> Iterator[tuple[Any, list[tuple[str, dict[str, Any], float, float]]]]:
    """Each word with its parts: text, span, left and right edge; parts of one look are one."""
    text = "".join([span["text"] for span in spans])
    ends: list[int] = []
    total = 0
    for span in spans:
        total += len(span["text"])
        ends.append(total)
    at = 0
    index = 0
    for word in words:
        start = text.find(word[4], at)
        if start < 0:  # the text was written the other way round: by place
            middle = (word[0] + word[2]) / 2
            nearest = min(spans, key=lambda span: abs((span["bbox"][0] + span["bbox"][2]) / 2 - middle))
            yield word, [(word[4], nearest, word[0], word[2])]
            continue
        at = start + len(word[4])
        while index < len(ends) - 1 and ends[index] <= start:
            index += 1
        if at <= ends[index]:
            yield word, [(word[4], spans[index], word[0], word[2])]
            continue
        pieces: list[tuple[str, dict[str, Any], float, float]] = []
        begin = start
        while begin < at:
            while ends[index] <= begin:
                index += 1
            end = min(at, ends[index])
            span = spans[index]
            low = max(word[0], span["bbox"][0]) if pieces else word[0]
            high = min(word[2], span["bbox"][2]) if end < at else word[2]
            last = pieces[-1] if pieces else None
            parted = last is not None and last[0][-1:] in STARS and text[begin].isdigit()
            if last and not parted and _same_look(last[1], span):
                pieces[-1] = (last[0] + text[begin:end], last[1], last[2], high)
            else:
                pieces.append((text[begin:end], span, low, high))
            begin = end
        yield word, pieces


def _same_look(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        abs(one["size"] - other["size"]) < 0.1 * one["size"]
        and abs(one["origin"][1] - other["origin"][1]) < SCRIPT_SHIFT * one["size"]
        and (one["char_flags"] ^ other["char_flags"]) & 8 == 0
    )


def _reference(spans: list[dict[str, Any]]) -> dict[str, Any]:
    """The span that the others of its line are scripts of: the largest size which a fifth of the text has."""
    weights: dict[float, int] = {}
    holders: dict[float, dict[str, Any]] = {}
    for span in spans:
        size = round(span["size"], 1)
        count = len(span["text"].strip())
        weights[size] = weights.get(size, 0) + count
        if size not in holders or count > len(holders[size]["text"].strip()):
            holders[size] = span
    total = sum(weights.values())
    for size in sorted(weights, reverse=True):
        if weights[size] * 5 >= total:
            return holders[size]
    return holders[max(weights)]


def _script(span: dict[str, Any], base: float, reference: dict[str, Any], turn: int) -> int:
    size = reference["size"]
    if span["size"] >= SCRIPT_SIZE * size or turn == SLANTED:
        return 0
    shift = base - reference["origin"][0 if turn in (UPWARD, DOWNWARD) else 1]
    if turn in (REVERSED, DOWNWARD):
        shift = -shift
    if shift < -SCRIPT_SHIFT * size:
        return Style.SUPERSCRIPT.value
    return Style.SUBSCRIPT.value if shift > SCRIPT_SHIFT * size else 0


_STYLES: dict[tuple[int, int, str], int] = {}


def _style(span: dict[str, Any]) -> int:
    key = (span["flags"], span["char_flags"], span["font"])
    style = _STYLES.get(key)
    if style is None:
        if len(_STYLES) > 4096:
            _STYLES.clear()
        style = _STYLES[key] = _style_of(*key)
    return style


BOLD_NAMES = ("bold", "-medi", "black", "heavy", "cmbx", "cmb10", "demi", "sfbx", "ecbx", "-bd")
MONOSPACE_NAMES = ("cmtt", "mono", "courier", "consol", "nimbusmon", "inconsol", "sftt", "typewriter", "zi4")


def _style_of(flags: int, char_flags: int, font: str) -> int:
    """PyMuPDF's span flags, helped by the font's name: many embedded fonts say nothing of themselves."""
    name = font.lower()
    style = 0
    if flags & 16 or char_flags & 8 or any(part in name for part in BOLD_NAMES):
        style |= Style.BOLD
    if flags & 2:
        style |= Style.ITALIC
    if flags & 8 or any(part in name for part in MONOSPACE_NAMES):
        style |= Style.MONOSPACE
    return int(style)


def _vectors(
    blocks: list[dict[str, Any]],
) -> tuple[
    tuple[Rule, ...], list[tuple[float, float, float, float, int]], tuple[tuple[float, float, float, float], ...]
]:
    """Rules; filled areas with the darkest of their three colours; images."""
    rules: list[Rule] = []
    fills: list[tuple[float, float, float, float, int]] = []
    images: list[tuple[float, float, float, float]] = []
    for block in blocks:
        kind = block["type"]
        if kind == 0:
            continue
        x0, y0, x1, y1 = block["bbox"]
        if kind == 1:
            images.append((x0, y0, x1, y1))
        elif kind == 3 and block["isrect"]:
            width, height = x1 - x0, y1 - y0
            color = block["color"]
            darkest = min(color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF)
            if height <= RULE_THICKNESS or width <= RULE_THICKNESS:
                if max(width, height) >= RULE_LENGTH and darkest < WHITE:
                    rules.append(Rule(x0, y0, x1, y1))
            elif not block["stroked"]:
                fills.append((x0, y0, x1, y1, darkest))
    return tuple(rules), fills, tuple(images)
