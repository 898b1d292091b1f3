"""Networks and schools."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from kahui.reporting import pages
from kahui.web.api.schemas.answer import Answer, Count, Listed, Span, count, day, span

Stage = Literal["before", "approved", "endorsed"]


class Network(BaseModel):
    """A network on the date."""

    id: int = Field(description="Its id, kept through every change of name.", examples=[99000])
    name: str = Field(description="What it was called.", examples=["Mid Bays Community of Schools"])
    region: str | None = Field(
        description="The region of most of its member schools. Null: not known, as it has no member school."
    )
    regions: int = Field(description="How many regions its member schools lie in.", examples=[1])
    stage: Stage = Field(
        description="before: its approval does not stand. approved: it stands, and no endorsement is on record. "
        "endorsed: both stand."
    )
    schools: Count = Field(description="Its eligible member schools.")
    learners: Count = Field(description="Learners at them, on the roll in force.")
    services: Count = Field(description="Its member early learning services.")


def network(line: pages.NetworkLine) -> Network:
    """A network as one line."""
    return Network(
        id=line.number,
        name=line.name,
        region=line.region,
        regions=line.regions,
        stage=line.stage,  # type: ignore[arg-type]  # pydantic checks that it is one
        schools=count(line.schools),
        learners=count(line.learners),
        services=count(line.services),
    )


class NetworkList(Listed):
    """Networks by id."""

    networks: list[Network] = Field(description="One page of them.")


class Named(BaseModel):
    """What a network was called."""

    name: str = Field(description="The name.")
    period: Span = Field(description="When it was called so.")


class Member(BaseModel):
    """A member of a network, now or before."""

    kind: str = Field(description="school, service or tertiary.", examples=["school"])
    number: int = Field(
        description="The number directories give it; unique within its kind.", examples=[1237]
    )
    name: str = Field(description="Its name on the date.")
    type: str = Field(description="Its type; empty where not known.", examples=["Contributing"])
    region: str = Field(description="Its education region; empty where not known.", examples=["Auckland"])
    decile: int | None = Field(description="Its decile, 1 to 10. Null: not known, or it has none.")
    learners: int | None = Field(description="Learners on the roll in force. Null: not known.")
    period: Span = Field(description="When it belonged to the network.")
    sure: bool = Field(description="Whether it is certain that it belonged to the network on the date.")


def member(of: pages.Member) -> Member:
    """A member with its period."""
    names = ("kind", "number", "name", "type", "region", "decile", "learners")
    return Member(**{n: getattr(of, n) for n in names}, period=span(of.span), sure=of.is_sure)


class Decision(BaseModel):
    """What was decided about a network at a gate."""

    gate: str = Field(description="The gate's code.", examples=["approval"])
    gate_name: str = Field(description="The gate's name on that day; its code where it has none.")
    decision: str = Field(description="The word it was recorded with.", examples=["approved"])
    on: dt.date | None = Field(description="The earliest day it can have been decided. Null: not known.")
    on_by: dt.date | None = Field(description="The latest day it can have been decided. Null: not known.")
    decider: str = Field(
        description="Who decides at this gate, by the definition of that day; empty where it does not say.",
        examples=["Minister of Education"],
    )
    source: str = Field(description="Where the decision is on record.")


def decision(of: pages.DecisionLine) -> Decision:
    """A decision with the gate's name."""
    return Decision(
        gate=of.gate.code if of.gate else of.gate_code,
        gate_name=of.gate.name.en if of.gate else of.gate_code,
        decision=of.decision,
        on=day(of.on),
        on_by=day(of.on_by),
        decider=of.decider,
        source=of.source,
    )


class Quarter(BaseModel):
    """A network's size at the end of a quarter."""

    day: dt.date = Field(description="The last day of the quarter.")
    schools: Count = Field(description="Its eligible member schools.")


class NetworkDetail(Answer):
    """A network with its names, members, decisions and size through time."""

    network: Network = Field(description="The network on the date.")
    names: list[Named] = Field(description="What it has been called, as known.")
    members: list[Member] = Field(description="Those that belonged to it on the date.")
    former: list[Member] = Field(
        description="Those on record as its members that did not belong to it on the date."
    )
    decisions: list[Decision] = Field(description="What had been decided about it by the date, oldest first.")
    quarters: list[Quarter] = Field(description="How many schools it had, quarter by quarter.")


class School(BaseModel):
    """A school that was open on the date."""

    number: int = Field(description="The number directories give it.", examples=[1237])
    name: str = Field(description="Its name on the date.", examples=["Browns Bay School"])
    type: str = Field(description="Its type, one code through all directories.", examples=["Contributing"])
    region: str = Field(description="Its education region.", examples=["Auckland"])
    decile: int | None = Field(description="Its decile, 1 to 10. Null: not known, or it has none.")
    eligible: bool = Field(description="Whether the programme's posts were open to it on the date.")
    latitude: float | None = Field(description="Degrees north, WGS84. Null: not known.", examples=[-36.717])
    longitude: float | None = Field(description="Degrees east, WGS84. Null: not known.", examples=[174.749])
    learners: int | None = Field(
        description="Learners on the roll in force. Null: not known.", examples=[639]
    )
    network: int | None = Field(
        description="The id of the network it belonged to. Null: none is known.", examples=[99000]
    )
    sure: bool = Field(
        description="Whether it is certain that it was open and belonged to this network on the date."
    )


def school(star: pages.Star) -> School:
    """A school as one line."""
    return School.model_validate({name: getattr(star, name) for name in School.model_fields})


class SchoolList(Listed):
    """Schools that were open on the date, by number."""

    schools: list[School] = Field(description="One page of them.")


class Detail(BaseModel):
    """What the directories said of a school for a while."""

    name: str = Field(description="Its name.")
    type: str = Field(description="Its type.")
    authority: str = Field(description="Who owns it, as printed.", examples=["State: Not integrated"])
    region: str = Field(description="Its education region.")
    urban: str = Field(description="Its urban area class, as printed.", examples=["Rural Area"])
    decile: int | None = Field(description="Its decile, 1 to 10. Null: not known, or it has none.")
    open: bool = Field(description="False while it is listed before it opens.")
    period: Span = Field(description="When this was so.")


def detail(of: pages.DetailLine) -> Detail:
    """One state of a school."""
    names = ("name", "type", "authority", "region", "urban", "decile")
    return Detail(**{n: getattr(of, n) for n in names}, open=of.is_open, period=span(of.span))


class Membership(BaseModel):
    """A school's time in a network."""

    network: int = Field(description="The network's id.", examples=[99051])
    network_name: str = Field(description="What the network was called.")
    period: Span = Field(description="When the school belonged to it.")


class Roll(BaseModel):
    """Learners at a school on a day."""

    on: dt.date | None = Field(description="The day they were counted. Null: not known.")
    learners: int = Field(description="How many learners.", examples=[639])


class SchoolDetail(Answer):
    """A school and its history, as known at the moment."""

    number: int = Field(description="The number directories give it.")
    name: str = Field(description="Its name on the date, or the last that is known.")
    school: School | None = Field(
        description="The school on the date. Null: it is not known to have been open then."
    )
    details: list[Detail] = Field(description="What the directories said of it, with bounds, oldest first.")
    memberships: list[Membership] = Field(description="The networks it has belonged to, with bounds.")
    rolls: list[Roll] = Field(description="Its rolls on record by the date.")
