"""Charts as a page shows them."""

from __future__ import annotations

from kahui.analytics.report import Chart
from kahui.reporting.draw.charts import chart_svg


def both(chart: Chart) -> tuple[str, str]:
    """A chart for a page and for one as narrow as a telephone, where the wide one could not be read."""
    wide, narrow = (chart_svg(chart, titled=False, width=width) for width in (720, 360))
    return wide, narrow
