"""How sure a share is: limits for one share, for the difference of two, and for schools counted as clusters.

References: Wilson (1927), JASA 22, 209–212; Newcombe (1998), Statistics in Medicine 17, 857–872 (one share,
method 3) and 873–890 (a difference, method 10); Brown, Cai and DasGupta (2001), Statistical Science 16, 101–133;
Korn and Graubard (1998), Survey Methodology 24, 193–201 (effective numbers and degrees of freedom).

A share is k of n. Where n is 0 there is no share: NaN, for it and its limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from kahui.analytics.methods.fault import MethodFault

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares and their limits, each (m,), between 0 and 1; NaN where there is no share."""

    share: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Differences:
    """The first share less the second, and its limits, each (m,), between −1 and 1."""

    difference: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Clustered:
    """Shares of groups of schools, each (g,), whose limits know that learners of one school are alike.

    `effect` is the design effect: how many times wider the variance is than if learners had been drawn one by one.
    `own` is whether it was found in the group itself; elsewhere it is the others' mean. `effective` is n / effect.
    """

    shares: Shares
    schools: NDArray[np.int64]
    k: Array
    n: Array
    effect: Array
    effective: Array
    own: NDArray[np.bool_]


def wilson(
    k: ArrayLike,
    n: ArrayLike,
    level: float = 0.95,
    *,
    population: ArrayLike | None = None,
    effect: ArrayLike = 1.0,
) -> Shares:
    """Wilson's score limits for k of n, each (m,).

    `population` (m,) is how many there are of whom n were seen, all drawn alike: the limits narrow as n nears it,
    and close on the share when everyone was seen. `effect` (m,) is the design effect; n counts as n / effect.
    """
    k, n = counted(k, n)
    share = _ratio(k, n)
    effective = n / _at_least(effect, 0.0, "A design effect has to be above 0.")
    if population is not None:
        unseen = _unseen(n, np.asarray(population, dtype=float))
        effective = np.divide(effective, unseen, out=np.full_like(effective, np.inf), where=unseen > 0)
    low, high = _score(share, effective, _z(level))
    return Shares(share, low, high)


def newcombe(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> Differences:
    """Newcombe's limits, from both Wilson limits, for the difference of two independent shares, each (m,).

    Not for the same learners asked twice, nor for a group and the whole it belongs to: those are not independent.
    """
    one, two = wilson(k1, n1, level), wilson(k2, n2, level)
    difference = one.share - two.share
    below = np.hypot(one.share - one.low, two.high - two.share)
    above = np.hypot(one.high - one.share, two.share - two.low)
    return Differences(difference, difference - below, difference + above)


def clustered(k: ArrayLike, n: ArrayLike, group: ArrayLike, level: float = 0.95) -> Clustered:
    """Shares of groups of schools from k of n in each school (m,); `group` (m,) are whole numbers 0 … g − 1.

    The variance is that of a ratio over schools (Kish 1965, chapter 6). The design effect is taken to be at least 1.
    Where a group cannot show one (one school; all of its learners or none) it gets the mean of those that can,
    weighted by learners. Limits are Wilson's on the effective number, with Student's t for so many schools.

    Raises MethodFault when no group can show a design effect.
    """
    k, n = counted(k, n)
    code = np.asarray(group, dtype=np.int64)
    schools = np.bincount(code, weights=n > 0).astype(np.int64)
    whole_k, whole_n = (np.bincount(code, weights=x).astype(np.float64) for x in (k, n))
    share = _ratio(whole_k, whole_n)
    spread = np.bincount(code, weights=np.square(k - n * np.nan_to_num(share)[code]))
    own = (schools > 1) & (share > 0) & (share < 1)
    if not own.any():
        raise MethodFault(
            "No group shows how much its schools differ: each has one school, or all of its learners, or none. "
            "Give at least one group of two schools whose share is neither 0 nor 1, or count learners one by one."
        )
    effect = np.full(len(schools), np.nan)
    effect[own] = (spread * schools)[own] / ((schools - 1) * whole_n * share * (1 - share))[own]
    effect[own] = np.maximum(effect[own], 1.0)
    effect[~own] = np.average(effect[own], weights=whole_n[own])
    effective = whole_n / effect
    low, high = _score(share, effective, _quantile(level, np.maximum(schools - 1, 1)))
    return Clustered(Shares(share, low, high), schools, whole_k, whole_n, effect, effective, own)


def _score(share: Array, n: Array, z: float | Array) -> tuple[Array, Array]:
    """The limits where (share − p)² = z² p (1 − p) / n; each is worked out from its own end, so 0 and 1 are exact."""
    with np.errstate(divide="ignore", invalid="ignore"):
        per = np.square(z) / n
        more = per + np.sqrt(per * (per + 4 * share * (1 - share)))
    return _lower(share, more), 1 - _lower(1 - share, more)


def _lower(share: Array, more: Array) -> Array:
    """The lower root by the product of both, so that a small share keeps its digits."""
    twice = 2 * share
    return np.asarray(np.divide(twice * share, twice + more, out=share.copy(), where=twice + more > 0))


def _unseen(n: Array, population: Array) -> Array:
    """The finite-population correction, 0 when everyone was seen."""
    if np.any(population < n):
        raise MethodFault("More were seen than there are. The population has to be at least n in every row.")
    return np.asarray(np.where(population > 1, (population - n) / np.maximum(population - 1, 1), 0.0))


def _ratio(k: Array, n: Array) -> Array:
    return np.asarray(np.divide(k, n, out=np.full(np.shape(n), np.nan), where=n > 0))


def _z(level: float) -> float:
    return float(_quantile(level, None))


def _quantile(level: float, freedom: Any) -> Any:
    """How many standard errors to either side hold `level` of them: normal, or Student's t with `freedom`."""
    if not 0 < level < 1:
        raise MethodFault(f"The level has to lie between 0 and 1, such as 0.95; it is {level:g}.")
    upper = 1 - (1 - level) / 2
    return ndtri(upper) if freedom is None else stdtrit(freedom, upper)


def counted(k: ArrayLike, n: ArrayLike) -> tuple[Array, Array]:
    """k and n as arrays of one length, once it is sure that each k is a part of its n."""
    some, whole = np.atleast_1d(np.asarray(k, dtype=float)), np.atleast_1d(np.asarray(n, dtype=float))
    if not (np.isfinite(some).all() and np.isfinite(whole).all()):
        raise MethodFault("k and n have to be finite numbers.")
    if np.any(some < 0) or np.any(some > whole):
        raise MethodFault("k is a part of n: it has to lie between 0 and n in every row.")
    return some, whole


def _at_least(values: ArrayLike, least: float, why: str) -> Array:
    given = np.asarray(values, dtype=float)
    if not np.all(given > least):
        raise MethodFault(why)
    return given
