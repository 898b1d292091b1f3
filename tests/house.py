"""A small nation for tests that let people do things at random: whoever acts and whatever they do is chosen by a number.

Every act is an action of the product; what a rule or a right forbids raises, and changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable

from django.db import transaction
from offices import offices
from people import acts, person, school, service
from worlds import KAHUI_AKO

from kahui.records.access.check import Acting
from kahui.records.challenges import actions as challenges
from kahui.records.challenges.queries import sendings
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import save_section
from kahui.records.documents.models import Version
from kahui.records.documents.queries import sections_of
from kahui.records.formation.actions import (
    advising,
    consents,
    deciding,
    interest,
    members,
    memorandum,
    tranches,
)
from kahui.records.formation.models import Tranche
from kahui.records.formation.queries import places_of_one
from kahui.records.formation.queries.memorandum import document_of
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.records.posts.actions import filling
from kahui.records.posts.models import Opening
from kahui.records.register.models import Provider

BEGINS = dt.date(2015, 2, 2)


class House:
    """A small nation, and the acts that people do in it; `choose` gives a number below another."""

    def __init__(self, choose: Callable[[int], int]) -> None:
        self.choose, self.day = choose, BEGINS
        self.come: dict[int, int] = {}  # network → how many steps of its way were tried
        self.schools = [school(1), school(2, type="Secondary (Year 9-15)"), school(3), service(4)]
        self.offices = offices()
        self.boards = [person(f"Board {p.number}", *self._answers(p), p) for p in self.schools]
        self.leads = [person(f"Lead {p.number}", "school-lead", p) for p in self.schools]

    @staticmethod
    def _answers(provider: Provider) -> tuple[str]:
        return ("nominee" if provider.kind == "service" else "board",)

    def one(self, things):  # type: ignore[no-untyped-def]
        listed = list(things)
        if not listed:
            raise RuleBroken("There is none yet.")
        return listed[self.choose(len(listed))]

    @property
    def all(self) -> Acting:
        """Somebody who may do everything, on the day."""
        acting = Acting.deployment("a test")
        acting.on = self.day
        return acting

    def as_one(self, people) -> Acting:  # type: ignore[no-untyped-def]
        return acts(self.one(people), self.day)

    # ---- acts ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        place = self.choose(len(self.schools))
        made = interest.begin(
            provider=self.schools[place], name=f"Kāhui {place}", by=acts(self.leads[place], self.day)
        )
        if self.choose(2):
            person(f"Leader {made.number}", "leader", made)

    def name(self) -> None:
        interest.name_provider(
            network=self.one(Network.objects.all()), provider=self.one(self.schools),
            standing=self.one(["founding", "associate", "pending"]), by=self.all, definition=KAHUI_AKO,
        )  # fmt: skip

    def write(self) -> None:
        self._written(self.one(Network.objects.all()), self.one(["interest", "memorandum", "challenges"]))

    def _written(self, network: Network, kind: str) -> None:
        document = document_of(network, kind)
        there = places_of_one(network, self.day)
        for section in sections_of(kind, KAHUI_AKO, self.day):
            draft = document.drafts.filter(section=section.code).first()
            save_section(
                document=document, section=section.code, text=f"As of {self.day}", by=self.all, places=there,
                edition=draft.edition if draft else 0, definition=KAHUI_AKO, on=self.day,
            )  # fmt: skip

    def send(self) -> None:
        interest.send(network=self.one(Network.objects.all()), by=self.all, definition=KAHUI_AKO, on=self.day)

    def withdraw(self) -> None:
        network = self.one(Network.objects.all())
        interest.withdraw(network=network, reason="Not now.", by=self.all, definition=KAHUI_AKO)

    def answer(self) -> None:
        self._answered(self.one(Version.objects.order_by("pk")), self.choose(len(self.boards)))

    def _answered(self, version: Version, board: int) -> None:
        agrees = self.choose(12) > 0
        consents.answer(
            network=version.document.network, provider=self.schools[board], matter=version.document.kind,
            version=version.number, agrees=agrees, words="" if agrees else "Not yet.",
            by=acts(self.boards[board], self.day), definition=KAHUI_AKO,
        )  # fmt: skip

    def assign(self) -> None:
        advisers = [self.offices.adviser, self.offices.adviser_elsewhere]
        advising.assign(network=self.one(Network.objects.all()), adviser=self.one(advisers), by=self.all)

    def advise(self) -> None:
        version = self.one(Version.objects.order_by("pk"))
        advising.advise(
            network=version.document.network, matter=version.document.kind, version=version.number,
            supports=True, words="Ready.", by=self.as_one([self.offices.adviser]), definition=KAHUI_AKO,
        )  # fmt: skip

    def ask_for_change(self) -> None:
        version = self.one(Version.objects.order_by("pk"))
        advising.ask_for_change(
            network=version.document.network, matter=version.document.kind, version=version.number,
            section=next(iter(version.sections)), words="Say more.", by=self.all, definition=KAHUI_AKO,
        )  # fmt: skip

    def decide(self) -> None:
        gate = self.one(KAHUI_AKO.gates)
        self._decided(self.one(Network.objects.all()), gate.code, self.one(gate.outcomes).word)

    def _decided(self, network: Network, gate: str, word: str) -> None:
        deciding.decide_gate(
            networks=[network], gate=gate, word=word, on=self.day, by=self.all, definition=KAHUI_AKO,
            reason="As advised.", sent=sendings([network], now_on(self.day)),
            conditions=[deciding.AskedFor("Two more schools.", None)] if self.choose(3) == 0 else (),
        )  # fmt: skip

    def tranche(self) -> None:
        found = Tranche.objects.first() or tranches.make_tranche(
            gate="approval", name="First", by=self.all, definition=KAHUI_AKO
        )
        tranches.add_to_tranche(
            tranche=found, network=self.one(Network.objects.all()), by=self.all, definition=KAHUI_AKO
        )

    def join(self) -> None:
        members.join(
            network=self.one(Network.objects.all()), provider=self.one(self.schools), on=self.day, by=self.all,
            source="a letter", definition=KAHUI_AKO,
        )  # fmt: skip

    def fix(self) -> None:
        challenges.fix(network=self.one(Network.objects.all()), by=self.all, definition=KAHUI_AKO)

    def submit(self) -> None:
        version = self.one(Version.objects.filter(document__kind="challenges").order_by("pk"))
        challenges.submit(
            network=version.document.network, version=version.number, by=self.all, definition=KAHUI_AKO
        )

    def advertise(self) -> None:
        filling.advertise(
            network=self.one(Network.objects.all()), post=self.one(p.code for p in KAHUI_AKO.posts),
            provider=self.one([None, *self.schools]), closes=self.day + dt.timedelta(days=10), blind=True,
            by=self.all, definition=KAHUI_AKO,
        )  # fmt: skip

    def apply(self) -> None:
        place = self.choose(3)
        opening = self.one(Opening.objects.all())
        post = next(p for p in KAHUI_AKO.posts if p.code == opening.post)
        filling.apply(
            opening=opening, provider=self.schools[place], words="I teach.",
            prerequisites=list(post.terms.prerequisites), definition=KAHUI_AKO,
            by=acts(person(f"Applicant {place}", "teacher", self.schools[place]), self.day),
        )  # fmt: skip

    # ---- the way of a network: each step as whoever is asked would do it --------------------------------------------

    def onward(self) -> None:
        """The next step of one network, as far as a rule lets it go."""
        network = self.one(Network.objects.order_by("number"))
        place = self.come.get(network.pk, 0)
        self.come[network.pk] = place + 1
        WAY[min(place, len(WAY) - 1)](self, network)

    def _named_by(self, network: Network) -> None:
        for school_ in self.schools[:3]:
            interest.name_provider(
                network=network, provider=school_, standing="founding", by=self.all, definition=KAHUI_AKO
            )

    def _sent(self, network: Network) -> None:
        self._written(network, "interest")
        interest.send(network=network, by=self.all, definition=KAHUI_AKO, on=self.day)

    def _fixed(self, network: Network, kind: str) -> None:
        self._written(network, kind)
        {"memorandum": memorandum.fix_memorandum, "challenges": challenges.fix}[kind](
            network=network, by=self.all, definition=KAHUI_AKO
        )

    def _boards_answer(self, network: Network) -> None:
        version = Version.objects.filter(document__network=network).order_by("pk").last()
        for board in range(len(self.boards)):
            if version is not None and self.choose(6):
                with contextlib.suppress(RuleBroken), transaction.atomic():
                    self._answered(version, board)

    def _looked_after(self, network: Network) -> None:
        advising.assign(network=network, adviser=self.offices.adviser, by=self.all)
        advising.declare(
            network=network, conflict=self.choose(5) == 0, words="", by=acts(self.offices.adviser, self.day)
        )

    def _submitted(self, network: Network) -> None:
        version = self.one(Version.objects.filter(document__network=network, document__kind="challenges"))
        challenges.submit(network=network, version=version.number, by=self.all, definition=KAHUI_AKO)


WAY = (
    House._named_by,
    House._sent,
    House._boards_answer,
    House._boards_answer,
    House._looked_after,
    lambda house, network: house._decided(network, "shaping", "recommended"),
    lambda house, network: house._decided(network, "approval", "approved"),
    lambda house, network: house._fixed(network, "memorandum"),
    House._boards_answer,
    lambda house, network: house._fixed(network, "challenges"),
    House._boards_answer,
    House._boards_answer,
    House._submitted,
    lambda house, network: house._decided(network, "submission", "submitted"),
    lambda house, network: house._decided(network, "endorsement", "endorsed"),
    lambda house, _: house.advertise(),
)
ACTS = [name for name, thing in vars(House).items() if callable(thing) and name[0] != "_"]
ACTS = [name for name in ACTS if name not in ("one", "as_one", "all")]
LIKELY = ["onward"] * 3 * len(ACTS)
