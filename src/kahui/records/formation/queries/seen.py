"""What somebody saw before deciding, as one short text that changes when any of it does."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection

from kahui.records.documents.models import Version
from kahui.records.formation.models import InTranche, Proposed, Tranche
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Decision, Network


def fingerprint(networks: Collection[Network], on: dt.date, tranche: Tranche | None = None) -> str:
    """Of some networks: what was decided, what they sent, who founds them, and who else is in the tranche. The same
    text means that none of it has changed. Four queries, however many networks."""
    keys = sorted(n.pk for n in networks)
    decided = Decision.objects.current().filter(network__in=keys)
    sent = Version.objects.current().filter(document__network__in=keys)
    named = Proposed.objects.on(now_on(on)).filter(network__in=keys)
    beside = InTranche.objects.current().filter(tranche=tranche)
    facts = [sorted(rows.values_list("pk", flat=True)) for rows in (decided, sent, named, beside)]
    return hashlib.sha256(repr((keys, facts)).encode()).hexdigest()[:32]
