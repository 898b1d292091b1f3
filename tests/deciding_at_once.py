"""Two officials decide the same tranche at the same moment. Run apart, on a store of its own: `threads|processes`.

Prints what each was told, as a JSON list: "decided", or the rule that stood in their way; then how many decisions,
memberships and acts there are.
"""

import json
import multiprocessing
import sys
import threading

import django

django.setup()

from directories import kahui_ako  # noqa: E402
from django.db import connections  # noqa: E402
from offices import decide, impartial, offices, sent  # noqa: E402
from people import DAY, acts, person, school  # noqa: E402

from kahui.records.access.models import Person  # noqa: E402
from kahui.records.changes.rules import RuleBroken  # noqa: E402
from kahui.records.formation.actions.deciding import decide_gate  # noqa: E402
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche  # noqa: E402
from kahui.records.formation.models import Ruling, Tranche  # noqa: E402
from kahui.records.formation.queries.seen import fingerprint  # noqa: E402
from kahui.records.networks.models import Decision, Membership, Network  # noqa: E402
from kahui.site.ready import ready  # noqa: E402

SIZE = 4


def attempt(who: str, seen: str, start) -> str:
    """One official, who has looked at the tranche, decides."""
    networks = list(Network.objects.order_by("number"))
    tranche = Tranche.objects.get()
    start.wait(30)
    try:
        decide_gate(
            networks=networks,
            gate="approval",
            word="approved",
            on=DAY,
            by=acts(Person.objects.get(name=who)),
            definition=kahui_ako(),
            tranche=tranche,
            seen=seen,
        )
    except RuleBroken as broken:
        return str(broken)
    finally:
        connections.close_all()
    return "decided"


def in_threads(officials: list[str], seen: str) -> list[str]:
    start = threading.Barrier(len(officials))
    told: list[str] = []
    runners = [
        threading.Thread(target=lambda who=who: told.append(attempt(who, seen, start))) for who in officials
    ]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(60)
    return told


def in_processes(officials: list[str], seen: str) -> list[str]:
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(len(officials)), fork.Queue()
    runners = [fork.Process(target=lambda who=who: told.put(attempt(who, seen, start))) for who in officials]
    for runner in runners:
        runner.start()
    found = [told.get(timeout=60) for _ in runners]
    for runner in runners:
        runner.join(60)
    return found


def prepare() -> tuple[list[str], str]:
    """A tranche of networks, and two who hold the office."""
    people = offices()
    other = person("Tama Wu", "office", capacity="minister")
    networks = [
        sent(99001 + n, founding=(school(10 * n + 1), school(10 * n + 2)), adviser=people.adviser)
        for n in range(SIZE)
    ]
    tranche = make_tranche(gate="approval", name="Second", by=acts(people.minister), definition=kahui_ako())
    for network in networks:
        decide(people.adviser, network, "shaping", "recommended", definition=kahui_ako())
        add_to_tranche(tranche=tranche, network=network, by=acts(people.minister), definition=kahui_ako())
    for official in (people.minister, other):
        impartial(official, *networks)
    return [people.minister.name, other.name], fingerprint(networks, DAY, tranche)


if __name__ == "__main__":
    ready()
    officials, seen = prepare()
    connections.close_all()
    told = in_threads(officials, seen) if sys.argv[1] == "threads" else in_processes(officials, seen)
    approvals = Decision.objects.filter(gate="approval")
    acts_of = Ruling.objects.filter(decision__in=approvals).values("act").distinct()
    print(json.dumps([told, [approvals.count(), Membership.objects.current().count(), acts_of.count()]]))
