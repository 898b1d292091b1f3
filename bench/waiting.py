"""What waits for whom, at twice the nation: the first screen, page after page, for people of every reach; and one
evening on which the boards of 200 networks sign at once."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import world
from machine import quantiles
from pages import _server

HERE = Path(__file__).resolve().parent
ON = dt.date(2023, 6, 1)
"""The day on which people act: most of the ten years of the register lie before it."""

FORMING = 60
TIMES = 40
ONLY_WHERE_THERE_IS_SOME = 5
"""Questions that are asked only where there is something to ask about, such as offers of cover: a small place can have
none of it. Ten times the networks may ask so many more, and no more than that."""
LONGEST_EVENING_S = 300
TARGETS = (
    ("the first screen, whole nation, 95 in 100", ("first_screen", "deciding office", "p95"), 100, "ms"),
    ("the first screen, a region, 95 in 100", ("first_screen", "director of a region", "p95"), 100, "ms"),
    ("the first screen, a board, 95 in 100", ("first_screen", "board", "p95"), 100, "ms"),
    ("the caseload, a region, 95 in 100", ("caseload", "director of a region", "p95"), 100, "ms"),
    ("boards’ answers of one evening lost or twice, SQLite", ("evening", "sqlite", "wrong"), 0, "answers"),
    (
        "boards’ answers of one evening lost or twice, PostgreSQL",
        ("evening", "postgresql", "wrong"),
        0,
        "answers",
    ),
)


def run(size: float, seed: int) -> dict[str, Any]:
    """Milliseconds of each page, one client; queries at a tenth of the size and at the whole; and the evening."""
    whole, tenth = made(size, seed), made(size / 10, seed)
    asked = {name: _apart(home, "queries") for name, home in (("tenth", tenth), ("whole", whole))}
    for who, many in asked["whole"]["queries"].items():
        few = asked["tenth"]["queries"].get(who, many)
        if many > few + ONLY_WHERE_THERE_IS_SOME:
            raise SystemExit(f"Queries grow with the networks: {asked}")
    return {
        "networks": asked["whole"]["networks"],
        "waiting": asked["whole"]["waiting"],
        "queries": asked["whole"]["queries"],
        "worked_out_ms": _apart(whole, "worked-out"),
        "first_screen": _asked(whole, "/waiting"),
        "caseload": _asked(whole, "/office/caseload"),
        "evening": {store: _evening(store) for store in ("sqlite", "postgresql")},
    }


def made(size: float, seed: int) -> Path:
    """A home with the invented register, its people, and papers before boards and offices; made once."""
    home = world.homes() / f"waiting-{size:g}-{seed}"
    if not (home / "peopled").exists():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(world.made(size, seed), home)
        (home / "today").write_text(ON.isoformat())
        _apart(home, "people")
        (home / "peopled").touch()
    return home


def _apart(home: Path, step: str) -> Any:
    """What a step of this file says, in a process of its own that asks this home."""
    call = [sys.executable, str(HERE / "waiting.py"), str(home), step]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _asked(home: Path, path: str) -> dict[str, Any]:
    """Milliseconds of a page as `kahui serve` sends it, each person in turn."""
    sessions = _apart(home, "sessions")
    with _server(home) as server:
        found = {}
        for who, key in sessions.items():
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            times = []
            for _ in range(TIMES + 3):
                began = time.perf_counter()
                headers = {"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"}
                client.request("GET", path, headers=headers)
                answer = client.getresponse()
                sent = len(answer.read())
                times.append((time.perf_counter() - began) * 1000)
            client.close()
            if answer.status == 200:
                found[who] = quantiles(times[3:]) | {"sent_kb": round(sent / 1024, 1)}
        return found


def _evening(store: str) -> dict[str, Any]:
    """What `evening.py` found on a store of its own; a store that is not there says so."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "KAHUI_HOME": folder, "KAHUI_TODAY": ON.isoformat()}
        call = [sys.executable, str(HERE / "evening.py"), store]
        try:
            done = subprocess.run(
                call, check=False, capture_output=True, text=True, env=environment, timeout=LONGEST_EVENING_S
            )
        except subprocess.TimeoutExpired:
            return {"not_run": f"left after {LONGEST_EVENING_S} s, before everybody had answered"}
    if done.returncode:
        return {"not_run": done.stderr.strip().splitlines()[-1][:200]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- apart: one home, with Django -----------------------------------------------------------------------------------


def people() -> None:
    """Everybody who leads, answers, advises and decides; memoranda that boards are to sign, challenges before boards
    and offices, interests before offices."""
    from django.db import transaction

    from kahui.records.networks.models import Network
    from kahui.reporting.snapshot import definition
    from kahui.site.world.people import put_people

    with transaction.atomic():
        forming = _forming()
        put_people(definition(), 1)
        _papers(Network.objects.exclude(pk__in=forming).order_by("number"))


def _fact(on: dt.date) -> dict[str, Any]:
    return {
        "known_from": dt.datetime.combine(on, dt.time(), dt.UTC),
        "recorded_by": "bench",
        "source": "bench",
    }


def _event(on: dt.date) -> dict[str, Any]:
    return {"on": on, "on_by": on, **_fact(on)}


def _forming() -> list[int]:
    """Networks whose expressions of interest are before an office, eight schools each."""
    from kahui.records.documents.models import Document, Version
    from kahui.records.formation.models import Proposed
    from kahui.records.networks.models import Decision, Membership, Network, NetworkName
    from kahui.records.register.models import Provider

    day = ON - dt.timedelta(days=40)
    taken = Membership.objects.current().values("provider")
    free = list(
        Provider.objects.filter(kind="school").exclude(pk__in=taken).order_by("number")[: 8 * FORMING]
    )
    made = []
    for n in range(min(FORMING, len(free) // 8)):
        network = Network.objects.create(number=98000 + n)
        made.append(network.pk)
        period = {"starts": day, "starts_by": day, **_fact(day)}
        NetworkName.objects.create(network=network, kind="school", name=f"Forming {n}", **period)
        Proposed.objects.bulk_create(
            Proposed(network=network, provider=p, standing="founding", **period)
            for p in free[8 * n : 8 * n + 8]
        )
        document = Document.objects.create(network=network, kind="interest")
        Version.objects.create(document=document, number=1, sections={"aims": "…"}, authors=[], **_event(day))
        Decision.objects.create(network=network, gate="interest", decision="submitted", **_event(day))
        if n % 2:
            Decision.objects.create(network=network, gate="shaping", decision="recommended", **_event(day))
    return made


def _papers(networks: Any) -> None:
    """A memorandum before every network's boards, signed by every other; and of every third its challenges."""
    from kahui.records.challenges.models import Submission
    from kahui.records.documents.models import Document, Version
    from kahui.records.formation.models import Consent
    from kahui.records.networks.models import Membership

    members: dict[int, list[int]] = {}
    held = Membership.objects.current().filter(starts__lte=ON, ends__isnull=True)
    for network, provider in held.order_by("provider").values_list("network", "provider"):
        members.setdefault(network, []).append(provider)
    consents = []
    for n, network in enumerate(networks):
        day = ON - dt.timedelta(days=20 + n % 90)
        for kind in ("memorandum", "challenges") if n % 3 == 0 else ("memorandum",):
            document = Document.objects.create(network=network, kind=kind)
            Version.objects.create(
                document=document, number=1, sections={"aims": "…"}, authors=[], **_event(day)
            )
            sent = kind == "challenges" and n % 2 == 0
            if sent:
                Submission.objects.create(network=network, version=1, **_event(day))
            consents += [
                Consent(
                    network=network, provider_id=provider, matter=kind, version=1, agrees=True,
                    answered_by="a chair", way="signed-in", **_event(day),
                )
                for place, provider in enumerate(members.get(network.pk, []))
                if sent or place % 2
            ]  # fmt: skip
    Consent.objects.bulk_create(consents, batch_size=2000)


def _whom() -> dict[str, Any]:
    """One person of every reach: the widest of its kind."""
    from django.db.models import Count

    from kahui.records.access.models import Grant
    from kahui.records.formation.models import Office
    from kahui.records.networks.models import Membership

    widest = Office.objects.values("region").annotate(n=Count("pk")).order_by("-n").first()["region"]
    network = Membership.objects.values("network__number").annotate(n=Count("pk")).order_by("-n").first()
    school = Membership.objects.current().filter(provider__kind="school", ends__isnull=True).first().provider
    wanted = {
        "deciding office": {"role": "office", "capacity": "minister"},
        "evaluator": {"role": "evaluator"},
        "director of a region": {"role": "director", "place_key": widest},
        "adviser of a region": {"role": "adviser", "place_key": widest},
        "leader": {"role": "leader", "place_key": str(network["network__number"])},
        "board": {"role": "board", "place_kind": "school", "place_key": str(school.number)},
    }
    return {name: Grant.objects.filter(**held).first().person for name, held in wanted.items()}


def sessions() -> dict[str, str]:
    """A session of each of them, second factor included."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = {}
    for name, person in _whom().items():
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["second_factor"] = True
        session.save()
        found[name] = session.session_key
    return found


def queries() -> dict[str, Any]:
    """How many queries each first screen takes, and how many things wait in the whole nation."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kahui.records.access.check import Acting
    from kahui.records.networks.models import Network
    from kahui.records.waiting.turns import waiting_of

    counts = {}
    for name, person in _whom().items():
        with CaptureQueriesContext(connection) as asked:
            _first_screen(Acting(person, ON))
        counts[name] = len(asked)
    waiting = waiting_of(list(Network.objects.all()), ON)
    return {"queries": counts, "networks": Network.objects.count(), "waiting": len(waiting)}


def _first_screen(acting: Any) -> None:
    from kahui.records.waiting.desk import Desk

    desk = Desk(acting)
    desk.tasks(desk.mine[:25])
    desk.cases(desk.numbers[:20])


def worked_out() -> dict[str, Any]:
    """Milliseconds of working out each first screen, without its page."""
    from kahui.records.access.check import Acting

    found = {}
    for name, person in _whom().items():
        times = []
        for _ in range(TIMES // 2 + 2):
            began = time.perf_counter()
            _first_screen(Acting(person, ON))
            times.append((time.perf_counter() - began) * 1000)
        found[name] = quantiles(times[2:])
    return found


if __name__ == "__main__":
    world.stand_in(Path(sys.argv[1]))
    steps = {"people": people, "sessions": sessions, "queries": queries, "worked-out": worked_out}
    print(json.dumps(steps[sys.argv[2]]()))
