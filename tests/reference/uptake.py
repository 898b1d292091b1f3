"""Uptake and sizes, school by school and network by network, over every history."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from typing import Any

from reference import histories

Triple = tuple[float, float, float]
SCHOOL_COUNTS = ("eligible", "member", "endorsed")


class Reference:
    """One world, asked on one day as known at one moment."""

    def __init__(self, chronicle: Any, on: dt.date, known: dt.datetime) -> None:
        self.programme = chronicle.definition.at(on)
        self.definition = chronicle.definition
        self.on = on
        facts = chronicle.facts
        self.numbers = {key: (kind, number) for (kind, number), key in chronicle.providers.items()}
        self.networks = {key: number for number, key in chronicle.networks.items()}
        self.details = self._by(histories.known(facts, "detail", known), "provider")
        self.memberships = self._by(histories.known(facts, "membership", known), "provider")
        self.decisions = self._by(histories.known(facts, "decision", known), "network")
        self.rolls = self._by(histories.known(facts, "roll", known), "provider")
        self.lives = {p: list(histories.periods(f, [on])) for p, f in self.details.items()}
        self.belongings = {p: list(histories.periods(f, [on])) for p, f in self.memberships.items()}
        self.states = {n: self._states(n) for n in self.networks}

    @staticmethod
    def _by(facts: list[Any], key: str) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for fact in facts:
            found.setdefault(fact[key], []).append(fact)
        return found

    def _states(self, network: int) -> list[tuple[bool, bool]]:
        """(approved, endorsed) in every history; by value first. Endorsed counts only while approved."""
        found = []
        for history in histories.events(self.decisions.get(network, []), [self.on]):
            approved = histories.stands(history, "approved", self.on)
            found.append((approved, approved and histories.stands(history, "endorsed", self.on)))
        return list(dict.fromkeys(found))

    # ---- one provider -------------------------------------------------------------------------------------

    def learners(self, provider: int) -> int:
        found = [r for r in self.rolls.get(provider, []) if r["on"] <= self.on]
        found.sort(key=lambda r: (r["on"], r.known_from, r["total"]))
        return found[-1]["total"] if found else 0

    def eligible(self, history: Any, scope: str) -> bool:
        return any(self._eligible(p.fact) and self._in(p.fact, scope) and p.on(self.on) for p in history)

    def open(self, history: Any, scope: str) -> bool:
        return any(p.fact["is_open"] and self._in(p.fact, scope) and p.on(self.on) for p in history)

    def _eligible(self, fact: Any) -> bool:
        named = self.programme.eligible(authority=fact["authority"], type=fact["type"])
        return bool(fact["is_open"]) and named

    def _in(self, fact: Any, scope: str) -> bool:
        kind, _, name = scope.partition(":")
        return scope == "nation" or str(fact[kind]) == name

    def memberships_in(self, provider: int) -> list[tuple[bool, bool]]:
        """(in an approved network, in an endorsed network) in every history; by value first."""
        found = []
        own = sorted({f["network"] for f in self.memberships.get(provider, [])})
        for history in self.belongings.get(provider, [()]):
            inside = {p.fact["network"] for p in history if p.on(self.on)}
            for states in itertools.product(*(self.states[n] for n in own)):
                stood = dict(zip(own, states, strict=True))
                approved = any(stood[n][0] for n in inside)
                found.append((approved, any(stood[n][1] for n in inside)))
        return found

    def _answers(self, provider: int, what: str, scope: str) -> list[bool]:
        """Whether a provider counts, in every history; by value first."""
        kind, _ = self.numbers[provider]
        there = [
            self.eligible(h, scope) if kind == "school" else self.open(h, scope)
            for h in self.lives.get(provider, [()])
        ]
        if what in ("eligible", "open"):
            return there
        part = 1 if what == "endorsed" else 0
        belongs = [m[part] for m in self.memberships_in(provider)]
        both = [a and b for a, b in itertools.product(there, belongs)]
        return both

    # ---- figures ------------------------------------------------------------------------------------------

    def count(self, kind: str, what: str, scope: str) -> tuple[Triple, Triple]:
        """How many providers of a kind count, and their learners: by value, at least, at most."""
        heads, learners = [0, 0, 0], [0, 0, 0]
        for provider, (its_kind, _) in self.numbers.items():
            if its_kind != kind:
                continue
            answers = self._answers(provider, what, scope)
            for place, counts in enumerate((answers[0], all(answers), any(answers))):
                heads[place] += counts
                learners[place] += self.learners(provider) if counts else 0
        return tuple(heads), tuple(learners)  # type: ignore[return-value]

    def scopes(self) -> set[str]:
        found = {"nation"}
        for facts in self.details.values():
            for fact in facts:
                found |= {f"{k}:{fact[k]}" for k in ("region", "decile", "type") if fact[k] is not None}
        return found

    def size(self, network: int) -> dict[str, Any]:
        """A network's size in the terms of the measure, and every size it can have had."""
        made: dict[str, Any] = {}
        counts: dict[str, list[list[tuple[int, int]]]] = {"school": [], "service": []}
        homes: Counter[str] = Counter()
        learners_at: Counter[str] = Counter()
        for provider, (kind, _) in self.numbers.items():
            inside = [
                any(p.fact["network"] == network and p.on(self.on) for p in h)
                for h in self.belongings.get(provider, [()])
            ]
            there = self._answers(provider, "eligible" if kind == "school" else "open", "nation")
            ways = [a and b for a, b in itertools.product(inside, there)]
            roll = self.learners(provider)
            counts[kind].append([(int(way), roll if way else 0) for way in ways])
            lives = self.lives.get(provider, [()])
            now = [p for p in lives[0] if p.on(self.on) and p.fact["is_open"]]
            if kind == "school" and inside[0] and now:
                homes[now[0].fact["region"]] += 1
                learners_at[now[0].fact["region"]] += roll
        for name, kind, part in (
            ("schools", "school", 0),
            ("learners", "school", 1),
            ("services", "service", 0),
        ):
            each = [[way[part] for way in ways] for ways in counts[kind]]
            made[name] = (sum(w[0] for w in each), sum(map(min, each)), sum(map(max, each)))
            made[f"{name}_ways"] = {sum(ways) for ways in itertools.product(*(set(w) for w in each))}
        best = sorted(homes, key=lambda r: (-homes[r], -learners_at[r], r))
        made["region"] = best[0] if best else None
        states = self.states[network]
        for name, part in (("approved", 0), ("endorsed", 1)):
            ways = [s[part] for s in states]
            made[name] = (ways[0], all(ways), any(ways))
        return made

    def band(self, sizes: list[dict[str, Any]], thing: str, band: Any) -> Triple:
        """Approved networks whose size lies in a band: by value, at least, at most."""
        top = band.most if band.most is not None else float("inf")
        value = sure = may = 0
        for size in sizes:
            ways = size[f"{thing}_ways"]
            if thing == "learners":  # the measure knows the least and the greatest sum, not which lie between
                ways = {size[thing][1], size[thing][2]}
                may_be = size[thing][2] >= band.least and size[thing][1] <= top
            else:
                may_be = any(band.least <= way <= top for way in ways)
            value += size["approved"][0] and band.least <= size[thing][0] <= top
            sure += size["approved"][1] and all(band.least <= way <= top for way in ways)
            may += size["approved"][2] and may_be
        return value, sure, may
