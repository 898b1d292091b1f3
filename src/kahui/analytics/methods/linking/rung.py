"""The honest rung of a link: what may be claimed of it, and what may not.

The ladder is Mislevy's (1992) and Linn's (1993), with the evidence Holland and Dorans (2006) ask for: equate,
calibrate, project, moderate. A link stands on the highest rung whose every condition is shown; what is not known
does not count as shown. Below the lowest rung there is no link, and the sentence says what would make one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kahui.analytics.methods.fault import MethodFault

Name = Literal["equate", "calibrate", "project", "moderate", "none"]
LADDER: tuple[Name, ...] = ("equate", "calibrate", "project", "moderate", "none")

MAY: dict[Name, str] = {
    "equate": "Scores may be used for each other, for any learner, group or decision.",
    "calibrate": "Groups may be compared, and learners with the error told; the two tools are not equally precise.",
    "project": "One tool's scores may be predicted from the other's, one way, for learners like those of the sample; "
    "the prediction may not be turned round or chained.",
    "moderate": "Shares of groups like those of the sample may be compared. Nothing may be said of one learner.",
    "none": "Nothing may be compared. Report each tool by itself.",
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as shown. OURS where no source is named.

    `reliability_apart`: reliabilities so near are equal. `score_apart`: half a reported point, the difference
    that matters (Dorans and Feigenbaum 1994), as the most that groups' links may differ. `same_construct`: least
    correlation once unreliability is taken out. `uncertainty_less`: least reduction of uncertainty,
    1 − √(1 − r²), for two scores to stand in for each other (Dorans 2004: one half, r = 0.866). `predicts`: least
    correlation for a prediction to say anything. `learners`, `error`: least sample for any rung, and the greatest
    standard error, as a share of the standard deviation of the scale.
    """

    reliability_apart: float = 0.05
    score_apart: float = 0.5
    same_construct: float = 0.95
    uncertainty_less: float = 0.5
    predicts: float = 0.5
    learners: int = 100
    error: float = 0.15
    error_to_equate: float = 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of two tools and their link; `None` where it is not known.

    `specification`: both are made to one plan. `construct`: both mean to measure the same. `correlation` of the
    two scores of the same learners; `reliability` of each; `apart`: mean difference between groups' links beyond
    chance, in points of the scale; `error`: the link's standard error where it matters, and `spread`: standard
    deviation of the scale; `learners`: the smaller sample; `moderated`: judgments were moderated across schools.
    """

    specification: bool
    construct: bool
    judged: bool
    learners: int
    error: float | None
    spread: float
    correlation: float | None = None
    reliability: tuple[float | None, float | None] = (None, None)
    apart: float | None = None
    moderated: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a link stands: its name, what may be done there, why not higher, and what would make it surer."""

    name: Name
    may: str
    because: tuple[str, ...]
    surer: str


def rung(seen: Evidence, rule: Thresholds | None = None) -> Rung:
    """The highest rung whose every condition is shown, with the reasons that keep it from the next."""
    rule = rule or Thresholds()
    _sensible(seen)
    weak = _weak(seen, rule)
    if weak:
        return _standing("none", weak)
    reasons: list[str] = []
    for name, lacks in (("equate", _to_equate), ("calibrate", _to_calibrate), ("project", _to_project)):
        missing = lacks(seen, rule)
        if not missing:
            return _standing(name, reasons)  # type: ignore[arg-type]
        reasons += [why for why in missing if why not in reasons]
    missing = _to_moderate(seen)
    if missing:
        return _standing("none", missing)
    return _standing("moderate", reasons)


def usable(standing: Rung) -> Rung:
    """The rung, if there is one. Raises `MethodFault` with what would make the link sure enough."""
    if standing.name == "none":
        raise MethodFault(f"These tools cannot be linked yet. {' '.join(standing.because)} {standing.surer}")
    return standing


def reduction(correlation: float) -> float:
    """By how much one score lessens the uncertainty about the other, 1 − √(1 − r²) (Dorans 2004)."""
    return 1 - float(np.sqrt(1 - correlation**2))


def _standing(name: Name, because: list[str]) -> Rung:
    surer = because[0].split(" To raise it: ")[-1] if because else "More learners make its error smaller."
    told = tuple(why.split(" To raise it: ")[0] for why in because)
    return Rung(name, MAY[name], told, surer)


