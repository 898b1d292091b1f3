"""How many posts there are, where a notice or an agreement says otherwise than the roll."""

from django.db import models

from kahui.records.dated import Period
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider


class Entitlement(Period):
    """How many of a post an entitlement notice gives, to a school or to the whole network (no `provider`).

    Goes before what the rolls earn for as long as it holds; its source is the notice.
    """

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="entitlements", db_index=False
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    post = models.CharField(max_length=40)
    count = models.IntegerField()

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class Conversion(Period):
    """A network gives up posts of one kind for another (`times` of them), or takes one apart into its parts.

    `code` is the definition's (`posts.toml`). What each school gives up stands in `GivenUp`.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="conversions", db_index=False)
    code = models.CharField(max_length=40)
    times = models.IntegerField(default=1)
    reason = models.TextField(blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class GivenUp(Period):
    """Posts that one school gives up for a conversion, for as long as that holds."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="given_up")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40)
    count = models.IntegerField()


class Transfer(Period):
    """Posts of one school are held at another for a time."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    post = models.CharField(max_length=40)
    was = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    became = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    count = models.IntegerField(default=1)
    reason = models.TextField(blank=True)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]
