"""Small invented tables of counts with all their margins, for tests of what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kahui.analytics.disclosure.structure import structure_from
from kahui.analytics.disclosure.table import Table, table_of

Counts = NDArray[np.int64]


def with_margins(inner: Any) -> Counts:
    """The counts with a last entry in every direction that is the sum of the others."""
    made = np.asarray(inner, np.int64)
    for axis in range(made.ndim):
        made = np.concatenate([made, made.sum(axis, keepdims=True)], axis=axis)
    return made


def plain(inner: Any, **more: Any) -> tuple[Table, Counts]:
    """A table of the inner counts and all margins; dimension 0 has codes a0, a1 … and all, 1 has b0 …"""
    counts = with_margins(inner)
    names = "abcdefgh"[: counts.ndim]
    dimensions = [
        {"name": name, "parent_of": {f"{name}{i}": "all" for i in range(size - 1)} | {"all": None}}
        for name, size in zip(names, counts.shape, strict=True)
    ]
    structure = structure_from({"dimensions": dimensions} | more)
    codes = [d.codes for d in structure.dimensions]
    columns = [
        [its[i] for i in along]
        for its, along in zip(codes, np.indices(counts.shape).reshape(counts.ndim, -1), strict=True)
    ]
    return table_of(structure, columns), counts.ravel()


def nested(schools: Sequence[Sequence[Sequence[int]]]) -> tuple[Table, Counts]:
    """Networks of schools by group: `schools[network][school][group]`, with all margins."""
    inner = {
        f"s{n}.{s}": (f"n{n}", counts)
        for n, network in enumerate(schools)
        for s, counts in enumerate(network)
    }
    groups = len(next(iter(inner.values()))[1])
    parent_of = {school: network for school, (network, _) in inner.items()}
    parent_of |= {f"n{n}": "nation" for n in range(len(schools))} | {"nation": None}
    rows = {}
    for school, (network, counts) in inner.items():
        for place in (school, network, "nation"):
            for g, count in enumerate(counts):
                for group in (f"g{g}", "all"):
                    rows[place, group] = rows.get((place, group), 0) + count
    structure = structure_from(
        {
            "dimensions": [
                {"name": "place", "parent_of": parent_of},
                {"name": "group", "parent_of": {f"g{g}": "all" for g in range(groups)} | {"all": None}},
            ]
        }
    )
    return table_of(structure, list(zip(*rows, strict=True))), np.array(list(rows.values()))


def of_size(shape: Sequence[int], small: int, seed: int) -> tuple[Table, Counts]:
    """The next table from the seed of that shape (margins included) with that many counts from 1 to 4."""
    while True:
        chance = np.random.default_rng(seed)
        table, counts = plain(chance.poisson(chance.gamma(2.0, 4.5, [size - 1 for size in shape])))
        if ((counts > 0) & (counts < 5)).sum() == small:
            return table, counts
        seed += 1
