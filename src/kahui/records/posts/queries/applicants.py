"""What somebody who applies may know: which posts are open, and where their own applications stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from kahui.records.posts.models import (
    Application,
    Appointment,
    Opening,
    WithdrawnApplication,
    WithdrawnOpening,
)

WAITS = "waits for the panel"


def open_on(on: dt.date) -> QuerySet[Opening]:
    """Every post that can be applied for on a day, soonest to close first."""
    gone = WithdrawnOpening.objects.current().filter(opening=OuterRef("pk"))
    there: QuerySet[Opening] = Opening.objects.current().filter(on__lte=on, closes__gte=on)
    return there.exclude(Exists(gone)).select_related("network").order_by("closes", "pk")


def applications_of(person: int) -> list[Application]:
    """Somebody's own applications, newest first."""
    mine = Application.objects.current().filter(person=person).select_related("opening__network")
    return list(mine.order_by("-on", "-pk"))


def states_of(mine: Sequence[Application], person: int) -> list[str]:
    """Where each application of somebody stands, told no further than it is settled. Three queries."""
    keys, openings = [a.pk for a in mine], [a.opening_id for a in mine]
    back = WithdrawnApplication.objects.current().filter(application__in=keys)
    gone = WithdrawnOpening.objects.current().filter(opening__in=openings)
    given = Appointment.objects.current().filter(opening__in=openings)
    taken_back = set(back.values_list("application", flat=True))
    withdrawn = set(gone.values_list("opening", flat=True))
    appointed = dict(given.values_list("opening", "person"))
    return [_state(a, person, taken_back, withdrawn, appointed) for a in mine]


def _state(
    application: Application, person: int, back: set[int], gone: set[int], appointed: dict[int, int]
) -> str:
    opening = application.opening_id
    if application.pk in back:
        return "you took it back"
    if opening in gone:
        return "the opening was withdrawn"
    if opening not in appointed:
        return WAITS
    return "you were appointed" if appointed[opening] == person else "somebody else was appointed"
