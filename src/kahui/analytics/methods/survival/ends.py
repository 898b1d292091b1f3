"""Competing ends: the share that has ended in each way by each time.

The way things end is not taken to be independent: a network that is dissolved can no longer be endorsed, and is
not treated as one that was lost from sight.

References: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141–150; Andersen, Borgan, Gill and
Keiding (1993), IV.4, for the error of Greenwood's kind, which for one kind of end is Greenwood's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kahui.analytics.methods.survival.spells import Array, Spells, Tally, Whole, log_log, tally

Error = Literal["greenwood", "jackknife"]


@dataclass(frozen=True, slots=True)
class Ends:
    """At each distinct time a spell stops: (t,), and by kind of end (t, kinds).

    `survival` is the share not ended in any way; with it the incidences add up to 1.
    """

    time: Array
    at_risk: Whole
    events: Whole
    survival: Array
    incidence: Array
    se: Array
    low: Array
    high: Array


def ends(watched: Spells, level: float = 0.95, error: Error = "greenwood", kinds: int | None = None) -> Ends:
    """The share ended in each way, with errors and limits even on the scale log(−log(1 − incidence)).

    `error`: `greenwood`, or `jackknife`, the infinitesimal jackknife, which holds also where the ends of different
    times are not independent draws. They come to the same as numbers grow. `kinds`: how many ways to end there
    are, where some were not seen here.
    """
    counted = tally(watched, kinds)
    risk = counted.at_risk[:, None].astype(float)
    survival = np.cumprod(1 - counted.ends.sum(axis=1) / risk[:, 0])
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before[:, None] * counted.ends / risk, axis=0)
    variance = (_greenwood if error == "greenwood" else _jackknife)(watched, counted, before, incidence)
    se = np.sqrt(np.maximum(variance, 0.0))
    high, low = (1 - limit for limit in log_log(1 - incidence, se, level))
    return Ends(counted.time, counted.at_risk, counted.ends, survival, incidence, se, low, high)


def _greenwood(watched: Spells, counted: Tally, before: Array, incidence: Array) -> Array:
    """The sum over earlier times u of the variance the draw at u adds to the incidence at t.

    At u, the Y at risk are shared out over the kinds and staying; the share of kind c moves the incidence at t by
    S(u−) (1 − [F(t) − F(u)] / S(u)), any other kind by −S(u−) [F(t) − F(u)] / S(u). Squares of F(t) are taken
    apart so that the sums run once.
    """
    risk = counted.at_risk[:, None].astype(float)
    own, every = counted.ends / risk, counted.ends.sum(axis=1, keepdims=True) / risk
    survival = before[:, None] * (1 - every)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(survival > 0, before[:, None] / survival, 0.0)
    # The draw's value is a − b F(t) for the kind itself, c − b F(t) for the others and 0 for staying.
    b = ratio
    c = ratio * incidence
    a = before[:, None] + c
    others = every - own
    first, second = own * a + others * c, own * a**2 + others * c**2
    square, cross, plain = b**2 * (every - every**2), b * first * (1 - every), second - first**2
    total = [np.cumsum(part / risk, axis=0) for part in (plain, cross, np.broadcast_to(square, own.shape))]
    return np.asarray(total[0] - 2 * incidence * total[1] + incidence**2 * total[2])


def _jackknife(watched: Spells, counted: Tally, before: Array, incidence: Array) -> Array:
    """The sum over spells of the square of what each moves the incidence, to first order.

    A spell moves F(t) by X − F(t) G, two martingales of its own: it jumps where it ends, and runs down with the
    hazard while it is watched.
    """
    risk = counted.at_risk.astype(float)
    hazard = counted.ends.sum(axis=1) / risk
    with np.errstate(divide="ignore"):
        each = np.where(hazard < 1, 1 / (risk * (1 - hazard)), 0.0)
    stop = np.searchsorted(counted.time, watched.time)
    start = np.searchsorted(counted.time, watched.entry, side="right")
    ended = watched.status > 0
    falls = np.concatenate([[0.0], np.cumsum(hazard * each)])
    g = _Moved(np.where(ended, each[stop], 0.0), falls)
    variance = np.empty_like(incidence)
    for kind in range(incidence.shape[1]):
        f = incidence[:, kind]
        jump = np.where(watched.status == kind + 1, (before / risk)[stop], 0.0)
        jump += np.where(ended, (f * each)[stop], 0.0)
        runs = before * counted.ends[:, kind] / risk**2 + f * hazard * each
        x = _Moved(jump, np.concatenate([[0.0], np.cumsum(runs)]))
        sums = [_products(one, two, start, stop) for one, two in ((x, x), (x, g), (g, g))]
        variance[:, kind] = sums[0] - 2 * f * sums[1] + f**2 * sums[2]
    return variance


@dataclass(frozen=True, slots=True)
class _Moved:
    """A martingale of each spell: its jump where it ends, (n,), and what it runs down by after each time, (t + 1,)."""

    jump: Array
    run: Array


def _products(one: _Moved, two: _Moved, start: NDArray[np.intp], stop: NDArray[np.intp]) -> Array:
    """At each time, the sum over spells of the product of two martingales: of those stopped and those running."""
    times = len(one.run) - 1

    def until(place: NDArray[np.intp], values: Array) -> Array:
        return np.asarray(np.cumsum(np.bincount(place, weights=values, minlength=times)[:times]))

    def running(values: Array) -> Array:
        return until(start, values) - until(stop, values)

    first, second = one.run[start], two.run[start]
    stopped = (one.jump - one.run[stop + 1] + first) * (two.jump - two.run[stop + 1] + second)
    p, q = one.run[1:], two.run[1:]
    still = running(np.ones(len(start))) * p * q - p * running(second) - q * running(first)
    return until(stop, stopped) + still + running(first * second)
