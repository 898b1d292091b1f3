"""Reading the timeline of a thing."""

from django.db.models import Q, QuerySet

from kahui.definition.time import AsAt
from kahui.records.timeline.actions import Thing
from kahui.records.timeline.models import Entry


def timeline_of(thing: Thing, as_at: AsAt, *kinds: str) -> QuerySet[Entry]:
    """What was done, sent and seen about a thing by a day, as known at a moment, newest first."""
    entries: QuerySet[Entry] = Entry.objects.by(as_at).filter(about__kind=thing.kind, about__key=thing.key)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    return entries.order_by("-on", "-id")


def looks(text: str, as_at: AsAt) -> QuerySet[Entry]:
    """Every reading of identifiable data by a day, newest first; with a text, those whose words or reader have it."""
    read: QuerySet[Entry] = Entry.objects.by(as_at).filter(kind=Entry.Kind.LOOKED)
    if text:
        read = read.filter(Q(words__icontains=text) | Q(recorded_by__icontains=text))
    return read.order_by("-on", "-id")
