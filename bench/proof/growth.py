"""Growth percentiles of readings, beside those that the same method gives of the same learners' true ability."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kahui.analytics.methods.growth.percentiles import growth
from proof import carrying, correction
from proof.carrying import KINDS, Told
from proof.links import Studies
from proof.nation import Columns
from proof.readings import FIFTHS, by_fifth, fifths, panel, readings
from proof.said import Figures, Section, Table, figure, holds, leans, percent

NATIONS, CORRECTED = 3, 2
"""Of how many nations, the first of them; percentiles are of each one's last year."""
PRIORS = {"1": "on one prior score", "2": "on two prior scores"}
FAR = 20
WAYS = ("scores as they are, tools mixed", "scores linked")
WHO = ("kept their tool", "changed it")


class Learners(NamedTuple):
    """Learners of a nation with so many prior scores: percentiles by way, true ones, and who they are."""

    made: dict[str, np.ndarray]
    truth: np.ndarray
    changed: np.ndarray
    fifth: np.ndarray
    schools: Told


def figures(proofs: list[Studies]) -> Figures:
    """Percentiles by number of prior scores: of learners by tool change and fifth, of schools; and corrected."""
    opened = [(studies, readings(studies, studies.nation.years[-3])) for studies in proofs[:NATIONS]]
    found = [_learners(studies, rows) for studies, rows in opened]
    return {
        "nations": len(opened),
        "corrected of": len(opened[:CORRECTED]),
        "by priors": {priors: _figures([one[priors] for one in found]) for priors in PRIORS},
        "corrected": correction.figures(opened[:CORRECTED]),
    }


def _learners(studies: Studies, rows: Columns) -> dict[str, Learners]:
    most, last = max(map(int, PRIORS)), {studies.nation.years[-1]}
    names = dict(zip((*WAYS, "truth"), ("score", "linked", "theta"), strict=True))
    made = {way: growth(panel(rows, rows[of]), most, years=last, workers=1) for way, of in names.items()}
    at = made["truth"].rows
    old, again = carrying.drawn(studies, rows, most), carrying.drawn(studies.again, rows, most)
    found = {}
    for priors in PRIORS:
        back = int(priors) - 1
        mine = {way: one.by_priors[:, back] for way, one in made.items()}
        draws = {carrying.CARRIED: old[:, :, back], carrying.YEARLY: again[:, :, back]}
        some = np.all(
            [np.isfinite(one) for one in (*mine.values(), *old[:, :, back], *again[:, :, back])], axis=0
        )
        mine, who = {way: one[some] for way, one in mine.items()}, at[some]
        ways = {carrying.EXACT: mine[WAYS[1]], **{way: one[:, some] for way, one in draws.items()}}
        cohort = rows["place"][who] * 20 + rows["year_level"][who]
        truth = mine.pop("truth")
        found[priors] = Learners(
            mine,
            truth,
            carrying.kinds(rows, who, int(priors)) == KINDS.index("the tool changed"),
            fifths(rows["theta"][who - 1], cohort),
            carrying.told(rows, who, int(priors), ways, truth),
        )
    return found


def _figures(nations: list[Learners]) -> Figures:
    made = {way: np.concatenate([one.made[way] for one in nations]) for way in WAYS}
    truth, changed, fifth = (
        np.concatenate([getattr(one, name) for one in nations]) for name in ("truth", "changed", "fifth")
    )
    return {
        "learners": len(truth),
        "by tool change": {
            who: {way: _apart(told[some], truth[some]) for way, told in made.items()}
            for who, some in zip(WHO, (~changed, changed), strict=True)
        },
        "by fifth": by_fifth(fifth, {"readings": made[WAYS[1]], "truth": truth}),
        "schools": carrying.figures([one.schools for one in nations]),
    }


