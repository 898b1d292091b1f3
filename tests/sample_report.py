"""A small report with one of everything: what each format has to carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kahui.analytics.report import Chart, Column, Figure, Picture, Report, Section, Source, Table

ON = dt.date(2016, 12, 31)
KNOWN = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
OPEN = "State and integrated schools open on the date that may hold the new posts."
NO_NAMES = "Endorsed networks of 2016 are not on the public record by name."


def figure(code: str, title: str, value: float | None, **more: object) -> Figure:
    parts: dict[str, object] = {
        "scope": "nation", "low": value, "high": value, "of": None, "percent": None,
        "rule": f"How {title.lower()} are counted.",
    }  # fmt: skip
    return Figure(code=code, title=title, value=value, **{**parts, **more})  # type: ignore[arg-type]


FIGURES = (
    figure("networks.approved", "Networks approved", 180.0),
    figure("networks.endorsed", "Networks endorsed", None, of=180.0, note=NO_NAMES, of_rule="Approved networks."),
    figure("schools.eligible", "Eligible schools", 2405.0, low=2398.0, high=2415.0, rule=OPEN),
    figure(
        "schools.member", "Eligible schools in networks", 1511.0,
        low=1412.0, high=1530.0, of=2405.0, percent=62.8, of_rule=OPEN,
    ),
    figure(
        "learners.member", "Learners in networks", 491_034.0,
        low=463_310.0, high=496_117.0, of=743_112.0, percent=66.1, of_rule="Learners of eligible schools.",
    ),
    figure("schools.member", "Eligible schools in networks", 330.0, scope="region:Auckland", of=505.0, percent=65.3),
    figure("schools.member", "Eligible schools in networks", 50.0, scope="region:Tai Tokerau", of=147.0, percent=34.0),
)  # fmt: skip

BY_MONTH = Table(
    "momentum",
    "Networks approved and endorsed by month",
    "New Zealand, October 2014 to December 2016",
    (
        Column("on", "Date", "date"),
        Column("approved", "Approved", "count"),
        Column("endorsed", "Endorsed", "count"),
    ),
    (
        (dt.date(2014, 10, 24), 11, 0),
        (dt.date(2015, 4, 27), 29, 0),
        (dt.date(2015, 10, 13), 60, None),
        (dt.date(2016, 3, 20), 96, 4),
        (dt.date(2016, 7, 8), 117, 9),
        (dt.date(2016, 9, 5), 148, 20),
        (dt.date(2016, 12, 13), 180, 34),
        (ON, 180, 34),
    ),
)
BY_REGION = Table(
    "regions",
    "Share of eligible schools in networks, by region",
    "Eligible schools open on 31 December 2016",
    (
        Column("region", "Region"), Column("k", "Members", "count"), Column("n", "Eligible", "count"),
        Column("share", "Share", "percent"), Column("low", "Lowest", "percent"), Column("high", "Highest", "percent"),
    ),
    (
        ("Nelson, Marlborough and West Coast", 106, 118, 89.8, 86.4, 91.5),
        ("Bay of Plenty and Waiariki", 118, 168, 70.2, 66.0, 71.0),
        ("Auckland", 330, 505, 65.3, 62.0, 66.7),
        ("Ōtākou", 44, None, None, None, None),
        ("Tai Tokerau", 50, 147, 34.0, 33.3, 35.4),
    ),
    ("A school counts in its own region.",),
)  # fmt: skip
DIFFERENCES = Table(
    "differences",
    "Members beside other schools",
    "Standardised difference with its 95% interval",
    (
        Column("what", "Characteristic"), Column("difference", "Difference", "number"),
        Column("low", "From", "number"), Column("high", "To", "number"),
    ),
    (
        ("Roll", 0.11, 0.03, 0.19),
        ("Decile", -0.05, -0.13, 0.03),
        ("Share of learners who are Māori", 0.02, -0.06, 0.1),
        ("Share of learners who are Pacific", None, None, None),
    ),
)  # fmt: skip
PUBLISHED = Table(
    "published",
    "What the Ministry printed, beside what the record says",
    "31 December 2016",
    (
        Column("figure", "Figure"), Column("published", "Published", "count"), Column("rebuilt", "Rebuilt", "count"),
        Column("source", "Source"),
    ),
    (
        ("Networks approved", 180, 180, "Uptake and early implementation, April 2017, page 3"),
        ("Eligible schools", 2409, 2405, "Uptake and early implementation, April 2017, page 4"),
        ("Eligible schools in networks", 1500, 1511, "Uptake and early implementation, April 2017, page 4"),
        ("Networks endorsed", None, None, "Not printed by name"),
    ),
    ("Ten schools closed and seven opened between the photographs.",),
)  # fmt: skip

STEPS = Chart(
    "momentum", "steps", "Approvals and endorsements accelerated during 2016",
    "Networks approved and endorsed, New Zealand, to 31 December 2016",
    "Approved networks rose from 11 in October 2014 to 180; endorsed from none to 34.",
    BY_MONTH, "on", ("approved", "endorsed"),
)  # fmt: skip
BARS = Chart(
    "regions", "bars", "Nine in ten schools joined at the top of the South, one in three in the far North",
    "Share of eligible schools in networks, 31 December 2016",
    "Shares run from 89.8% in Nelson, Marlborough and West Coast to 34.0% in Tai Tokerau.",
    BY_REGION, "region", ("share",), "low", "high",
)  # fmt: skip
DOTS = Chart(
    "differences", "dots", "Schools in networks look like other schools",
    "Standardised differences, members less others, with 95% intervals",
    "Every difference lies within 0.2 of nothing.",
    DIFFERENCES, "what", ("difference",), "low", "high",
)  # fmt: skip

COVER = Picture(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 260"><path d="M40 220L80 150L120 120L150 40" '
    'stroke="#a86500" fill="none"/><g fill="#3a4560"><circle cx="40" cy="220" r="4"/><circle cx="80" cy="150" r="3"/>'
    '<circle cx="120" cy="120" r="5"/><circle cx="150" cy="40" r="3"/></g></svg>',
    "Every school a star, every network a constellation: the country on 31 December 2016.",
)

REPORT = Report(
    code="uptake",
    title="Uptake of Communities of Learning | Kāhui Ako",
    subtitle="How far the programme has come",
    on=ON,
    known=KNOWN,
    scope="nation",
    programme="kahui-ako",
    definition="3f1c9a",
    snapshot="20261123-77aa",
    figures=FIGURES,
    sections=(
        Section(
            "momentum", "Momentum",
            ("Momentum is increasing: 180 networks are approved.", "Most of them were approved during 2016."),
            (STEPS,), (PUBLISHED,),
        ),
        Section("where", "Where the networks are", ("In most regions more than half of schools belong.",), (BARS,), (BY_REGION,)),
        Section("alike", "Members and other schools", ("There is no obvious difference.",), (DOTS,)),
    ),
    notes=("A photograph is a directory as at a day.", "Bounds are what undated facts leave possible."),
    sources=(
        Source("a" * 32 + "0" * 32, "Schools directory, May 2016", "directory", dt.date(2016, 5, 1), KNOWN, "Ministry of Education, CC BY 4.0"),
        Source("b" * 32 + "1" * 32, "Tranches of approvals", "decisions", None, KNOWN),
    ),
    cover=COVER,
)  # fmt: skip

HOSTILE = (
    '=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", "</svg><b>", '#eval("1+1")', "$x^2$",
    "*bold* _under_ `code` = heading", "back\\slash \\n \\u{41}", "\"double\" 'single' “curly”", "&amp; & {{ x }} {% y %}",
    "[brackets] //comment /* block */ <label> @ref ~", "Ngāti Whātua Ōrākei", "{\"expr\": \"1+1\"}",
)  # fmt: skip


def hostile() -> Report:
    """The sample with every text a reader could be fooled by, in every place a text can stand."""
    rows = tuple((text, at, None, None, None, None) for at, text in enumerate(HOSTILE))
    table = replace(BY_REGION, title=HOSTILE[4], subtitle=HOSTILE[6], rows=rows, notes=HOSTILE[:2])
    bars = replace(BARS, title=HOSTILE[6], subtitle=HOSTILE[0], alt=HOSTILE[5], table=table)
    figures = tuple(
        figure(
            f"x.{at}",
            text,
            float(at),
            rule=text,
            note=text,
            of_rule=text,
            scope=f"region:{text}" if at else "nation",
        )
        for at, text in enumerate(HOSTILE)
    )
    section = Section("x", HOSTILE[7], HOSTILE, (bars,), ())
    source = Source("c" * 64, HOSTILE[0], HOSTILE[4], None, KNOWN, HOSTILE[6])
    return replace(
        REPORT, title=HOSTILE[9], subtitle=HOSTILE[4], figures=figures, sections=(section,), notes=HOSTILE,
        sources=(source,), cover=replace(COVER, alt=HOSTILE[10]),
    )  # fmt: skip
