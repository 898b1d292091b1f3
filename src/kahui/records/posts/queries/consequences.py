"""What would follow for posts when a member leaves: asked, never written."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from kahui.records.dated import not_over
from kahui.records.networks.models import Network
from kahui.records.posts.models import Appointment, Holding
from kahui.records.register.models import Provider


def employed_by(network: Network, provider: Provider, on: dt.date) -> QuerySet[Appointment]:
    """Appointments in a network whose employer is this provider and that are held, or agreed and not begun, on a day.

    They end with its membership: the ledger intersects both, so nothing needs to be written when it leaves.
    """
    later = not_over(on)
    held = Holding.objects.current().filter(appointment__network=network, appointment__provider=provider)
    given: QuerySet[Appointment] = Appointment.objects.current().filter(network=network, provider=provider)
    waits = ~Q(pk__in=held.values("appointment")) & later
    mine = given.filter(Q(pk__in=held.filter(later).values("appointment")) | waits)
    return mine.select_related("person").order_by("post", "on")
