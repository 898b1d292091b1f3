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
from typing import Any, Literal

from kahui.analytics.report import Chart
from kahui.reporting.draw.inks import INKS
from kahui.reporting.draw.specs import spec

PaletteName = Literal["paper", "night"]

WIDTH = 720
"""Units across; text is 14 of them high. Ask for 360 where the page is as narrow as a telephone."""

_FONTS = Path(__file__).parent.parent / "write" / "fonts"
_OPENING = re.compile(r"<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_IDENTITY = re.compile(r"\b(id=\"|url\(#|xlink:href=\"#)(\w+)")
_FAMILY = 'font-family="Source Sans 3"'
_FALLBACK = "font-family=\"'Source Sans 3', 'Segoe UI', system-ui, sans-serif\""


@lru_cache(maxsize=256)
def chart_svg(
    chart: Chart, palette: PaletteName = "paper", *, titled: bool = True, width: int = WIDTH
) -> str:
    """The chart as one `<svg>` element that fills the width it is given.

    `titled=False` leaves the title and subtitle out of the picture, for a page that prints them beside it;
    they stay in its accessible name. Ids are unique to the chart and palette, so that many can stand on a page.
    """
    drawn = _engine().vegalite_to_svg(spec(chart, INKS[palette], width=width, titled=titled))
    opening = _OPENING.match(drawn)
    if opening is None:
        raise ValueError(f"The drawing engine gave no SVG for the chart “{chart.code}”.")
    mark = _mark(chart, palette, titled, width)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{opening[1]}" role="img" '
        f'aria-labelledby="{mark}-title {mark}-desc"><title id="{mark}-title">{escape(chart.title)}</title>'
        f'<desc id="{mark}-desc">{escape(chart.alt)}</desc>'
    )
    return head + _own_ids(drawn[opening.end() :], mark).replace(_FAMILY, _FALLBACK)


@lru_cache(maxsize=64)
def chart_png(chart: Chart, *, titled: bool = True) -> bytes:
    """The chart for paper as PNG on white, 1,440 pixels across: over 200 to the inch on a printed page."""
    return svg_png(chart_svg(chart, "paper", titled=titled), ground=INKS["paper"].ground)


def svg_png(svg: str, *, ground: str | None = None, scale: float = 2.0) -> bytes:
    """Any of our drawings as PNG; `ground` paints what lies behind it, else it stays clear."""
    if "font-family" not in svg[: svg.index(">", svg.index("<svg"))]:
        # Words that name no typeface would be left out where the machine has none to stand in.
        svg = svg.replace("<svg", f"<svg {_FALLBACK}", 1)
    if ground:
        box = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"', svg)
        if box is None:
            raise ValueError("A drawing without a viewBox cannot be painted on a ground.")
        x, y, width, height = box.groups()
        end = svg.index(">", svg.index("<svg")) + 1
        rect = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{ground}"/>'
        svg = svg[:end] + rect + svg[end:]
    return bytes(_engine().svg_to_png(svg, scale=scale))


@lru_cache(maxsize=1)
def _engine() -> Any:
    # It starts an engine of its own on import, which a start of the program should not wait for.
    import vl_convert  # noqa: PLC0415

    vl_convert.register_font_directory(str(_FONTS))
    return vl_convert


def _mark(chart: Chart, *rest: object) -> str:
    told = hashlib.sha256(repr((chart, rest)).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"chart-{re.sub(r'[^a-zA-Z0-9]+', '-', chart.code).strip('-').lower()}-{told}"


def _own_ids(svg: str, mark: str) -> str:
    """The engine numbers its ids over its whole life; ours start again in every drawing."""
    order: dict[str, int] = {}
    return _IDENTITY.sub(lambda m: f"{m[1]}{mark}-{order.setdefault(m[2], len(order))}", svg)
