"""Everything the records say of one network, provider or person, for an information request: a ZIP of tables.

What there is, is found from the models themselves, so that a new kind of fact is in it from its first day. Facts
about a network that is not within the reach of whoever asks are left out and counted; secrets never leave.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import NATION, Reach
from kahui.records.formation.queries import within
from kahui.records.networks.models import Network
from kahui.records.notices.models import Letter, Notice
from kahui.records.register.models import Provider
from kahui.records.timeline.actions import Thing, tell
from kahui.records.timeline.models import Entry
from kahui.reporting.write.csv import rows_csv

SECRET = frozenset(("password", "nonce"))
"""Columns that open something; no request is for them."""
STYLE = (
    "body{font:1rem/1.5 sans-serif;margin:2rem}table{border-collapse:collapse}"
    "td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top}"
)
DEEPEST = 4
"""Steps from a thing to what belongs to it: a network, its document, a version of it, a request about that."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One table of an export: its name, its columns, its rows as text, and how many were left out."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


def export(*, about: Thing, title: str, reason: str, by: Acting, on: dt.date, now: dt.datetime) -> bytes:
    """Everything on record about a thing, as a ZIP; that it was taken out stands in the timeline of the thing."""
    with transaction.atomic():
        reach = by.reach("record.export")
        tables = [t for t in _tables(about, reach, on) if t.rows or t.left_out]
        tables += [t for t in _loose(about) if t.rows] + _timeline(about, by)
        tell(
            f"Everything on record about {title} was taken out for an information request: {reason}",
            about=[about],
            by=by,
            on=on,
            now=now,
        )
    return _zipped(tables, title, reason, by.words, now)


def _tables(about: Thing, reach: Reach, on: dt.date) -> Iterator[Disclosed]:
    root = _root(about)
    if root is None:
        return
    allowed = set(within(reach, on).values_list("pk", flat=True)) if not reach.nation else None
    yield _disclosed(type(root), [root], 0)
    seen: dict[type[models.Model], dict[Any, models.Model]] = {type(root): {root.pk: root}}
    front: dict[type[models.Model], set[Any]] = {type(root): {root.pk}}
    left: dict[type[models.Model], int] = {}
    for _ in range(DEEPEST):
        front = _next(front, seen, left, allowed)
    order = sorted((m for m in {*seen, *left} if m is not type(root)), key=lambda m: m._meta.label)
    for model in order:
        rows = list(seen.get(model, {}).values())
        yield _disclosed(model, sorted(rows, key=lambda r: r.pk), left.get(model, 0))


def _root(about: Thing) -> models.Model | None:
    if about.kind == "network":
        return Network.objects.filter(number=int(about.key)).first()
    if about.kind == "person":
        return Person.objects.filter(pk=int(about.key)).first()
    return Provider.objects.filter(kind=about.kind, number=int(about.key)).first()


def _next(
    front: dict[type[models.Model], set[Any]],
    seen: dict[type[models.Model], dict[Any, models.Model]],
    left: dict[type[models.Model], int],
    allowed: set[int] | None,
) -> dict[type[models.Model], set[Any]]:
    """What belongs to what was found last: one query for each key of a model that leads to it."""
    found: dict[type[models.Model], set[Any]] = {}
    for model, keys in _belonging(front):
        condition = Q()
        for field, owners in keys:
            condition |= Q(**{f"{field}__in": owners})
        have = seen.setdefault(model, {})
        for row in model._default_manager.filter(condition).exclude(pk__in=list(have)):
            if allowed is not None and not _lies_within(row, allowed):
                left[model] = left.get(model, 0) + 1
                continue
            have[row.pk] = row
            found.setdefault(model, set()).add(row.pk)
    return found


def _belonging(
    front: dict[type[models.Model], set[Any]],
) -> Iterator[tuple[type[models.Model], list[tuple[str, set[Any]]]]]:
    for model in apps.get_models():
        if not model.__module__.startswith("kahui.records."):
            continue
        keys = [
            (field.name, front[field.related_model])
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model in front
        ]
        if keys:
            yield model, keys


def _lies_within(row: models.Model, allowed: set[int]) -> bool:
    """Whether no network that a fact names is out of reach."""
    named = [
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Network
    ]
    return all(key is None or key in allowed for key in named)


