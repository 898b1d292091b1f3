"""The public-record world: real directories, rolls and decisions, from the folder that ships with the programme."""

from __future__ import annotations

import datetime as dt
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from kahui.records.networks.importing import import_decisions, import_directory
from kahui.records.received.models import Receipt
from kahui.records.register.actions import import_rolls
from kahui.reporting.snapshot import definition, snapshot

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
