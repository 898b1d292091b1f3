"""Who was appointed to a post, and from when until when they hold it."""

from django.db import models

from kahui.records.access.models import Person
from kahui.records.dated import Event, Period
from kahui.records.networks.models import Network
from kahui.records.posts.models.filling import Opening
from kahui.records.register.models import Provider


class Appointment(Event):
    """Somebody is appointed to an advertised post by the board that employs them.

    `tenure` is how they hold it, in the definition's word; `starts` and `ends` are what was agreed (`ends` exclusive,
    `None` where permanent); `reason` is the genuine reason for a fixed term.
    """

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="appointments", db_index=False
    )
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="appointments")
    tenure = models.CharField(max_length=12)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class Holding(Period):
    """Somebody holds a post. An extension or an earlier end supersedes it by one that ends otherwise.

    `reason` is why it ends. What ends it without anybody's saying so (its employer leaves the network) is not written
    here: whoever asks intersects it with the membership.
    """

    class Reason(models.TextChoices):
        TERM = "term", "the term ran out"
        RESIGNED = "resigned", "resigned"
        ANOTHER = "another-post", "went to another post"
        DISESTABLISHED = "disestablished", "the post was disestablished"
        NETWORK = "network", "the network ended"
        OTHER = "other", "another reason"

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="holdings", db_index=False
    )
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["appointment", "known_to"])]


class Extension(Event):
    """A holding is extended until a day (exclusive), with the reason."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