def _disclosed(
    model: type[models.Model], rows: Sequence[models.Model], left: int, name: str = ""
) -> Disclosed:
    fields = [f for f in model._meta.concrete_fields if f.name not in SECRET]
    owners = {
        f.name: _called(f.related_model, {getattr(r, f.attname) for r in rows})
        for f in fields
        if f.is_relation
    }
    lines = tuple(
        tuple(
            owners[f.name].get(getattr(r, f.attname), "") if f.is_relation else _text(getattr(r, f.attname))
            for f in fields
        )
        for r in rows
    )
    return Disclosed(name or model._meta.label_lower, tuple(f.name for f in fields), lines, left)


def _called(model: Any, keys: set[Any]) -> dict[Any, str]:
    """Key → how a row is named in an export: numbers and names that people know, else its own number."""
    wanted = {k for k in keys if k is not None}
    if model is Network:
        return {n.pk: str(n.number) for n in Network.objects.filter(pk__in=wanted)}
    if model is Provider:
        return {p.pk: f"{p.kind} {p.number}" for p in Provider.objects.filter(pk__in=wanted)}
    if model is Person:
        return {p.pk: str(p) for p in Person.objects.filter(pk__in=wanted)}
    return {key: str(key) for key in wanted}


def _loose(about: Thing) -> Iterator[Disclosed]:
    """Messages and letters, which name what they are about as text: nothing can be blocked by them."""
    kind, key = about.kind, about.key
    notices, letters = Q(about_kind=kind, about_key=key), Q(subject=f"{kind}:{key}")
    if kind == "person":
        notices |= Q(person=int(key))
        yield _disclosed(Entry, list(Entry.objects.filter(person=int(key)).order_by("pk")), 0, "acts")
    elif kind != "network":
        letters |= Q(provider_kind=kind, provider_number=int(key))
    yield _disclosed(Notice, list(Notice.objects.filter(notices).order_by("pk")), 0)
    yield _disclosed(Letter, list(Letter.objects.filter(letters).order_by("pk")), 0)


def _timeline(about: Thing, by: Acting) -> list[Disclosed]:
    entries = Entry.objects.filter(about__kind=about.kind, about__key=about.key).order_by("on", "pk")
    if not by.check("looks.see", [NATION]):
        entries = entries.exclude(kind=Entry.Kind.LOOKED)
    columns = ("on", "kind", "words", "by", "known_from", "known_to")
    rows = [
        (_text(e.on), e.kind, e.words, e.recorded_by, _text(e.known_from), _text(e.known_to)) for e in entries
    ]
    return [Disclosed("timeline", columns, tuple(rows))] if rows else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)


def _zipped(tables: Sequence[Disclosed], title: str, reason: str, by: str, now: dt.datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("read-me-first.html", _page(tables, title, reason, by, now))
        for table in tables:
            packed.writestr(f"{table.name}.csv", rows_csv(table.columns, table.rows))
    return out.getvalue()


def _page(tables: Sequence[Disclosed], title: str, reason: str, by: str, now: dt.datetime) -> str:
    """The page that says what the ZIP holds, with every table in it, for people who have no other program."""
    say_left = "{} more rows name a network that is not within the reach of {}, and are left out."
    parts = [
        f"<h1>{html.escape(title)}: everything on record</h1>",
        f"<p>Taken out by {html.escape(by)} on {say(now.date())}. {html.escape(reason)}</p>",
        "<p>Each table here is also a file beside this page. Two dates stand with each fact: when it was so (starts, "
        "ends, on), and when it was known here (known_from, known_to). What was corrected is still in it.</p>",
    ]
    for table in tables:
        parts.append(f"<h2>{html.escape(table.name)}: {len(table.rows)}</h2>")
        if table.left_out:
            parts.append(f"<p>{html.escape(say_left.format(table.left_out, by))}</p>")
        heads = "".join(f'<th scope="col">{html.escape(c.replace("_", " "))}</th>' for c in table.columns)
        lines = "".join(
            "<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in table.rows
        )
        parts.append(
            f"<table><caption>{html.escape(table.name)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
        )
    head = f'<meta charset="utf-8"><title>{html.escape(title)}: everything on record</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'
