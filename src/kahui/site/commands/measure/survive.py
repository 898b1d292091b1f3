"""`kahui measure survive`: the share not yet ended by each time, or ended in each way, or within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.survival.bounded import bounded
from kahui.analytics.methods.survival.curve import curve
from kahui.analytics.methods.survival.ends import Error, ends
from kahui.analytics.methods.survival.ranks import log_rank
from kahui.analytics.methods.survival.spells import Spells, spells
from kahui.site.commands.measure.files import Read, Refused, read, said, write
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.share import FILE, LEVEL
from kahui.site.commands.measure.waiting import waiting_chart

_OPTIONAL: dict[str, Any] = {
    "time": "number",
    "entry": "number?",
    "group": "text",
    "time_low": "number",
    "time_high": "number?",
}


@click.command(epilog="Example: kahui measure survive waits.csv -o waiting.csv")
@click.argument("times", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--level", type=LEVEL, default=0.95, show_default=True, help="How sure the limits are to be.")
@click.option(
    "--error",
    type=click.Choice(["greenwood", "jackknife"]),
    default="greenwood",
    show_default=True,
    help="How the error of an incidence is found, when ends compete.",
)
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw the curves, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(times: Path, out: str, level: float, error: Error, picture: Path | None, quiet: bool) -> None:
    """The share that has not ended by each time, counting who still waits as waiting.

    In: `time` and `status` (1 ended, 0 not yet, 2 and up other ways to end); where wanted `entry` (watched only
    from then on) and `group`. Out: `group`, `time`, `at_risk`, `events`, `survival`, `se`, `low`, `high`; with
    other ways to end a row for each `status` too, `incidence` beside `survival`, and the error of the incidence.
    With groups also OUT.groups.csv: ends observed and expected of each, and the log-rank test.

    When dates are only bounded: `time_low` and `time_high` in place of `time`. Out: `group`, `time_low`,
    `time_high`, `ended` (the share that ended between) and `survival` after it.
    """
    told = read(times, {"status": "count"}, _OPTIONAL)
    names, code = np.unique(
        told.columns.get("group", np.full(told.rows, "")).astype(str), return_inverse=True
    )
    between = "time_low" in told.columns or "time_high" in told.columns
    if between:
        made = _bounded(told, code, len(names))
    else:
        watched = _watched(told)
        kinds = int(watched.status.max())
        parts = (watched.of(code == g) for g in range(len(names)))
        made = _ends(parts, level, error, kinds) if kinds > 1 else _curves(parts, names, level, quiet)
    stacked = _stacked(names, made)
    write(out, stacked)
    if len(names) > 1 and not between:
        _compare(watched, names, code, out, quiet)
    if picture:
        put(picture, waiting_chart(stacked, times, level))


def _watched(told: Read) -> Spells:
    if "time" not in told.columns:
        raise Refused(f"{told.path.name} has no column “time”. Give it, or `time_low` and `time_high`.")
    time, entry = told.columns["time"], told.columns.get("entry")
    if entry is not None:
        why = "is not before its time: who was watched for no time cannot count. Leave the row out, or correct it."
        told.refuse(entry >= time, "entry", why)
    return spells(time, told.columns["status"], entry)


def _curves(
    parts: Iterator[Spells], names: np.ndarray, level: float, quiet: bool
) -> Iterator[dict[str, Any]]:
    for name, watched in zip(names, parts, strict=True):
        found = curve(watched, level)
        if found.emptied is not None and not quiet:
            whose = f" of group “{name}”" if name else ""
            click.echo(
                f"At {found.emptied:g} all{whose} who were watched by then had ended, and others entered later: "
                "the curve is 0 from there on and says nothing of them.",
                err=True,
            )
        columns = ("time", "at_risk", "events", "survival", "se", "low", "high")
        yield {column: getattr(found, column) for column in columns}


def _ends(parts: Iterator[Spells], level: float, error: Error, kinds: int) -> Iterator[dict[str, Any]]:
    for watched in parts:
        found = ends(watched, level, error, kinds)
        for kind in range(kinds):
            yield {
                "status": np.full(len(found.time), kind + 1),
                "time": found.time,
                "at_risk": found.at_risk,
                "events": found.events[:, kind],
                "survival": found.survival,
                "incidence": found.incidence[:, kind],
                "se": found.se[:, kind],
                "low": found.low[:, kind],
                "high": found.high[:, kind],
            }


def _bounded(told: Read, code: np.ndarray, groups: int) -> Iterator[dict[str, Any]]:
    columns = told.columns
    for name in ("time_low", "time_high"):
        if name not in columns:
            raise Refused(f"{told.path.name} has no column “{name}”. Bounds need both.")
    if "entry" in columns and not np.isnan(columns["entry"]).all():
        raise MethodFault(
            "Bounded times are worked out for who was watched from the start only. Leave `entry` out."
        )
    told.refuse(columns["status"] > 1, "status", "is another way to end; bounded times know only 0 and 1.")
    ended, low, high = columns["status"] == 1, columns["time_low"], columns["time_high"]
    told.refuse(
        ended & np.isnan(high), "time_high", "is blank, though it has ended. Write the latest it can be."
    )
    told.refuse(
        ended & (high < low), "time_high", "is below time_low. The latest cannot come before the earliest."
    )
    for g in range(groups):
        here = code == g
        found = bounded(low[here], high[here], ended[here])
        latest = np.where(np.isinf(found.high), np.nan, found.high)
        yield {"time_low": found.low, "time_high": latest, "ended": found.ended, "survival": found.survival}


def _stacked(names: np.ndarray, made: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The groups' columns one below the other, each with its group's name in front."""
    parts = list(made)
    each = len(parts) // len(names)
    groups = [np.full(len(part["survival"]), names[i // each], dtype=object) for i, part in enumerate(parts)]
    return {"group": np.concatenate(groups)} | {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }


def _compare(watched: Spells, names: np.ndarray, code: np.ndarray, out: str, quiet: bool) -> None:
    try:
        found = log_rank(watched, code)
    except MethodFault as fault:  # the curves stand all the same
        click.echo(str(fault), err=True)
        return
    if not quiet:
        click.echo(
            f"Log-rank over {len(names)} groups: chi-squared {found.statistic:.4g} on {found.freedom}, "
            f"p = {found.p:.3g}.",
            err=True,
        )
    if out != "-":
        same = {"statistic": found.statistic, "freedom": found.freedom, "p": found.p}
        write(
            f"{out}.groups.csv",
            {
                "group": names,
                "rows": np.bincount(code),
                "observed": found.observed,
                "expected": found.expected,
            }
            | {name: np.full(len(names), value) for name, value in same.items()},
        )
