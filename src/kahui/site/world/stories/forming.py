"""Networks that form: half written, before two boards, with an adviser, in a tranche, approved with a condition."""

from __future__ import annotations

from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.access.places import region
from kahui.records.documents.models import Version
from kahui.records.formation.actions.advising import advise, ask_for_change, offer_support
from kahui.records.formation.actions.asking import ask_by_letter
from kahui.records.formation.actions.deciding import AskedFor
from kahui.records.formation.actions.interest import name_provider, send
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche
from kahui.records.formation.queries.memorandum import newest
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider
from kahui.reporting import pack
from kahui.site.world.casting import Cast
from kahui.site.world.stories.writing import agree, approved, begun, looked_after, recommended, sent, write
from kahui.site.world.telling import DAY, Story, Telling
from kahui.site.world.words import INTEREST, PATHWAY_AGAIN


def stories(told: Telling, cast: Cast) -> list[Story]:
    """Everything that forms; each takes its founders from those who are free."""
    put = {"first": cast.founders(), "second": cast.founders()}
    return [
        half_written(told, cast.founders(1, 1), cast.founders(1, 0)),
        before_boards(told, cast.founders(3, 2)),
        with_adviser(told, cast.founders(), cast),
        *(in_tranche(told, name, founders, cast) for name, founders in put.items()),
        tranche(told),
        with_condition(told, cast.founders(0, 2), cast),
    ]


def half_written(told: Telling, founders: list[Provider], pending: list[Provider]) -> Story:
    """Begun last week: two sections of the three that are asked for are written, and one school is still thinking."""
    yield 6
    network = told.told["half written"] = begun(told, founders)
    by = told.lead(founders[0])
    for provider in pending:
        name_provider(
            network=network, provider=provider, standing="pending", by=by, definition=told.definition, now=told.now
        )  # fmt: skip
    yield 4
    some = {code: INTEREST[code] for code in ("purpose", "consulted")}
    write(told, network, "interest", some, told.lead(founders[0]), whole=False)


def before_boards(told: Telling, founders: list[Provider]) -> Story:
    """Sent two weeks ago: two boards have still to answer, and have a letter each."""
    yield 24
    network = told.told["before boards"] = begun(told, founders)
    yield 19
    write(told, network, "interest", INTEREST, told.lead(founders[0]))
    yield 14
    by = told.lead(founders[0])
    version = send(network=network, by=by, definition=told.definition, now=told.now)
    for asked in founders[1:3]:
        _by_letter(told, network, asked, version, by)
    yield 11
    agree(told, network, "interest", 1, [founders[0]])
    yield 9
    agree(told, network, "interest", 1, founders[3:])


def _by_letter(told: Telling, network: Network, asked: Provider, version: Version, by: Acting) -> None:
    """Whoever answers for it is written to at home as well, with a link for one answer."""
    chair = told.board(asked).person
    assert chair is not None  # a board has somebody who answers for it
    ask_by_letter(
        network=network, provider=asked, version=version, to=f"at.home.{chair.email}", to_name=str(chair), by=by,
        definition=told.definition, now=told.now,
    )  # fmt: skip


def with_adviser(told: Telling, founders: list[Provider], cast: Cast) -> Story:
    """An adviser asked for one section to be changed, and it came back last week; support is offered meanwhile."""
    network = yield from sent(told, 62, founders)
    told.told["with an adviser"] = network
    yield 47
    looked_after(told, network, region(cast.region))
    yield 41
    by = told.adviser(network)
    advise(
        network=network, matter="interest", version=1, supports=True, by=by, definition=told.definition, now=told.now,
        words="Well begun, and whānau were asked. Of how learners move, I see words and no numbers yet.",
    )  # fmt: skip
    ask_for_change(
        network=network, matter="interest", version=1, section="pathway", by=by, definition=told.definition,
        now=told.now, words="Count your leavers of the last three years, and say where they went.",
    )  # fmt: skip
    yield 20
    offer_support(
        network=network, kind="Reading leavers’ numbers", hours=6, by=told.adviser(network), now=told.now,
        words="Two afternoons with whoever keeps the rolls.",
    )  # fmt: skip
    yield 11
    write(told, network, "interest", {"pathway": PATHWAY_AGAIN}, told.lead(founders[0]), whole=False)
    yield 8
    send(network=network, by=told.lead(founders[0]), definition=told.definition, now=told.now)


def in_tranche(told: Telling, name: str, founders: list[Provider], cast: Cast) -> Story:
    """Recommended a month ago."""
    told.told[name] = yield from recommended(told, 30, founders, region(cast.region))


def tranche(told: Telling) -> Story:
    """Two recommended networks put before the deciding office, with their pack."""
    yield 20
    networks = [told.told[name] for name in ("first", "second")]
    office = told.office("approval")
    made = make_tranche(
        gate="approval", name="Before the end of the year", by=office, definition=told.definition, now=told.now
    )  # fmt: skip
    for network in networks:
        add_to_tranche(tranche=made, network=network, by=office, definition=told.definition, now=told.now)
    yield 18
    pack.freeze(made, networks, AsAt(told.day - DAY, told.now), by=told.office("approval"))


def with_condition(told: Telling, founders: list[Provider], cast: Cast) -> Story:
    """Approved last month, with one thing asked for by Christmas."""
    asked = AskedFor(
        "Bring in a service for the youngest, or say how families come to one", told.last + 35 * DAY
    )
    network = yield from approved(told, 21, founders, region(cast.region), [asked])
    told.told["with a condition"] = network
    assert newest(network, "memorandum", told.day) is None  # its leader has it still to write
