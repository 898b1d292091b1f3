"""`kahui measure protect`: masks what a table must not show, and what would give it away."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.disclosure.complementary import Protected, protect
from kahui.analytics.disclosure.exact import fewest
from kahui.analytics.disclosure.primary import BELOW_FLOOR, DEDUCIBLE, REASONS, SHOWN, Floors, primary
from kahui.analytics.disclosure.releases import Release, protect_after
from kahui.analytics.disclosure.table import check_adds_up
from kahui.site.commands.measure.files import Refused, said, write
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.programmed import ON, PROGRAMME, agreed, asked
from kahui.site.commands.measure.safety import masked_chart
from kahui.site.commands.measure.structured import read_structure, read_table

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FLOORS = Floors()
"""What is asked where no programme asks otherwise."""


@click.command(epilog="Example: kahui measure protect counts.csv --structure sums.json -o safe.csv --floor 5")
@click.argument("table", type=FILE)
@click.option("--structure", required=True, type=FILE, help="JSON: which codes are part of which.")
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--floor", type=click.IntRange(1), help=f"Fewest learners shown.  [default: {FLOORS.learners}]")
@PROGRAMME
@ON
@click.option(
    "--width",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="At least this far apart lie the least and the greatest count a masked cell can have.",
)
@click.option(
    "--earlier",
    type=(FILE, FILE, FILE),
    multiple=True,
    metavar="COUNTS PUBLISHED STRUCTURE",
    help="An earlier release: its counts, what was published of them by this command, its structure. Repeatable.",
)
@click.option("--exact", is_flag=True, help="The fewest cells that will do, proved; for small tables.")
@click.option(
    "--picture",
    type=click.Path(path_type=Path),
    help="Also draw how many counts are shown, and why others are not, as SVG.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    table: Path,
    structure: Path,
    out: str,
    floor: int | None,
    programme: Path | None,
    on: str | None,
    width: int,
    earlier: tuple[tuple[Path, Path, Path], ...],
    exact: bool,
    picture: Path | None,
    quiet: bool,
) -> None:
    """Mask small counts of TABLE, and the fewest others that would give them away.

    In: a column for each dimension of the structure, and `count`; margins are rows like others. Out: the
    dimensions, `published` (blank where masked), `mask` (none, primary, secondary) and `reason`. Columns that
    could give counts away, the true counts first of all, are not carried over. Before it is written the result is
    attacked with everything it shows; it is written only when the attack fails.

    --programme takes both floors from a programme's disclosure.toml, that of learners and that of learners at or
    above. A --floor that is not the programme's is refused.
    """
    floors = _floors(floor, programme, on)
    tabled = read_table(table, read_structure(structure), {"count": "count"})
    counts = tabled.read.columns["count"]
    check_adds_up(tabled.table, counts)
    reasons = primary(tabled.table, counts, floors)
    if earlier and exact:
        raise click.UsageError(
            "The fewest cells are proved for one table alone: leave out --exact or --earlier."
        )
    if earlier:
        releases = [_release(*files) for files in earlier]
        done = protect_after(releases, tabled.table, counts, reasons, width=width)
    else:
        done = (fewest if exact else protect)(tabled.table, counts, reasons, width=width)
    write(out, tabled.dimensions() | _shown(counts, done))
    if picture:
        put(picture, masked_chart(done, width))
    if not quiet:
        click.echo(_loss(done), err=True)


def _floors(floor: int | None, programme: Path | None, on: str | None) -> Floors:
    rules = asked(programme, on)
    learners = agreed("--floor", floor, rules.floor if rules else None, FLOORS.learners, of=programme, on=on)
    return Floors(learners, rules.at_or_above_floor if rules else FLOORS.at_or_above)


def _release(counts: Path, published: Path, structure: Path) -> Release:
    """An earlier release; masked for being small wherever its `mask` says primary."""
    sums = read_structure(structure)
    tabled = read_table(counts, sums, {"count": "count"})
    shown = read_table(published, sums, {"mask": "text"})
    if not np.array_equal(tabled.table.codes, shown.table.codes):
        raise Refused(f"{published.name} does not have the rows of {counts.name} in the same order.")
    kinds = {"none": SHOWN, "primary": BELOW_FLOOR, "secondary": DEDUCIBLE}
    mask = shown.read.columns["mask"]
    shown.read.refuse(~np.isin(mask, list(kinds)), "mask", "is none of none, primary, secondary.")
    reasons = np.array([kinds[word] for word in mask], np.int8)
    return Release(tabled.table, tabled.read.columns["count"], reasons)


def _shown(counts: np.ndarray, done: Protected) -> dict[str, np.ndarray]:
    masked = done.reasons != SHOWN
    kinds = np.array(["none", "primary", "secondary"], dtype=object)
    return {
        "published": np.ma.masked_array(counts, masked),
        "mask": kinds[np.where(done.reasons == DEDUCIBLE, 2, masked.astype(int))],
        "reason": np.array(REASONS, dtype=object)[done.reasons],
    }


def _loss(done: Protected) -> str:
    primaries = int(((done.reasons != SHOWN) & (done.reasons != DEDUCIBLE)).sum())
    return (
        f"{primaries:,} of {done.reasons.size:,} counts are too small to show; {done.secondary:,} more are masked "
        f"for their sake, which count {done.learners:,}. Attacked with all that is shown: none can be worked out "
        f"({done.audit.programs:,} linear programs)."
    )
