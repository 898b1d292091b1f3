"""Eight networks want one school at the same moment. Run apart, on a store of its own: `racing.py threads|processes`.

Prints what each was told, as a JSON list: "joined", or the rule that stood in its way.
"""

import datetime as dt
import json
import multiprocessing
import sys
import threading

import django

django.setup()

from directories import directory_of, kahui_ako, photograph, school  # noqa: E402
from django.db import connections  # noqa: E402

from kahui.records.changes.rules import RuleBroken  # noqa: E402
from kahui.records.networks.actions import join  # noqa: E402
from kahui.records.networks.models import Network  # noqa: E402
from kahui.records.register.models import Provider  # noqa: E402
from kahui.site.ready import ready  # noqa: E402

NETWORKS = range(99001, 99009)
ON = dt.date(2017, 2, 1)


def attempt(number: int, start) -> str:
    provider = Provider.objects.get(number=1)
    network = Network.objects.get(number=number)
    start.wait(30)
    try:
        join(provider=provider, network=network, on=ON, by="a test", source="", definition=kahui_ako())
    except RuleBroken as broken:
        return str(broken)
    finally:
        connections.close_all()
    return "joined"


def in_threads() -> list[str]:
    start = threading.Barrier(len(NETWORKS))
    told: list[str] = []
    runners = [threading.Thread(target=lambda n=n: told.append(attempt(n, start))) for n in NETWORKS]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(60)
    return told


def in_processes() -> list[str]:
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(len(NETWORKS)), fork.Queue()
    runners = [fork.Process(target=lambda n=n: told.put(attempt(n, start))) for n in NETWORKS]
    for runner in runners:
        runner.start()
    found = [told.get(timeout=60) for _ in runners]
    for runner in runners:
        runner.join(60)
    return found


if __name__ == "__main__":
    ready()
    kahui_ako()
    members = [school(n - 99000 + 100, n, network_name=f"Network {n}") for n in NETWORKS]
    photograph("2016-05-24", directory_of(school(1, name="Burnside High School"), *members))
    connections.close_all()
    print(json.dumps(in_threads() if sys.argv[1] == "threads" else in_processes()))
