"""Random small worlds: every measure agrees with its slow second implementation, in every scope and figure.

The dates come from six days around month ends, so that boundaries collide; facts are dated within bounds, corrected
later, and told of networks whose decisions repeat, return, end and overlap.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import characteristics as slow_characteristics
from reference import momentum as slow_momentum
from reference import posts as slow_posts
from reference.histories import known
from reference.uptake import Reference
from worlds import ENGLISH_TRUST, KAHUI_AKO, World

from kahui.analytics.asat import bound
from kahui.analytics.chronicle import Chronicle, ChronicleFault
from kahui.analytics.measures.characteristics import differences
from kahui.analytics.measures.waits import still_waiting
from kahui.definition.gates import Decision, stage
from kahui.definition.model import Definition
from kahui.definition.time import AsAt

DAYS = [dt.date(2020, 1, 30) + dt.timedelta(n) for n in (0, 1, 2, 29, 30, 31)]
MOMENTS = [dt.datetime(2021, 1, n, tzinfo=dt.UTC) for n in (1, 2, 3, 4)]
BEGINS = dt.date(2019, 12, 15)


@dataclass(frozen=True)
class Words:
    """What a world of one programme is made of: columns that count and columns that do not."""

    definition: Definition
    types: tuple[str, ...]
    authorities: tuple[str, ...]
    regions: tuple[str, ...]


PROGRAMMES = (
    Words(KAHUI_AKO, ("Full Primary", "Teen Parent Unit"), ("State", "Private"), ("Auckland", "Waikato")),
    Words(
        ENGLISH_TRUST, ("Primary", "Pupil referral unit"), ("Academy", "Other"), ("North West", "South West")
    ),
)


@st.composite
def windows(draw: Any, most: int, *, overlap: bool) -> list[tuple[dt.date, dt.date]]:
    """Bounds in order, each a day or several; unless they may overlap, each is wholly after the one before."""
    found, place = [], 0
    for _ in range(draw(st.sampled_from([n for n in (1, 2, 2, 3, 4, 5) if n <= most]))):
        if place > len(DAYS) - 1:
            break
        first = draw(st.integers(place, min(place + 1, len(DAYS) - 1)))
        last = draw(st.integers(first, min(first + 2, len(DAYS) - 1)))
        found.append((DAYS[first], DAYS[last]))
        place = first if overlap else last + 1
    return found


@st.composite
def told(draw: Any, words: Words) -> dict[str, Any]:
    """What a directory says of a school."""
    return {
        "type": draw(st.sampled_from((words.types[0], *words.types))),
        "authority": draw(st.sampled_from((words.authorities[0],) * 3 + words.authorities)),
        "region": draw(st.sampled_from(words.regions)),
        "decile": draw(st.sampled_from((None, 1, 2))),
        "is_open": draw(st.sampled_from((True, True, True, True, False))),
    }


def _live(draw: Any, made: Chronicle, words: Words, number: int, kind: str) -> None:
    """A provider opens, is told otherwise, closes."""
    said = draw(told(words)) if kind == "school" else {"region": draw(st.sampled_from(words.regions))}
    bounds = draw(windows(3, overlap=False))
    made.opens(number, *bounds[0], kind=kind, **said)
    for place, window in enumerate(bounds[1:]):
        if place == len(bounds) - 2 and draw(st.booleans()):
            made.closes(number, *window, kind=kind)
        else:
            changed = draw(told(words)) if kind == "school" else {"region": words.regions[0]}
            made.becomes(number, *window, kind=kind, **changed)


def _belong(draw: Any, made: Chronicle, networks: list[int], number: int, kind: str) -> None:
    """A provider joins, moves, leaves, rejoins; leaving and joining elsewhere may overlap without a hand-over."""
    inside = False
    for window in draw(windows(4, overlap=False)):
        network = draw(st.sampled_from(networks))
        if not inside:
            made.joins(number, network, *window, kind=kind)
            inside = True
            continue
        there = made.held("membership", provider=made.provider(number, kind))[-1]
        others = [n for n in networks if made.network(n) != there["network"]]
        way = draw(st.sampled_from(("moves", "leaves", "drifts")))
        if way == "moves" and others:
            made.moves(number, draw(st.sampled_from(others)), *window, kind=kind)
        else:
            made.leaves(number, *window, kind=kind)
            inside = False
            if way == "drifts" and others:
                made.joins(number, others[0], window[0], DAYS[min(DAYS.index(window[1]) + 1, 5)], kind=kind)
                break


def _decide(draw: Any, made: Chronicle, network: int) -> None:
    gates = [g for g in made.definition.gates if g.counts_as]
    for window in draw(windows(5, overlap=True)):
        gate = draw(st.sampled_from((gates[0], *gates)))
        good = next(o for o in gate.outcomes if o.effect == "stands")
        outcome = draw(st.sampled_from((good, good, *gate.outcomes)))
        made.decides(network, gate.code, outcome.word, *window)


def _correct(draw: Any, made: Chronicle) -> None:
    """Some facts turn out otherwise: they never were, or happened on other days."""
    for _ in range(draw(st.integers(0, 3))):
        made.known_from(draw(st.sampled_from([m for m in MOMENTS[1:] if m >= made.moment] or [made.moment])))
        held = [f for f in made.facts if f.known_to is None and f.table in ("membership", "decision", "roll")]
        if not held:
            return
        fact = draw(st.sampled_from(held))
        first = draw(st.integers(0, 4))
        if fact.table == "membership" and draw(st.booleans()):
            if fact["ends"] is None or DAYS[first] < fact["ends"]:
                made.correct(fact, starts=DAYS[first], starts_by=DAYS[first])
        elif fact.table == "decision" and draw(st.booleans()):
            made.correct(fact, on=DAYS[first], on_by=DAYS[first + 1])
        else:
            made.withdraw(fact)


@st.composite
def worlds(draw: Any) -> World:
    """A world of up to four schools, a service and two networks, under either programme."""
    words = draw(st.sampled_from(PROGRAMMES))
    world = World(words.definition)
    made = world.chronicle
    made.known_from(MOMENTS[0])
    for kind in ("school", "service"):
        made.photographed(DAYS[0], kind)
    networks = [7, 8][: draw(st.integers(1, 2))]
    for network in networks:
        made.network(network)
        _decide(draw, made, network)
    providers = [("school", n) for n in range(1, draw(st.integers(1, 4)) + 1)]
    providers += [("service", n) for n in range(1, draw(st.integers(0, 1)) + 1)]
    for kind, number in providers:
        _live(draw, made, words, number, kind)
        if draw(st.integers(0, 3)):
            _belong(draw, made, networks, number, kind)
        if kind == "school":
            for _ in range(draw(st.integers(0, 2))):
                groups = {"maori": draw(st.sampled_from((None, 0, 10)))}
                total = draw(st.sampled_from((0, 10, 999, 1000, 1999, 2000)))
                made.counts(number, draw(st.sampled_from(DAYS)), total, **groups)
    _correct(draw, made)
    _fill(draw, made, networks)
    return world


STEPS = ("advertised", "applied", "appointed", "started", "ended")
FILLINGS = (STEPS[:1], STEPS[:2], STEPS[:3], STEPS[:4], STEPS[2:4], STEPS, (*STEPS[:2], "withdrawn"))
"""How far a filling can come; one is told of only from the appointment on."""


def _fill(draw: Any, made: Chronicle, networks: list[int]) -> None:
    """Posts on their way, in any order of steps; a notice now and then; a week's release."""
    posts = [post.code for post in made.definition.posts]
    schools = [number for kind, number in made.providers if kind == "school"]
    for opening in range(draw(st.integers(0, 3)) if posts else 0):
        network, post = draw(st.sampled_from(networks)), draw(st.sampled_from(posts))
        far = draw(st.sampled_from(FILLINGS))
        for what, day in zip(far, sorted(draw(st.sampled_from(DAYS)) for _ in far), strict=True):
            at = None if what in ("advertised", "applied") else draw(st.sampled_from(schools))
            made.fills(opening, network, post, what, day, at)
        if draw(st.booleans()):
            made.releases(
                opening, network, post, 10.0, draw(st.sampled_from((0.0, 7.5))), draw(st.sampled_from(DAYS))
            )
    for post in posts:
        if draw(st.integers(0, 4)) == 0:
            school = draw(st.sampled_from([None, *schools]))
            made.notices(
                draw(st.sampled_from(networks)),
                post,
                draw(st.integers(0, 9)),
                draw(st.sampled_from(DAYS)),
                school,
            )


