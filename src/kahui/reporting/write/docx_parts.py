"""What Word needs besides words: styles, fields, alternative text, language and repeated header rows."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as DocTable
from docx.text.paragraph import Paragraph

from kahui.analytics.report import Report
from kahui.reporting.words import dates

_FACE = "Calibri"
_WORDS, _QUIET, _WARM = "16233B", "556178", "96590A"
_LANGUAGE = "en-NZ"


class _Look(NamedTuple):
    """A paragraph style: sizes and spaces in points."""

    name: str
    based_on: str
    size: float
    bold: bool
    color: str
    before: float
    after: float


_STYLES = (
    _Look("Normal", "", 11, False, _WORDS, 0, 8),
    _Look("Title", "Normal", 30, True, _WORDS, 60, 6),
    _Look("Subtitle", "Normal", 16, False, _QUIET, 0, 12),
    _Look("Dates", "Normal", 11, False, _QUIET, 0, 24),
    _Look("Contents Heading", "Normal", 18, True, _WORDS, 24, 8),
    _Look("Heading 1", "Normal", 18, True, _WORDS, 28, 8),
    _Look("Heading 2", "Normal", 14, True, _WORDS, 18, 6),
    _Look("Caption", "Normal", 11.5, True, _WORDS, 14, 2),
    _Look("Caption Detail", "Normal", 10.5, False, _QUIET, 0, 6),
    _Look("Picture", "Normal", 11, False, _WORDS, 0, 12),
    _Look("Table Text", "Normal", 10, False, _WORDS, 2, 2),
    _Look("Table Head", "Table Text", 10, True, _WORDS, 2, 2),
    _Look("Table Unknown", "Table Text", 10, False, _QUIET, 2, 2),
    _Look("Note", "Normal", 9.5, False, _QUIET, 4, 12),
)


def dress(doc: Doc) -> None:
    """A4, the styles and the language of the document."""
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(24)
    for look in _STYLES:
        _style(doc, look)
    for name in ("Heading 1", "Heading 2", "Caption Detail", "Contents Heading"):
        doc.styles[name].paragraph_format.keep_with_next = True
    doc.styles["Table Head"].paragraph_format.keep_with_next = True
    doc.styles.element.append(parse_xml(_TABLE_STYLE))
    for language in doc.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def describe(doc: Doc, report: Report) -> None:
    """The document's properties, for file lists and screen readers."""
    core, made = doc.core_properties, report.known.astimezone(dt.UTC).replace(tzinfo=None)
    core.title, core.subject, core.comments = report.title[:255], report.subtitle[:255], dates(report)
    core.author, core.language, core.keywords = "Kāhui", _LANGUAGE, ""
    core.last_modified_by = "Kāhui"
    core.created = core.modified = made
    core.revision = 1


def say_what_it_shows(picture: InlineShape, title: str, alt: str) -> None:
    """The alternative text of a picture."""
    shape = picture._inline.docPr
    shape.set("descr", alt or title)
    shape.set("title", title)


def fill(box: Any, text: str, *, style: str, right: bool) -> None:
    """Writes a cell. Straight into the XML: python-docx goes through all styles for each paragraph otherwise,
    which makes a long table slow."""
    paragraph = box._tc.p_lst[0]
    paragraph.style = style.replace(" ", "")
    paragraph.add_r().text = text
    if right:
        paragraph.get_or_add_pPr().get_or_add_jc().val = WD_ALIGN_PARAGRAPH.RIGHT


