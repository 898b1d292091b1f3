"""What directories and returns say of providers.

A fact's key to its owner has no index of its own (`db_index=False`): the one of key and `known_to` serves both.
"""

from django.db import models

from kahui.records.dated import Event, Period


class Provider(models.Model):
    """A school, an early learning service or a tertiary provider: its number, and nothing that can change."""

    class Kind(models.TextChoices):
        SCHOOL = "school"
        SERVICE = "service"
        TERTIARY = "tertiary"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="provider_number_once")]


class Photograph(models.Model):
    """A directory as at a date. What it says of membership holds only where it has the columns for it."""

    kind = models.CharField(max_length=10, choices=Provider.Kind.choices)
    as_at = models.DateField()
    says_membership = models.BooleanField()
    receipt = models.ForeignKey("received.Receipt", on_delete=models.PROTECT)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "as_at"])]


class Detail(Period):
    """What a directory says of a provider, for as long as photographs agree.

    Open exactly while a detail with `is_open` holds. `seen_from` and `seen_to` are the first and last
    photograph that showed it (`seen_to` is `None` while the newest photograph shows it). `decile` is `None`
    for none or unknown; coordinates are WGS84 degrees, `None` where the directory has none.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, db_index=False, related_name="details")
    seen_from = models.DateField()
    seen_to = models.DateField(null=True, blank=True)
    is_open = models.BooleanField()
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    authority = models.CharField(max_length=80)
    definition = models.CharField(max_length=120)
    region = models.CharField(max_length=80)
    regional_council = models.CharField(max_length=80)
    district = models.CharField(max_length=120)
    urban = models.CharField(max_length=80)
    decile = models.SmallIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["provider", "known_to"])]


class Roll(Event):
    """How many learners a provider had on a day. `None` is unknown, never zero.

    `response` is `prioritised` where each learner is counted in one group, `total` where in every group they
    belong to (then the groups can add to more than `total`).
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, db_index=False, related_name="rolls")
    series = models.CharField(max_length=10)  # "return" (1 July) or "directory"
    response = models.CharField(max_length=12)
    total = models.IntegerField()
    european = models.IntegerField(null=True, blank=True)
    maori = models.IntegerField(null=True, blank=True)
    pacific = models.IntegerField(null=True, blank=True)
    asian = models.IntegerField(null=True, blank=True)
    melaa = models.IntegerField(null=True, blank=True)
    other = models.IntegerField(null=True, blank=True)
    international = models.IntegerField(null=True, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["provider", "known_to"])]
