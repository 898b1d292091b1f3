"""Charts: what they say, to whom, and in which colours."""

from __future__ import annotations

import datetime as dt
import itertools
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from sample_report import BARS, BY_REGION, DOTS, STEPS, hostile

from kahui.reporting.draw.charts import chart_png, chart_svg, svg_png
from kahui.reporting.draw.inks import INKS
from kahui.reporting.draw.sheet import ticks

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = (STEPS, BARS, DOTS)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    """What stands in the picture, a line break a space."""
    return [" ".join(part.strip() for part in t.itertext()) for t in drawn(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.code)
@pytest.mark.parametrize("palette", ["paper", "night"])
def test_a_chart_fills_its_width_and_has_a_name(chart, palette):
    root = drawn(chart_svg(chart, palette))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (root.get("role"), root.get("width"), root.get("height")) == ("img", None, None)
    assert (title.text, desc.text) == (chart.title, chart.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("viewBox").split()[2] == "720"


def test_ids_are_unique_over_all_charts_of_a_page():
    roots = [
        drawn(chart_svg(chart, palette, titled=titled))
        for chart, palette, titled in itertools.product(CHARTS, ("paper", "night"), (True, False))
    ]
    ids = [e.get("id") for root in roots for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 2 * len(roots)


def test_the_title_stands_in_the_picture_unless_the_page_prints_it():
    assert [t for t in (STEPS.title, STEPS.subtitle) if t in texts(chart_svg(STEPS))] == [
        STEPS.title,
        STEPS.subtitle,
    ]
    assert [t for t in (STEPS.title, STEPS.subtitle) if t in texts(chart_svg(STEPS, titled=False))] == []


def test_lines_are_named_where_they_end():
    assert texts(chart_svg(STEPS, titled=False))[-2:] == ["Approved 180", "Endorsed 34"]


def test_names_of_lines_that_end_together_do_not_touch():
    rows = tuple((row[0], row[1], row[1]) for row in STEPS.table.rows)
    svg = chart_svg(replace(STEPS, table=replace(STEPS.table, rows=rows)), titled=False)
    tops = [float(t.get("y")) for t in list(drawn(svg).iter(f"{SVG}text"))[-2:]]
    assert abs(tops[0] - tops[1]) >= 2 * 18


def test_bars_are_labelled_with_share_number_and_interval():
    assert texts(chart_svg(BARS, titled=False)) == [
        "Nelson, Marlborough and West Coast",
        "Bay of Plenty and Waiariki",
        "Auckland",
        "Ōtākou",
        "Tai Tokerau",
        "89.8% of 118 (86.4% to 91.5%)",
        "70.2% of 168 (66.0% to 71.0%)",
        "65.3% of 505 (62.0% to 66.7%)",
        "not known",
        "34.0% of 147 (33.3% to 35.4%)",
    ]


def test_a_narrow_page_gets_wrapped_names_and_shorter_labels():
    svg = chart_svg(BARS, titled=False, width=360)
    assert drawn(svg).get("viewBox").split()[2] == "360"
    assert texts(svg)[-5:] == ["89.8% of 118", "70.2% of 168", "65.3% of 505", "not known", "34.0% of 147"]


def test_several_bars_a_row_are_named_each():
    svg = chart_svg(replace(BARS, y=("k", "n"), low=None, high=None), titled=False)
    assert texts(svg)[5:9] == ["Members 106", "Eligible 118", "Members 118", "Eligible 168"]


def test_a_line_stops_where_the_value_is_not_known():
    lines = [p for p in drawn(chart_svg(STEPS)).iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert len(lines) == 3


def test_hostile_text_is_drawn_as_it_is():
    chart = hostile().sections[0].charts[0]
    names = [" ".join(str(row[0]).split()) for row in chart.table.rows]
    assert [" ".join(t.split()) for t in texts(chart_svg(chart, titled=False))][: len(names)] == names


@pytest.mark.parametrize("rows", [(), BY_REGION.rows[3:4]], ids=["no rows", "nothing known"])
@pytest.mark.parametrize("kind", ["bars", "dots"])
def test_a_chart_of_nothing_is_still_a_picture(rows, kind):
    chart = replace(BARS, kind=kind, table=replace(BY_REGION, rows=rows))
    assert [t for t in texts(chart_svg(chart)) if t == "not known"] == ["not known"] * len(rows)


def test_a_chart_of_one_day_or_none():
    for rows in (STEPS.table.rows[:1], ()):
        chart = replace(STEPS, table=replace(STEPS.table, rows=rows))
        assert drawn(chart_svg(chart)).get("role") == "img"


def test_the_interval_of_a_line_is_drawn_as_a_band():
    rows = ((dt.date(2015, 1, 1), 5, 4, 7), (dt.date(2016, 1, 1), 8, 6, 9))
    columns = (
        STEPS.table.columns[0],
        *(replace(STEPS.table.columns[1], code=c) for c in ("v", "low", "high")),
    )
    table = replace(STEPS.table, columns=columns, rows=rows)
    svg = chart_svg(replace(STEPS, table=table, y=("v",), low="low", high="high"))
    assert [p.get("opacity") for p in drawn(svg).iter(f"{SVG}path") if p.get("opacity") == "0.22"] == ["0.22"]


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(
        ValueError, match="The chart “regions” asks for the column “nothing”, which its table"
    ):
        chart_svg(replace(BARS, y=("nothing",)))


def test_a_steps_chart_without_dates_is_refused():
    with pytest.raises(ValueError, match="needs a date in every row of “region”"):
        chart_svg(replace(BARS, kind="steps"))


def test_png_is_sharp_on_paper():
    data = chart_png(STEPS)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 1440


def test_words_that_name_no_typeface_are_drawn():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><text y="40" font-size="40">{}</text></svg>'
    assert svg_png(drawing.format("Ōtāhuhu")) != svg_png(drawing.format(""))


def test_every_ink_has_contrast_on_its_ground():
    low = [
        (name, ink)
        for name, palette in INKS.items()
        for ink in (palette.words, palette.quiet, *palette.series)
        if contrast(ink, palette.ground) < 4.5
    ]
    assert low == []


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 180, [0, 50, 100, 150, 200]),
        (-0.13, 0.19, [-0.2, -0.1, 0, 0.1, 0.2]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (5, 5, [5, 6]),
    ],
)
def test_ticks_are_round_and_cover(low, high, marks):
    assert ticks(low, high, 5) == marks


def contrast(one: str, two: str) -> float:
    """WCAG's contrast ratio."""

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(two)))
    return (high + 0.05) / (low + 0.05)


