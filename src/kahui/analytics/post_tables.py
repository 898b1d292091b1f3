"""The tables of gates and posts: what the programme provides, and what became of it, without anybody's name."""

from __future__ import annotations

import pyarrow as pa

from kahui.analytics.columns import EVENT, KNOWN, PERIOD, Column, Table

_IN_FORCE = (
    Column("starts", pa.date32(), "The first day of this line."),
    Column("ends", pa.date32(), "The first day after it.", "still in force"),
)

GATE = Table(
    "gate",
    "The gates of the programme in the order of its spine, by date.",
    (
        Column("gate", pa.string(), "Its code."),
        Column("name", pa.string(), "What it is called."),
        Column("place", pa.int16(), "Its place on the spine, from 1."),
        *_IN_FORCE,
    ),
)
POST_RULE = Table(
    "post_rule",
    "How many of a post a roll earns: the definition's provision, by date.",
    (
        Column("post", pa.string(), "The post's code."),
        Column("name", pa.string(), "What it is called."),
        Column("opened_by", pa.string(), "The gate that must stand before it can be filled."),
        Column("per", pa.string(), "network or school: whose roll earns it."),
        Column("rounding", pa.string(), "one (one for each), round (to the nearest, halves up) or floor."),
        Column("learners_per_post", pa.int32(), "Learners that earn one.", "one for each, whatever the roll"),
        Column("estimate", pa.bool_(), "The rule stands in for one that was not found."),
        *_IN_FORCE,
    ),
)
ENTITLEMENT = Table(
    "entitlement",
    "Posts by an entitlement notice, which goes before the rule.",
    (
        Column("network", pa.int64(), "The network's key."),
        Column("provider", pa.int64(), "The school's key.", "a notice for the whole network"),
        Column("post", pa.string(), "The post's code."),
        Column("count", pa.int32(), "How many."),
        *PERIOD,
        *KNOWN,
    ),
)
POST_EVENT = Table(
    "post_event",
    "What became of a post, step by step, without anybody's name.",
    (
        Column("opening", pa.int64(), "The key of one filling of one post; its steps share it."),
        Column("network", pa.int64(), "The network's key."),
        Column("provider", pa.int64(), "The employing school's key.", "nobody was chosen yet"),
        Column("post", pa.string(), "The post's code."),
        Column("what", pa.string(), "advertised, applied, appointed, started, ended, or withdrawn unfilled."),
        Column("reason", pa.string(), "Why it ended or was withdrawn.", "not said, or no end"),
        *EVENT,
        *KNOWN,
    ),
)
RELEASE = Table(
    "release",
    "Release from teaching in one week of one holder: hours entitled and hours taken.",
    (
        Column("opening", pa.int64(), "The post's key, as in post_event."),
        Column("network", pa.int64(), "The network's key."),
        Column("post", pa.string(), "The post's code."),
        Column("entitled", pa.float64(), "Hours."),
        Column("taken", pa.float64(), "Hours."),
        *EVENT,
        *KNOWN,
    ),
)
