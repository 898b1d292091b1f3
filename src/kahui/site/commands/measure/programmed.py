"""What a programme's disclosure.toml asks of small counts, for the verbs that mask and round."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kahui.definition import DefinitionFault, load
from kahui.definition.lines import Disclosure
from kahui.definition.time import TimeFault, read_day, say
from kahui.site.commands.measure.files import Refused

PROGRAMME = click.option(
    "--programme",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Take what this programme's disclosure.toml asks.",
)
ON = click.option("--on", metavar="DATE", help="As the programme stood on this day; today when not said.")


def asked(programme: Path | None, on: str | None) -> Disclosure | None:
    """The programme's rules of small counts on a day; `None` without a programme."""
    if programme is None:
        if on:
            raise click.UsageError("--on is a day of a programme: name its folder too, with --programme.")
        return None
    try:
        return load(programme).at(read_day(on, "on") if on else dt.datetime.now(dt.UTC).date()).disclosure
    except TimeFault as fault:
        raise click.UsageError(str(fault)) from None
    except DefinitionFault as fault:
        raise Refused(str(fault)) from None


def agreed(
    option: str, said: int | None, found: int | None, usual: int, *, of: Path | None, on: str | None
) -> int:
    """The number said, or the programme's, or else the usual one; refused when the first two are not the same."""
    if said is not None and found is not None and said != found:
        when = f"on {say(read_day(on))}" if on else "today"
        raise click.UsageError(
            f"{option} {said} is not what the programme in {of} asks {when}, which is {found}. Leave one of them out."
        )
    return next(number for number in (said, found, usual) if number is not None)
