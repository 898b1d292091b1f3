"""The data contract: every table and column a measure may read, in words.

`reporting/snapshot.py` writes these tables from the records; worlds in tests write them by hand.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa

from kahui.analytics.columns import EVENT, KNOWN, PERIOD, Column, Table
from kahui.analytics.post_tables import ENTITLEMENT, GATE, POST_EVENT, POST_RULE, RELEASE

__all__ = [
    "CONTRACT",
    "ENTITLEMENT",
    "GATE",
    "LAKE",
    "POST_EVENT",
    "POST_RULE",
    "RELEASE",
    "TABLES",
    "Column",
    "Table",
]


PROVIDER = Table(
    "provider",
    "Schools, early learning services and tertiary providers.",
    (
        Column("provider", pa.int64(), "Key."),
        Column("kind", pa.string(), "school, service or tertiary."),
        Column("number", pa.int32(), "The number directories give it; unique within its kind."),
    ),
)
DETAIL = Table(
    "detail",
    "What the directories say of a provider, for as long as they agree. Periods of one provider follow each "
    "other without a gap where one ends and the next starts within the same bounds.",
    (
        Column("provider", pa.int64(), "Its key."),
        Column("is_open", pa.bool_(), "False for one that is listed before it opens."),
        Column("name", pa.string(), "Name."),
        Column("type", pa.string(), "School or service type, one code through all vintages."),
        Column("authority", pa.string(), "Who owns it, as printed."),
        Column("region", pa.string(), "Education region, one code through all vintages."),
        Column("urban", pa.string(), "Urban area class as printed."),
        Column("decile", pa.int32(), "Decile, 1 to 10.", "none or unknown"),
        Column("latitude", pa.float64(), "Degrees north, WGS84.", "unknown"),
        Column("longitude", pa.float64(), "Degrees east, WGS84.", "unknown"),
        *PERIOD,
        *KNOWN,
    ),
)
ELIGIBILITY = Table(
    "eligibility",
    "Which types and authorities may hold the programme's posts when open: the definition's rule, by date.",
    (
        Column("authority", pa.string(), "As in detail."),
        Column("type", pa.string(), "As in detail."),
        Column("starts", pa.date32(), "The first day of this rule."),
        Column("ends", pa.date32(), "The first day after it.", "still in force"),
    ),
)
ROLL = Table(
    "roll",
    "Learners at a provider on a day. The roll in force on a date is the latest on or before it.",
    (
        Column("provider", pa.int64(), "Its key."),
        Column("total", pa.int32(), "Learners."),
        Column("european", pa.int32(), "European or Pākehā learners.", "unknown"),
        Column("maori", pa.int32(), "Māori learners.", "unknown"),
        Column("pacific", pa.int32(), "Pacific learners.", "unknown"),
        Column("asian", pa.int32(), "Asian learners.", "unknown"),
        *EVENT,
        *KNOWN,
    ),
)
NETWORK = Table(
    "network",
    "Networks.",
    (
        Column("network", pa.int64(), "Key."),
        Column("number", pa.int32(), "Its id, kept through every change of name."),
    ),
)
NETWORK_NAME = Table(
    "network_name",
    "What a network was called.",
    (Column("network", pa.int64(), "Its key."), Column("name", pa.string(), "Name."), *PERIOD, *KNOWN),
)
MEMBERSHIP = Table(
    "membership",
    "A provider belongs to a network.",
    (
        Column("provider", pa.int64(), "The member's key."),
        Column("network", pa.int64(), "The network's key."),
        *PERIOD,
        *KNOWN,
    ),
)
DECISION = Table(
    "decision",
    "What was decided about a network at a gate.",
    (
        Column("network", pa.int64(), "The network's key."),
        Column("gate", pa.string(), "The gate's code."),
        Column(
            "standing", pa.string(), "What standing of the gate counts as: approved or endorsed.", "neither"
        ),
        Column("decision", pa.string(), "The word it was recorded with."),
        Column("effect", pa.string(), "stands, ends or none: what the decision does to the gate."),
        Column("source", pa.string(), "Where it is on record."),
        *EVENT,
        *KNOWN,
    ),
)
PHOTOGRAPH = Table(
    "photograph",
    "Directories received: on which dates the register was seen.",
    (
        Column("kind", pa.string(), "school or service."),
        Column("as_at", pa.date32(), "The day it shows."),
        Column("says_membership", pa.bool_(), "It has the columns that name networks."),
        Column("hash", pa.string(), "SHA-256 of the file."),
        *KNOWN,
    ),
)

LINK = Table(
    "link",
    "The registry of links: scores of which version of a tool may be compared with which, as far as the rung "
    "allows. A row a link and year level, as the definition has them.",
    (
        Column("link", pa.string(), "Its code."),
        Column("source", pa.string(), "The code of the tool it is from."),
        Column("source_version", pa.string(), "That tool's version."),
        Column("target", pa.string(), "The code of the tool it is to."),
        Column("target_version", pa.string(), "That tool's version."),
        Column("scale", pa.string(), "The scale of the version it is to."),
        Column("topic", pa.string(), "The topic's code."),
        Column("year_level", pa.string(), "The code of a year level it is for."),
        Column("design", pa.string(), "How the data were gathered, or not-found."),
        Column("method", pa.string(), "How scores were lined up, or not-found."),
        Column(
            "rung",
            pa.string(),
            "The highest it may be claimed to stand on: equate, calibrate, project, moderate or none.",
        ),
        Column("learners", pa.int64(), "Learners of the smaller sample.", "not known"),
        Column("error", pa.float64(), "Its standard error in points of the scale it is to.", "not known"),
        Column("apart", pa.float64(), "How far groups' links differ (RMSD), in such points.", "not known"),
        Column(
            "basis", pa.string(), "found in a source, derived from one, ours, or not-found: what it rests on."
        ),
        Column("starts", pa.date32(), "The first day on which it holds."),
        Column("ends", pa.date32(), "The first day on which it no longer does.", "still in force"),
    ),
)
LINK_CUT = Table(
    "link_cut",
    "The scores that stand for a judgment or level, of links that have such.",
    (
        Column("link", pa.string(), "The link's code."),
        Column("place", pa.int16(), "From the lowest, which is 1, up."),
        Column("word", pa.string(), "The judgment or level."),
        Column("least", pa.float64(), "The least score that stands for it.", "open below"),
        Column("most", pa.float64(), "The most.", "open above"),
    ),
)

READING = Table(
    "reading",
    "Learners' results, a row a learner, topic and round: tens of millions, so they stay in files and are read there.",
    (
        Column("learner", pa.int64(), "A pseudonym, the same at every school and in every year."),
        Column("school", pa.int64(), "The school's key, as provider."),
        Column("year", pa.int16(), "The school year."),
        Column("year_level", pa.int8(), "The learner's year level, from 1."),
        Column("topic", pa.string(), "The topic's code."),
        Column("taken", pa.date32(), "The day it was taken."),
        Column("tool", pa.string(), "What it was made with."),
        Column("version", pa.string(), "The tool's version, and with it the norms in force."),
        Column("score", pa.float32(), "On the tool's own scale.", "the learner was away"),
        Column(
            "at_or_above",
            pa.bool_(),
            "At or above what the tool expects of the year level at the time of year.",
            "the learner was away, or the tool expects nothing of that level",
        ),
        Column("maori", pa.bool_(), "A Māori learner, by any of the ethnicities recorded."),
        Column("pacific", pa.bool_(), "A Pacific learner, by any of the ethnicities recorded."),
        Column("additional_needs", pa.bool_(), "A learner with additional needs."),
        Column("low_socio_economic", pa.bool_(), "A learner from a home with low income."),
        Column("boys", pa.bool_(), "A boy."),
    ),
)
TARGET = Table(
    "target",
    "What a network has promised of its learners' results, for as long as the promise stood in those words.",
    (
        Column("target", pa.int64(), "Key; its versions share it."),
        Column("network", pa.int64(), "The network's key."),
        Column("school", pa.int64(), "The school it is a promise of.", "every member"),
        Column("topic", pa.string(), "The topic's code."),
        Column("band", pa.string(), "The year levels it is about, as 4-6.", "all year levels"),
        Column("group", pa.string(), "Of whom: all, or a priority group."),
        Column(
            "share", pa.float64(), "The share promised to be at or above, 0 to 1.", "no number was promised"
        ),
        Column("by_year", pa.int16(), "The school year by whose end it is promised."),
        *PERIOD,
        *KNOWN,
    ),
)

BAND = Table(
    "band",
    "Which year levels are counted together.",
    (
        Column("year_level", pa.int8(), "A year level."),
        Column("band", pa.string(), "Its band, as 4-6."),
    ),
)

TABLES = (
    PROVIDER,
    DETAIL,
    ELIGIBILITY,
    ROLL,
    NETWORK,
    NETWORK_NAME,
    MEMBERSHIP,
    DECISION,
    PHOTOGRAPH,
    LINK,
    LINK_CUT,
    GATE,
    POST_RULE,
    ENTITLEMENT,
    POST_EVENT,
    RELEASE,
)
"""The facts: small enough to be held in memory, whole."""

CONTRACT = hashlib.sha256(repr([(t.name, str(t.schema)) for t in TABLES]).encode()).hexdigest()[:8]
"""A mark of these tables' names and columns: what was written under another cannot be read as these."""

LAKE = (READING, TARGET, BAND)
"""What is read where it lies, by the measures that ask for it."""
