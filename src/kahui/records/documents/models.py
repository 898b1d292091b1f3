"""Documents of a network: drafts that people write, versions that are fixed, comments, requests to change a section."""

from django.db import models

from kahui.records.dated import Event
from kahui.records.networks.models import Network


class Document(models.Model):
    """One document of a network, such as its expression of interest: what it is, and nothing that can change."""

    class Kind(models.TextChoices):
        INTEREST = "interest", "expression of interest"
        MEMORANDUM = "memorandum", "memorandum of agreement"
        CHALLENGES = "challenges", "challenges"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "kind"], name="document_of_a_kind_once")]


class Draft(models.Model):
    """A section as it is being written; not a fact yet. `edition` grows with each save: who saves says which
    edition they had before them, so that nobody writes over what they have not seen."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="drafts")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    edition = models.IntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)
    hands = models.JSONField(default=dict)  # name → when they last saved

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "section"], name="draft_of_a_section_once")
        ]


class Version(Event):
    """A document as it was sent: every section's text, under a number. Never changed; another version follows it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    sections = models.JSONField()  # section code → text
    authors = models.JSONField()  # names of those who saved something since the version before
    scan = models.CharField(max_length=64, blank=True)  # the hash of the paper, where it came on paper

    class Meta(Event.Meta):
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
        ]


class Comment(Event):
    """What somebody says of a section while it is written."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=40)
    words = models.TextField()


class Request(Event):
    """Somebody who advises or decides asks for one section of a version to be changed.

    Answered by the next version: until there is one, it waits for whoever writes.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="requests")
    section = models.CharField(max_length=40)
    words = models.TextField()
