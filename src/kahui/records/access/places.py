"""Where a thing is, and how far a person reaches: the two sides of every question of access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A place that a grant can be for and a thing can be in: `nation`, `region`, `network`, `school`, `service`,
    `tertiary`, or `person`. Its key is the region's name, the number of the network or provider, a person's id."""

    kind: str
    key: str


NATION = Place("nation", "")
PROVIDERS = ("school", "service", "tertiary")


def region(name: str) -> Place:
    return Place("region", name)


def network(number: int) -> Place:
    return Place("network", str(number))


def provider(kind: str, number: int) -> Place:
    return Place(str(kind), str(number))


@dataclass(frozen=True, slots=True)
class Reach:
    """Every place in which a person holds one ability on one day. Turn it into a filter, never into a loop."""

    places: frozenset[Place]

    @property
    def nation(self) -> bool:
        return NATION in self.places

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted(p.key for p in self.places if p.kind == "region"))

    @property
    def networks(self) -> tuple[int, ...]:
        return tuple(sorted(int(p.key) for p in self.places if p.kind == "network"))

    def providers(self, kind: str) -> tuple[int, ...]:
        """Numbers of the providers of a kind."""
        return tuple(sorted(int(p.key) for p in self.places if p.kind == kind))

    def covers(self, places: Iterable[Place]) -> bool:
        """Whether a thing that lies in these places is within reach."""
        return self.nation or not self.places.isdisjoint(places)

    def __bool__(self) -> bool:
        return bool(self.places)
