"""How figures come about: each measure's question, its SQL and the tables it reads."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files

from kahui.analytics import engine
from kahui.analytics.asat import SQL as AS_AT
from kahui.analytics.tables import TABLES, Table


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: the question it answers, the comment that opens its SQL, the SQL, the tables it reads."""

    name: str
    question: str
    says: str
    sql: str
    reads: tuple[Table, ...]


def measures() -> tuple[str, ...]:
    """The names of all measures."""
    folder = files("kahui.analytics.measures")
    return tuple(sorted(f.name.removesuffix(".sql") for f in folder.iterdir() if f.name.endswith(".sql")))


def measure(name: str) -> Measure | None:
    """A measure by its name; `None` where there is none of that name."""
    if name not in measures():
        return None
    text = engine.sql(name)
    opening = [line.removeprefix("--").strip() for line in text.splitlines() if line.startswith("--")]
    doc = import_module(f"kahui.analytics.measures.{name}").__doc__ or ""
    reads = tuple(t for t in TABLES if t.name in text)
    return Measure(name, doc.strip().splitlines()[0] if doc.strip() else "", " ".join(opening), text, reads)


def as_at_sql() -> str:
    """What "true on a day, as known at a moment" means, as the SQL that every measure shares."""
    return AS_AT
