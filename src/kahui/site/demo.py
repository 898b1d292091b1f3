"""The two worlds that ship with the product: the public record of its programme, and an invented nation."""

from __future__ import annotations

import datetime as dt
import os
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from kahui.definition.time import say
from kahui.records.changes.actions import count_change
from kahui.records.changes.clock import today
from kahui.records.networks.importing import import_decisions, import_directory
from kahui.records.received.models import Receipt
from kahui.records.register.actions import import_rolls
from kahui.records.register.models import Provider
from kahui.reporting.snapshot import definition, snapshot
from kahui.site.rehearsal.manifest import NAME
from kahui.site.rehearsal.nation import Asked
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import Size
from kahui.site.rehearsal.whole import write_whole
from kahui.site.world.chosen import NAME as NAME_OF_PEOPLE
from kahui.site.world.chosen import put_people_file
from kahui.site.world.facts import put_facts
from kahui.site.world.papers import Papers, put_lines
from kahui.site.world.people import put_people
from kahui.site.world.posts import put_posts
from kahui.site.world.stories import tell_stories

BY = "public record"


def public_record(progress: Callable[[str], None]) -> None:
    """Import every file of the programme's public record that has not been imported; tell what happens."""
    folder = Path(settings.PROGRAMME) / "public-record"
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    there = set(Receipt.objects.values_list("name", flat=True))
    files = [f for f in manifest["file"] if f["file"] not in there]
    if files:
        progress(
            f"Making the public record of {manifest.get('title', settings.PROGRAMME.name)}: {len(files)} files."
        )
    for n, file in enumerate(files, start=1):
        began = time.perf_counter()
        imported = _import(folder, file)
        took = time.perf_counter() - began
        progress(f"  {n} of {len(files)}  {file['title']}: {imported.accepted:,} rows in {took:.1f} s")
    snapshot()


def _import(folder: Path, file: dict[str, Any]) -> Any:
    data = (folder / file["file"]).read_bytes()
    common = {
        "data": data,
        "name": file["file"],
        "by": BY,
        "home": Path(settings.HOME),
        "source": file["source"],
    }
    if file["kind"] in ("schools", "services"):
        kind = {"schools": "school", "services": "service"}[file["kind"]]
        as_at: dt.date = file["as_at"]
        return import_directory(kind=kind, as_at=as_at, definition=definition(), **common)
    if file["kind"] == "rolls":
        return import_rolls(**common)
    return import_decisions(definition=definition(), **common)


SEED = 2017
YEARS = 5


class HalfMade(Exception):
    """A world whose making was broken off; the message says what to do."""


def rehearsal(size: str, progress: Callable[[str], None]) -> None:
    """Make an invented nation of a size and put it on record as it stood on the acting day, if it is not there yet.

    Raises `HalfMade` where the making was broken off before.
    """
    home = Path(settings.HOME)
    if Provider.objects.exists():
        if not (home / NAME_OF_PEOPLE).is_file():
            raise HalfMade(
                f"The making of the world in {home} was broken off. Remove that folder, and ask again."
            )
        return
    folder = home / "rehearsals" / f"{size}-{YEARS}-{SEED}"
    began = time.perf_counter()
    if not (folder / NAME).is_file():
        progress(f"Inventing a nation ({size}), with every effect in it planted and written down as truth.")
        asked = Asked(Size.read(size, RATES), YEARS, SEED)
        write_whole(folder, asked, definition(), processes=os.cpu_count() or 1, progress=progress)
        progress(f"  invented in {time.perf_counter() - began:.1f} s")
    _on_record(folder, progress)
    snapshot()


def _on_record(folder: Path, progress: Callable[[str], None]) -> None:
    """What had happened by the day, in bulk; then what is in flight, told by the people's own acts."""
    began, day = time.perf_counter(), today()
    with transaction.atomic():
        keys = put_facts(folder, day, SEED)
        people = put_people(definition(), SEED)
        put_posts(folder, keys, people, definition(), day, SEED)
    progress(f"  on record as it stood on {say(day)} in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    told = tell_stories(people, definition(), day, SEED)
    with transaction.atomic():
        Papers(folder, keys, people, definition(), day, SEED).put()
        put_lines(definition(), day)
        count_change()
    put_people_file(told, Path(settings.HOME))
    progress(f"  with networks in flight in {time.perf_counter() - began:.1f} s")