as_ats = st.builds(AsAt, st.sampled_from([*DAYS, dt.date(2019, 12, 31)]), st.sampled_from(MOMENTS))
EXAMPLES = int(os.environ.get("KAHUI_EXAMPLES", "25"))


def triple(row: dict[str, Any], name: str) -> tuple[Any, Any, Any]:
    return row[name], row[f"{name}_sure"], row[f"{name}_may"]


def agrees_uptake_is_as_counted_school_by_school(world: World, at: AsAt) -> None:
    slow = Reference(world.chronicle, at.on, at.known)
    fast = {row["scope"]: row for row in world.rows("uptake", at)}
    nothing: dict[str, int] = {}
    for scope in sorted(slow.scopes() | fast.keys()):
        row = fast.get(scope, nothing)
        for what in ("eligible", "member", "endorsed"):
            heads, learners = slow.count("school", what, scope)
            expected = {f"schools_{what}": heads, f"learners_{what}": learners}
            found = {name: triple(row, name) if row else (0, 0, 0) for name in expected}
            assert (scope, found) == (scope, expected)
        for what, name in (("open", "services_open"), ("member", "services_member")):
            expected_services = slow.count("service", what, scope)[0]
            assert (scope, name, triple(row, name) if row else (0, 0, 0)) == (scope, name, expected_services)


