"""The whole of a rehearsal, in the order in which one thing rests on another."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kahui.analytics import tables as analytics
from kahui.definition.model import Definition
from kahui.site.rehearsal import ability, directory, schema, truth
from kahui.site.rehearsal.challenges import Authors
from kahui.site.rehearsal.chance import stream
from kahui.site.rehearsal.counted import Counted
from kahui.site.rehearsal.judgements import judges
from kahui.site.rehearsal.manifest import write_manifest
from kahui.site.rehearsal.networks import Networks, networks
from kahui.site.rehearsal.part import Counts, Plan, make
from kahui.site.rehearsal.posts import posts, steps, weeks
from kahui.site.rehearsal.practice import Effect, effects, gains, seen
from kahui.site.rehearsal.rates import RATES, Rates
from kahui.site.rehearsal.register import register
from kahui.site.rehearsal.rolls import rolls
from kahui.site.rehearsal.sizes import Size
from kahui.site.rehearsal.surveys import ITEMS, surveys
from kahui.site.rehearsal.tools import used
from kahui.site.rehearsal.write import write

Progress = Callable[[str], None]

LAST_YEAR = 2019
"""The last school year of every rehearsal; the register goes back ten years from it, or as far as the readings do."""
REGISTER_YEARS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: how large, how long, and by which seed."""

    size: Size
    years: int
    seed: int

    @property
    def of_readings(self) -> range:
        """The school years of readings."""
        return range(LAST_YEAR + 1 - self.years, LAST_YEAR + 1)

    @property
    def of_register(self) -> range:
        """The years of the register."""
        return range(LAST_YEAR + 1 - max(self.years, REGISTER_YEARS), LAST_YEAR + 1)


def rehearse(
    folder: Path,
    asked: Asked,
    definition: Definition,
    *,
    processes: int = 1,
    progress: Progress = lambda _: None,
    rates: Rates = RATES,
) -> dict[str, Any]:
    """Write the nation into an empty folder, the truth beside it, and give back its manifest.

    Equal bytes for an equal size, years, seed and programme, whatever `processes` is.
    """
    size, seed = asked.size, asked.seed
    there = register(size, asked.of_register, seed, rates)
    formed = networks(size, there, seed, rates)
    planted = effects(formed, seed, rates)
    plan = Plan(
        folder,
        seed,
        asked.of_readings,
        size.learners,
        there,
        used(there, asked.of_readings, seed, rates),
        ability.of_schools(there.schools.count, stream(seed, "school effects"), rates),
        gains(there, formed, planted, asked.of_readings),
        judges(there.schools.count, seed, rates),
        rates,
    )
    progress(
        f"{there.schools.count:,} schools, {len(there.services.names):,} services, {len(formed.each)} networks"
    )
    counted = Counted(_parts(plan, processes, progress), there.schools.count, plan.years)
    _write_facts(plan, formed, counted, definition)
    _write_networks(plan, formed, planted, counted, definition)
    for table, columns in truth.tables(plan, counted, planted):
        write(folder / "truth", table, columns)
    write(folder, schema.CUT, truth.published_cuts(plan.years, rates))
    return write_manifest(folder, size.name, asked.years, seed, definition)


def _parts(plan: Plan, processes: int, progress: Progress) -> list[Counts]:
    """Every part's counts, in order, whoever makes them."""
    numbers = range(plan.register.parts)
    found = []
    if processes == 1 or len(numbers) == 1:
        made = map(partial(make, plan), numbers)
        for number, counts in enumerate(made, 1):
            found.append(counts)
            progress(f"  part {number} of {len(numbers)}")
        return found
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for number, counts in enumerate(pool.map(partial(make, plan), numbers), 1):
            found.append(counts)
            progress(f"  part {number} of {len(numbers)}")
    return found


def _write_facts(plan: Plan, formed: Networks, counted: Counted, definition: Definition) -> None:
    rows = directory.facts(plan.register, formed, list(rolls(plan.register, counted, plan.seed)), definition)
    for table in analytics.TABLES:
        if table.name in rows:
            write(plan.folder, table, truth.columns(table, rows[table.name]))


def _write_networks(
    plan: Plan, formed: Networks, planted: list[Effect], counted: Counted, definition: Definition
) -> None:
    folder, seed, rates = plan.folder, plan.seed, plan.rates

    def put(table: analytics.Table, rows: list[dict[str, Any]], where: Path = folder) -> None:
        write(where, table, truth.columns(table, rows))

    held = list(posts(formed, counted.rolls(), definition, plan.years, seed, rates))
    put(schema.POST, held)
    put(analytics.POST_EVENT, list(steps(held)))
    put(analytics.RELEASE, list(weeks(held, plan.years)))
    put(schema.PRACTICE, list(seen(formed, planted, plan.years, seed)))
    written = Authors(formed, planted, counted, plan.used, seed, rates).write()
    put(schema.CHALLENGE, written.challenges)
    put(analytics.TARGET, written.targets)
    put(schema.PROMISE, written.promises)
    put(schema.TRUE_TARGET, written.truths, folder / "truth")
    asked = surveys(formed, seed, rates)
    put(schema.ASKED, asked.asked)
    put(schema.ANSWER, asked.answers)
    put(schema.ITEM, [{"item": code, "words": words} for code, words in ITEMS.items()])
    put(schema.TRUE_VIEW, asked.views, folder / "truth")
