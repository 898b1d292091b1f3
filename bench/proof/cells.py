"""Counts of learners protected and then attacked: what is lost, and what an attacker still works out."""

from __future__ import annotations

import numpy as np

from kahui.analytics.disclosure.audit import audit, published_bounds
from kahui.analytics.disclosure.complementary import protect
from kahui.analytics.disclosure.primary import DEDUCIBLE, SHOWN, Floors, primary
from kahui.analytics.disclosure.structure import structure_from
from kahui.analytics.disclosure.table import Table, check_adds_up, table_of
from proof.links import Studies
from proof.nation import Columns
from proof.said import Figures, Section, figure, percent

TOPIC = "reading"
GROUPS = ("maori", "pacific", "additional_needs", "low_socio_economic", "boys")
OUTCOMES = ("all", "at or above", "below")

COUNTS = """
with seen as (
    select 'school ' || school as school, coalesce('network ' || m.network, 'no network') as network, r.*
    from reading as r left join membership as m on m.provider = r.school and m.known_to is null
        and m.starts <= make_date(r.year, 12, 31) and (m.ends is null or m.ends > make_date(r.year, 12, 31))
    where r.year = $year and r.topic = $topic and r.at_or_above is not null),
grouped as (
    select *, unnest(list_filter(['all', case when maori then 'maori' end, case when pacific then 'pacific' end,
        case when additional_needs then 'additional_needs' end,
        case when low_socio_economic then 'low_socio_economic' end, case when boys then 'boys' end],
        lambda g: g is not null)) as whom from seen),
told as (
    select coalesce(school, network, 'nation') as place, any_value(network) as network,
        grouping(school, network) as depth, whom, count(*) as n, count(*) filter (at_or_above) as k
    from grouped group by grouping sets ((school, network, whom), (network, whom), (whom)))
select place, network, depth, whom, unnest(['all', 'at or above', 'below']) as outcome, unnest([n, k, n - k]) as n
from told order by depth, place, whom, outcome
"""


def figures(proofs: list[Studies]) -> Figures:
    """One topic of one year, nation × network × school × group × at or above: masked, lost, and attacked."""
    nation = proofs[0].nation
    rows = nation.ask(COUNTS, year=nation.years[-1], topic=TOPIC)
    table, counts = _table(rows)
    check_adds_up(table, counts)
    reasons = primary(table, counts, Floors())
    done = protect(table, counts, reasons)
    masked = done.reasons != SHOWN
    published = np.where(masked, np.nan, counts.astype(float))
    alone = audit(table, *published_bounds(np.where(reasons != SHOWN, np.nan, counts.astype(float))))
    after = audit(table, *published_bounds(published))
    width = after.greatest - after.least
    finite = width[np.isfinite(width)]
    return {
        "counts": int(table.cells),
        "schools": len({p for p, d in zip(rows["place"], rows["depth"], strict=True) if d == 0}),
        "too small": int((done.reasons[masked] != DEDUCIBLE).sum()),
        "for their sake": done.secondary,
        "share masked": figure(masked.mean()),
        "learners masked": figure(counts[masked].sum() / counts.sum()),
        "recovered": len(after.narrow(1)),
        "recovered if only the small were masked": len(alone.narrow(1)),
        "narrowest": figure(width.min(), 0) if np.isfinite(width.min()) else None,
        "middle": figure(np.median(finite), 0),
        "outside": int(((counts[after.cells] < after.least) | (counts[after.cells] > after.greatest)).sum()),
        "by place": _by_place(rows, masked),
    }


def _by_place(rows: Columns, masked: np.ndarray) -> Figures:
    names = {0: "schools", 2: "networks", 3: "the nation"}
    depth = rows["depth"].astype(int)
    return {
        name: {"counts": int((depth == d).sum()), "masked": int(masked[depth == d].sum())}
        for d, name in names.items()
    }


def _table(rows: Columns) -> tuple[Table, np.ndarray]:
    """The table with its margins; groups overlap, so each is only known to be part of all."""
    place: dict[str, str | None] = {"nation": None}
    for name, network, depth in zip(rows["place"], rows["network"], rows["depth"], strict=True):
        place[str(name)] = {0: str(network), 2: "nation"}.get(int(depth))
    structure = structure_from(
        {
            "dimensions": [
                {"name": "place", "parent_of": place},
                {"name": "group", "parent_of": dict.fromkeys(("all", *GROUPS))},
                {"name": "outcome", "parent_of": {OUTCOMES[0]: None, OUTCOMES[1]: "all", OUTCOMES[2]: "all"}},
            ],
            "relations": [
                {"dimension": "group", "terms": {group: 1, "all": -1}, "sense": "<="} for group in GROUPS
            ],
            "outcome": {
                "dimension": "outcome",
                "whole": "all",
                "at_or_above": "at or above",
                "below": "below",
            },
        }
    )
    columns = [[str(v) for v in rows[name]] for name in ("place", "whom", "outcome")]
    return table_of(structure, columns), rows["n"].astype(np.int64)


def told(found: Figures) -> Section:
    """The section of the report."""
    recovered = found["recovered"]
    return Section(
        "Masked counts attacked",
        (
            f"{found['counts']:,} counts of one topic and year: nation, networks, {found['schools']} "
            f"schools, priority groups, and at or above. {found['too small']:,} are too small to show, and "
            f"{found['for their sake']:,} more are masked for their sake: {percent(found['share masked'])} "
            f"of counts, which hold {percent(found['learners masked'])} of what is counted.",
            "An attacker who knows every sum works out none of the masked counts."
            if recovered == 0
            else f"**Poor:** an attacker who knows every sum works out {recovered:,} masked counts. Publish nothing.",
            f"Had only the small ones been masked, {found['recovered if only the small were masked']:,} "
            "could have been worked out. The narrowest interval left to the attacker holds "
            f"{found['narrowest'] + 1:.0f} whole numbers, the middle one {found['middle'] + 1:.0f}.",
            "Every true count lies within what the attacker infers: the attack is sound."
            if found["outside"] == 0
            else f"**Poor:** {found['outside']} true counts lie outside what the attacker infers: the attack is wrong.",
            "The attacker here has this table alone. Who knows some learners, or an earlier table, knows more.",
        ),
        (
            (
                "What is masked",
                ("Counts of", "Counts", "Masked", "Share"),
                tuple(
                    (name, f"{f['counts']:,}", f"{f['masked']:,}", percent(f["masked"] / f["counts"]))
                    for name, f in found["by place"].items()
                ),
            ),
        ),
    )
