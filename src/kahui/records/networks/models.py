from django.db import models

from kahui.records.dated import Event, Period
from kahui.records.register.models import Provider


class Network(models.Model):
    """A network: its id, which it keeps through every change of name."""

    number = models.IntegerField(unique=True)


class NetworkName(Period):
    """What a network was called, as photographs had it. `seen_from`, `seen_to` as in `register.Detail`."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    seen_from = models.DateField(null=True, blank=True)
    seen_to = models.DateField(null=True, blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class Membership(Period):
    """A provider belongs to a network. `seen_from` is `None` for a membership a person recorded."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="memberships")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    seen_from = models.DateField(null=True, blank=True)
    seen_to = models.DateField(null=True, blank=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index(fields=["provider", "known_to"]),
            models.Index(fields=["network", "known_to"]),
        ]


class Decision(Event):
    """What was decided about a network at a gate. Codes and words are the programme's."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="decisions")
    gate = models.CharField(max_length=40)
    decision = models.CharField(max_length=40)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]
