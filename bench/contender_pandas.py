"""A straightforward pandas script on the same tables, held in memory: values for the nation, no bounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contender_kahui import Figures
from tally import tallied

DATES = ("starts", "ends", "on", "known_from", "known_to")


def opened(home: Path) -> Callable[[dt.date, dt.datetime], Figures]:
    import pandas as pd

    from kahui.definition import load
    from kahui.site.home import programme as folder

    programme = load(folder())
    snapshots = home / "snapshots"
    current = snapshots / (snapshots / "current").read_text().strip()
    table: dict[str, Any] = {}
    for name in ("provider", "detail", "roll", "membership", "decision"):
        frame = pd.read_parquet(current / f"{name}.parquet")
        for column in frame.columns.intersection(DATES):
            frame[column] = frame[column].astype("datetime64[us]")
        table[name] = frame
    table["detail"] = table["detail"].merge(table["provider"], on="provider")

    def ask(on: dt.date, known: dt.datetime) -> Figures:
        day, moment = pd.Timestamp(on), pd.Timestamp(known).tz_localize(None)

        def known_then(name: str) -> Any:
            rows = table[name]
            return rows[(rows.known_from <= moment) & (rows.known_to.isna() | (rows.known_to > moment))]

        def on_the_day(name: str) -> Any:
            rows = known_then(name)
            return rows[(rows.starts <= day) & (rows.ends.isna() | (rows.ends > day))]

        decisions = known_then("decision")
        decisions = decisions[(decisions.on <= day) & (decisions.effect != "none")].sort_values(
            "on", kind="stable"
        )
        last = decisions.groupby(["standing", "network"]).effect.last()
        standing = last[last == "stands"].reset_index()
        approved = set(standing[standing.standing == "approved"].network)
        endorsed = set(standing[standing.standing == "endorsed"].network)

        there = on_the_day("detail")
        there = there[there.is_open]
        rule = programme.at(on).eligibility
        schools = there[there.kind == "school"]
        schools = schools[
            schools.authority.str.startswith(rule.authority_begins) & ~schools.type.isin(rule.types_excluded)
        ]
        rolls = known_then("roll")
        rolls = rolls[rolls.on <= day].sort_values("on", kind="stable").groupby("provider").total.last()
        learners = schools.provider.map(rolls).fillna(0).astype(int)

        members = on_the_day("membership")
        members = members[members.network.isin(approved)]
        services = there[there.kind == "service"].provider
        return tallied(
            {network: network in endorsed for network in approved},
            dict(zip(schools.provider, learners, strict=True)),
            dict(zip(services, services.isin(members.provider), strict=True)),
            zip(members.provider, members.network, strict=True),
            programme.at(on),
        )

    return ask
