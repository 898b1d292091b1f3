"""What waits about a set of challenges: each with one owner, worked out of the states; what waits in an office as
`formation` says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.challenges.queries import MATTER, facts_of, sendings
from kahui.records.challenges.states import Stay, stays
from kahui.records.formation.queries.turns import now_on
from kahui.records.formation.waiting_office import waiting_about
from kahui.records.networks.models import Network
from kahui.records.networks.queries import names_of
from kahui.records.notices.waiting import Waiting

WORDS = {
    "writing": "Write the challenges and the plan, and fix a version for the boards",
    "refused": "Change the challenges: a board does not agree to version {version}",
    "ready": "Submit version {version} of the challenges: every board has agreed",
    "back": "Change what was asked for in version {version} of the challenges",
    "rests": "Read why version {version} of the challenges was declined, and write again",
}


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """What waits in these networks on a day. A constant number of queries."""
    listed, as_at = list(networks), now_on(on)
    facts, names = facts_of(listed, as_at), names_of(listed, as_at)
    found = waiting_about(str(MATTER), listed, on, definition, sendings(listed, as_at))
    for network in listed:
        held = stays(facts[network.pk], definition, on)
        if held:
            found += _of(network, names[network.pk], held[-1], on)
    return found


def _of(network: Network, name: str, stay: Stay, on: dt.date) -> Iterator[Waiting]:
    path, now = f"/inside/{network.number}/challenges", stay.state
    if now.code == "agreeing":
        words = f"Read version {now.version} of the challenges and say whether your board agrees"
        for kind, number in sorted(now.owner.boards):
            role, here = "nominee" if kind == "service" else "board", places.provider(kind, number)
            yield Waiting(
                "challenges.agree", words, name, role, here, stay.starts, path, network=network.number
            )
    elif now.code in WORDS:
        words = WORDS[now.code].format(version=now.version or "")
        here = places.network(network.number)
        yield Waiting(
            f"challenges.{now.code}", words, name, "leader", here, stay.starts, path, network=network.number
        )
