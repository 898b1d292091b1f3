"""The tests of time can fail: each off-by-one fault put into either telling of as-at is caught.

The text of a module or of the macros is changed, run under another name, and must then differ from what is right.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from reference.uptake import Reference
from tiny_pool import (
    as_it_is,
    engine_of_the_pool,
    in_the_database,
    over_tables,
    put_the_pool_in_the_database,
)
from worlds import World, as_at

from kahui.analytics import asat
from kahui.analytics.engine import Engine
from kahui.definition.time import AsAt
from kahui.records import dated

DAYS = (
    "2016-01-01",
    "2016-01-02",
    "2016-01-03",
    "2016-01-04",
    "2016-01-05",
    "2016-01-06",
    "2016-01-07",
    "2016-01-08",
)


def changed(text: str, old: str, new: str, nth: int = 0) -> str:
    """The text with the `nth` occurrence of `old` made `new`; it must be there, or the fault is no fault."""
    parts = text.split(old)
    assert len(parts) > nth + 1, f"“{old}” is no longer there {nth + 1} times: put the fault where it is now"
    return old.join(parts[: nth + 1]) + new + old.join(parts[nth + 1 :])


def module_with(original: ModuleType, old: str, new: str, nth: int = 0) -> ModuleType:
    text = Path(original.__file__ or "").read_text(encoding="utf-8")
    made = ModuleType(f"{original.__name__}_at_fault")
    exec(compile(changed(text, old, new, nth), made.__name__, "exec"), made.__dict__)
    return made


right = functools.lru_cache(maxsize=1)(lambda: list(as_it_is()))


def differs(found: Iterable[object]) -> bool:
    """Whether any answer is not the right one; stops at the first."""
    return any(a != b for a, b in itertools.zip_longest(found, right()))


IN_THE_DATABASE = [
    ("known_to__gt=at", "known_to__gte=at", 0),
    ("known_from__lte=at", "known_from__lt=at", 0),
    ("Q(known_to__isnull=True) | ", "", 0),
    ('"ends_by" if sense == "possible"', '"ends" if sense == "possible"', 0),
    ('"starts_by" if sense == "certain"', '"starts" if sense == "certain"', 0),
    ('if sense == "certain" else "starts"', 'if sense == "possible" else "starts"', 0),
    ("{ended_from}__gt", "{ended_from}__gte", 0),
    ("{begun_by}__lte", "{begun_by}__lt", 0),
    ('Q(**{f"{ended_from}__isnull": True}) | ', "", 0),
    ('"on_by" if sense == "certain" else "on"', '"on"', 0),
    ("{happened}__lte", "{happened}__lt", 0),
]

OVER_TABLES = [
    ('"certain": "starts_by"', '"certain": "starts"', 0),
    ('"possible": "starts"', '"possible": "starts_by"', 0),
    ('"possible": "ends_by"', '"possible": "ends"', 0),
    ('"certain": "ends"', '"certain": "ends_by"', 0),
    ('"certain": "on_by"', '"certain": \'"on"\'', 0),
    ("} <= $on", "} < $on", 0),
    ("holds(known_from, known_to, $known)", "holds(known_from, null, $known)", 0),
    ("holds(known_from, known_to, $known)", "known_from <= $known", 1),
    ("dt.UTC).replace", "dt.timezone(dt.timedelta(microseconds=1))).replace", 0),
]

IN_THE_MACROS = [
    ("when ends <= day then 1", "when ends < day then 1", 0),
    ("when day < starts_by then 2", "when day <= starts_by then 2", 0),
    ("when day < starts_by then 2", "", 0),
    ("when a < b then a when b <= a then b", "when a < b then b when b <= a then a", 0),
    # what is listed, then who belonged
    ("and starts <= day and day < ends_by;", "and starts < day and day < ends_by;", 0),
    ("and starts <= day and day < ends_by;", "and starts < day and day < ends_by;", 1),
    ("and starts <= day and day < ends_by;", "and starts <= day and day < ends;", 0),
    ("and starts <= day and day < ends_by;", "and starts <= day and day < ends;", 1),
    ("and starts <= day and day < ends_by;", "and starts <= day and day <= ends_by;", 0),
    ("and starts <= day and day < ends_by;", "and starts <= day and day <= ends_by;", 1),
    ("and starts <= day and day < ends_by;", "and starts_by <= day and day < ends_by;", 0),
    ("and starts <= day and day < ends_by;", "and starts_by <= day and day < ends_by;", 1),
    ("where known_from <= moment and moment < known_to and starts", "where starts", 0),
    ("where known_from <= moment and moment < known_to and starts", "where starts", 1),
    # between two that hand over
    ("from handing_over('listing');", "from handing_over('listing') where false;", 0),
    ("from handing_over('stay');", "from handing_over('stay') where false;", 0),
    ("earlier.ends_by = later.starts_by", "true", 0),
    ("least(later.starts_by, later.ends) as ends", "later.ends_by as ends", 0),
    ("earlier.is_open and later.is_open as is_open", "true as is_open", 0),
    ("of_both(earlier.region, later.region)", "earlier.region", 0),
    ("earlier.was, later.becomes,", "earlier.was, earlier.was as becomes,", 0),
    ("earlier.network, later.becomes,", "earlier.network, earlier.network as becomes,", 0),
    # decisions
    ("and effect <> 'none'", "", 0),
    ("arg_max(effect, place)", "arg_min(effect, place)", 0),
    ('where "on" <= day', 'where "on" < day', 0),
    ("when on_by <= day then", 'when "on" <= day then', 0),
    ("when on_by <= day then", "when on_by < day then", 0),
    ("not may_be_over and", "", 0),
    ("least(on_by, day)", '"on"', 0),
    ("least(on_by, day)", "on_by", 0),
    ("ends > surely_stands,", "ends < surely_stands,", 0),
    ("stands > surely_ends,", "stands < surely_ends,", 0),
    ("stands is not null)", "false)", 0),
    ('order by "on", on_by, effect', 'order by "on" desc, on_by, effect', 0),
    # rolls
    ('and "on" <= day;', 'and "on" < day;', 0),
    ("arg_max(total, place)", "arg_min(total, place)", 0),
    ('where known_from <= moment and moment < held_to and "on"', 'where "on"', 0),
]


@pytest.mark.django_db
def test_every_fault_in_the_database_is_caught() -> None:
    put_the_pool_in_the_database()
    assert not differs(in_the_database())
    missed = [fault for fault in IN_THE_DATABASE if not differs(in_the_database(module_with(dated, *fault)))]
    assert not missed, "not caught: " + "; ".join(f"{old} → {new}" for old, new, _ in missed)


def test_every_fault_over_tables_is_caught() -> None:
    engine = engine_of_the_pool()
    assert not differs(over_tables(engine))
    missed = [fault for fault in OVER_TABLES if not differs(over_tables(engine, module_with(asat, *fault)))]
    assert not missed, "not caught: " + "; ".join(f"{old} → {new}" for old, new, _ in missed)


def hard_world() -> World:
    """One world with every kind of boundary: bounds at each end, hand-overs, overlapping and repeated decisions."""
    d = DAYS
    world = (
        World()
        .school(1, opens=f"{d[0]} to {d[2]}", closes=f"{d[5]} to {d[7]}", roll=3)
        .school(2, region="Waikato")
        .becomes(2, f"{d[2]} to {d[4]}", region="Auckland")
        .school(3)
        .school(4)
        .school(5, opens=d[3])
        .school(6)
        .school(7)
        .school(8)
        .roll(3, d[1], 10)
        .roll(3, d[4], 20)
        .network(7, approved=d[0])
        .network(8, approved=f"{d[1]} to {d[3]}", endorsed=d[2])
        .network(9, approved=f"{d[0]} to {d[2]}")
        .network(10, approved=f"{d[2]} to {d[5]}")
        .network(11, approved=d[1])
        .decides(9, "approval", "returned", d[3])
        .decides(9, "approval", "withdrawn", f"{d[4]} to {d[6]}")
        .decides(10, "approval", "withdrawn", f"{d[1]} to {d[3]}")
        .decides(11, "approval", "withdrawn", d[3])
        .decides(11, "approval", "approved", f"{d[5]} to {d[6]}")
        .network(12, approved=f"{d[0]} to {d[3]}")
        .network(13, approved=d[0])
        .decides(13, "approval", "withdrawn", d[3])
        .decides(13, "approval", "approved", d[3])
        .joins(7, 12, d[0])
        .joins(8, 13, d[0])
        .joins(1, 7, d[0])
        .joins(2, 7, f"{d[0]} to {d[1]}")
        .moves(2, 11, f"{d[2]} to {d[3]}")
        .joins(3, 9, f"{d[1]} to {d[2]}")
        .leaves(3, f"{d[5]} to {d[6]}")
        .joins(4, 7, d[1])
        .moves(4, 8, f"{d[4]} to {d[6]}")
        .leaves(4, f"{d[7]} to 2016-01-09")
        .joins(5, 10, d[3])
        .joins(6, 7, f"{d[1]} to {d[2]}")
        .leaves(6, f"{d[4]} to {d[6]}")
        # what only one of two periods says does not hold between them
        .school(9, is_open=False)
        .becomes(9, f"{d[2]} to {d[4]}", is_open=True)
        .school(10)
        .becomes(10, f"{d[2]} to {d[4]}", type="Teen Parent Unit")
        .school(11)
        .joins(11, 7, d[0])
        .moves(11, 11, f"{d[3]} to {d[5]}")
        # a return within the bounds of an approval, a withdrawal within those of another
        .network(14, approved=f"{d[0]} to {d[6]}")
        .decides(14, "approval", "returned", d[1])
        .network(15, approved=f"{d[1]} to {d[5]}")
        .decides(15, "approval", "withdrawn", d[3])
        .school(12)
        .joins(12, 14, d[0])
        .school(13)
        .joins(13, 15, d[0])
        .school(14)
        .joins(14, 7, d[0])
        .leaves(14, f"{d[4]} to {d[6]}")
        .as_known("2017-04-10")
        .roll(3, d[4], 15)
        .school(15)
    )
    world.joins(14, 7, f"{d[4]} to {d[5]}")
    # A drift: it may have left for another network on any day since, so not without a gap.
    world.joins(6, 7, f"{d[3]} to {d[6]}")
    return world


def test_every_fault_in_the_macros_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    world = hard_world()
    asked = [*(as_at(day, "2017-04-10T00:00:00") for day in DAYS), as_at(DAYS[4], "2017-04-09")]
    expected = {at: _slow(world, at) for at in asked}
    tables = world.chronicle.tables()

    def first_fault(text: str) -> AsAt | None:
        monkeypatch.setattr(asat, "SQL", text)
        engine = Engine(tables)
        return next((at for at in asked if _fast(engine, at) != expected[at]), None)

    right_text = asat.SQL
    assert first_fault(right_text) is None
    missed = [fault for fault in IN_THE_MACROS if first_fault(changed(right_text, *fault)) is None]
    assert not missed, "not caught: " + "; ".join(f"{old} → {new}" for old, new, _ in missed)


SCOPES = ("nation", "region:Auckland", "region:Waikato")
COUNTED = ("eligible", "member", "endorsed")


def _slow(world: World, at: AsAt) -> dict[str, object]:
    slow = Reference(world.chronicle, at.on, at.known)
    return {f"{scope} {w}": slow.count("school", w, scope) for scope in SCOPES for w in COUNTED}


def _fast(engine: Engine, at: AsAt) -> dict[str, object]:
    rows = {r["scope"]: r for r in engine.measure("uptake", at)}

    def counted(scope: str, name: str) -> tuple[object, ...]:
        return tuple(rows[scope][f"{name}{way}"] if scope in rows else 0 for way in ("", "_sure", "_may"))

    return {
        f"{scope} {w}": (counted(scope, f"schools_{w}"), counted(scope, f"learners_{w}"))
        for scope in SCOPES
        for w in COUNTED
    }
