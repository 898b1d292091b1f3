"""Whether a network has closed, and when: worked out of its decisions."""

from __future__ import annotations

import datetime as dt

from kahui.definition import gates
from kahui.definition.model import Definition
from kahui.records.networks.models import Network
from kahui.records.networks.queries import decided

CLOSING = "closing"
"""The gate at which a network ends, where the programme has one."""


def closed_on(network: Network, on: dt.date, definition: Definition) -> dt.date | None:
    """Since when a network has been closed on a day; `None` while it is not."""
    held = [gates.Decision(d.gate, d.decision, d.on, d.on_by) for d in decided(network)]
    stage = gates.come_to(held, definition, on)
    return next((stood.since for stood in stage.gates if stood.gate == CLOSING), None)
