"""A blind opening, crawled as those who choose: every address of the site answers them the same whoever applied.

Two worlds are alike but for who applied: names, addresses, employers, what they wrote of themselves. Whatever a member
of the panel asks for, before the panel has chosen, must be byte for byte the same in both, and must name nobody.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import logging
import re
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from filling_of import LATER, Place
from people import acts, signed_in

from kahui.records.access.models import Person
from kahui.records.notices.models import Notice
from kahui.records.posts import actions
from kahui.records.posts.models import Application, Opening
from kahui.records.posts.queries.candidates import HIDDEN, without
from kahui.records.register.models import Detail
from kahui.records.timeline.models import Entry
from kahui.web.door.declared import routes

NOW = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

ONE = [("Mākereta Tūhoe-Rangiātea", 2), ("Bartholomew Ngātikahu", 1)]
TWO = [("Wiremu Paraone", 0), ("Hinemoa Te Whaikōrero", 2)]
WORK = (
    "/inside",
    "/waiting",
    "/openings",
    "/applications",
    "/board",
    "/release",
    "/timeline",
    "/me",
    "/office",
)
"""Where people work. Every other address is crawled as the first of the panel alone."""
SECRET = "/account/2fa/totp/activate"
"""Draws a new secret each time it is asked for."""
SCHOOLS = ("Kura o Aorere", "Pukemiro College", "Te Kura o Waitetī")


@pytest.fixture(autouse=True)
def _later(settings, monkeypatch):
    """The same day and the same moment in both worlds."""
    settings.ACTING_DAY = LATER
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def world(applicants) -> tuple[Place, Opening]:
    """A blind opening with a panel of three and two applicants, both supported, one scored and shortlisted."""
    place = Place.made()
    for number, name in zip(place.schools, SCHOOLS, strict=True):
        Detail.objects.filter(provider=number).update(name=name)
    opening = place.advertise(blind=True, words="Leads the work on writing.")
    place.panel(opening, place.leads[0], place.leads[1], place.leader)
    for name, school in applicants:
        mail = "".join(c for c in name.lower() if c.isascii() and c.isalpha())
        said = (
            f"I am {name} of {SCHOOLS[school]}, {mail}@example.org. Write to {name.split()[0].upper()} soon."
        )
        application = place.apply(opening, name, place.schools[school], words=said)
        place.support(application, words=f"{name} is our best.")
    first = Application.objects.order_by("number").first()
    actions.score(application=first, score=4, reason="Clear.", by=acts_of(place.leader))
    place.list(first)
    return place, opening


def acts_of(somebody):
    return acts(somebody, LATER)


def addresses(place: Place, opening: Opening) -> list[str]:
    """Every address of the site, with whatever stands in the record in place of its blanks."""
    people = sorted(Person.objects.filter(applications__isnull=False).values_list("pk", flat=True))
    keys = sorted({opening.pk, *Application.objects.values_list("pk", flat=True)})
    blanks = {
        "key": [*keys, place.network.number, *people],
        "number": [place.network.number],
        "which": [1, 2, 3],
        "kind": ["network", "person", "school"],
        "provider": [place.schools[2].number],
        "code": ["merge"],
        "pk": keys,
    }
    found = []
    for route in routes():
        address = getattr(route, "address", None) or route[0]
        names = re.findall(r"<(?:\w+:)?(\w+)>", address)
        if address.startswith(("/api", "/static", SECRET)) or any(n not in blanks for n in names):
            continue
        for values in itertools.product(*(blanks[n] for n in names)):
            path = address
            for value in values:
                path = re.sub(r"<(?:\w+:)?\w+>", str(value), path, count=1)
            found.append(path)
    return list(dict.fromkeys(found))


def read(client: Client, path: str) -> tuple[int, str]:
    """What an address answers: its status and its words, without what only guards a form. A workbook is unpacked."""
    answer = client.get(path)
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = [
                packed.read(n).decode("utf-8", "replace") for n in packed.namelist() if "docProps" not in n
            ]
        return answer.status_code, "\n".join(parts)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", raw.decode("utf-8", "replace"))
    return answer.status_code, text


def tried(client: Client, place: Place, opening: Opening) -> list[tuple[int, str]]:
    """What is answered to acts that a member of the panel can try."""
    here = f"/inside/{place.network.number}/posts/openings/{opening.pk}"
    acts = [
        (f"{here}/candidates/1", {"what": "score", "score-score": "5", "score-reason": "Strong."}),
        (f"{here}/candidates/2", {"what": "score", "score-score": "", "score-reason": ""}),
        (f"{here}/candidates/2", {"what": "list", "list-listed": "no", "list-reason": "Weaker."}),
        (f"{here}/candidates/2/choose", {"reason": "We like them."}),
        (f"{here}/panel", {"people": []}),
    ]
    found = []
    for path, said in acts:
        answer = client.post(path, said, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        found.append((answer.status_code, text))
    return found


def seen_by(which: int, applicants, caplog) -> dict[str, object]:
    """Everything that one member of the panel is shown, told and logged in a world, which is then gone."""
    caplog.clear()
    with transaction.atomic():
        place, opening = world(applicants)
        who = [place.leads[0], place.leader][which]
        client = signed_in(Client(raise_request_exception=False), who)
        asked = [p for p in addresses(place, opening) if not which or p.startswith(WORK)]
        shown: dict[str, object] = {path: read(client, path) for path in asked}
        shown["tried"] = tried(client, place, opening)
        told = Notice.objects.filter(person=who.pk).order_by("id")
        shown["told"] = list(told.values_list("subject", "words", "path"))
        about = [("network", str(place.network.number)), ("opening", str(opening.pk))]
        lines = [
            (e.words, e.recorded_by, e.person)
            for kind, key in about
            for e in Entry.objects.filter(about__kind=kind, about__key=key).order_by("id")
        ]
        shown["timeline"] = lines
        shown["log"] = [r.getMessage() for r in caplog.records if r.levelno >= logging.INFO]
        transaction.set_rollback(True)
    return shown


@pytest.mark.parametrize("which", [0, 1], ids=["a school's lead", "the leader"])
def test_whoever_applied_a_member_of_the_panel_is_shown_the_same(which, caplog):
    caplog.set_level(logging.INFO)
    one, two = seen_by(which, ONE, caplog), seen_by(which, TWO, caplog)
    differ = [path for path in one if one[path] != two[path]]
    assert differ == [], [_first(one[p], two[p]) for p in differ]
    assert one.keys() == two.keys()
    assert [p for p, said in one.items() if isinstance(said, tuple) and said[0] >= 500] == []
    pages = [p for p, said in one.items() if isinstance(said, tuple) and said[0] == 200]
    assert sum("/openings/" in p for p in pages) >= 7, "the crawl no longer reaches the pages of the opening"
    told = [word for name, _ in ONE for word in re.findall(r"\w{3,}", name)]
    everything = str(list(one.values()))
    assert [word for word in told if word in everything] == []
    # The page that names a panel lists everybody who may sit on one, with their schools, whoever applied.
    of_opening = [p for p in pages if "/openings/" in p and not p.endswith("/panel")]
    own = [p for p in of_opening if any(s in str(one[p]) for s in SCHOOLS[2:])]
    assert own == [], "an employer of an applicant stands on a page of the opening"


def test_once_the_panel_has_chosen_names_are_seen():
    place, opening = world(ONE)
    first = Application.objects.order_by("number").first()
    place.score(first, 4, 4)
    place.choose(first)
    client = signed_in(Client(), place.leads[0])
    status, text = read(client, f"/inside/{place.network.number}/posts/openings/{opening.pk}/grid")
    assert status == 200
    assert [name for name, _ in ONE if name not in text] == []


def test_the_grid_is_for_its_panel_alone():
    place, opening = world(ONE)
    here = f"/inside/{place.network.number}/posts/openings/{opening.pk}"
    other = signed_in(Client(), place.leads[2])
    assert [other.get(f"{here}{page}").status_code for page in ("", "/grid", "/grid.xlsx", "/candidates/1")] == [
        200, 403, 403, 403,
    ]  # fmt: skip
    outside = signed_in(Client(), Place.made(number=102).leader)
    assert outside.get(f"{here}/grid").status_code == 404


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I am Mākereta.", f"I am {HIDDEN}."),
        ("MAKERETA wrote", f"{HIDDEN} wrote"),
        ("a rangiatea of ours", f"a {HIDDEN} of ours"),
        ("Mākereta Tūhoe-Rangiātea", HIDDEN),
        ("write to m@example.org now", f"write to {HIDDEN} now"),
        ("nothing here", "nothing here"),
        ("Makeretas are many", "Makeretas are many"),
        ("", ""),
    ],
)
def test_what_they_wrote_comes_without_their_names(text, left):
    assert without(text, ("Mākereta Tūhoe-Rangiātea", "m@example.org")) == left


def test_what_is_hidden_of_schools_is_the_same_whoever_employs_somebody():
    schools = ("Kura o Aorere", "Pukemiro College", "Te Kura o Waitetī")
    text = "At Pukemiro College, as at AORERE and at any school or kura, we ask the college next door."
    assert without(text, ("Ana Pere",), schools) == (
        f"At {HIDDEN}, as at {HIDDEN} and at any school or kura, we ask the college next door."
    )


def _first(one: object, two: object) -> str:
    """Where two answers first differ, in a few words."""
    a, b = str(one), str(two)
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"{a[max(0, at - 60) : at + 60]!r} / {b[max(0, at - 60) : at + 60]!r}"
