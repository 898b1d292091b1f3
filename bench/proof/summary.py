"""The page's first words: what a principal needs to know of what was found."""

from __future__ import annotations

from collections.abc import Iterable

from proof import carrying, correction
from proof.growth import PRIORS
from proof.said import LEVEL, POOR, Figures, Section, percent, worth
from proof.verdicts import CARRIED, KINDS, OWN_CUTS, WAYS, YEARLY


def sentences(found: Figures) -> tuple[str, ...]:
    """The figures that matter, the one that matters most first; each word about worth follows from its figure."""
    return (
        "Invented nations were made in which everything that is true is known, and the software was asked "
        "to find it out from what schools would have. This page says how near it came, and where it did not.",
        _verdicts(found["verdicts"]),
        _drift(found["verdicts"]),
        _growth(found["growth"]),
        _error(found["growth"]),
        _effects(found["effects"]),
        _shares(found["shares"]),
        _times(found["times"]),
        _views(found["views"]),
        _cells(found["cells"]),
    )


def poor(sections: Iterable[Section]) -> tuple[str, ...]:
    """How many sentences of each section warn, and of how many."""
    counted = [
        (s.title, sum(t.startswith(POOR) for t in s.sentences), len(s.sentences) - 1) for s in sections
    ]
    return (
        f"{sum(bad for _, bad, _ in counted)} of the {sum(many for *_, many in counted)} sentences below say "
        "**poor**: an interval that holds the truth far less often than it says, or a figure that leans too far "
        "to be relied on. In each section they come first.",
        *(f"“{title}”: {bad} of {many}" for title, bad, many in counted if bad),
    )


def _verdicts(found: Figures) -> str:
    several = found["several tools"]
    own, carried = several[WAYS[OWN_CUTS]], several[WAYS[CARRIED]]
    cover, again = carried["coverage"], several[WAYS[YEARLY]]["coverage"]
    return (
        "**Was the target met, when schools use several tools?** With scores linked and the links' error "
        f"carried, a {LEVEL:.0%} interval holds the truth {percent(cover['held'])} of the time "
        f"({percent(cover['low'])} to {percent(cover['high'])}; {cover['of']} targets): {worth(cover)}. With "
        f"studies made again each year it is {percent(again['held'])} ({worth(again)}); counting each tool by its "
        f"own cut, {percent(own['coverage']['held'])}. Of verdicts that decide, {percent(carried['wrong']['held'])} "
        f"are wrong, {percent(own['wrong']['held'])} by own cuts; {percent(1 - carried['decided']['held'])} "
        "say that they cannot tell."
    )


def _drift(found: Figures) -> str:
    young, old = (found["by what was linked"][kind][WAYS[CARRIED]] for kind in KINDS[1:])
    again = found["by what was linked"][KINDS[2]][WAYS[YEARLY]]
    return (
        "**What breaks a link is age.** Where no tool had drifted since its study, intervals hold the truth "
        f"{percent(young['held'])} of the time ({worth(young)}); where one had, unknown to all, "
        f"{percent(old['held'])} ({worth(old)}); there, with studies made again each year, "
        f"{percent(again['held'])} ({worth(again)})."
    )


def _growth(found: Figures) -> str:
    by_priors = found["by priors"]
    mixed, linked = by_priors["1"]["by tool change"]["changed it"].values()
    return (
        "**Growth.** Of learners whose tool changed, percentiles from scores as they are have a correlation "
        f"of {mixed['correlation']:.2f} with the true ones, from linked scores {linked['correlation']:.2f}. "
        f"One learner's percentile is off by {linked['distance']:.0f} on average: read groups, not learners. "
        f"Where a school's tool changed, a {LEVEL:.0%} interval of its mean percentile holds the truth "
        + "; ".join(f"{on} {carrying.said(by_priors[priors]['schools'])}" for priors, on in PRIORS.items())
        + "."
    )


def _error(found: Figures) -> str:
    said = []
    for priors, on in PRIORS.items():
        plain = found["by priors"][priors]["by fifth"]
        better = found["corrected"][priors]
        low, high = (plain[f]["readings"] - plain[f]["truth"] for f in ("lowest", "highest"))
        where, worst = correction.worst(better, "corrected")
        said.append(
            f"{on} it moves the lowest fifth by {low:+.1f} and the highest by {high:+.1f} percentiles; corrected "
            f"(SIMEX), {correction.bias(better, 'lowest', 'corrected'):+.1f} and "
            f"{correction.bias(better, 'highest', 'corrected'):+.1f}, at worst {worst:+.1f} ({where})"
        )
    return f"**Error in prior scores** wrongs groups: {'. '.join(_capital(s) for s in said)}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _effects(found: Figures) -> str:
    practice, gain = found["practice"]["90%"], found["gain"]["90%"]
    return (
        f"**Effects.** Of {practice['found']['of']} planted changes of practice "
        f"{percent(practice['found']['held'])} are found, with {percent(practice['false']['held'])} false "
        f"alarms; of {gain['found']['of']} planted gains {percent(gain['found']['held'])}, with "
        f"{percent(gain['false']['held'])}. {percent(gain['asked'])} of alarms were asked for."
    )


def _shares(found: Figures) -> str:
    by_tool = found["by tool"]
    worst = max(by_tool, key=lambda code: abs(by_tool[code]["bias, truly"]))
    return (
        f"**Shares of schools** are right about the school's own tool, not about the standard: the {worst} "
        f"is off by {by_tool[worst]['bias, truly']:+.1f} points, and its {LEVEL:.0%} intervals hold who "
        f"truly is at or above {percent(by_tool[worst]['truly']['held'])} of the time "
        f"({worth(by_tool[worst]['truly'])}). Schools on different tools must not be ranked by them."
    )


def _times(found: Figures) -> str:
    naive, curve = list(found["ways"].values())[:2]
    return (
        "**Waiting.** Counting only networks endorsed so far, the share endorsed within a year is off by "
        f"{naive['12']['bias']:+.0f} points; with those that still wait, by {curve['12']['bias']:+.0f}, and "
        f"{curve['24']['bias']:+.0f} within two years, of which half the history knows little."
    )


def _views(found: Figures) -> str:
    return (
        f"**Surveys.** Who is content answers more often: means lean {found['bias']:+.2f} of five when "
        f"{percent(found['answered'])} answer."
    )


def _cells(found: Figures) -> str:
    worked_out = "none" if found["recovered"] == 0 else f"**{found['recovered']}**"
    return (
        f"**Small counts.** {percent(found['share masked'])} of {found['counts']:,} counts are masked; "
        f"attacked with every sum, {worked_out} can be worked out."
    )
