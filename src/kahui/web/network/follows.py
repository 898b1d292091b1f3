"""What follows when a member leaves, put together from every subject: shown before and after, never done by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.formation.queries.consequences import consequences
from kahui.records.networks.models import Network
from kahui.records.posts.queries.consequences import employed_by
from kahui.records.register.models import Provider


@dataclass(frozen=True, slots=True)
class Leaver:
    """A member that leaves or has left, and what follows."""

    name: str
    on: dt.date
    sentences: tuple[str, ...]


def what_follows(network: Network, leaver: Provider, on: dt.date, definition: Definition) -> tuple[str, ...]:
    """A sentence for each thing that follows: for members, memorandum, sharing, challenges, then posts."""
    return (*consequences(network, leaver, on, definition), *_posts(network, leaver, on, definition))


def _posts(network: Network, leaver: Provider, on: dt.date, definition: Definition) -> list[str]:
    names = {p.code: p.name.en for p in definition.posts}
    return [
        f"It employs {a.person or 'somebody'} as {names.get(a.post, a.post).lower()}: the post ends with its "
        f"membership, on {say(on)}, unless it is transferred to a board that stays."
        for a in employed_by(network, leaver, on - dt.timedelta(days=1))
    ]
