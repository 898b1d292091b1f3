"""`kahui rehearse`: writes an invented nation with known truth, and the truth beside it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from kahui.definition import DefinitionFault, load
from kahui.site import home
from kahui.site.rehearsal.manifest import NAME
from kahui.site.rehearsal.nation import Asked
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import Size, SizeFault
from kahui.site.rehearsal.whole import write_whole


@click.command(epilog="Example: kahui rehearse --size demo --years 5 --seed 2017 -o rehearsal")
@click.option(
    "--size", default="small", show_default=True, help="small, demo, nation, or such as 300-schools."
)
@click.option(
    "--years", default=5, show_default=True, type=click.IntRange(1, 20), help="School years of readings."
)
@click.option(
    "--seed",
    default=2017,
    show_default=True,
    type=click.IntRange(0, 2**32 - 1),
    help="Same seed, same bytes.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder; in KAHUI_HOME when not said."
)
@click.option(
    "--processes",
    default=0,
    type=click.IntRange(0, 64),
    help="How many at once; as many as cores when not said.",
)
@click.option("--quiet", is_flag=True, help="No progress.")
def command(size: str, years: int, seed: int, output: Path | None, processes: int, quiet: bool) -> None:
    """Write an invented nation into a folder, as Parquet tables with words for every column.

    Learners, schools, networks, posts, targets, readings, judgements, practice, surveys; and what is true of each in
    truth/. A folder that holds a rehearsal already is replaced; one that holds anything else is left alone.
    """
    try:
        asked = Asked(Size.read(size, RATES), years, seed)
    except SizeFault as fault:
        raise click.UsageError(str(fault)) from None
    folder = output or home.home() / "rehearsals" / f"{size}-{years}-{seed}"
    if folder.exists() and not (folder / NAME).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(
            f"{folder} holds something else. Name a folder that is new, empty, or a rehearsal."
        )
    try:
        definition = load(home.programme())
    except DefinitionFault as fault:
        raise click.ClickException(str(fault)) from None
    loud = sys.stderr.isatty() and not quiet
    began = time.perf_counter()
    told = write_whole(
        folder,
        asked,
        definition,
        processes=processes or os.cpu_count() or 1,
        progress=lambda words: click.echo(words, err=True) if loud else None,
    )
    if not quiet:
        rows = {t["table"]: t["rows"] for t in told["tables"]}
        took = time.perf_counter() - began
        click.echo(
            f"{folder}: {rows['reading']:,} readings of {rows['learner']:,} learners in {took:.0f} s",
            err=True,
        )