def widths(made: DocTable, weights: list[int], across: int) -> None:
    """Shares the page's width between the columns; a word that is longer than its column is broken in it."""
    made.autofit = False
    shares = [Emu(across * weight // sum(weights)) for weight in weights]
    for column, share in zip(made._tbl.tblGrid.gridCol_lst, shares, strict=True):
        column.w = share
    for row in made._tbl.tr_lst:
        for box, share in zip(row.tc_lst, shares, strict=True):
            box.width = share


def repeat_header(made: DocTable, title: str, subtitle: str) -> None:
    """Marks the first row as the header, repeats it on each page, and names the table for screen readers."""
    table = made._tbl.tblPr
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", subtitle)):
        if text:
            table.append(_element(tag, val=text))
    look = table.find(qn("w:tblLook"))
    if look is not None:
        table.remove(look)
    look = _element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0")
    look.set(qn("w:noHBand"), "1")
    look.set(qn("w:noVBand"), "1")
    # The schema wants the look before the caption.
    first = table.find(qn("w:tblCaption"))
    table.append(look) if first is None else first.addprevious(look)
    for at, row in enumerate(made._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if at == 0:
            properties.append(_element("w:tblHeader"))


def contents(doc: Doc, titles: list[str]) -> None:
    """A table of contents that can be read at once, each line a link; Word fills in pages when asked to update."""
    for at, title in enumerate(titles):
        paragraph = doc.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        if at == 0:
            _begin(paragraph, ' TOC \\o "1-2" \\n \\h ')
        link = _element("w:hyperlink", anchor=_bookmark_name(at))
        run = paragraph.add_run(title)._r
        link.append(run)
        paragraph._p.append(link)
        if at == len(titles) - 1:
            _end(paragraph)


def bookmark(paragraph: Paragraph, at: int) -> None:
    """Where the contents link to."""
    start = _element("w:bookmarkStart", id=str(at), name=_bookmark_name(at))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(at)))


def number(paragraph: Paragraph, kind: str) -> None:
    """The next number of its kind, as a field that Word keeps in order."""
    body = paragraph._p.getparent()
    before = f" SEQ {kind} \\* ARABIC "
    count = sum(1 for text in body.iter(qn("w:instrText")) if text.text == before)
    _field(paragraph, before, str(count + 1))


def page_numbers(doc: Doc, words: str) -> None:
    """The dates and “Page 1 of 9” at the foot of each page."""
    foot = doc.sections[0].footer.paragraphs[0]
    foot.style = doc.styles["Note"]
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{words}\tPage ")
    _field(foot, " PAGE ", "1")
    foot.add_run(" of ")
    _field(foot, " NUMPAGES ", "1")


def scale_of(svg: str) -> float:
    """What to multiply a drawing's units by for about 1,400 pixels across."""
    box = re.search(r'viewBox="[-\d.]+[ ,][-\d.]+[ ,]([\d.]+)', svg)
    width = re.search(r'<svg[^>]*\swidth="([\d.]+)"', svg)
    across = float((width or box)[1]) if (width or box) else 1400.0  # type: ignore[index]
    return 1400 / across


def _style(doc: Doc, look: _Look) -> None:
    known = {style.name for style in doc.styles}
    if look.name not in known:
        doc.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style: Any = doc.styles[look.name]
    if look.based_on:
        style.base_style = doc.styles[look.based_on]
    style.font.name, style.font.size, style.font.bold = _FACE, Pt(look.size), look.bold
    style.font.italic, style.font.color.rgb = False, RGBColor.from_string(look.color)
    _face(style.element)
    _free(style.element)
    space = style.paragraph_format
    space.space_before, space.space_after = Pt(look.before), Pt(look.after)
    space.line_spacing = 1.15 if look.name == "Normal" else 1.0
    style.quick_style = True


def _free(style: Any) -> None:
    """Takes away what the template adds: rules under titles, and the twin style for letters that would win."""
    for tag in ("w:pBdr", "w:link", "w:iCs", "w:numPr"):
        for old in list(style.iter(qn(tag))):
            old.getparent().remove(old)


def _face(style: Any) -> None:
    """The template's theme would win over the typeface and the colour that are named."""
    for ink in style.iter(qn("w:color")):
        for part in ("themeColor", "themeShade", "themeTint"):
            ink.attrib.pop(qn(f"w:{part}"), None)
    faces = style.get_or_add_rPr().get_or_add_rFonts()
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{part}"), None)
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        faces.set(qn(f"w:{part}"), _FACE)


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    _begin(paragraph, code)
    paragraph.add_run(shown)
    _end(paragraph)


def _begin(paragraph: Paragraph, code: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="begin"))
    text = _element("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = code
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="separate"))


def _end(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="end"))


def _bookmark_name(at: int) -> str:
    return f"_Toc{at + 1:06d}"


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="{_WORDS}"/>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_WORDS}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="DFE4EC"/>
  </w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_WORDS}"/>
  </w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>
"""