def agrees_sizes_and_bands_are_as_counted_network_by_network(world: World, at: AsAt) -> None:
    slow = Reference(world.chronicle, at.on, at.known)
    fast = {row["number"]: row for row in world.rows("sizes", at)}
    sizes = []
    for key, number in slow.networks.items():
        size = slow.size(key)
        sizes.append(size)
        if number not in fast:
            assert not size["approved"][2]
            assert size["schools"] == size["services"] == (0, 0, 0)
            continue
        row = fast[number]
        names = ("approved", "endorsed", "schools", "learners", "services")
        assert {n: triple(row, n) for n in names} == {n: size[n] for n in names}
        assert row["region"] == size["region"]
    figures = world.figures(at)
    for thing, bands in (
        ("schools", slow.programme.school_bands),
        ("learners", slow.programme.learner_bands),
    ):
        for band in bands:
            found = figures[f"networks.{thing}.{band.code}"]
            assert (band.code, found.value, found.low, found.high) == (
                band.code,
                *slow.band(sizes, thing, band),
            )


def agrees_a_networks_own_figures_count_only_while_it_is_approved(world: World, at: AsAt) -> None:
    slow = Reference(world.chronicle, at.on, at.known)
    for key, number in slow.networks.items():
        size = slow.size(key)
        figures = world.figures(at, f"network:{number}")
        for code, thing in (
            ("schools.member", "schools"),
            ("learners.member", "learners"),
            ("services.member", "services"),
        ):
            if code in figures and figures[code].note is None:
                expected = tuple(
                    n if stood else 0 for n, stood in zip(size[thing], size["approved"], strict=True)
                )
                found = figures[code]
                assert (code, found.value, found.low, found.high) == (code, *expected)


