"""What each role is, where it can be held, and what it lets its holder do. Who decides at a gate is the programme's
to say (`gates.toml`): a role only lets its holder use the office (`capacity`) that its grant names."""

from __future__ import annotations

from dataclasses import dataclass

from kahui.records.access.places import PROVIDERS


@dataclass(frozen=True, slots=True)
class Role:
    """A name, a sentence on what it is for, the kinds of place it is held in, and its abilities."""

    code: str
    name: str
    description: str
    places: tuple[str, ...]
    abilities: frozenset[str]

    @property
    def sees_beyond_one_school(self) -> bool:
        """Whether its holder must sign in with a second factor."""
        return not set(self.places) <= {*PROVIDERS, "person"}


def _role(code: str, name: str, description: str, places: tuple[str, ...], *abilities: str) -> Role:
    return Role(code, name, description, places, frozenset(abilities))


SEES = ("network.see", "timeline.see", "posts.see")
WRITES = ("interest.write", "memorandum.write", "challenges.write", "document.comment")

_ALL = (
    _role(
        "school-lead",
        "Principal or school lead",
        "Starts and writes for a school, and keeps its part of the work in hand.",
        PROVIDERS,
        *SEES,
        *WRITES,
        "interest.submit",
        "release.record",
        "conflict.declare",
        "post.shortlist",
        "deputy.name",
    ),
    _role(
        "board",
        "Board chair",
        "Answers for the board: consents, signs, agrees, and approves those it will employ.",
        ("school", "tertiary"),
        *SEES,
        "document.comment",
        "consent.give",
        "appointment.approve",
        "deputy.name",
    ),
    _role(
        "nominee",
        "Nominee of an early learning service",
        "Answers for a service that has no board of its own.",
        ("service",),
        *SEES,
        "document.comment",
        "consent.give",
        "deputy.name",
    ),
    _role(
        "leader",
        "Network leader",
        "Keeps a network moving: members, memorandum, challenges, posts.",
        ("network",),
        *SEES,
        *WRITES,
        "interest.submit",
        "consent.record",
        "members.change",
        "challenges.submit",
        "post.advertise",
        "post.shortlist",
        "appointment.record",
        "post.convert",
        "release.record",
        "conflict.declare",
        "gate.decide",
        "deputy.name",
    ),
    _role(
        "teacher",
        "Teacher in a new post",
        "Records the release that was taken, and sees the network.",
        ("network", *PROVIDERS),
        *SEES,
        "release.record",
        "document.comment",
    ),
    _role(
        "adviser",
        "Adviser",
        "Looks after networks from their first interest: advises, checks, recommends, supports.",
        ("region", "network"),
        *SEES,
        "caseload.see",
        "consent.record",
        "conflict.declare",
        "advice.give",
        "support.record",
        "gate.decide",
        "members.change",
        "entitlement.record",
        "document.comment",
        "condition.close",
        "report.read",
        "deputy.name",
    ),
    _role(
        "director",
        "Regional director",
        "Receives what a region's networks submit, and says who looks after them.",
        ("region",),
        *SEES,
        "caseload.see",
        "case.assign",
        "conflict.declare",
        "advice.give",
        "support.record",
        "gate.decide",
        "members.change",
        "network.end",
        "entitlement.record",
        "condition.close",
        "tranche.make",
        "report.read",
        "record.export",
        "deputy.name",
    ),
    _role(
        "office",
        "Deciding office",
        "Decides at the gates the programme gives to its capacity, one network at a time or a tranche at once.",
        ("nation",),
        *SEES,
        "caseload.see",
        "conflict.declare",
        "tranche.make",
        "gate.decide",
        "condition.close",
        "network.end",
        "report.read",
        "deputy.name",
    ),
    _role(
        "panel-adviser",
        "Adviser of the national panel",
        "Sits with a network's panel and affirms that its choice meets the national criteria.",
        ("nation",),
        "posts.see",
        "conflict.declare",
        "post.affirm",
        "post.shortlist",
        "deputy.name",
    ),
    _role(
        "evaluator",
        "Evaluator",
        "Reads the records and reports of the whole programme; changes nothing.",
        ("nation",),
        *SEES,
        "caseload.see",
        "report.read",
    ),
    _role(
        "designer",
        "Programme designer",
        "Proposes changes of the programme, rehearses them, and takes live what somebody else proposed.",
        ("nation",),
        "network.see",
        "caseload.see",
        "report.read",
        "programme.propose",
        "programme.approve",
    ),
    _role(
        "registrar",
        "Keeper of the records",
        "Gives and ends roles, answers requests for information, reads who looked at what.",
        ("nation",),
        *SEES,
        "grants.give",
        "looks.see",
        "record.export",
    ),
)
ROLES = {role.code: role for role in _ALL}


def roles_with(ability: str) -> tuple[str, ...]:
    """Codes of the roles that hold an ability."""
    return tuple(code for code, role in ROLES.items() if ability in role.abilities)
