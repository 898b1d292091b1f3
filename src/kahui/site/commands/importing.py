"""`kahui import`: directories of schools and services, rolls, and decisions, from files people have."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kahui.definition import Definition, DefinitionFault, load
from kahui.definition.time import TimeFault, read_day, say
from kahui.site.ready import ready

if TYPE_CHECKING:
    from kahui.records.register.imported import Differences, Imported, Line

ALIKE = 20
"""From this many equal changes on, they are told as one: a new spelling is not thousands of events."""

Import = Callable[..., "Imported"]


@click.group(epilog="Example: kahui import directory directory-2017.csv --as-at 2017-07-30 --dry-run")
def group() -> None:
    """Import a file. Its bytes are kept as they came; rows that cannot go in are listed with their cure."""


def _file(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option("--quiet", is_flag=True, help="No progress and no notes.")(command)
    command = click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")(command)
    command = click.option("--source", default="", help="Where the file comes from, in words.")(command)
    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.argument("file", type=path)(command)


@group.command(epilog="Example: kahui import directory directory-2017.csv --as-at 2017-07-30")
@_file
@click.option("--as-at", help="The day the directory shows, as 2017-07-30.")
def directory(file: Path, as_at: str | None, dry_run: bool, source: str, quiet: bool) -> None:
    """Import a schools directory of any vintage as a photograph of one day."""
    _photograph("school", as_at, file, quiet=quiet, dry_run=dry_run, source=source)


@group.command(epilog="Example: kahui import services services-2024.csv --as-at 2024-04-19")
@_file
@click.option("--as-at", help="The day the directory shows, as 2024-04-19.")
def services(file: Path, as_at: str | None, dry_run: bool, source: str, quiet: bool) -> None:
    """Import an early learning directory as a photograph of one day."""
    _photograph("service", as_at, file, quiet=quiet, dry_run=dry_run, source=source)


@group.command(epilog="Example: kahui import rolls rolls-2000-2017.csv.gz")
@_file
def rolls(file: Path, dry_run: bool, source: str, quiet: bool) -> None:
    """Import rolls by school and year, each as at 1 July."""
    ready()
    from kahui.records.register.actions import import_rolls  # noqa: PLC0415  (needs Django)

    with _in_words():
        _run(import_rolls, file, quiet=quiet, dry_run=dry_run, source=source)


@group.command(epilog="Example: kahui import decisions decisions.csv")
@_file
def decisions(file: Path, dry_run: bool, source: str, quiet: bool) -> None:
    """Import decisions: CSV with network_id, gate, decision, on, on_by, source."""
    ready()
    from kahui.records.networks.actions import import_decisions  # noqa: PLC0415  (needs Django)

    with _in_words():
        definition = _definition()
        figures = _figures(definition, [dt.datetime.now(dt.UTC).date()]) if dry_run else None
        more = {"definition": definition, "figures": figures}
        _run(import_decisions, file, quiet=quiet, dry_run=dry_run, source=source, **more)


def _photograph(kind: str, as_at: str | None, file: Path, *, quiet: bool, dry_run: bool, source: str) -> None:
    day = _day(as_at)
    ready()
    from kahui.records.networks.actions import import_directory  # noqa: PLC0415  (needs Django)

    with _in_words():
        definition = _definition()
        figures = _figures(definition, [day]) if dry_run else None
        more = {"kind": kind, "as_at": day, "definition": definition, "figures": figures}
        _run(import_directory, file, quiet=quiet, dry_run=dry_run, source=source, **more)


def _day(as_at: str | None) -> dt.date:
    if as_at is None:
        raise click.UsageError("Say which day the directory shows, such as --as-at 2017-07-30.")
    try:
        day = read_day(as_at.strip(), "--as-at")
    except TimeFault as fault:
        raise click.UsageError(str(fault)) from None
    today = dt.datetime.now(dt.UTC).date()
    if day > today:
        raise click.UsageError(f"{say(day)} has not come yet: no directory can show it.")
    return day


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Faults in the file, in the definition or against a rule end the command in one sentence, with exit 1."""
    from kahui.records.changes.rules import RuleBroken  # noqa: PLC0415
    from kahui.records.register.read import FileFault  # noqa: PLC0415

    try:
        yield
    except (FileFault, RuleBroken, DefinitionFault) as fault:
        raise click.ClickException(str(fault)) from None


