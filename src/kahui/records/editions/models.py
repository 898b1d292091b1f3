"""Editions of the programme: its files as somebody proposed them, who assented, from when one is live, who adopted it.

A network stays on the edition it began with: the one live on the day of its first decision, until it adopts another.
That is worked out and not stored; only an adoption is a fact.
"""

from django.db import models

from kahui.records.access.models import Person
from kahui.records.dated import Event, Period
from kahui.records.networks.models import Network


class Edition(Event):
    """The files of the programme as proposed on a day: text by name. `hash` is the definition's."""

    hash = models.CharField(max_length=64)
    files = models.JSONField()
    words = models.TextField()
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )


class Assent(Event):
    """Somebody agrees that an edition be taken live. Two people's assents take it live."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Live(Period):
    """An edition is the programme, from a day on."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="live")


class Adoption(Event):
    """A network goes over to an edition."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="adoptions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adoptions")