def agrees_momentum_is_as_counted_day_by_day(world: World, at: AsAt) -> None:
    fast = world.rows("momentum", at, begins=BEGINS)
    assert fast == slow_momentum.momentum(world.chronicle, BEGINS, at.on, at.known)


def agrees_posts_are_as_counted_opening_by_opening(world: World, at: AsAt) -> None:
    slow = slow_posts.posts(world.chronicle, at.on, at.known)
    fast = {(r["number"], r["post"]): r for r in world.rows("posts", at)}
    assert {k: {name: fast[k][name] for name in told} for k, told in slow.items()} == slow
    assert fast.keys() == slow.keys()


def agrees_what_is_possible_is_as_earned_by_every_eligible_school(world: World, at: AsAt) -> None:
    found = {r["post"]: r["everywhere"] for r in world.rows("possible", at)}
    assert found == slow_posts.everywhere(world.chronicle, at.on, at.known)


def agrees_stages_are_as_counted_gate_by_gate(world: World, at: AsAt) -> None:
    fast = world.rows("stages", at)
    assert {(r["number"], r["gate"]): (r["days"], r["waiting"]) for r in fast} == slow_posts.stages(
        world.chronicle, at.on, at.known
    )


def agrees_waits_lie_within_their_bounds_in_every_history(world: World, at: AsAt) -> None:
    slow = slow_momentum.waits(world.chronicle, at.on, at.known)
    fast = world.rows("waits", at)
    month = 30.4375
    assert {r["number"]: (round(r["months"] * month), r["waiting"]) for r in fast} == {
        number: ways[0] for number, ways in slow.items()
    }
    for row in fast:
        ways = [days for days, _ in slow[row["number"]]]
        least, most = round(row["months_least"] * month), round(row["months_most"] * month)
        assert least <= min(ways)
        assert max(ways) <= most
    steps = [(s.months, s.at_risk, s.endorsed, pytest.approx(s.waiting)) for s in still_waiting(fast)]
    assert slow_momentum.still_waiting([(r["months"], r["waiting"]) for r in fast]) == steps


def agrees_characteristics_are_as_listed_school_by_school(world: World, at: AsAt) -> None:
    slow = slow_characteristics.characteristics(Reference(world.chronicle, at.on, at.known))
    fast = {(d.characteristic, d.level): d for d in differences(world.rows("characteristics", at))}
    assert fast.keys() == slow.keys()
    for key, (members, others) in slow.items():
        d = fast[key]
        expected = slow_characteristics.difference(key[0], members, others)
        found = (d.members, d.others, d.difference, d.low, d.high)
        assert (key, d.members_n, d.others_n) == (key, len(members), len(others))
        assert [x is None for x in found] == [x is None for x in expected]
        assert [x for x in found if x is not None] == pytest.approx([x for x in expected if x is not None])


def agrees_standing_is_the_same_fold_in_tables_and_in_the_definition(world: World, at: AsAt) -> None:
    text = (
        "select network.number, standing.* "
        "from standing($on, $known) as standing join network using (network)"
    )
    fast = {r["number"]: r for r in world.engine.ask(text, bound(at))}
    for number, key in world.chronicle.networks.items():
        facts = [f for f in known(world.chronicle.facts, "decision", at.known) if f["network"] == key]
        facts.sort(key=lambda f: (f["on"], f["on_by"], f["effect"] != "ends"))
        told = [Decision(f["gate"], f["decision"], f["on"], f["on_by"]) for f in facts]
        for sense, least in (("value", 2), ("certain", 3), ("possible", 1)):
            folded = stage(told, world.definition, at.on, sense)  # type: ignore[arg-type]
            for standing in ("approved", "endorsed"):
                gate = world.definition.standing(standing)  # type: ignore[arg-type]
                assert gate is not None
                found = number in fast and fast[number][standing] >= least
                assert (number, standing, sense, found) == (number, standing, sense, folded.stands(gate.code))


