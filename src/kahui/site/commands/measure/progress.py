"""`kahui measure progress`: shares at or above by network, school, year, topic, band and group, in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kahui.analytics.engine import Engine
from kahui.analytics.measures.progress import BANDS, GROUPS, BandFault, bands, last_day, progress
from kahui.analytics.tables import MEMBERSHIP, READING, TARGET
from kahui.definition.time import BEGINNING, AsAt, TimeFault
from kahui.site.commands.measure.files import Read, Refused, read, said, write
from kahui.site.commands.measure.kinds import Kind
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.promised import promised_chart, wanted

PATH = click.Path(path_type=Path, exists=True)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEEDED = ("school", "year", "year_level", "topic", "at_or_above", *(g.replace("-", "_") for g in GROUPS[1:]))
FOR_EVER = 9999

T = TypeVar("T")


@click.command(
    epilog="Example: kahui measure progress reading/ --members members.csv --targets targets.csv -o cells.parquet"
)
@click.argument("results", nargs=-1, required=True, type=PATH)
@click.option(
    "--members", required=True, type=FILE, help="Who belonged to which network, from when until when."
)
@click.option("--targets", required=True, type=FILE, help="What networks promised.")
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option(
    "--on", help="Networks and promises as on this day. The end of the last year there is when not said."
)
@click.option("--known", help="As known at this day (its end) or moment. Now when not said.")
@click.option(
    "--level", default=0.95, show_default=True, type=click.FloatRange(0.5, 0.999), help="Of the interval."
)
@click.option(
    "--bands", "named", default=",".join(BANDS), show_default=True, help="Year levels counted together."
)
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--picture",
    type=click.Path(path_type=Path),
    help="Also draw the last year's shares of all learners, as SVG.",
)
@click.option(
    "--draw",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Draw cells with this only, such as network=9, topic=reading, year=2016 or group=maori. Repeatable.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    results: tuple[Path, ...],
    members: Path,
    targets: Path,
    out: str,
    on: str | None,
    known: str | None,
    level: float,
    named: str,
    threads: int,
    picture: Path | None,
    draw: tuple[str, ...],
    quiet: bool,
) -> None:
    """Count RESULTS by network, school, year, topic, band and group.

    RESULTS are Parquet files, or folders of them, with `school,year,year_level,topic,at_or_above` and a flag for
    each group: `maori,pacific,additional_needs,low_socio_economic,boys`. Members: `school,network,starts` and, where
    it is over, `ends`. Targets: `network,topic,share`, and where it is narrower `school,band,group`, where it is
    dated `by_year,starts,ends`.

    Out: a row for each that has a learner: `network,school,year,topic,band,group,n,at_or_above,share,low,high,gap,
    target,more`. `gap` is the target less the share; `more` how many learners it would have taken.
    """
    try:
        banded = bands(tuple(word.strip() for word in named.split(",")))
    except BandFault as fault:
        raise click.UsageError(str(fault)) from None
    asked = wanted(draw)
    words = tuple(dict.fromkeys(banded["band"].to_pylist()))
    engine = Engine(
        {"membership": _members(members)},
        threads=threads,
        lake={"reading": _files(results), "target": _targets(targets, words), "band": banded},
    )
    cells = progress(engine, _as_at(engine, on, known), level=level)
    write(out, {name: cells[name].combine_chunks() for name in cells.column_names})
    if picture:
        put(picture, promised_chart(cells, asked, level))
    if not quiet:
        learners = engine.ask("select count(at_or_above) as n from reading")[0]["n"]
        click.echo(f"{learners:,} results in {cells.num_rows:,} cells.", err=True)


def _as_at(engine: Engine, on: str | None, known: str | None) -> AsAt:
    last = engine.ask("select max(year) as year from reading")[0]["year"]
    if last is None:
        raise Refused("The results have no rows. Give at least one.")
    try:
        asked = AsAt.read(on, known, now=dt.datetime.now(dt.UTC))
    except TimeFault as fault:
        raise click.UsageError(str(fault)) from None
    return asked if on else AsAt(last_day(last), asked.known)


# ---- results ----------------------------------------------------------------------------------------------------


def _files(results: tuple[Path, ...]) -> list[Path]:
    """Every Parquet file named or below a folder named, each looked at for the columns it has to have."""
    found = [f for path in results for f in (sorted(path.rglob("*.parquet")) if path.is_dir() else [path])]
    if not found:
        raise Refused(f"There is no .parquet file in {results[0]}.")
    for file in found:
        _look_at(file)
    return found


def _look_at(file: Path) -> None:
    try:
        schema = pq.read_schema(file)
    except (OSError, pa.ArrowInvalid):
        raise Refused(f"{file.name} is no Parquet file. Results are read from Parquet only.") from None
    wanted = {c.name: c.type for c in READING.columns if c.name in NEEDED}
    for name, type_ in wanted.items():
        if name not in schema.names:
            raise Refused(
                f"{file.name} has no column “{name}”. Its columns are: {', '.join(schema.names[:30])}."
            )
        there = schema.field(name).type
        if _kind(there) != _kind(type_):
            raise Refused(
                f"{file.name}, column {name}: holds {there}. It has to hold {_WORDS[_kind(type_)]}."
            )


_WORDS = {"flag": "true or false", "whole": "whole numbers", "text": "text", "other": "something else"}


def _kind(type_: pa.DataType) -> str:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_boolean(type_):
        return "flag"
    if pa.types.is_integer(type_):
        return "whole"
    return "text" if pa.types.is_string(type_) or pa.types.is_large_string(type_) else "other"


# ---- members and targets ----------------------------------------------------------------------------------------

_TIMES: dict[str, Kind] = dict.fromkeys(("starts", "ends", "known_from", "known_to"), "text")


def _members(file: Path) -> pa.Table:
    """The table `membership` of a file; a school is named by `school` or, as in our own tables, by `provider`."""
    found = read(file, {"network": "count"}, {"school": "count", "provider": "count", **_TIMES})
    school = found.columns.get("school", found.columns.get("provider"))
    if school is None:
        raise Refused(f"{file.name} has no column “school”. Say in it which school each row is of.")
    return _table(MEMBERSHIP, {"provider": school, "network": found.columns["network"], **_times(found)})


def _targets(file: Path, words: tuple[str, ...]) -> pa.Table:
    """The table `target` of a file. What is not said is meant widely: every school, band and day, all learners."""
    optional: dict[str, Kind] = {
        "target": "count", "school": "number?", "band": "text", "group": "text", "by_year": "count"
    }  # fmt: skip
    found = read(file, {"network": "count", "topic": "text", "share": "number?"}, optional | _TIMES)
    share, blank = found.columns["share"], np.full(found.rows, "", object)
    found.refuse(
        (share < 0) | (share > 1), "share", "is not between 0 and 1. Write 0.85 for 85 in a hundred."
    )
    for name, known in (("band", words), ("group", GROUPS)):
        if name in found.columns:
            wrong = ~np.isin(found.columns[name].astype(str), ["", *known])
            found.refuse(wrong, name, f"is none of {', '.join(known)}. Write one, or leave it blank.")
    band, group = found.columns.get("band", blank), found.columns.get("group", blank)
    school = found.columns.get("school", np.full(found.rows, np.nan))
    return _table(
        TARGET,
        {
            "target": found.columns.get("target", np.arange(1, found.rows + 1)),
            "network": found.columns["network"],
            "school": [None if np.isnan(s) else int(s) for s in school],
            "topic": found.columns["topic"],
            "band": [b or None for b in band],
            "group": [g or "all" for g in group],
            "share": [None if np.isnan(s) else float(s) for s in share],
            "by_year": found.columns.get("by_year", np.full(found.rows, FOR_EVER)),
            **_times(found),
        },
    )


def _times(found: Read) -> dict[str, list[Any]]:
    """The times of a period: exact, since the beginning and known always where nothing is said."""
    starts = _each(found, "starts", dt.date.fromisoformat, BEGINNING, day=True)
    ends = _each(found, "ends", dt.date.fromisoformat, None, day=True)
    always = dt.datetime.combine(BEGINNING, dt.time())
    known_from = _each(found, "known_from", dt.datetime.fromisoformat, always)
    known_to = _each(found, "known_to", dt.datetime.fromisoformat, None)
    return {"starts": starts, "starts_by": starts, "ends": ends, "ends_by": ends,
            "known_from": known_from, "known_to": known_to}  # fmt: skip


def _each(
    found: Read, name: str, as_time: Callable[[str], T], blank: T | None, *, day: bool = False
) -> list[T | None]:
    if name not in found.columns:
        return [blank] * found.rows
    values: list[T | None] = []
    wrong = np.zeros(found.rows, bool)
    for i, word in enumerate(found.columns[name]):
        try:
            values.append(as_time(word[:10] if day else word) if word else blank)
        except ValueError:
            wrong[i] = True
    found.refuse(wrong, name, "is not a date. Write year, month and day, such as 2017-01-31.")
    return values


def _table(table: Any, columns: dict[str, Any]) -> pa.Table:
    return pa.table([pa.array(columns[c.name], c.type) for c in table.columns], schema=table.schema)
