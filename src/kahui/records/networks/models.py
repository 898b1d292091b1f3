"""Networks, who was in them when, and what was decided about them; keys are indexed as in `register.models`."""

from django.db import models

from kahui.records.dated import Event, Period
from kahui.records.register.models import Provider


class Network(models.Model):
    """A network: its id, which it keeps through every change of name."""

    number = models.IntegerField(unique=True)


class NetworkName(Period):
    """What a network was called, as photographs had it. `seen_from`, `seen_to` as in `register.Detail`.

    `kind` says whose photographs: the schools' where they name it, else the services'.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, db_index=False, related_name="names")
    kind = models.CharField(max_length=10, choices=Provider.Kind.choices)
    name = models.CharField(max_length=200)
    seen_from = models.DateField(null=True, blank=True)
    seen_to = models.DateField(null=True, blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class Membership(Period):
    """A provider belongs to a network, inferred from photographs and passages.

    `seen_from` and `seen_to` are the first and last photograph that showed it (`seen_to` is `None` while the
    newest does); `seen_from` is `None` for one that only a person recorded.
    """

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, db_index=False, related_name="memberships"
    )
    network = models.ForeignKey(Network, on_delete=models.PROTECT, db_index=False, related_name="memberships")
    seen_from = models.DateField(null=True, blank=True)
    seen_to = models.DateField(null=True, blank=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index(fields=["provider", "known_to"]),
            models.Index(fields=["network", "known_to"]),
        ]


class Passage(Event):
    """A person recorded that a provider passed from one network to another on a day (`on` equals `on_by`).

    `was` is `None` when it joined, `became` is `None` when it left.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, db_index=False, related_name="passages")
    was = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    became = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["provider", "known_to"])]


class Decision(Event):
    """What was decided about a network at a gate. Codes and words are the programme's."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, db_index=False, related_name="decisions")
    gate = models.CharField(max_length=40)
    decision = models.CharField(max_length=40)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class LeavingNotice(Event):
    """A member told the others in writing, on a day, that it leaves from the day `leaves` on; `scan` is the paper."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="leaving_notices")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="leaving_notices")
    leaves = models.DateField()
    words = models.TextField(blank=True)
    scan = models.CharField(max_length=64, blank=True)


class ProviderMerger(Event):
    """A provider closed into another: from the day on, who went to `gone` goes to `into`."""

    gone = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="merged_into")
    into = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="mergers")
    words = models.TextField(blank=True)


class NetworkMerger(Event):
    """A network went on as part of another: its members moved there on the day."""

    gone = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="merged_into")
    into = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="mergers")
    words = models.TextField(blank=True)


class OperatingGroup(Period):
    """A network acts as one with every other network of the same `group`. Each keeps its own approval and members."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="operating_groups")
    group = models.CharField(max_length=36)
    name = models.CharField(max_length=200)


class MemorandumTerm(Period):
    """For how long a version of a network's memorandum is to hold, and the day on which it is to be reviewed."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memorandum_terms")
    version = models.IntegerField()
    review_on = models.DateField(null=True, blank=True)


class Sharing(Period):
    """One line of a data-sharing protocol: a kind of information, for one purpose, with these roles, for a time.

    Codes of `purpose` and `information` are the programme's, those of `roles` the house's.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sharings")
    purpose = models.CharField(max_length=40)
    information = models.CharField(max_length=40)
    roles = models.JSONField()
    words = models.TextField(blank=True)


class SharingAnswer(Event):
    """A board's answer to one line of the protocol. A later answer counts in place of an earlier one."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="answers")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="sharing_answers")
    agrees = models.BooleanField()
    answered_by = models.CharField(max_length=200)