def agrees_members_over_time_are_as_counted_on_each_day(world: World, at: AsAt) -> None:
    for key, number in {k: n for n, k in world.chronicle.networks.items()}.items():
        expected = []
        for day in quarter_ends(BEGINS, at.on):
            schools = Reference(world.chronicle, day, at.known).size(key)["schools"]
            expected.append((day, schools))
        rows = world.rows("membership_over_time", at, network=number, begins=BEGINS)
        assert (number, [(r["day"], triple(r, "schools")) for r in rows]) == (number, expected)


def quarter_ends(begins: dt.date, on: dt.date) -> list[dt.date]:
    """The last day of each quarter from that of `begins` to that of `on`, none after `on`."""
    ends = [
        min(dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1), on)
        for year in range(begins.year, on.year + 1)
        for month in (3, 6, 9, 12)
        if (year, month) >= (begins.year, begins.month) and (year, month - 2) <= (on.year, on.month)
    ]
    return sorted(set(ends))


def agrees_the_sky_shows_each_open_school_once_with_its_network(world: World, at: AsAt) -> None:
    slow = Reference(world.chronicle, at.on, at.known)
    stars = {row["number"]: row for row in world.rows("sky", at)}
    expected = {
        number: provider
        for provider, (kind, number) in slow.numbers.items()
        if kind == "school" and slow.open(slow.lives.get(provider, [()])[0], "nation")
    }
    assert stars.keys() == expected.keys()
    for number, provider in expected.items():
        inside = {
            slow.networks[p.fact["network"]] for p in slow.belongings.get(provider, [()])[0] if p.on(at.on)
        }
        assert (number, stars[number]["network"] in (inside or {None})) == (number, True)
        assert stars[number]["eligible"] == slow.eligible(slow.lives[provider][0], "nation")


CHECKS = [check for name, check in list(globals().items()) if name.startswith("agrees_")]


@settings(max_examples=EXAMPLES)
@given(worlds(), st.lists(as_ats, min_size=2, max_size=2, unique=True))
def test_every_measure_agrees_with_its_second_telling(world: World, ats: list[AsAt]) -> None:
    for at in ats:
        for check in CHECKS:
            check(world, at)


def test_the_worlds_are_not_dull() -> None:
    """The generator makes what it is for: bounds that matter, members, endorsements, corrections."""
    seen: set[str] = set()

    @settings(max_examples=500)
    @given(worlds(), as_ats)
    def look(world: World, at: AsAt) -> None:
        slow = Reference(world.chronicle, at.on, at.known)
        counts = {
            what: slow.count("school", what, "nation")[0] for what in ("eligible", "member", "endorsed")
        }
        seen.update(what for what, (value, _, _) in counts.items() if value)
        seen.update(f"surely {what}" for what, (_, sure, _) in counts.items() if sure)
        seen.update(f"unsure {what}" for what, (value, sure, _) in counts.items() if sure < value)
        seen.update(f"possible {what}" for what, (value, _, may) in counts.items() if value < may)
        if slow.count("service", "member", "nation")[0][0]:
            seen.add("service")
        for told in slow_posts.posts(world.chronicle, at.on, at.known).values():
            seen.update(what for what in ("held", "advertised", "ended", "open", "hours_taken") if told[what])
        if any(f.known_to for f in world.chronicle.facts):
            seen.add("corrected")

    look()
    ways = ("", "surely ", "unsure ", "possible ")
    expected = {f"{way}{part}" for part in ("eligible", "member", "endorsed") for way in ways}
    assert seen == expected | {"service", "corrected", "held", "advertised", "ended", "open", "hours_taken"}


def test_a_history_that_cannot_be_is_refused_in_words() -> None:
    made = Chronicle(KAHUI_AKO)
    made.opens(1, DAYS[0])
    with pytest.raises(
        ChronicleFault, match=r"^School 1 is not a member of any network: write first that it began\.$"
    ):
        made.leaves(1, DAYS[1])
