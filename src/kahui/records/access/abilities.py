"""Everything a person can be able to do, each with the words of its sentence: “You may …”."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ability:
    """A code, and what it lets somebody do, so that “You may not ” + words is a sentence."""

    code: str
    words: str


_ALL = (
    # what can be seen
    Ability("network.see", "see the work of this network"),
    Ability("caseload.see", "see the networks that an office looks after"),
    Ability("timeline.see", "see who did what and when"),
    Ability("looks.see", "see who has looked at identifiable records"),
    # formation
    Ability("interest.write", "start an expression of interest and write in it"),
    Ability("interest.submit", "send an expression of interest"),
    Ability("consent.give", "answer for a board or for a service"),
    Ability("consent.record", "record a board’s answer that came on paper"),
    Ability("case.assign", "say which adviser looks after a network"),
    Ability("conflict.declare", "declare an interest before advising or choosing"),
    Ability("advice.give", "advise on what a network has sent, and ask for a section to be changed"),
    Ability("support.record", "record support offered and taken up"),
    Ability("gate.decide", "decide at the gates of this office"),
    Ability("tranche.make", "put networks into a tranche and make its pack"),
    Ability("condition.close", "say that a condition has been met"),
    # agreements and membership
    Ability("memorandum.write", "write the memorandum and the data-sharing protocol"),
    Ability("members.change", "record that members join, leave or move"),
    Ability("network.end", "merge or close networks"),
    # challenges
    Ability("challenges.write", "write the challenges"),
    Ability("challenges.submit", "submit the challenges"),
    Ability("document.comment", "comment on what a network is writing"),
    # posts
    Ability("posts.see", "see the posts of a network"),
    Ability("post.advertise", "advertise a post and name its panel"),
    Ability("post.shortlist", "score and shortlist as one of its panel"),
    Ability("post.affirm", "affirm for the national panel"),
    Ability("appointment.approve", "approve an appointment for the employing board"),
    Ability("appointment.record", "record an appointment, its start, extension and end"),
    Ability("entitlement.record", "record an entitlement notice"),
    Ability("post.convert", "convert or transfer a post"),
    Ability("release.record", "record release taken and its cover"),
    # the programme and the house
    Ability("report.read", "read the reports made for the programme’s offices"),
    Ability("programme.propose", "propose a change of the programme"),
    Ability("programme.approve", "take a change of the programme live"),
    Ability("grants.give", "give and end roles"),
    Ability("deputy.name", "name a deputy for oneself"),
    Ability("record.export", "export a record for an information request"),
)
ABILITIES = {ability.code: ability for ability in _ALL}
