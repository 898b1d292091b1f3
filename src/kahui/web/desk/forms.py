"""What people at the desk fill in: a deputy, a person, a role, the reason of an export."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.definition.model import Definition
from kahui.records.access.places import NATION, PROVIDERS, Place
from kahui.records.access.roles import ROLES
from kahui.records.networks.models import Network
from kahui.records.register.models import Detail, Provider
from kahui.web.design.forms import Day, Form, Text
from kahui.web.door.forms import Address

KINDS = (
    ("nation", "the whole country"),
    ("region", "a region"),
    ("network", "a network"),
    ("school", "a school"),
    ("service", "an early learning service"),
    ("tertiary", "a tertiary provider"),
)


class NameDeputy(Form):
    """Who stands in, from when until when."""

    email = Address(label="Their e-mail address", help_text="Somebody who is on record here already.")
    starts = Day(label="From")
    ends = Day(label="Until", help_text="On this day they stand in no longer.")


class NewPerson(Form):
    """Somebody to be put on record."""

    name = forms.CharField(
        label="Name", max_length=200, help_text="As they write it, macrons included.", strip=True
    )
    email = Address(
        label="E-mail address", help_text="They sign in with it. Mail systems take no macrons in it."
    )


class GiveRole(Form):
    """A role, where, from when."""

    role = forms.ChoiceField(label="Role", choices=[(r.code, r.name) for r in ROLES.values()])
    kind = forms.ChoiceField(label="Held in", choices=KINDS)
    key = forms.CharField(
        label="Which one",
        required=False,
        max_length=80,
        help_text="The name of the region, or the number of the network, school, service or provider.",
    )
    capacity = forms.ChoiceField(
        label="Office", required=False, help_text="Only where the role decides at gates of the programme."
    )
    starts = Day(label="From")
    ends = Day(label="Until", required=False)
    source = forms.CharField(
        label="By what", max_length=500, required=False, help_text="The letter or decision that gives it."
    )

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {c.code: c for c in definition.capacities if c.role in ROLES}
        choices = [("", "none"), *((c.code, c.name.en) for c in self.offices.values())]
        self.fields["capacity"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, key = cleaned.get("kind", ""), " ".join(cleaned.get("key", "").split())
        if kind and (place := _place(kind, key)) is None:
            self.add_error("key", f"There is no {dict(KINDS)[kind].split(' ', 1)[1]} “{key[:40]}” on record.")
        elif kind:
            cleaned["place"] = place
        self._check_office(cleaned.get("role", ""), cleaned.get("capacity", ""))
        return cleaned

    def _check_office(self, role: str, capacity: str) -> None:
        office = self.offices.get(capacity)
        if office and role and office.role != role:
            self.add_error(
                "capacity",
                f"{office.name.en} is an office of the role “{ROLES[office.role].name}”, not of this one.",
            )
        if role == "office" and not office:
            self.add_error("capacity", "Say which office: by itself this role decides nothing.")


def _place(kind: str, key: str) -> Place | None:
    """The place that a kind and a key name; `None` where the record has none such."""
    if kind == "nation":
        return NATION if not key else None
    if kind == "region":
        return Place("region", key) if Detail.objects.current().filter(region=key).exists() else None
    if not (key.isascii() and key.isdigit() and len(key) <= 9):
        return None
    there = Network.objects.filter(number=int(key))
    if kind in PROVIDERS:
        return (
            Place(kind, str(int(key)))
            if Provider.objects.filter(kind=kind, number=int(key)).exists()
            else None
        )
    return Place(kind, str(int(key))) if there.exists() else None


class EndRole(Form):
    """From which day a role is held no longer."""

    on = Day(label="From which day it is held no longer")
    source = forms.CharField(label="By what", max_length=500, required=False)


class AskExport(Form):
    """Why everything about a thing is taken out."""

    reason = Text(
        label="For which request",
        rows=3,
        longest=2_000,
        help_text="Who asked, when, under which law or agreement. It stands in the record of what was taken out.",
    )
