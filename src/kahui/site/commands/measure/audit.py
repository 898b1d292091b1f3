"""`kahui measure audit`: attacks a published table with everything it shows."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.disclosure.audit import Audit, audit, published_bounds
from kahui.analytics.disclosure.table import Table
from kahui.site.commands.measure.files import Refused, said, write
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.safety import attacked_chart
from kahui.site.commands.measure.structured import Tabled, read_structure, read_table

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(epilog="Example: kahui measure audit safe.csv --structure sums.json -o bounds.csv")
@click.argument("table", type=FILE)
@click.option("--structure", required=True, type=FILE, help="JSON: which codes are part of which.")
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option(
    "--width",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Masked cells whose least and greatest are closer than this are too narrow.",
)
@click.option(
    "--rounded",
    type=click.IntRange(1),
    default=1,
    help="Published counts were rounded to this base, and are known only so well.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Also draw what each masked count can be, as SVG."
)
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    table: Path, structure: Path, out: str, width: int, rounded: int, picture: Path | None, quiet: bool
) -> None:
    """Attack TABLE: the least and the greatest each masked count can be, for all that is published.

    In: a column for each dimension of the structure, and `published` (or else `count`), blank where masked.
    Out: a row per masked cell with its dimensions, `least` and `greatest`; `inf` where nothing bounds it. Exit
    1 when any is known exactly, or more narrowly than asked.
    """
    tabled = read_table(
        table, read_structure(structure), {"published": "number?", "count": "number?"}, optional=True
    )
    published = _published(table, tabled)
    lower, upper = published_bounds(published, rounded)
    found = audit(tabled.table, lower, upper, width=width)
    masked = np.isnan(published[found.cells])
    cells = found.cells[masked]
    bounds = {"least": found.least[masked], "greatest": found.greatest[masked]}
    write(out, {name: column[cells] for name, column in tabled.dimensions().items()} | bounds)
    if picture:
        put(picture, attacked_chart(tabled.table, found, masked))
    _verdict(tabled.table, found, masked, width)
    if not quiet:
        click.echo(
            f"{cells.size:,} masked counts attacked with {found.programs:,} linear programs: none is known "
            f"more narrowly than within {width}.",
            err=True,
        )


def _published(path: Path, tabled: Tabled) -> np.ndarray:
    columns = tabled.read.columns
    name = "published" if "published" in columns else "count"
    if name not in columns:
        raise Refused(f"{path.name} has no column “published”. Give it the counts, blank where masked.")
    tabled.read.refuse(columns[name] < 0, name, "is below nought. Write a count, 0 or more.")
    published: np.ndarray = columns[name]
    return published


def _verdict(table: Table, found: Audit, masked: np.ndarray, width: int) -> None:
    narrow = [int(i) for i in found.narrow(width) if masked[i]]
    if not narrow:
        return
    exact = sum(found.least[i] == found.greatest[i] for i in narrow)
    first = narrow[0]
    raise Refused(
        f"{exact:,} of {masked.sum():,} masked counts can be worked out exactly and {len(narrow) - exact:,} more "
        f"narrowly than within {width}. The first: {table.name(int(found.cells[first]))} lies from "
        f"{found.least[first]:.0f} to {found.greatest[first]:.0f}. Mask more, with `kahui measure protect`."
    )
