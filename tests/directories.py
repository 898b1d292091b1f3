"""Small directories, decisions and rolls as files, and how to import them in one line."""

import csv
import datetime as dt
import io
from functools import cache
from pathlib import Path

from kahui.definition import Definition, load
from kahui.records.networks.actions import import_decisions, import_directory
from kahui.records.register.actions import import_rolls
from kahui.site.home import programmes

SCHOOLS = {
    "number": "School ID",
    "name": "Name",
    "type": "School Type",
    "definition": "Definition",
    "authority": "Authority",
    "region": "Education Region",
    "network": "Community of Learning: ID",
    "network_name": "Community of Learning: Name",
    "longitude": "Longitude ",
    "latitude": "Latitude",
    "decile": "Decile",
    "total": "Total School Roll",
}
SERVICES = {
    "number": "service_number",
    "name": "service_name",
    "type": "service_type",
    "authority": "authority",
    "region": "education_region",
    "network": "community_of_learning_id",
    "network_name": "community_of_learning_name",
    "latitude": "latitude",
    "longitude": "longitude",
    "total": "total",
}
DECISIONS = ("network_id", "gate", "decision", "on", "on_by", "source")


@cache
def kahui_ako() -> Definition:
    return load(programmes() / "kahui-ako")


def school(number: int, network: int | None = None, **said: object) -> dict[str, object]:
    """A school as a directory lists it; whatever is not said is ordinary."""
    ordinary: dict[str, object] = {
        "number": number,
        "name": f"School {number}",
        "type": "Full Primary",
        "authority": "State: Not integrated",
        "region": "Auckland",
        "decile": 5,
        "total": 100,
        "network": network or "",
        "network_name": f"Network {network}" if network else "",
    }
    return ordinary | said


def directory_of(*schools: dict[str, object], kind: str = "school", communities: bool = True) -> bytes:
    """A directory as CSV: without the community columns where `communities` is False."""
    header = SCHOOLS if kind == "school" else SERVICES
    columns = [field for field in header if communities or not field.startswith("network")]
    return _csv([header[c] for c in columns], [[s.get(c, "") for c in columns] for s in schools])


def decisions_of(*rows: tuple[object, ...]) -> bytes:
    """Decisions as CSV: (network, gate, decision, on, on_by, source), the last two as needed."""
    return _csv(DECISIONS, [(*row, *[""] * (6 - len(row))) for row in rows])


def rolls_of(*rows: tuple[int, int, int]) -> bytes:
    """Rolls as CSV: (school, year, learners)."""
    header = ("School ID", "School Name", "Year", "Demographic", "Count")
    return _csv(header, [(number, f"School {number}", year, "Total", count) for number, year, count in rows])


def photograph(as_at: str | dt.date, data: bytes, kind: str = "school", **more: object):
    """Import a directory as at a date."""
    day = dt.date.fromisoformat(as_at) if isinstance(as_at, str) else as_at
    told = {"name": f"{kind}s-{day}.csv", "definition": kahui_ako(), "by": "a test", **more}
    return import_directory(data=data, kind=kind, as_at=day, **told)


def decided(*rows: tuple[object, ...], **more: object):
    """Import decisions."""
    told = {"name": "decisions.csv", "definition": kahui_ako(), "by": "a test", **more}
    return import_decisions(data=decisions_of(*rows), **told)


def returned(*rows: tuple[int, int, int], **more: object):
    """Import roll returns."""
    return import_rolls(data=rolls_of(*rows), name="rolls.csv", by="a test", **more)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _csv(header, rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
