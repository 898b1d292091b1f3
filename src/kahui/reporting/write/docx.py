"""A Report as a Word document that a ministry can edit: real headings, styles, captions, tables and fields.

The typeface is Calibri, a humanist sans with macrons that Word brings: a document that is edited elsewhere must
not depend on a typeface that is not there. Change a style and the whole document follows.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm
from docx.table import Table as DocTable
from docx.table import _Cell as DocCell

from kahui.analytics.report import Chart, Report, Section, Table
from kahui.reporting.draw.charts import chart_png, svg_png
from kahui.reporting.words import dates, entry, is_number
from kahui.reporting.write import docx_parts as parts
from kahui.reporting.write.plan import chapters, weights

_TEXT_WIDTH = Mm(166)
_COVER_HEIGHT = Mm(150)


def docx_bytes(report: Report) -> bytes:
    """The document. Same report, same bytes. Every picture has its alternative text."""
    doc = Document()
    parts.dress(doc)
    parts.describe(doc, report)
    plan = chapters(report, twins=True)
    _cover(doc, report)
    doc.add_paragraph("Contents", style="Contents Heading")
    parts.contents(doc, [section.title for section in plan])
    for at, section in enumerate(plan):
        _chapter(doc, section, at)
    parts.page_numbers(doc, dates(report))
    out = io.BytesIO()
    doc.save(out)
    return _settled(out.getvalue())


def _cover(doc: Doc, report: Report) -> None:
    doc.add_paragraph(report.title, style="Title")
    doc.add_paragraph(report.subtitle, style="Subtitle")
    doc.add_paragraph(f"{dates(report)}.", style="Dates")
    if report.cover:
        png = svg_png(report.cover.svg, ground="#ffffff", scale=parts.scale_of(report.cover.svg))
        paragraph = doc.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture = paragraph.add_run().add_picture(io.BytesIO(png), height=_COVER_HEIGHT)
        if picture.width > _TEXT_WIDTH:
            picture.height = Emu(int(picture.height * _TEXT_WIDTH / picture.width))
            picture.width = _TEXT_WIDTH
        parts.say_what_it_shows(picture, "Cover", report.cover.alt)


def _chapter(doc: Doc, section: Section, at: int) -> None:
    heading = doc.add_heading(section.title, level=1)
    parts.bookmark(heading, at)
    heading.paragraph_format.page_break_before = at == 0
    for sentence in section.sentences:
        doc.add_paragraph(sentence)
    for chart in section.charts:
        _chart(doc, chart)
    for table in section.tables:
        _table(doc, table)


def _chart(doc: Doc, chart: Chart) -> None:
    _caption(doc, "Figure", chart.title, chart.subtitle)
    run = doc.add_paragraph(style="Picture").add_run()
    picture = run.add_picture(io.BytesIO(chart_png(chart, titled=False)), width=_TEXT_WIDTH)
    parts.say_what_it_shows(picture, chart.title, chart.alt)


def _caption(doc: Doc, kind: str, title: str, subtitle: str) -> None:
    """A caption that Word numbers, above what it names, and the population and dates below it."""
    paragraph = doc.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(f"{kind} ")
    parts.number(paragraph, kind)
    paragraph.add_run(f". {title}")
    if subtitle:
        doc.add_paragraph(subtitle, style="Caption Detail")


def _table(doc: Doc, table: Table) -> None:
    _caption(doc, "Table", table.title, table.subtitle)
    made = doc.add_table(rows=len(table.rows) + 1, cols=len(table.columns), style="Report Table")
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    parts.widths(made, weights(table), _TEXT_WIDTH)
    parts.repeat_header(made, table.title, table.subtitle)
    # A table's cells are found anew at each look, which is slow for long tables: they are taken once.
    cells = _cells(made)
    for head, column in zip(cells[0], table.columns, strict=True):
        parts.fill(head, column.title, right=is_number(column), style="Table Head")
    for line, row in zip(cells[1:], table.rows, strict=True):
        for box, value, column in zip(line, row, table.columns, strict=True):
            style = "Table Text" if value is not None else "Table Unknown"
            parts.fill(box, entry(column, value), right=is_number(column), style=style)
    for note in table.notes:
        doc.add_paragraph(note, style="Note")
    if not table.notes:
        doc.add_paragraph(style="Note")


def _cells(made: DocTable) -> list[list[DocCell]]:
    flat, across = made._cells, len(made.columns)
    return [flat[at : at + across] for at in range(0, len(flat), across)]


def _settled(made: bytes) -> bytes:
    """The same package with one date on every part: files that say the same are the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = zipfile.ZipInfo(item.filename, dt.datetime(1980, 1, 1).timetuple()[:6])  # noqa: DTZ001
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(item))
    return out.getvalue()
