"""Planted effects found and false alarms raised: practice seen more often, learners gaining, in networks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import stdtrit

from kahui.analytics.methods.intervals import newcombe
from proof.links import Studies
from proof.nation import Columns
from proof.readings import percentiles, readings
from proof.said import Figures, Section, alarms, figure, finds, limits, percent, share

KINDS = ("both", "practice", "gain", "neither")
LEVELS = (0.90, 0.95)
FEWEST = 20
"""Learners of a school before, and after."""

BEGUN = """
select network, kind, topic, indicator, gain, shift, coalesce(starts, make_date(endorsed + 1, 2, 1)) as starts
from truth_network_effect left join (
    select network, min(year("on")) as endorsed from decision
    where standing = 'endorsed' and effect = 'stands' and known_to is null group by network) using (network)
where starts is not null or endorsed is not null order by network
"""
ROUNDS = """
select p.indicator, p."on" >= $starts as after, sum(seen)::double as k, sum(looked_at)::double as n, count(*) as rounds
from practice as p where p.network = $network group by all order by all
"""
MEMBERS = """
select provider, network, year from membership, (select distinct year from reading)
where known_to is null and starts <= make_date(year, 6, 1) and (ends is null or ends > make_date(year, 6, 1))
"""


def figures(proofs: list[Studies]) -> Figures:
    """How many planted effects are found, and how many false alarms there are, by level of the interval."""
    practice = [row for studies in proofs for row in _practice(studies)]
    gain = [row for studies in proofs for row in _gain(studies)]
    kinds = np.concatenate(
        [studies.nation.ask("select kind from truth_network_effect")["kind"] for studies in proofs]
    )
    return {
        "practice": _counted(practice),
        "gain": _counted(gain),
        "kinds": {kind: int((kinds == kind).sum()) for kind in KINDS},
    }


Told = tuple[float, dict[float, float]]
"""What was planted (0: nothing), and the lower limit of the change at each level."""


def _practice(studies: Studies) -> Iterator[Told]:
    """Each network's indicators with rounds before and after the start: Newcombe's limits of the difference."""
    begun = studies.nation.ask(BEGUN)
    for place, network in enumerate(begun["network"].tolist()):
        rows = studies.nation.ask(ROUNDS, network=network, starts=begun["starts"][place])
        for indicator in sorted(set(rows["indicator"].tolist())):
            here = rows["indicator"] == indicator
            if here.sum() < 2:
                continue
            (k0, k1), (n0, n1) = rows["k"][here], rows["n"][here]
            planted = float(begun["shift"][place]) if begun["indicator"][place] == indicator else 0.0
            yield planted, {level: float(newcombe(k1, n1, k0, n0, level).low[0]) for level in LEVELS}


def _gain(studies: Studies) -> Iterator[Told]:
    """Each network's topics with growth before and after the start: schools' mean percentiles, after less before."""
    nation = studies.nation
    rows = readings(studies, nation.years[0])
    grown = percentiles(rows, rows["linked"])
    rows = {name: column[np.isfinite(grown)] for name, column in rows.items()}
    rows["grown"] = grown[np.isfinite(grown)]
    member = nation.ask(MEMBERS)
    of = dict(zip(zip(member["provider"].tolist(), member["year"].tolist(), strict=True), member["network"].tolist(),
                  strict=True))  # fmt: skip
    pairs = zip(rows["school"].tolist(), rows["year"].tolist(), strict=True)
    rows["network"] = np.array([of.get(pair, 0) for pair in pairs])
    begun = nation.ask(BEGUN)
    for place, network in enumerate(begun["network"].tolist()):
        start = begun["starts"][place].astype("datetime64[Y]").astype(int) + 1970
        for topic in sorted(set(rows["topic"].tolist())):
            here = (rows["network"] == network) & (rows["topic"] == topic)
            change = _change({name: column[here] for name, column in rows.items()}, int(start))
            if change is not None:
                planted = float(begun["gain"][place]) if begun["topic"][place] == topic else 0.0
                yield planted, change


def _change(rows: Columns, start: int) -> dict[float, float] | None:
    """Lower limits of the mean change of schools, weighted by learners, schools as clusters; None: not two of them."""
    names, school = np.unique(rows["school"], return_inverse=True)
    after = rows["year"] >= start
    n = np.stack([np.bincount(school[after == when], minlength=len(names)) for when in (False, True)])
    both = (n >= FEWEST).all(axis=0)
    if both.sum() < 2:
        return None
    total = np.stack([np.bincount(school[after == when], rows["grown"][after == when], len(names))
                      for when in (False, True)])  # fmt: skip
    mean = total[:, both] / n[:, both]
    change, weight = mean[1] - mean[0], 1 / (1 / n[0, both] + 1 / n[1, both])
    weight = weight / weight.sum()
    middle, m = float(weight @ change), int(both.sum())
    error = np.sqrt(m / (m - 1) * np.sum(np.square(weight * (change - middle))))
    return {level: middle - float(stdtrit(m - 1, (1 + level) / 2)) * error for level in LEVELS}


def _counted(rows: list[Told]) -> Figures:
    planted, none = [low for true, low in rows if true > 0], [low for true, low in rows if true == 0]
    return {
        f"{level:.0%}": {
            "found": share(sum(low[level] > 0 for low in planted), len(planted)),
            "false": share(sum(low[level] > 0 for low in none), len(none)),
            "asked": figure((1 - level) / 2),
        }
        for level in LEVELS
    }


def told(found: Figures) -> Section:
    """The section of the report."""
    kinds = found["kinds"]
    words = {
        "practice": ("changes of a practice", "indicators in which nothing was planted"),
        "gain": ("gains of a network in a topic", "networks and topics in which nothing was planted"),
    }
    sentences = [
        "What is planted in a network begins the year after it is endorsed. An effect is found when the "
        "interval of after less before lies above nothing; an upward alarm where nothing was planted is "
        "false. Networks without a time before or after are left out: of them nothing can be known.",
    ]
    for what, (planted, none) in words.items():
        one = found[what]["90%"]
        sentences += [finds(planted, one["found"]), alarms(none, one["false"], one["asked"])]
    sentences.append(
        "Gains are small (0.04 to 0.12 of a standard deviation a year), and growth percentiles are "
        "relative: where some networks rise others seem to fall, and a tool that drifts lifts its schools. "
        f"A change of practice is not a gain: {kinds['practice']} of the {kinds['practice'] + kinds['both']} "
        "networks whose practice changes gain nothing by it."
    )
    rows = tuple(
        (
            name,
            level,
            f"{f['found']['of']}",
            limits(f["found"]),
            f"{f['false']['of']}",
            limits(f["false"]),
            percent(f["asked"]),
        )
        for what, name in (
            ("practice", "A practice, seen of looked at (Newcombe)"),
            ("gain", "Mean growth percentile (schools as clusters)"),
        )
        for level, f in found[what].items()
    )
    head = (
        "What",
        "Interval",
        "Planted",
        "Of them found",
        "Not planted",
        "Of them alarms",
        "Alarms asked for",
    )
    return Section(
        "Effects planted in networks", tuple(sentences), (("Found, and false alarms", head, rows),)
    )
