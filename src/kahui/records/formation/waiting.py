"""What waits while networks form: for boards and those who write, and in offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kahui.definition.model import Definition
from kahui.records.formation import waiting_interest, waiting_office
from kahui.records.networks.models import Network
from kahui.records.notices.waiting import Waiting


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """What waits about these networks on a day. A constant number of queries, however many networks."""
    return [
        *waiting_interest.waiting(networks, on, definition),
        *waiting_office.waiting(networks, on, definition),
    ]
