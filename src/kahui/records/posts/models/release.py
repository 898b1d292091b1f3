"""Release: what was taken in a week, who covered, and the pool of those who can."""

from django.db import models

from kahui.records.dated import Event, Period
from kahui.records.networks.models import Network
from kahui.records.posts.models.holding import Appointment
from kahui.records.register.models import Provider


class ReleaseTaken(Event):
    """Release in one week (`on` is its Monday): hours taken, hours of them covered, and by whom.

    A later one for the same week counts instead. A week of which nobody said anything is not known, not nought.
    """

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="release", db_index=False
    )
    taken = models.FloatField()
    covered = models.FloatField()
    covered_by = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["appointment", "known_to"])]


class CoverOffer(Period):
    """A member offers somebody to cover: who, when in the week, and for how many hours of it."""

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="cover_offers", db_index=False
    )
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="cover_offers")
    name = models.CharField(max_length=200)
    when = models.CharField(max_length=200)
    hours = models.FloatField()

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class CoverAsked(Event):
    """The holder of a post asks for cover in the week of a Monday (`week`)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="cover_asked")
    week = models.DateField()
    hours = models.FloatField()
    words = models.CharField(max_length=300, blank=True)


class CoverGiven(Event):
    """Hours that an offer gives to what was asked."""

    asked = models.ForeignKey(CoverAsked, on_delete=models.PROTECT, related_name="given")
    offer = models.ForeignKey(CoverOffer, on_delete=models.PROTECT, related_name="given")
    hours = models.FloatField()
