"""`kahui measure round`: rounds small counts away, so that sums still add up."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from kahui.analytics.disclosure.rounding import Manner, rounded
from kahui.analytics.disclosure.table import check_adds_up
from kahui.site.commands.measure.files import said, write
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.programmed import ON, PROGRAMME, agreed, asked
from kahui.site.commands.measure.safety import rounded_chart
from kahui.site.commands.measure.structured import read_structure, read_table

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
BASE = 3
"""What is asked where no programme asks otherwise."""


@click.command(
    "round", epilog="Example: kahui measure round counts.csv --structure sums.json -o rounded.csv --base 3"
)
@click.argument("table", type=FILE)
@click.option("--structure", required=True, type=FILE, help="JSON: which codes are part of which.")
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--base", type=click.IntRange(2), help=f"No count stays below it.  [default: {BASE}]")
@PROGRAMME
@ON
@click.option(
    "--manner",
    type=click.Choice(["controlled", "keyed", "random"]),
    default="controlled",
    show_default=True,
    help="controlled: margins nearest to the true ones. keyed: a cell alike in every table. random: every cell "
    "to a multiple of the base, sums need not hold.",
)
@click.option("--key", default="", help="Keep it secret: who has it can redo the rounding.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Also draw how far counts were moved, as SVG."
)
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    table: Path,
    structure: Path,
    out: str,
    base: int | None,
    programme: Path | None,
    on: str | None,
    manner: str,
    key: str,
    picture: Path | None,
    quiet: bool,
) -> None:
    """Round the small counts of TABLE to 0 or the base, and add the margins up anew.

    In: a column for each dimension of the structure, and `count`; margins are rows like others. Out: the
    dimensions and `published`, in which nothing lies between 0 and the base. --programme takes the base from a
    programme's disclosure.toml; a --base that is not the programme's is refused.
    """
    rules = asked(programme, on)
    least = agreed("--base", base, rules.rounding_base if rules else None, BASE, of=programme, on=on)
    tabled = read_table(table, read_structure(structure), {"count": "count"})
    counts = tabled.read.columns["count"]
    check_adds_up(tabled.table, counts)
    done = rounded(tabled.table, counts, base=least, manner=cast(Manner, manner), key=key)
    write(out, tabled.dimensions() | {"published": done.counts})
    far = f"by {done.on_average:.2f} on average and {done.furthest:,} at most"
    which = "counts" if manner == "random" else "margins"
    if picture:
        put(picture, rounded_chart(counts, done.counts, f"{which.capitalize()} are moved {far}"))
    if not quiet:
        changed = int((done.counts != counts).sum())
        click.echo(
            f"{changed:,} of {counts.size:,} counts differ from the true ones; {which} {far}.", err=True
        )
