"""What single formats promise beside the figures."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import zipfile
from dataclasses import replace

import lxml.html
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook
from sample_report import BY_MONTH, BY_REGION, FIGURES, HOSTILE, KNOWN, REPORT

from kahui.analytics.report import Column, Section, Table
from kahui.reporting.write import write
from kahui.reporting.write.csv import table_csv
from kahui.reporting.write.html import chart_html, table_html
from kahui.reporting.write.plan import behind_charts, large, leading


def page(report=REPORT):
    return lxml.html.document_fromstring(write(report, "html").decode())


class TestPage:
    def test_landmarks_and_language(self):
        root = page()
        assert root.get("lang") == "en-NZ"
        assert [e.tag for e in root.find("body") if e.tag != "a"] == ["header", "nav", "main", "footer"]

    def test_headings_go_down_one_at_a_time(self):
        levels = [int(e.tag[1]) for e in page().iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert [b - a for a, b in itertools.pairwise(levels) if b - a > 1] == []

    def test_every_link_and_label_leads_somewhere(self):
        root = page()
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        asked = [a.get("href")[1:] for a in root.iter("a")]
        asked += [i for e in root.iter() for i in (e.get("aria-labelledby") or "").split()]
        assert len(ids) == len(set(ids))
        assert sorted(set(asked) - set(ids)) == []

    def test_every_table_has_a_caption_and_scopes(self):
        for table in page().iter("table"):
            assert table[0].tag == "caption"
            assert {th.get("scope") for th in table.find("thead").iter("th")} == {"col"}
            assert [row[0].get("scope") for row in table.find("tbody")] == ["row"] * len(table.find("tbody"))

    def test_nothing_is_fetched(self):
        text = write(REPORT, "html").decode()
        asked = re.findall(r"(?:src|href)=\"([^\"#][^\"]{0,20})|url\(([^)]{0,20})", text)
        assert {(a or b)[:5] for a, b in asked} == {"data:"}

    def test_each_table_stands_once(self):
        captions = [c.text_content() for c in page().iter("caption")]
        assert len(captions) == len(set(captions))

    def test_without_cover(self):
        assert list(page(replace(REPORT, cover=None)).iter("img")) == []

    def test_fragments(self):
        table = lxml.html.fragment_fromstring(table_html(BY_REGION, captioned=False))
        assert (table.tag, table.find("caption").get("class")) == ("table", "hidden")
        chart = REPORT.sections[0].charts[0]
        assert [e.tag for e in lxml.html.fragment_fromstring(chart_html(chart))] == [
            "figcaption",
            "svg",
            "details",
        ]
        assert [e.tag for e in lxml.html.fragment_fromstring(chart_html(chart, twin=False))] == [
            "figcaption",
            "svg",
        ]


class TestCsv:
    def test_begins_with_its_first_column_and_no_mark(self):
        assert write(REPORT, "csv")[:8] == b"code,sco"

    def test_a_table(self):
        table = Table("t", "T", "", (Column("a", "A"), Column("b", "B", "date"), Column("c", "C", "count")),
                      (("Ōtākou", dt.date(2016, 12, 31), -5), (HOSTILE[2], None, None)))  # fmt: skip
        assert table_csv(table).decode("utf-8") == "a,b,c\r\nŌtākou,2016-12-31,-5\r\n'-2+3,,\r\n"


class TestExcel:
    def test_dates_are_dates(self):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(write(REPORT, "xlsx"))).get_sheet_by_name(
            "momentum"
        )
        assert [row[0] for row in sheet.to_python()[1:]] == [row[0] for row in BY_MONTH.rows]

    def test_holds_no_formula_and_no_link(self):
        book = zipfile.ZipFile(io.BytesIO(write(replace(REPORT, title="=1+1", notes=HOSTILE), "xlsx")))
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert [s for s in sheets if "<f>" in s or "<hyperlink" in s] == []

    def test_header_stays_in_sight_and_filters(self):
        book = zipfile.ZipFile(io.BytesIO(write(REPORT, "xlsx")))
        first = book.read("xl/worksheets/sheet1.xml").decode()
        assert ('state="frozen"' in first, f'<autoFilter ref="A1:P{len(FIGURES) + 1}"' in first) == (
            True,
            True,
        )

    def test_sheet_names_that_excel_would_refuse(self):
        codes = ("a/b:c*?[x]", "A B C X ", "figures", "x" * 40, "x" * 41)
        tables = tuple(replace(BY_REGION, code=code) for code in codes)
        report = replace(REPORT, sections=(Section("s", "S", (), (), tables),))
        names = CalamineWorkbook.from_filelike(io.BytesIO(write(report, "xlsx"))).sheet_names
        assert names == ["figures", "notes", "a b c x", "A B C X 2", "figures 2", "x" * 28, "x" * 28 + " 2"]

    def test_pictures_say_what_they_show(self):
        book = zipfile.ZipFile(io.BytesIO(write(REPORT, "xlsx")))
        drawings = "".join(book.read(n).decode() for n in sorted(book.namelist()) if "drawings/drawing" in n)
        charts = [f"{c.title}. {c.alt}" for s in REPORT.sections for c in s.charts]
        assert sorted(re.findall(r'descr="([^"]*)"', drawings)) == sorted(charts)

    def test_notes_name_every_source_and_rule(self):
        notes = (
            CalamineWorkbook.from_filelike(io.BytesIO(write(REPORT, "xlsx")))
            .get_sheet_by_name("notes")
            .to_python()
        )
        assert [row[2] for row in notes if row[0] == "source"] == [
            f"SHA-256 {s.hash}" for s in REPORT.sources
        ]
        assert [row[1:4] for row in notes if row[0] == "rule"] == [
            list(r) for r in dict.fromkeys((f.code, f.rule, f.of_rule) for f in FIGURES)
        ]


class TestWord:
    def doc(self):
        return Document(io.BytesIO(write(REPORT, "docx")))

    def test_headings_are_headings(self):
        titles = [p.text for p in self.doc().paragraphs if p.style.name == "Heading 1"]
        assert [t for t in titles if t in {s.title for s in REPORT.sections}] == [
            s.title for s in REPORT.sections
        ]
        assert titles[0] == "The figures"

    def test_header_rows_repeat(self):
        heads = [
            [tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for tr in t._tbl.tr_lst]
            for t in self.doc().tables
        ]
        assert heads == [[True] + [False] * (len(h) - 1) for h in heads]

    def test_properties_and_language(self):
        doc = self.doc()
        core = doc.core_properties
        assert (core.title, core.author, core.language, core.created) == (
            REPORT.title,
            "Kāhui",
            "en-NZ",
            KNOWN,
        )
        assert {e.get(qn("w:val")) for e in doc.styles.element.iter(qn("w:lang"))} == {"en-NZ"}

    def test_captions_are_numbered_in_order(self):
        captions = [p.text for p in self.doc().paragraphs if p.style.name == "Caption"]
        tables = [int(c.split()[1].rstrip(".")) for c in captions if c.startswith("Table")]
        assert tables == list(range(1, len(tables) + 1))

    def test_pages_are_numbered(self):
        foot = self.doc().sections[0].footer.paragraphs[0]
        assert [e.text for e in foot._p.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]

    def test_contents_link_to_their_chapters(self):
        body = self.doc().element.body
        links = [e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))]
        assert links == [e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))]


class TestPlan:
    def test_large_figures_are_known_ones_shares_first(self):
        assert [f.code for f in leading(REPORT, 3)] == [
            "networks.approved",
            "schools.member",
            "learners.member",
        ]
        assert large(FIGURES[3]) == ("62.8%", "1,511 of 2,405, between 1,412 and 1,530")
        assert large(FIGURES[0]) == ("180", "")

    def test_tables_that_stand_only_under_a_chart(self):
        assert [t.code for t in behind_charts(REPORT)] == ["momentum", "differences"]
