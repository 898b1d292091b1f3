"""How the networks of stories write, send, agree and come to be approved: what several stories do alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kahui.definition.documents import outline
from kahui.definition.words import fold
from kahui.records.access.actions import give
from kahui.records.access.check import Acting
from kahui.records.access.places import Place
from kahui.records.documents.actions import save_section
from kahui.records.documents.queries import drafts_of
from kahui.records.formation.actions.advising import advise, assign, declare
from kahui.records.formation.actions.consents import answer
from kahui.records.formation.actions.deciding import AskedFor, decide_gate
from kahui.records.formation.actions.interest import begin, name_provider, send
from kahui.records.formation.queries.memorandum import document_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.networks.models import Network, NetworkName
from kahui.records.register.models import Detail, Provider
from kahui.site.world.telling import Course, Telling
from kahui.site.world.words import INTEREST, NAMES


def write(
    told: Telling, network: Network, kind: str, texts: Mapping[str, str], by: Acting, *, whole: bool = True
) -> None:
    """Save sections of a document; where it is to be `whole`, those that are asked for and not in `texts` too."""
    document, there = document_of(network, kind), places_of_one(network, told.day)
    asked = [s.code for s in outline(told.definition.documents, kind).at(told.day)]
    drafts = drafts_of(document)
    for code in asked if whole else texts:
        if code in asked and texts.get(code):
            save_section(
                document=document, section=code, text=texts[code],
                edition=drafts[code].edition if code in drafts else 0, places=there, definition=told.definition,
                by=by, now=told.now,
            )  # fmt: skip


def agree(told: Telling, network: Network, matter: str, version: int, boards: Iterable[Provider]) -> None:
    """These boards agree to a version, signed in."""
    for provider in boards:
        answer(
            network=network, provider=provider, matter=matter, version=version, agrees=True,
            by=told.board(provider), definition=told.definition, now=told.now,
        )  # fmt: skip


def called(school: Provider) -> str:
    """A name for a network that a school begins, after the place it is in; one that no other has."""
    name = Detail.objects.current().filter(provider=school, ends__isnull=True).get().name
    place = name.removeprefix("Te Kura o ").removeprefix("Te Kōhanga Reo o ").split(" ")[0]
    taken = {fold(held) for held in NetworkName.objects.current().values_list("name", flat=True)}
    first = Network.objects.count() % len(NAMES)
    named = (pattern.format(place) for pattern in (*NAMES[first:], *NAMES[:first]))
    return next(one for one in named if fold(one) not in taken)


def begun(told: Telling, founders: Sequence[Provider]) -> Network:
    """The first of them begins an expression of interest and names the others."""
    first = founders[0]
    by = told.lead(first)
    network = begin(provider=first, name=called(first), by=by, now=told.now)
    for provider in founders[1:]:
        name_provider(
            network=network, provider=provider, standing="founding", by=by, definition=told.definition, now=told.now
        )  # fmt: skip
    return network


def sent(
    told: Telling, ago: int, founders: Sequence[Provider], *, texts: Mapping[str, str] = INTEREST
) -> Course:
    """An expression of interest begun, written and sent, with every founding board agreeing; gives the network.

    It is sent `ago` days before the last day, and the boards have answered twelve days later.
    """
    yield ago + 20
    network = begun(told, founders)
    yield ago + 6
    write(told, network, "interest", texts, told.lead(founders[0]))
    yield ago
    send(network=network, by=told.lead(founders[0]), definition=told.definition, now=told.now)
    for n, provider in enumerate(founders):
        yield ago - 1 - 11 * (n + 1) // len(founders)
        agree(told, network, "interest", 1, [provider])
    return network


def looked_after(told: Telling, network: Network, place: Place) -> None:
    """The director gives it to the region's adviser, who says that they have no interest of their own in it."""
    person = told.people.who("adviser", place)
    assign(network=network, adviser=person, by=told.director(network), now=told.now)
    declare(network=network, conflict=False, by=told.acting(person), now=told.now)


def recommended(told: Telling, ago: int, founders: Sequence[Provider], place: Place) -> Course:
    """As `sent`, then advised on and recommended `ago` days before the last day; gives the network."""
    network = yield from sent(told, ago + 40, founders)
    yield ago + 25
    looked_after(told, network, place)
    yield ago
    by = told.adviser(network)
    advise(
        network=network, matter="interest", version=1, supports=True, by=by, definition=told.definition, now=told.now,
        words="One pathway, with the services already at the table. The numbers of leavers bear it out.",
    )  # fmt: skip
    decide_gate(
        networks=[network], gate="shaping", word="recommended", on=told.day, by=by, definition=told.definition,
        now=told.now,
    )  # fmt: skip
    return network


def approved(
    told: Telling,
    ago: int,
    founders: Sequence[Provider],
    place: Place,
    conditions: Sequence[AskedFor] = (),
) -> Course:
    """As `recommended`, then approved `ago` days before the last day, and led by the first school's lead."""
    network = yield from recommended(told, ago + 30, founders, place)
    yield ago
    office = told.office("approval")
    declare(network=network, conflict=False, by=office, now=told.now)
    decide_gate(
        networks=[network], gate="approval", word="approved", on=told.day, by=office, definition=told.definition,
        conditions=conditions, now=told.now,
    )  # fmt: skip
    keeper = told.who("registrar", Place("nation", ""))
    capacity = next((c.code for c in told.definition.capacities if c.role == "leader"), "")
    here = Place("network", str(network.number))
    person = told.lead(founders[0]).person
    assert person is not None  # a school is led by somebody
    give(
        person=person, role="leader", place=here, capacity=capacity, starts=told.day, by=keeper, now=told.now
    )
    told.people.by["leader", here] = person
    return network
