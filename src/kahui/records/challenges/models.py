"""What a network sent for endorsement. Its words are a document's (`documents`); where it stands is worked out."""

from django.db import models

from kahui.records.dated import Event
from kahui.records.networks.models import Network


class Submission(Event):
    """A network sent a version of its challenges to the regional office."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="submissions")
    version = models.IntegerField()
    words = models.TextField(blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]
