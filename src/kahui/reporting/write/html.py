"""A Report as one HTML page that needs nothing else: it can be read, printed and kept as a single file."""

from __future__ import annotations

import base64
from functools import lru_cache
from html import escape
from pathlib import Path

from kahui.analytics.report import Chart, Column, Figure, Picture, Report, Section, Table
from kahui.reporting.draw.charts import PaletteName, chart_svg
from kahui.reporting.words import dates, entry, is_number
from kahui.reporting.write.plan import chapters, large, leading

_HERE = Path(__file__).parent
_TELEPHONE = 360
_LONG_WORD = 30
_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+0304,U+0308,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB",
}
"""The letters in each part of the typeface; macrons are in the second."""


def html_bytes(report: Report) -> bytes:
    """The page: UTF-8, its style and typeface inside, no script. Charts are SVG with their tables folded below."""
    parts = [
        '<!doctype html>\n<html lang="en-NZ">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(report.title)}: {escape(dates(report))}</title>\n<style>\n{_style()}</style>\n</head>\n",
        '<body>\n<a class="skip" href="#content">Skip to the figures</a>\n',
        _cover(report),
        _contents(report),
        '<main id="content" tabindex="-1">\n',
        *_chapters(report),
        "</main>\n",
        f"<footer><p>{escape(report.title)}. {escape(dates(report))}.</p></footer>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode()


def table_html(table: Table, *, captioned: bool = True) -> str:
    """A table with its caption and the scope of its headers; `captioned=False` keeps the caption for screen
    readers only (class `hidden`), where the page prints the title beside it."""
    hidden = "" if captioned else ' class="hidden"'
    head = "".join(f'<th scope="col"{_class(column)}>{escape(column.title)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{_row(table.columns, row)}</tr>\n" for row in table.rows)
    return (
        f"<table>\n<caption{hidden}>{_title(table.title, table.subtitle)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )


def chart_html(
    chart: Chart, palette: PaletteName = "paper", *, twin: bool = True, narrow: bool = False
) -> str:
    """A chart under its finding, and the same data as a table folded away below (`twin`). With `narrow` it is
    drawn a second time for telephones; the page's style shows one of the classes `wide` and `narrow`."""
    folded = (
        f"<details><summary>Show as a table</summary>\n{_scrolled(chart.table)}</details>\n" if twin else ""
    )
    drawn = chart_svg(chart, palette, titled=False)
    if narrow:
        small = chart_svg(chart, palette, titled=False, width=_TELEPHONE)
        drawn = f'<div class="wide">{drawn}</div>\n<div class="narrow">{small}</div>'
    return f"<figure>\n<figcaption>{_title(chart.title, chart.subtitle)}</figcaption>\n{drawn}\n{folded}</figure>\n"


def _cover(report: Report) -> str:
    words = f'<h1>{escape(report.title)}</h1>\n<p class="lead">{escape(report.subtitle)}</p>\n'
    words += f'<p class="dates">{escape(dates(report))}.</p>\n'
    if report.cover is None:
        return f'<header class="cover plain">\n<div>{words}</div>\n</header>\n'
    return (
        f'<header class="cover">\n<div>{words}</div>\n<figure>{_picture(report.cover)}</figure>\n</header>\n'
    )


def _picture(picture: Picture) -> str:
    # The drawing brings ids and words of its own; as an image it keeps them to itself, and cannot run anything.
    data = base64.b64encode(picture.svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.alt)}">'


def _contents(report: Report) -> str:
    items = "".join(
        f'<li><a href="#{_anchor(at)}">{escape(part.title)}</a></li>\n'
        for at, part in enumerate(chapters(report, twins=False))
    )
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n{items}</ol>\n</nav>\n'


def _chapters(report: Report) -> list[str]:
    shown: set[str] = {table.code for section in report.sections for table in section.tables}
    parts = []
    for at, section in enumerate(chapters(report, twins=False)):
        large = _leading(leading(report)) if at == 0 else ""
        parts.append(_chapter(section, _anchor(at), large, shown))
    return parts


def _chapter(section: Section, anchor: str, large: str, shown: set[str]) -> str:
    parts = [f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{escape(section.title)}</h2>\n', large]
    parts += [f"<p>{escape(sentence)}</p>\n" for sentence in section.sentences]
    for chart in section.charts:
        parts.append(chart_html(chart, twin=chart.table.code not in shown, narrow=True))
        shown.add(chart.table.code)
    for table in section.tables:
        parts.append(_scrolled(table))
        parts += [f'<p class="note">{escape(note)}</p>\n' for note in table.notes]
    parts.append("</section>\n")
    return "".join(parts)


def _leading(figures: tuple[Figure, ...]) -> str:
    return f'<dl class="leading">\n{"".join(_large(figure) for figure in figures)}</dl>\n' if figures else ""


def _large(figure: Figure) -> str:
    big, more = large(figure)
    small = f'<dd class="more">{escape(more)}</dd>' if more else ""
    return f'<div><dt>{escape(figure.title)}</dt><dd class="big">{escape(big)}</dd>{small}</div>\n'


def _scrolled(table: Table) -> str:
    """A wide table scrolls by itself, also by keyboard, so that the page does not."""
    name = escape(table.title)
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">\n{table_html(table)}</div>\n'


def _row(columns: tuple[Column, ...], row: tuple[object, ...]) -> str:
    cells = []
    for at, (column, value) in enumerate(zip(columns, row, strict=True)):
        words = escape(entry(column, value))  # type: ignore[arg-type]
        if value is None:
            words = f'<span class="unknown">{words}</span>'
        tag, scope = ("th", ' scope="row"') if at == 0 else ("td", "")
        long = ' class="long"' if max(map(len, str(value).split()), default=0) > _LONG_WORD else ""
        cells.append(f"<{tag}{scope}{long or _class(column)}>{words}</{tag}>")
    return "".join(cells)


def _title(title: str, subtitle: str) -> str:
    below = f"<span>{escape(subtitle)}</span>" if subtitle else ""
    return f"<strong>{escape(title)}</strong>{below}"


def _class(column: Column) -> str:
    return ' class="number"' if is_number(column) else ""


def _anchor(at: int) -> str:
    return f"part-{at + 1}"


@lru_cache(maxsize=1)
def _style() -> str:
    faces = "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; font-display: swap; '
        f"unicode-range: {letters}; src: url(data:font/woff2;base64,{_font(part, weight)}) format('woff2'); }}\n"
        for weight in (400, 600)
        for part, letters in _RANGES.items()
    )
    return faces + (_HERE / "paper.css").read_text(encoding="utf-8")


def _font(part: str, weight: int) -> str:
    return base64.b64encode(
        (_HERE / "fonts" / f"source-sans-3-{part}-{weight}-normal.woff2").read_bytes()
    ).decode()
