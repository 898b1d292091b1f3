"""How a network comes to be. What can be worked out of these facts (a stage, whose turn it is) is not stored."""

from django.db import models

from kahui.records.access.models import Person
from kahui.records.dated import Event, Period
from kahui.records.networks.models import Decision, Network
from kahui.records.register.models import Provider


class Office(Period):
    """The regional office that a network's papers go to."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="offices")
    region = models.CharField(max_length=80)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["region", "known_to"])]


class Assignment(Period):
    """The adviser who looks after a network."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="assignments")
    adviser = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")


class Proposed(Period):
    """A provider that an expression of interest names: to found the network, to be its associate, or pending.

    From the approval on, the founders are members (`networks.Membership`); associates and pending providers are not.
    """

    class Standing(models.TextChoices):
        FOUNDING = "founding", "founding member"
        ASSOCIATE = "associate", "associate"
        PENDING = "pending", "pending"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="proposed")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="proposed")
    standing = models.CharField(max_length=10, choices=Standing.choices)


class Consent(Event):
    """A board's answer (a service's, by its nominee) to one matter: an expression of interest, a memorandum, a set of
    challenges, each in one version. A later answer of the same board to the same matter counts in place of the earlier.

    `scan` is the hash of the paper where it came on paper; `letter` the id of the signed link it came by.
    """

    class Way(models.TextChoices):
        SIGNED_IN = "signed-in", "signed in"
        LETTER = "letter", "signed link"
        PAPER = "paper", "on paper"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="consents")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="consents")
    matter = models.CharField(max_length=20)  # a kind of document
    version = models.IntegerField()
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200)  # who answered for the board, as they are written
    way = models.CharField(max_length=10, choices=Way.choices)
    scan = models.CharField(max_length=64, blank=True)
    letter = models.BigIntegerField(null=True, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "matter", "known_to"])]


class Declaration(Event):
    """Somebody who advises, decides or chooses says whether they have an interest of their own in a network."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    conflict = models.BooleanField()
    words = models.TextField(blank=True)


class Advice(Event):
    """What an adviser says of a version, and whether they support it."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="advice")
    matter = models.CharField(max_length=20)
    version = models.IntegerField()
    supports = models.BooleanField()
    words = models.TextField()


class Support(Event):
    """Help offered to a network, and whether it was taken up (`None` while that is not known)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="support")
    kind = models.CharField(max_length=40)
    hours = models.FloatField(null=True, blank=True)
    taken_up = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)


class Tranche(Event):
    """Networks put before the deciding office together, on a day."""

    gate = models.CharField(max_length=40)
    name = models.CharField(max_length=200)


class InTranche(Event):
    """A network is in a tranche."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="networks")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="tranches")


class Pack(Event):
    """What is put before the deciding office with a tranche: the same words and figures in two files, frozen.

    `document` and `pdf` are the hashes of the bytes kept; `figures_on` and `figures_known` the two times of every
    figure in it, `snapshot` and `definition` what they were worked out from. A later pack stands beside the earlier.
    """

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="packs")
    document = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64)
    figures_on = models.DateField()
    figures_known = models.DateTimeField()
    snapshot = models.CharField(max_length=80)
    definition = models.CharField(max_length=64)


class Ruling(Event):
    """What was said with a decision: the reason, the act of several decisions it belongs to, its tranche.

    Where an act is taken back, its decisions and rulings are superseded together; the timeline keeps both acts.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rulings")
    act = models.CharField(max_length=36)
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=40)
    reason = models.TextField(blank=True)


class Condition(Event):
    """Something a decision asks for, by a day."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    words = models.TextField()
    due = models.DateField(null=True, blank=True)


class ConditionMet(Event):
    """A condition has been met, with what shows it."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="met")
    words = models.TextField()