def test_a_narrow_name_is_broken_after_the_strokes_that_join_it():
    joined = BARS.table.rows[0]
    chart = replace(BARS, table=replace(BARS.table, rows=(("Nelson/Marlborough/West Coast", *joined[1:]),)))
    assert texts(chart_svg(chart, titled=False, width=360))[0] == "Nelson/ Marlborough/West Coast"


def test_steps_over_numbers_have_a_ruler_that_says_what_they_are_and_a_band_each():
    codes = ("a", "a_low", "a_high", "b", "b_low", "b_high")
    columns = (
        replace(STEPS.table.columns[0], code="months", title="Months waited", unit="number"),
        *(replace(STEPS.table.columns[1], code=c, title=c.upper(), unit="percent") for c in codes),
    )
    rows = ((0, 100, None, None, 100, None, None), (2.5, 60, 50, 70, 0, 0, 10), (5, 60, 50, 70, 0, 0, 10))
    table = replace(STEPS.table, columns=columns, rows=rows)
    svg = chart_svg(
        replace(STEPS, table=table, x="months", y=("a", "b"), low="a_low", high="a_high"), titled=False
    )
    numbers = [str(number) for number in range(6)]
    assert texts(svg)[6:] == [*numbers, "Months waited", "A 60.0%", "B 0.0%"]
    bands = [p.get("fill") for p in drawn(svg).iter(f"{SVG}path") if p.get("opacity") == "0.22"]
    assert bands == list(INKS["paper"].series[:2])
    lowest = max(float(t.get("y")) for t in drawn(svg).iter(f"{SVG}text") if t.get("font-weight") == "600")
    assert lowest < float(drawn(svg).get("viewBox").split()[3])
