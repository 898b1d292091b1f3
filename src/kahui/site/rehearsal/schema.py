"""The tables of the rehearsal that are its own, in words; those that measures read are in `analytics/tables.py`."""

from __future__ import annotations

import pyarrow as pa

from kahui.analytics.tables import Column, Table

_SCHOOL = Column("school", pa.int64(), "The school's key, as provider.")
_NETWORK = Column("network", pa.int64(), "The network's key.")
_LEARNER = Column("learner", pa.int64(), "The learner's pseudonym.")
_YEAR = Column("year", pa.int16(), "The school year.")
_LEVEL = Column("year_level", pa.int8(), "The learner's year level, from 1.")
_TOPIC = Column("topic", pa.string(), "The topic's code.")
_TOOL = Column("tool", pa.string(), "The tool.")

LEARNER = Table(
    "learner",
    "A row a learner who was ever enrolled. Up to three ethnicities, in no order.",
    (
        _LEARNER,
        Column("boy", pa.bool_(), "A boy."),
        Column("ethnicity_1", pa.string(), "An ethnicity."),
        Column("ethnicity_2", pa.string(), "Another.", "only one is recorded"),
        Column("ethnicity_3", pa.string(), "A third.", "no third is recorded"),
        Column("additional_needs", pa.bool_(), "Has additional needs."),
        Column("low_socio_economic", pa.bool_(), "From a home with low income."),
    ),
)
ENROLMENT = Table(
    "enrolment",
    "Which school a learner was at, a row a year; two rows in a year in which the learner moved.",
    (
        _LEARNER,
        _SCHOOL,
        _YEAR,
        _LEVEL,
        Column("starts", pa.date32(), "The first day."),
        Column("ends", pa.date32(), "The first day after."),
    ),
)
JUDGEMENT = Table(
    "judgement",
    "Teachers' judgements at the end of a year, years 1 to 10.",
    (
        _LEARNER,
        _SCHOOL,
        _YEAR,
        _LEVEL,
        _TOPIC,
        Column("judged", pa.string(), "well below, below, at or above what is expected."),
        Column("moderated", pa.bool_(), "The school moderates its judgements with others."),
    ),
)
CUT = Table(
    "cut",
    "The score from which a tool says at or above, as its makers published it.",
    (
        _TOOL,
        Column("version", pa.string(), "The tool's version."),
        _TOPIC,
        _LEVEL,
        Column("score", pa.float64(), "On the tool's scale."),
    ),
)
PRACTICE = Table(
    "practice",
    "What was seen of teaching in a network, twice a term; some rounds are missing.",
    (
        _NETWORK,
        Column("indicator", pa.string(), "Which practice."),
        Column("on", pa.date32(), "The day of the round."),
        Column("looked_at", pa.int32(), "Lessons, learners or teachers looked at or asked."),
        Column("seen", pa.int32(), "Of them, those in which it was seen."),
    ),
)
POST = Table(
    "post",
    "Posts provided to a network by its rolls, and how far each came: a row for each holder, or for none.",
    (
        _NETWORK,
        Column("post", pa.string(), "The post's code."),
        Column("school", pa.int64(), "The school whose board employs the holder."),
        Column("advertised", pa.date32(), "The day it was advertised."),
        Column("appointed", pa.date32(), "The day somebody was appointed.", "nobody was"),
        Column("started", pa.date32(), "The day the holder started.", "nobody has"),
        Column(
            "ended",
            pa.date32(),
            "The first day without the holder.",
            "the holder is still there, or nobody was",
        ),
        Column("reason", pa.string(), "Why it ended.", "it has not"),
        Column("release_hours", pa.float64(), "Hours of release in a week."),
        Column("taken_hours", pa.float64(), "Of them, those that could be taken.", "nobody has started"),
    ),
)
CHALLENGE = Table(
    "challenge",
    "What the members of a network agreed to improve together, as endorsed.",
    (
        Column("challenge", pa.int64(), "Key."),
        _NETWORK,
        _TOPIC,
        Column("statement", pa.string(), "In their words."),
        Column("on", pa.date32(), "The day it was endorsed."),
    ),
)
PROMISE = Table(
    "promise",
    "What the document prints beside each target; the target itself is in `target`. Some print it wrong.",
    (
        Column("target", pa.int64(), "The target's key."),
        Column("challenge", pa.int64(), "The challenge it belongs to."),
        Column("statement", pa.string(), "As printed."),
        Column("tool", pa.string(), "The tool the baseline was measured with."),
        Column("baseline_year", pa.int16(), "The year of the baseline.", "none is printed"),
        Column("baseline_count", pa.int32(), "Learners at or above then.", "none is printed"),
        Column("baseline_of", pa.int32(), "Of how many.", "none is printed"),
        Column("baseline_percent", pa.int32(), "The share printed, in whole percent.", "none is printed"),
        Column("more", pa.int32(), "How many learners more were promised.", "none is printed"),
    ),
)
ASKED = Table(
    "asked",
    "Who was asked in a survey, and whether they answered.",
    (
        Column("respondent", pa.int64(), "Key, of one round only."),
        _YEAR,
        _NETWORK,
        Column("role", pa.string(), "Their role in the network."),
        Column("answered", pa.bool_(), "They sent answers."),
    ),
)
ANSWER = Table(
    "answer",
    "Answers, 1 (not at all so) to 5 (wholly so).",
    (
        Column("respondent", pa.int64(), "Who answered."),
        Column("item", pa.string(), "What was asked; the words are in `item`."),
        Column("answer", pa.int8(), "1 to 5.", "I do not know, or not my role"),
    ),
)
ITEM = Table(
    "item",
    "What was asked.",
    (Column("item", pa.string(), "Code."), Column("words", pa.string(), "The statement.")),
)