def _apart(made: np.ndarray, truth: np.ndarray) -> Figures:
    off = made - truth
    return {
        "learners": len(off),
        "correlation": figure(np.corrcoef(made, truth)[0, 1], 3),
        "distance": figure(np.abs(off).mean(), 1),
        "bias": figure(off.mean(), 2),
        "far": figure((np.abs(off) > FAR).mean(), 3),
    }


def told(found: Figures) -> Section:
    """The section of the report."""
    by_priors = found["by priors"]
    many = " and ".join(f"{f['learners']:,} {PRIORS[priors]}" for priors, f in by_priors.items())
    return Section(
        "Growth percentiles",
        (
            f"Percentiles of {found['nations']} nations' last year: {many}; the correction for error is of "
            f"{found['corrected of']} nations. Truth: what the same method says of the same learners from their "
            "true ability, this year and the years before; of a school, the mean of that over the same learners. "
            "A school's interval with the links' error carried is made from growth on "
            f"{carrying.DRAWS} draws of every link; an old study links each version of a tool in the first "
            "year that it is used.",
            *(sentence for priors, f in by_priors.items() for sentence in _sentences(PRIORS[priors], f)),
            "An error in the prior score does this: a learner whose prior score fell short by chance seems to grow.",
            *correction.sentences(found["corrected"]),
        ),
        (*_tables(by_priors), *correction.tables(found["corrected"])),
    )


def _sentences(on: str, found: Figures) -> Iterator[str]:
    by_change = found["by tool change"]
    kept = by_change[WHO[0]][WAYS[1]]
    yield (
        f"A single learner's percentile {on} is a rough guide: among learners who kept their tool it lies "
        f"{kept['distance']:.0f} percentiles from the true one on average, and for {percent(kept['far'])} of "
        f"them more than {FAR} away."
    )
    yield from (_change(f"{on}, {way}", by_change[WHO[1]][way]) for way in WAYS)
    for kind, schools in found["schools"].items():
        ways = carrying.WAYS[:2] if kind == KINDS[0] else carrying.WAYS
        for way in ways:
            yield holds(
                f"Schools, {on}, {kind}, {way}: intervals of their mean percentile", schools[way]["coverage"]
            )
        yield leans(
            f"Schools, {on}, {kind}: their mean percentile leans",
            schools[carrying.CARRIED]["bias"],
            "percentiles",
        )
    for name in (FIFTHS[0], FIFTHS[-1]):
        f = found["by fifth"][name]
        yield leans(
            f"Learners in the {name} fifth of true ability the year before, {on}: their percentiles lean",
            f["readings"] - f["truth"],
            "percentiles",
        )


def _change(way: str, found: Figures) -> str:
    told = (
        f"Learners who changed their tool, {way}: {percent(found['far'])} of percentiles are more than {FAR} "
        f"away, and their correlation with the truth is {found['correlation']:.2f}"
    )
    return f"**Poor:** {told}." if found["correlation"] < 0.5 else f"{told}."


def _tables(by_priors: Figures) -> tuple[Table, ...]:
    on = PRIORS.items()
    return (
        (
            "Growth across a change of tool",
            ("Prior scores", "Learners who", "How", "Learners", "Correlation with the truth", "Mean distance",
             f"More than {FAR} away", "Bias"),
            tuple(
                (priors, who, way, f"{f['learners']:,}", f"{f['correlation']:.2f}", f"{f['distance']:.1f}",
                 percent(f["far"]), f"{f['bias']:+.1f}")
                for priors, of in by_priors.items()
                for who, by_way in of["by tool change"].items()
                for way, f in by_way.items()
            ),
        ),
        *(carrying.table(words, by_priors[priors]["schools"]) for priors, words in on),
        (
            "Bias of the mean percentile by fifth of true ability the year before, scores linked",
            ("Prior scores", *FIFTHS),
            tuple(
                (priors, *(f"{of['by fifth'][fifth]['readings'] - of['by fifth'][fifth]['truth']:+.1f}"
                           for fifth in FIFTHS))
                for priors, of in by_priors.items()
            ),
        ),
    )  # fmt: skip
