"""Posts and stages, network by network and step by step, by the earliest dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kahui.definition.gates import spine
from kahui.definition.provision import earned
from reference.histories import known
from reference.uptake import Reference

YEAR = dt.timedelta(days=365)


def posts(chronicle: Any, on: dt.date, moment: dt.datetime) -> dict[tuple[int, str], dict[str, Any]]:
    """By network's number and post: what is provided, and how far its fillings have come."""
    slow = Reference(chronicle, on, moment)
    facts = {
        t: known(chronicle.facts, t, moment) for t in ("entitlement", "post_event", "release", "decision")
    }
    found = {}
    for key, number in slow.networks.items():
        if not (slow.states[key] and slow.states[key][0][0]):
            continue
        schools = {
            p: slow.learners(p) for p, (kind, _) in slow.numbers.items() if _counts(slow, p, kind, key)
        }
        if not schools:
            continue
        for line in earned(slow.programme, schools):
            post = next(p for p in slow.programme.posts if p.code == line.post)
            found[number, line.post] = {
                "possible": _possible(facts["entitlement"], key, line, on),
                "open": _stands(facts["decision"], key, post.opened_by, on),
                **_fillings(facts["post_event"], key, line.post, set(schools), on),
                **_hours(facts["release"], key, line.post, on),
            }
    return found


def _counts(slow: Reference, provider: int, kind: str, network: int) -> bool:
    lives, stays = slow.lives.get(provider, [()])[0], slow.belongings.get(provider, [()])[0]
    inside = any(p.fact["network"] == network and p.on(slow.on) for p in stays)
    return kind == "school" and inside and slow.eligible(lives, "nation")


def _holds(fact: Any, on: dt.date) -> bool:
    return bool(fact["starts"] <= on and (fact["ends"] is None or on < fact["ends"]))


def _possible(notices: list[Any], network: int, line: Any, on: dt.date) -> int:
    here = [n for n in notices if n["network"] == network and n["post"] == line.post and _holds(n, on)]
    whole = [n["count"] for n in here if n["provider"] is None]
    if whole:
        return max(whole)
    by_school: dict[int, int] = {}
    for notice in here:
        by_school[notice["provider"]] = max(notice["count"], by_school.get(notice["provider"], 0))
    if line.by_school:
        return sum(by_school.get(school, n) for school, n in line.by_school)
    return int(line.count)


def _stands(decisions: list[Any], network: int, gate: str, on: dt.date) -> bool:
    own = [
        d
        for d in decisions
        if d["network"] == network and d["gate"] == gate and d["effect"] != "none" and d["on"] <= on
    ]
    last = max(own, key=lambda d: (d["on"], d["on_by"], d["effect"]), default=None)
    return last is not None and last["effect"] == "stands"


def _fillings(events: list[Any], network: int, post: str, members: set[int], on: dt.date) -> dict[str, Any]:
    by_opening: dict[int, list[Any]] = {}
    for event in events:
        if event["on"] <= on and (event["network"], event["post"]) == (network, post):
            by_opening.setdefault(event["opening"], []).append(event)
    told: dict[str, Any] = dict.fromkeys(
        ("advertised", "appointed", "held", "started", "ended", "applied"), 0
    )
    waits = []
    for steps in by_opening.values():
        days = {what: min(s["on"] for s in steps if s["what"] == what) for what in {s["what"] for s in steps}}
        over = "ended" in days or "withdrawn" in days
        employer = max((s["provider"] for s in steps if s["provider"] is not None), default=None)
        told["started"] += "started" in days
        told["held"] += "started" in days and not over and employer in members
        told["ended"] += "started" in days and (over or employer not in members)
        told["appointed"] += "appointed" in days and "started" not in days and not over
        if "appointed" not in days and not over:
            told["applied"] += sum(s["what"] == "applied" for s in steps)
            if "advertised" in days:
                told["advertised"] += 1
                waits.append((on - days["advertised"]).days)
    return told | {"oldest_vacancy": max(waits, default=None)}


def _hours(releases: list[Any], network: int, post: str, on: dt.date) -> dict[str, float]:
    year = [
        r for r in releases if r["network"] == network and r["post"] == post and on - YEAR < r["on"] <= on
    ]
    return {
        "hours_entitled": sum(r["entitled"] for r in year),
        "hours_taken": sum(r["taken"] for r in year),
    }


def stages(chronicle: Any, on: dt.date, moment: dt.datetime) -> dict[tuple[int, str], tuple[int, bool]]:
    """By network's number and gate: days from the nearest gate before it that stood, and whether it still waits."""
    order = [g.code for g in spine(chronicle.definition.at(on))]
    decisions = known(chronicle.facts, "decision", moment)
    found = {}
    for number, key in chronicle.networks.items():
        own = [d for d in decisions if d["network"] == key and d["effect"] == "stands" and d["on"] <= on]
        first: dict[str, dt.date] = {}
        for decision in sorted(own, key=lambda d: d["on"]):
            first.setdefault(decision["gate"], decision["on"])
        passed = [code for code in order if code in first]
        if not passed:
            continue
        furthest = order.index(passed[-1])
        for place, code in enumerate(order[: furthest + 2]):
            before = [c for c in order[:place] if c in first]
            if before:
                until = first.get(code, on)
                found[number, code] = (max((until - first[before[-1]]).days, 0), code not in first)
    return found


def everywhere(chronicle: Any, on: dt.date, moment: dt.datetime) -> dict[str, int | None]:
    """By post: what one network of every eligible school would earn; nothing where it is one for each network."""
    slow = Reference(chronicle, on, moment)
    schools = {
        p: slow.learners(p)
        for p, (kind, _) in slow.numbers.items()
        if kind == "school" and slow.eligible(slow.lives.get(p, [()])[0], "nation")
    }
    single = {p.code for p in slow.programme.posts for line in p.provisions if line.rounding == "one"}
    if not schools:
        return {}
    return {e.post: None if e.post in single else e.count for e in earned(slow.programme, schools)}