TRUE_ABILITY = Table(
    "ability",
    "True ability at the end of a year, in standard deviations of a year level; the same scale for all levels.",
    (
        _LEARNER,
        _YEAR,
        _LEVEL,
        Column("reading", pa.float32(), "True ability in reading."),
        Column("writing", pa.float32(), "True ability in writing."),
        Column("mathematics", pa.float32(), "True ability in mathematics."),
    ),
)
TRUE_STANDARD = Table(
    "standard",
    "From which true ability a learner is truly at or above, at the end of a year level.",
    (_LEVEL, _TOPIC, Column("ability", pa.float64(), "True ability.")),
)
TRUE_LINK = Table(
    "tool_link",
    "How true ability θ at the time of year shows: score = centre + drifted + slope·θ + bend·(θ - 3)², and an error.",
    (
        _TOOL,
        Column("version", pa.string(), "The tool's version in that year."),
        _YEAR,
        Column("centre", pa.float64(), "Points."),
        Column("drifted", pa.float64(), "Points by which it reads higher by then, which nobody knows."),
        Column("slope", pa.float64(), "Points to a standard deviation."),
        Column("bend", pa.float64(), "Points to its square."),
        Column("error", pa.float64(), "Standard error of measurement, in points."),
        Column("elapsed", pa.float64(), "How much of a year's growth is made when it is given."),
        Column(
            "strict_reading", pa.float64(), "By how much its cut lies above the true standard in reading."
        ),
        Column("strict_writing", pa.float64(), "In writing."),
        Column("strict_mathematics", pa.float64(), "In mathematics."),
    ),
)
TRUE_SCHOOL = Table(
    "school_effect",
    "What is planted in a school, by topic: its effect on ability, its teachers' bias, and the tool it used.",
    (
        _SCHOOL,
        _YEAR,
        _TOPIC,
        Column("effect", pa.float64(), "Added to its learners' ability while they are there."),
        Column("gain", pa.float64(), "Added in that year and kept, by the effect planted in its network."),
        Column("bias", pa.float64(), "By how much its teachers judge too high."),
        Column("moderated", pa.bool_(), "It moderates; the bias is what was left."),
        _TOOL,
    ),
)
TRUE_EFFECT = Table(
    "network_effect",
    "What is planted in a network.",
    (
        _NETWORK,
        Column("kind", pa.string(), "both, practice, gain or neither."),
        Column("starts", pa.date32(), "The day it begins.", "nothing does"),
        _TOPIC,
        Column("gain", pa.float64(), "Gain of its learners in a year in that topic."),
        Column("indicator", pa.string(), "The practice that changes."),
        Column("before", pa.float64(), "How often it is there before."),
        Column("shift", pa.float64(), "How much more often a year after the start."),
    ),
)
TRUE_SHARE = Table(
    "share",
    "Learners truly at or above the standard at the end of a year, at the school where they then were.",
    (
        _SCHOOL,
        _YEAR,
        _TOPIC,
        _LEVEL,
        Column("group", pa.string(), "all, or a priority group."),
        Column("n", pa.int32(), "Learners."),
        Column("at_or_above", pa.int32(), "Of them, those truly at or above."),
    ),
)
TRUE_TARGET = Table(
    "target_truth",
    "What was true of the learners a target is about, and which fault was planted in it.",
    (
        Column("target", pa.int64(), "The target's key."),
        Column(
            "fault",
            pa.string(),
            "vague, no-baseline, wrong-share, other-denominator or tool-changed.",
            "none",
        ),
        Column("year", pa.int16(), "The year the promise fell due, or the nearest there is."),
        Column("n", pa.int32(), "Learners then, at the members of that year."),
        Column("at_or_above", pa.int32(), "Of them, those truly at or above."),
        Column("met", pa.bool_(), "The true share reached the promise.", "no number was promised"),
    ),
)
TRUE_VIEW = Table(
    "view",
    "What all who were asked would have said, whether or not they answered: the mean of a role in a network.",
    (
        _YEAR,
        _NETWORK,
        Column("role", pa.string(), "Their role."),
        Column("item", pa.string(), "What was asked."),
        Column("asked", pa.int32(), "How many were asked."),
        Column("mean", pa.float64(), "Mean of what they think, 1 to 5."),
    ),
)
RATE = Table(
    "rate",
    "Every rate that was drawn with.",
    (
        Column("name", pa.string(), "Name."),
        Column("value", pa.string(), "Value."),
        Column("source", pa.string(), "A key of the programme's sources, or OURS."),
        Column("words", pa.string(), "What it is."),
    ),
)

OWN = (LEARNER, ENROLMENT, JUDGEMENT, CUT, PRACTICE, POST, CHALLENGE, PROMISE, ASKED, ANSWER, ITEM)
TRUTH = (
    TRUE_ABILITY, TRUE_STANDARD, TRUE_LINK, TRUE_SCHOOL, TRUE_EFFECT, TRUE_SHARE, TRUE_TARGET, TRUE_VIEW, RATE,
)  # fmt: skip
