"""One report, six files: what one says, all say.

Every file is read back with a reader that has nothing to do with how it was written, and compared whole.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from functools import lru_cache

import lxml.html
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook
from sample_report import HOSTILE, REPORT, hostile

from kahui.analytics.report import Report, Table
from kahui.reporting.words import cell
from kahui.reporting.write import FORMATS, write
from kahui.reporting.write.plan import chapters


@lru_cache(maxsize=32)
def made(report: Report, format: str) -> bytes:
    return write(report, format)


def figures(report: Report) -> list[tuple[object, ...]]:
    return [
        (f.code, f.scope, f.title, f.value, f.low, f.high, f.of, f.percent, f.rule, f.note)
        for f in report.figures
    ]


def printed(report: Report) -> dict[str, list[list[str]]]:
    """Every table a document prints, as its words, under its title: header first."""
    tables = [t for section in chapters(report, twins=True) for t in section.tables]
    return {t.title: in_words(t) for t in tables}


def in_words(table: Table) -> list[list[str]]:
    head = [column.title for column in table.columns]
    rows = [[cell(v, c.unit) for v, c in zip(row, table.columns, strict=True)] for row in table.rows]
    return [head, *rows]


def from_html(data: bytes) -> dict[str, list[list[str]]]:
    page = lxml.html.document_fromstring(data.decode())
    return {
        table.find("caption/strong").text_content(): [
            [box.text_content() for box in line.iter("th", "td")] for line in table.iter("tr")
        ]
        for table in page.iter("table")
    }


def from_docx(data: bytes) -> dict[str, list[list[str]]]:
    doc = Document(io.BytesIO(data))
    return {
        table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): [
            [box.text for box in line.cells] for line in table.rows
        ]
        for table in doc.tables
    }


READ = {"html": from_html, "docx": from_docx}


def pdf_text(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return "".join(page.extract_text() for page in reader.pages[1:])


def bare(text: str) -> str:
    """Without spaces, which a page is free to set as it likes."""
    return re.sub(r"[\s\u200b\xa0]+", "", text)


class TestFigures:
    def test_in_json(self):
        told = json.loads(made(REPORT, "json"))
        keys = ("code", "scope", "title", "value", "low", "high", "of", "percent", "rule", "note")
        assert [tuple(f[k] for k in keys) for f in told["figures"]] == figures(REPORT)

    def test_in_csv(self):
        rows = list(csv.DictReader(io.StringIO(made(REPORT, "csv").decode("utf-8"))))
        back = [
            (r["code"], r["scope"], r["title"], *(float(r[k]) if r[k] else None for k in ("value", "low", "high", "of", "percent")),
             r["rule"], r["note"] or None)
            for r in rows
        ]  # fmt: skip
        assert back == figures(REPORT)

    def test_in_xlsx(self):
        head, *rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(made(REPORT, "xlsx")))
            .get_sheet_by_name("figures")
            .to_python()
        )
        back = [
            (r["code"], r["scope"], r["title"], *(None if r[k] == "" else r[k] for k in ("value", "low", "high", "of", "percent")),
             r["rule"], r["note"] or None)
            for r in (dict(zip(head, row, strict=True)) for row in rows)
        ]  # fmt: skip
        assert back == figures(REPORT)

    @pytest.mark.parametrize("format", READ)
    def test_in_the_tables_of_a_document(self, format):
        back = READ[format](made(REPORT, format))
        assert back == printed(REPORT)

    def test_in_a_document_s_tables_are_the_figures_of_the_report(self):
        tables = printed(REPORT)
        rows = tables["The whole country"][1:] + [[row[0], *row[2:]] for row in tables["By region"][1:]]
        back = [(title, *(number(text) for text in texts)) for title, *texts in rows]
        assert back == [(f.title, f.value, f.low, f.high, f.of, f.percent) for f in REPORT.figures]

    def test_in_pdf(self):
        text = bare(pdf_text(made(REPORT, "pdf")))
        missing = [
            (title, row)
            for title, rows in printed(REPORT).items()
            for row in rows
            if bare("".join(row)) not in text and not all(bare(part) in text for part in row)
        ]
        assert missing == []


class TestTables:
    def test_in_json(self):
        told = json.loads(made(REPORT, "json"))["tables"]
        plain = lambda v: v.isoformat() if isinstance(v, dt.date) else v  # noqa: E731
        assert [(t["code"], t["title"], [c["code"] for c in t["columns"]], t["rows"]) for t in told] == [
            (t.code, t.title, [c.code for c in t.columns], [[plain(v) for v in row] for row in t.rows])
            for t in REPORT.tables
        ]

    def test_in_xlsx(self):
        book = CalamineWorkbook.from_filelike(io.BytesIO(made(REPORT, "xlsx")))
        assert book.sheet_names == ["figures", "notes", *(t.code for t in REPORT.tables)]
        for table in REPORT.tables:
            back = book.get_sheet_by_name(table.code).to_python()
            assert back == [
                [c.title for c in table.columns],
                *([("" if v is None else v) for v in row] for row in table.rows),
            ]


class TestPictures:
    def test_every_picture_in_word_says_what_it_shows(self):
        doc = Document(io.BytesIO(made(REPORT, "docx")))
        told = [shape._inline.docPr.get("descr") for shape in doc.inline_shapes]
        charts = [chart.alt for section in REPORT.sections for chart in section.charts]
        assert told == [REPORT.cover.alt, *charts]

    def test_every_picture_in_the_page_says_what_it_shows(self):
        page = lxml.html.document_fromstring(made(REPORT, "html").decode())
        # Each is drawn twice: for a wide page and for a telephone.
        charts = [c.alt for s in REPORT.sections for c in s.charts for _ in ("wide", "narrow")]
        assert [picture.get("alt") for picture in page.iter("img")] == [REPORT.cover.alt]
        assert [svg.find("desc").text for svg in page.iter("svg")] == charts
        assert [svg.get("role") for svg in page.iter("svg")] == ["img"] * len(charts)

    def test_every_picture_in_pdf_says_what_it_shows(self):
        reader = pypdf.PdfReader(io.BytesIO(made(REPORT, "pdf")))
        charts = [chart.alt for section in REPORT.sections for chart in section.charts]
        assert [e["/Alt"] for e in elements(reader) if e.get("/S") == "/Figure"] == [
            REPORT.cover.alt,
            *charts,
        ]

    def test_the_pdf_is_tagged_and_says_its_language_and_title(self):
        reader = pypdf.PdfReader(io.BytesIO(made(REPORT, "pdf")))
        root = reader.root_object
        assert root["/MarkInfo"]["/Marked"].value is True
        assert (root["/Lang"], reader.metadata.title) == ("en-NZ", REPORT.title)
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        tags = [e["/S"] for e in elements(reader)]
        assert tags.count("/Table") == len(printed(REPORT))
        assert tags.count("/H1") == len(chapters(REPORT, twins=True))
        assert tags.count("/TH") == sum(len(rows[0]) for rows in printed(REPORT).values())


class TestHostileText:
    """Text that a spreadsheet, a browser or a typesetter would run is text in every file."""

    def test_in_json_and_csv(self):
        assert [f["title"] for f in json.loads(made(hostile(), "json"))["figures"]] == list(HOSTILE)
        rows = list(csv.DictReader(io.StringIO(made(hostile(), "csv").decode("utf-8"))))
        assert [r["title"] for r in rows] == [f"'{t}" if t[0] in "=+-@" else t for t in HOSTILE]

    def test_in_xlsx(self):
        book = CalamineWorkbook.from_filelike(io.BytesIO(made(hostile(), "xlsx")))
        assert [row[2] for row in book.get_sheet_by_name("figures").to_python()[1:]] == list(HOSTILE)

    @pytest.mark.parametrize("format", READ)
    def test_in_the_tables_of_a_document(self, format):
        back = READ[format](made(hostile(), format))
        assert back == printed(hostile())

    def test_in_the_page_nothing_can_run(self):
        page = lxml.html.document_fromstring(made(hostile(), "html").decode())
        assert list(page.iter("script")) == []
        assert [(e.tag, name) for e in page.iter() for name in e.attrib if name.startswith("on")] == []

    def test_in_pdf(self):
        text = bare(pdf_text(made(hostile(), "pdf")))
        assert [t for t in HOSTILE if text.count(bare(t)) < 4] == []

    def test_letters_no_file_can_hold_are_shown_as_such(self):
        report = replace(REPORT, title="A\x00B\x1b\ud800C")
        for format in FORMATS:
            assert write(report, format)
        assert json.loads(write(report, "json"))["title"] == "A\ufffdB\ufffd\ufffdC"

    def test_letters_the_typeface_lacks_still_make_a_tagged_pdf(self):
        reader = pypdf.PdfReader(io.BytesIO(write(replace(REPORT, title="日本 Kāhui"), "pdf")))
        assert reader.metadata.title == "日本 Kāhui"
        assert reader.root_object["/MarkInfo"]["/Marked"].value is True


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_is_the_same_file(format):
    assert made(REPORT, format) == write(REPORT, format)


def test_a_format_that_is_not_known_is_refused_in_a_sentence():
    with pytest.raises(
        ValueError, match=r"^“odt” is not a format a report can be written in. Use one of: html, pdf"
    ):
        write(REPORT, "odt")


def number(text: str) -> float | None:
    if text in ("not known", "–"):
        return None
    return float(text.replace(",", "").rstrip("%"))


def elements(reader: pypdf.PdfReader) -> list[dict]:
    """The structure elements of a tagged PDF, in reading order."""
    found, todo = [], [reader.root_object["/StructTreeRoot"]]
    while todo:
        node = todo.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            kids = node.get("/K", [])
            kids = kids.get_object() if hasattr(kids, "get_object") else kids
            todo += reversed(kids) if isinstance(kids, list) else [kids]
    return found