def _weak(seen: Evidence, rule: Thresholds) -> list[str]:
    why = []
    if seen.learners < rule.learners:
        why.append(
            f"The link rests on {seen.learners} learners; {rule.learners} are the fewest for any rung."
            f" To raise it: Test at least {rule.learners - seen.learners} more learners."
        )
    if seen.error is None:
        why.append(
            "The error of the link is not known. "
            "To raise it: Find the sample it was made from, or make it again from one."
        )
    elif seen.error > rule.error * seen.spread:
        more = int(np.ceil(seen.learners * ((seen.error / (rule.error * seen.spread)) ** 2 - 1)))
        why.append(
            f"Its standard error is {seen.error:.2g} points, more than {rule.error:.0%} of the scale's standard "
            f"deviation ({seen.spread:.3g}). To raise it: About {max(more, 1)} more learners would bring it down."
        )
    return why


def _to_equate(seen: Evidence, rule: Thresholds) -> list[str]:
    why = []
    if seen.judged:
        why.append(
            "One side is judgment, which is no test form. To raise it: Nothing raises judgments to equated scores."
        )
    elif not seen.specification:
        why.append(
            "The tools are not made to one plan. To raise it: Only forms of one tool can be equated; "
            "for these, show that groups' links agree."
        )
    one, two = seen.reliability
    if one is None or two is None:
        why.append(
            "The reliabilities are not both known. To raise it: Publish or estimate each tool's reliability."
        )
    elif abs(one - two) > rule.reliability_apart:
        why.append(
            f"The tools are not equally precise (reliabilities {one:.2f} and {two:.2f})."
            " To raise it: Use forms of one length and quality."
        )
    if seen.error is not None and seen.error > rule.error_to_equate * seen.spread:
        why.append(
            f"The error is more than {rule.error_to_equate:.0%} of the standard deviation."
            " To raise it: Test more learners."
        )
    return why + _invariant(seen, rule)


def _to_calibrate(seen: Evidence, rule: Thresholds) -> list[str]:
    why = []
    if seen.judged:
        why.append(
            "One side is judgment. To raise it: Moderate, and link a test beside it for what needs more."
        )
    if not seen.construct:
        why.append(
            "The tools do not mean to measure the same."
            " To raise it: Link tools of one construct, or compare groups only."
        )
    one, two = seen.reliability
    if seen.correlation is None:
        if not seen.specification:
            why.append(
                "No learners took both tools, so whether they measure the same is not shown."
                " To raise it: Have some hundreds of learners take both."
            )
    elif one is not None and two is not None:
        true = seen.correlation / np.sqrt(one * two)
        if true < rule.same_construct:
            why.append(
                f"The scores correlate by {true:.2f} once unreliability is taken out; {rule.same_construct:.2f} "
                "shows one construct. To raise it: Use tools closer in content."
            )
    elif reduction(seen.correlation) < rule.uncertainty_less:
        why.append(
            f"One score lessens the uncertainty about the other by {reduction(seen.correlation):.0%}, not by half."
            " To raise it: Use tools closer in content, or longer ones."
        )
    return why + _invariant(seen, rule)


def _to_project(seen: Evidence, rule: Thresholds) -> list[str]:
    if seen.correlation is None:
        return [
            "No learners took both tools, so one cannot be predicted from the other."
            " To raise it: Have some hundreds of learners take both."
        ]
    if seen.correlation < rule.predicts:
        return [
            f"The scores correlate by {seen.correlation:.2f}; below {rule.predicts:.2f} one says little of the other."
            " To raise it: Use tools closer in content."
        ]
    return []


def _to_moderate(seen: Evidence) -> list[str]:
    if seen.judged and not seen.moderated:
        return [
            "Judgments were not moderated across schools, so schools' judgments need not mean the same."
            " To raise it: Have schools judge the same work apart, and record how far they agree."
        ]
    if not seen.construct:
        return [
            "The tools do not mean to measure the same, and no learners took both."
            " To raise it: Link tools of one construct."
        ]
    return []


def _invariant(seen: Evidence, rule: Thresholds) -> list[str]:
    if seen.apart is None:
        return [
            "Whether the link is the same for all groups has not been looked at."
            " To raise it: Link each priority group apart and compare."
        ]
    if seen.apart > rule.score_apart:
        return [
            f"Groups' links differ by {seen.apart:.2g} points, more than {rule.score_apart:g}."
            " To raise it: Link those groups apart, or leave out the questions that treat them differently."
        ]
    return []


def _sensible(seen: Evidence) -> None:
    for name, value in (("correlation", seen.correlation), *(("reliability", r) for r in seen.reliability)):
        if value is not None and not -1 <= value <= 1:
            raise MethodFault(f"A {name} of {value:g} cannot be. Give one between 0 and 1, or leave it out.")
    if any(r is not None and r <= 0 for r in seen.reliability):
        raise MethodFault("A reliability of 0 or less says the scores are noise. Give it, or leave it out.")
    if not seen.spread > 0:
        raise MethodFault("The scale's standard deviation is not above 0. Give that of learners' scores.")
