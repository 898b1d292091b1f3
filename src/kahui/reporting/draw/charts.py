"""A Chart as a picture: SVG for the page (night) and for paper, PNG for files that cannot hold SVG.

Every chart says what it found in its title, names its marks where they stand instead of in a legend, draws
the interval where there is one, and can be read by a screen reader. The same value always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Literal

import typst

from kahui.analytics.report import Chart
from kahui.reporting.draw.inks import INKS
from kahui.reporting.draw.rows import by_row
from kahui.reporting.draw.sheet import Sheet
from kahui.reporting.draw.steps import steps

PaletteName = Literal["paper", "night"]

WIDTH = 720
"""Units across; text is 14 of them high. Ask for 360 where the page is as narrow as a telephone."""

_FONTS = Path(__file__).parent.parent / "write" / "fonts"
_FAMILY = "font-family=\"'Source Sans 3', 'Segoe UI', system-ui, sans-serif\""
_VIEW = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')
_PAGE = b"""#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt,
  fill: if sys.inputs.ground == "" { none } else { rgb(sys.inputs.ground) })
#set text(font: "Source Sans 3")
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)"""


@lru_cache(maxsize=256)
def chart_svg(
    chart: Chart, palette: PaletteName = "paper", *, titled: bool = True, width: int = WIDTH
) -> str:
    """The chart as one `<svg>` element that fills the width it is given.

    `titled=False` leaves the title and subtitle out of the picture, for a page that prints them beside it;
    they stay in its accessible name. Ids are unique to the chart and palette, so that many can stand on a page.
    """
    sheet = Sheet(INKS[palette], width)
    if titled:
        sheet.head(chart.title, chart.subtitle)
    (steps if chart.kind == "steps" else by_row)(chart, sheet)
    view, marks = sheet.svg()
    mark = _mark(chart, palette, titled, width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{view}" {_FAMILY} role="img" '
        f'aria-labelledby="{mark}-title {mark}-desc"><title id="{mark}-title">{escape(chart.title)}</title>'
        f'<desc id="{mark}-desc">{escape(chart.alt)}</desc>{marks}</svg>'
    )


@lru_cache(maxsize=64)
def chart_png(chart: Chart, *, titled: bool = True) -> bytes:
    """The chart for paper as PNG on white, 1,440 pixels across: over 200 to the inch on a printed page."""
    return svg_png(chart_svg(chart, "paper", titled=titled), ground=INKS["paper"].ground)


def svg_png(svg: str, *, ground: str | None = None, scale: float = 2.0) -> bytes:
    """Any of our drawings as PNG, `scale` pixels a unit; `ground` paints what lies behind it, else it stays clear."""
    box = _VIEW.search(svg)
    if box is None:
        raise ValueError("A drawing without a viewBox has no size, and cannot be made a PNG.")
    if "font-family" not in svg[: svg.index(">", svg.index("<svg"))]:
        # Words that name no typeface would be left out where the machine has none to stand in.
        svg = svg.replace("<svg", f"<svg {_FAMILY}", 1)
    told = {"svg": svg, "width": box[3], "height": box[4], "ground": ground or ""}
    made = typst.compile(_PAGE, format="png", ppi=72 * scale, font_paths=_fonts(), sys_inputs=told)
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(_FONTS)])


def _mark(chart: Chart, *rest: object) -> str:
    told = hashlib.sha256(repr((chart, rest)).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"chart-{re.sub(r'[^a-zA-Z0-9]+', '-', chart.code).strip('-').lower()}-{told}"
