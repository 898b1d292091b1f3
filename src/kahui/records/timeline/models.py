"""The record of who did, saw and was sent what. Nothing refers to it and it refers to nothing, so it blocks nothing."""

from django.db import models

from kahui.records.dated import Event


class Entry(Event):
    """One line of a timeline, in plain words. `recorded_by` is who; `person` is their id (`None` for the deployment).

    `kind`: `did` for an act, `sent` for what left the house, `looked` for a reading of identifiable data.
    """

    class Kind(models.TextChoices):
        DID = "did"
        SENT = "sent"
        LOOKED = "looked"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    words = models.TextField()
    person = models.BigIntegerField(null=True, blank=True)
    act = models.CharField(max_length=36, blank=True)  # entries of one act share it


class About(models.Model):
    """What an entry is about: a kind of thing and its key, as text."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="about", db_index=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"]), models.Index(fields=["entry"])]
