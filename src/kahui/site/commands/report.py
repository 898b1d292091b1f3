"""`kahui report`: any report of the catalogue, as at two dates, in six formats."""

import sys
from pathlib import Path

import click

from kahui.definition import DefinitionFault
from kahui.definition.time import AsAt, TimeFault
from kahui.reporting.write import FORMATS, TEXT, Format, write
from kahui.site.ready import ready


@click.command(epilog="Example: kahui report uptake --on 2016-12-31 --format docx -o uptake.docx")
@click.argument("name")
@click.option("--on", help="What was true on this day, as 2016-12-31. Today when not said.")
@click.option("--known", help="As known at this day (its end) or moment. Now when not said.")
@click.option(
    "--scope",
    default="nation",
    show_default=True,
    help="nation, region:NAME, decile:N, type:NAME, network:ID.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("-o", "--output", help="Where to write; - is standard output, where the format is text.")
@click.option("--quiet", is_flag=True, help="Say nothing on standard error when all is well.")
def command(
    name: str, on: str | None, known: str | None, scope: str, form: Format, output: str | None, quiet: bool
) -> None:
    """Write the report NAME as at a day, as known at a moment."""
    ready()
    from kahui.reporting.answers import now  # noqa: PLC0415  (needs Django)
    from kahui.reporting.catalogue import CATALOGUE  # noqa: PLC0415
    from kahui.reporting.run import ScopeFault, run, with_cover  # noqa: PLC0415

    if name not in CATALOGUE:
        raise click.UsageError(f"There is no report “{name[:60]}”. There are: {', '.join(CATALOGUE)}.")
    if output in (None, "-") and form not in TEXT:
        raise click.UsageError(f"A {form} file is not text; say where to write it, such as -o {name}.{form}.")
    try:
        as_at = AsAt.read(on, known, now=now())
    except TimeFault as fault:
        raise click.UsageError(str(fault)) from None
    try:
        made = write(with_cover(run(name, as_at, scope)), form)
    except (ScopeFault, DefinitionFault) as fault:
        raise click.ClickException(str(fault)) from None
    if output in (None, "-"):
        sys.stdout.buffer.write(made)
        return
    file = Path(output)
    if not file.parent.is_dir():
        raise click.ClickException(f"There is no folder {file.parent}; make it first, or write elsewhere.")
    file.write_bytes(made)
    if not quiet:
        click.echo(f"{file}: {len(made):,} bytes", err=True)
