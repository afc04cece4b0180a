"""Manuscript to PDF as papers look: title over two columns, booktabs tables, an arXiv stamp. No LaTeX."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black, grey
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate, Spacer, Table
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus.flowables import Flowable, KeepTogether
from reportlab.platypus.paragraph import Paragraph as FlowType

from miner.demo.manuscript import Element, Heading, Manuscript, Paragraph, TableSource

WIDTH, HEIGHT = letter
MARGIN, GUTTER, TITLE_HEIGHT = 54.0, 20.0, 110.0
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=9.5, leading=11.2, alignment=TA_JUSTIFY, firstLineIndent=9
)
ABSTRACT = ParagraphStyle("abstract", parent=BODY, firstLineIndent=0, leftIndent=8, rightIndent=8, spaceAfter=8)
CAPTION = ParagraphStyle(
    "caption", parent=BODY, fontSize=8.5, leading=10, firstLineIndent=0, spaceBefore=8, spaceAfter=4
)
TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=16, leading=19, alignment=TA_CENTER, spaceAfter=8)
AUTHORS = ParagraphStyle("authors", fontName="Times-Roman", fontSize=11, leading=13, alignment=TA_CENTER)
HEADINGS = {
    level: ParagraphStyle(
        f"heading{level}",
        fontName="Times-Bold",
        fontSize=size,
        leading=size + 2,
        spaceBefore=9,
        spaceAfter=4,
        keepWithNext=1,
    )
    for level, size in ((1, 13), (2, 11.5), (3, 10))
}
CELL_SIZE = 8.5


def typeset(manuscript: Manuscript) -> bytes:
    """The paper as PDF; the same manuscript gives the same bytes."""
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=letter,
        invariant=1,
        title=manuscript.title,
        author=", ".join(manuscript.authors),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
    )
    title = Frame(MARGIN, HEIGHT - MARGIN - TITLE_HEIGHT, WIDTH - 2 * MARGIN, TITLE_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", [title, *_columns(TITLE_HEIGHT)], onPage=_stamp(manuscript)),
            PageTemplate("later", _columns(0), onPage=_page_number),
        ]
    )
    document.build(_story(manuscript))
    return buffer.getvalue()


def _columns(taken: float) -> list[Frame]:
    height = HEIGHT - 2 * MARGIN - taken
    return [Frame(MARGIN + n * (COLUMN + GUTTER), MARGIN, COLUMN, height, 0, 0, 0, 0) for n in (0, 1)]


def _stamp(manuscript: Manuscript) -> Any:
    day = manuscript.submitted
    text = f"arXiv:{manuscript.identifier}v{manuscript.version}  [{manuscript.categories[0]}]  {day:%-d %b %Y}"

    def draw(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFillColor(grey)
        canvas.setFont("Times-Roman", 18)
        canvas.translate(32, HEIGHT / 2 - 130)
        canvas.rotate(90)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
        _page_number(canvas, document)

    return draw


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(WIDTH / 2, MARGIN / 2, str(document.page))


def _story(manuscript: Manuscript) -> list[Flowable]:
    from reportlab.platypus import FrameBreak

    story: list[Flowable] = [
        NextPageTemplate("later"),
        Flow(escape(manuscript.title), TITLE),
        Flow(escape(", ".join(manuscript.authors)), AUTHORS),
        FrameBreak(),
        Flow("Abstract", HEADINGS[2]),
        Flow(_marked(manuscript.abstract), ABSTRACT),
    ]
    number = 0
    for element in manuscript.elements:
        number += isinstance(element, TableSource)
        story.append(_flow(element, number))
    return story


def _flow(element: Element, number: int) -> Flowable:
    if isinstance(element, Heading):
        return FlowType(_marked(element.text), HEADINGS[element.level])
    if isinstance(element, Paragraph):
        return FlowType(_marked(element.text), BODY)
    caption = FlowType(f"Table {number}: {_marked(element.caption)}", CAPTION)
    return KeepTogether([caption, _booktabs(element), Spacer(0, 8)])


def _booktabs(source: TableSource) -> Table:
    """Rules above, below and where the manuscript has them; no other lines."""
    cells = [[FlowType(_marked(cell), _cell_style(n)) for n, cell in enumerate(row)] for row in source.rows]
    widths = [max(_width(row[n]) for row in source.rows) + 9 for n in range(len(source.rows[0]))]
    scale = min(1.0, COLUMN / sum(widths))
    style: list[Any] = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, black),
        ("LINEBELOW", (0, -1), (-1, -1), 0.9, black),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        *(("LINEBELOW", (0, row), (-1, row), 0.5, black) for row in source.rules),
    ]
    return Table(cells, colWidths=[width * scale for width in widths], style=style)


def _cell_style(column: int) -> ParagraphStyle:
    return ParagraphStyle(
        "cell", fontName="Times-Roman", fontSize=CELL_SIZE, leading=10, alignment=TA_CENTER if column else 0
    )


def _width(cell: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(cell.replace("**", ""), "Times-Bold", CELL_SIZE))


def _marked(text: str) -> str:
    """Text as reportlab's markup: escaped, `**bold**`, a superscript two for squares."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text)).replace("\u2212", "\u2013")
