"""Figures from what was found on a day: the part that the ORM and pandas scripts have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def tallied(
    approved: Mapping[int, bool],
    schools: Mapping[int, int | None],
    services: Mapping[int, bool],
    members: Iterable[tuple[int, int]],
    programme: Any,
) -> dict[str, float]:
    """`approved`: networks, with whether endorsed. `schools`: the eligible, with learners. `services`: the open."""
    networks_of: dict[int, set[int]] = {}
    members_of: dict[int, set[int]] = {network: set() for network in approved}
    with_service = set()
    for provider, network in members:
        if provider in schools:
            networks_of.setdefault(provider, set()).add(network)
            members_of[network].add(provider)
        elif provider in services:
            with_service.add(network)
    learners = {school: roll or 0 for school, roll in schools.items()}
    endorsed = {s for s, networks in networks_of.items() if any(approved[n] for n in networks)}
    figures: dict[str, float] = {
        "networks.approved": len(approved),
        "networks.endorsed": sum(approved.values()),
        "schools.eligible": len(schools),
        "schools.member": len(networks_of),
        "schools.endorsed": len(endorsed),
        "learners.eligible": sum(learners.values()),
        "learners.member": sum(learners[s] for s in networks_of),
        "learners.endorsed": sum(learners[s] for s in endorsed),
        "services.open": len(services),
        "services.member": sum(services.values()),
        "networks.with_service": len(with_service),
    }
    sizes = {
        "schools": [len(mine) for mine in members_of.values()],
        "learners": [sum(learners[s] for s in mine) for mine in members_of.values()],
    }
    for thing, bands in (("schools", programme.school_bands), ("learners", programme.learner_bands)):
        for band in bands:
            most = float("inf") if band.most is None else band.most
            figures[f"networks.{thing}.{band.code}"] = sum(band.least <= n <= most for n in sizes[thing])
    return figures
