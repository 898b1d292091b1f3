"""Charts as a page shows them."""

from __future__ import annotations

import re

from kahui.analytics.report import Chart
from kahui.reporting.draw.charts import chart_svg

_INNER = re.compile(r' (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"')


def both(chart: Chart) -> tuple[str, str]:
    """A chart for a page and for one as narrow as a telephone, where the wide one could not be read."""
    wide, narrow = (chart_svg(chart, titled=False, width=width) for width in (720, 360))
    return one_picture(wide), one_picture(narrow)


def one_picture(svg: str) -> str:
    """A drawing that speaks once, by its title and description: its marks say nothing of their own.

    The drawing engine gives every mark a role, and names to only some of them; the table beside says it better.
    """
    opening = svg.index(">") + 1
    return svg[:opening] + _INNER.sub("", svg[opening:])