def _definition() -> Definition:
    from django.conf import settings  # noqa: PLC0415

    return load(settings.PROGRAMME)


def _run(action: Import, file: Path, *, quiet: bool, **asked: Any) -> None:
    shown = sys.stderr.isatty() and not quiet
    if shown:
        click.echo(f"Reading {file.name} ({file.stat().st_size / 1e6:.1f} MB) …", err=True)
    began = time.perf_counter()
    imported = action(data=file.read_bytes(), name=file.name, by=_who(), **asked)
    if shown:
        click.echo(f"Done in {time.perf_counter() - began:.1f} s.", err=True)
    if not quiet:
        for note in imported.notes:
            click.echo(note, err=True)
    for line in told(imported):
        click.echo(line)
    if imported.refused and not imported.accepted:
        raise click.ClickException("No row could go in: nothing was changed.")


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "kahui import"


def told(imported: Imported) -> Iterator[str]:
    """What an import did, line by line."""
    for refused in imported.refused:
        yield str(refused)
    rows = f"{imported.accepted:,} {_plural(imported.accepted, 'row')}"
    refused_rows = f", {len(imported.refused):,} refused" if imported.refused else ""
    yield f"{rows} accepted{refused_rows}."
    if imported.unchanged and imported.accepted:
        yield "Nothing changed: the record holds all of it already."
    if imported.unchanged:
        return
    if imported.kind in ("school", "service"):
        if imported.first:
            yield f"The first {imported.kind}s directory: there is none to compare it with."
        else:
            yield from _differences(imported.differences, listed=imported.dry_run)
    yield from _figures_moved(imported)
    done = "would be" if imported.dry_run else "were"
    yield f"{imported.added:,} facts {done} added, {imported.superseded:,} {done} superseded."
    if imported.dry_run:
        yield "This was a dry run: nothing was written."


def _differences(differences: Differences, *, listed: bool) -> Iterator[str]:
    for field in fields(differences):
        lines = getattr(differences, field.name)
        yield f"{field.name.capitalize()}: {len(lines):,}"
        if listed:
            yield from (f"  {line}" for line in _alike(lines))


def _alike(lines: Iterable[Line]) -> Iterator[str]:
    """Lines as they are; many changes that are one and the same as one line with their number."""
    lines = list(lines)
    same = Counter((line.what, line.was, line.became) for line in lines if line.what)
    for (what, was, became), count in same.items():
        if count >= ALIKE:
            yield f"{count:,} of them: {what}: {was} → {became}"
    for line in lines:
        if same[line.what, line.was, line.became] < ALIKE:
            yield str(line)


def _figures_moved(imported: Imported) -> Iterator[str]:
    if not imported.dry_run:
        return
    if imported.figures:
        yield f"Figures that would move: {len(imported.figures):,}"
        for code, before, after in imported.figures:
            yield f"  {code}: {_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    return "not known" if value is None else f"{value:,}"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _figures(definition: Definition, days: list[dt.date]) -> Callable[[], dict[str, Any]]:
    """Asks for the nation's figures on these days and on every day for which somebody printed one.

    The figures of a dry run are made from records that will not stand, so they are made in memory alone.
    """
    from kahui.reporting.pages import figures_by  # noqa: PLC0415
    from kahui.reporting.snapshot import unpublished  # noqa: PLC0415

    today = dt.datetime.now(dt.UTC).date()
    asked = sorted({*days, *(printed.asat for printed in definition.published if printed.asat <= today)})

    def figures() -> dict[str, Any]:
        state = unpublished()
        return {f"{day} {code}": value for day in asked for code, value in figures_by(state, day).items()}

    return figures
