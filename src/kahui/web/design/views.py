"""The gallery of the parts that pages are made of, and the pages for what is not there or went wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kahui.analytics.report import Chart, Column, Figure, Table
from kahui.definition.lines import Attribution, Cited, Text
from kahui.reporting.draw.constellation import Close, Group, Star, draw
from kahui.web.design import samples
from kahui.web.design.drawn import both
from kahui.web.design.middleware import refuse

RULE = "Eligible schools that belonged to an approved network on the date."
EXAMPLES = (
    Figure(
        "example",
        "nation",
        "A share, with bounds",
        1511,
        1412,
        1530,
        2405,
        62.8,
        RULE,
        "Eligible schools, open.",
    ),
    Figure("example.exact", "nation", "A count, every date known", 180, 180, 180, None, None, RULE),
    Figure(
        "example.least", "nation", "Known to be at least", 34, 34, None, 221, 15.4, RULE, "Approved networks."
    ),
    Figure(
        "example.unknown",
        "nation",
        "What cannot be known",
        None,
        None,
        None,
        None,
        None,
        RULE,
        note="None is on the record by name.",
    ),
)


@dataclass(frozen=True, slots=True)
class Beside:
    title: str
    published: str
    rebuilt: str
    bounds: str
    source: str


@dataclass(frozen=True, slots=True)
class Column3:
    day: dt.date
    title: str
    label: str
    query: str
    height: int
    past: bool
    current: bool

    @property
    def top(self) -> int:
        return 100 - self.height


def gallery(request: HttpRequest) -> HttpResponse:
    """Each part in each of its states, on invented values."""
    table = _table()
    chart = Chart(
        "example",
        "bars",
        "Half of the example’s networks are small",
        "Invented, to show the part",
        "Small: 5; middling: 3; large: 2.",
        replace(table, title="The same as a chart"),
        "size",
        ("networks",),
    )
    values = {
        "figures": EXAMPLES,
        "table": table,
        "empty": Table("empty", "A table without rows", "It says that it is empty", table.columns, ()),
        "chart": chart,
        "pictures": both(chart),
        "downloads": [("CSV", "#chart-example")],
        "crumbs": [("The whole country", reverse("home")), ("Networks", reverse("networks"))],
        "given": Attribution(
            "Directories", Text("A publisher"), "a licence", "#part-attributed", Cited("", "ours")
        ),
        "errors": [("q", "Write fewer than 200 characters.")],
        "facts": [("Region", "Tai Tokerau"), ("Decile", "2")],
        "options": [("a", "the first"), ("b", "the second")],
        "beside": [
            Beside(
                "Eligible schools in networks", "1,500", "1,511", "1,412 to 1,530", "An example of a report"
            ),
            Beside(
                "Eligible schools in networks",
                "1,503",
                "1,511",
                "1,412 to 1,530",
                "An example of a press note",
            ),
        ],
        "steps": _steps(),
        "sky": _sky(),
        "place": "about",
        **samples.parts(),
    }
    return render(request, "design/gallery.html", values)


def _table() -> Table:
    columns = (
        Column("size", "Size"),
        Column("networks", "Networks", "count"),
        Column("share", "Share", "percent"),
    )
    return Table(
        "example",
        "Networks by size",
        "Invented, to show the part",
        columns,
        (("small", 5, 50.0), ("middling", 3, 30.0), ("large", 2, 20.0), ("not known", None, None)),
        notes=("A note that belongs to the table.",),
    )


def _steps() -> list[Column3]:
    counted = ((2014, 11), (2015, 70), (2016, 180), (2017, 210), (2018, 214))
    return [
        Column3(
            dt.date(y, 12, 31),
            f"31 December {y}: {n} networks",
            str(y),
            f"?on={y}-12-31",
            round(92 * n / 214),
            y <= 2016,
            y == 2016,
        )
        for y, n in counted
    ]


def _sky() -> str:
    places = (
        (174.76, -36.85, 900),
        (174.79, -36.88, 250),
        (174.72, -36.90, 90),
        (174.85, -36.93, 400),
        (174.9, -36.9, 60),
        (174.7, -36.8, 500),
    )
    stars = [Star(i, f"School {i}", lon, lat, size) for i, (lon, lat, size) in enumerate(places)]
    networks = [
        Group(1, "An approved network", "approved", (0, 1, 2), 1240, "#part-sky"),
        Group(2, "An endorsed network", "endorsed", (3, 4), 460, "#part-sky"),
    ]
    return draw(stars, networks, view=Close(tuple(range(6))), name="An invented sky")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has this address."""
    return refuse(
        request,
        "There is no such page",
        "Nothing here has this address. It may have been typed with a slip.",
        status=404,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or that brings more than a page takes."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(
            request,
            "This is more than a page takes",
            "What was sent is larger than every section of a document together. Nothing was recorded: go back, where "
            "your text still is, and shorten it; send what belongs with it as a file.",
            status=413,
        )
    return refuse(
        request,
        "This cannot be answered",
        "The address holds something that cannot be read. Begin again from a link.",
        status=400,
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Our fault. Nothing was lost: reading changes nothing."""
    return refuse(
        request,
        "Something went wrong here",
        "This is our fault, not yours. Nothing was lost. Try again, or begin from the whole country.",
        status=500,
    )
