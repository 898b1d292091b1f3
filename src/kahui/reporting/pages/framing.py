"""What frames every page: the clock, the day it opens on, its figures, its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from kahui.analytics.report import Figure, Source
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.months import Month, months
from kahui.reporting.pages.values import Now
from kahui.reporting.snapshot import Snapshot, snapshot


def now() -> dt.datetime:
    """The clock."""
    return answers.now()


def default_day(now: dt.datetime) -> dt.date:
    """The day a page shows when none is asked for: today, or, once the programme has closed, the newest
    directory's day, which is the last that its record is about. A rehearsal stands still on its own day.
    """
    if settings.ACTING_DAY:
        return settings.ACTING_DAY
    today = now.date()
    state = snapshot()
    if not state.definition.at(today).closed:
        return today
    return answers.seen(state, AsAt(today, now)).schools_to or today


def frame(as_at: AsAt) -> Now:
    """What frames every page."""
    state = snapshot()
    return Now(
        state.definition.at(as_at.on),
        state.definition,
        answers.seen(state, as_at),
        state.id,
        state.first_known,
    )


def figures(as_at: AsAt, scope: str = "nation") -> tuple[Figure, ...]:
    """The uptake figures of a scope; empty for a scope the record does not know."""
    return answers.figures(snapshot(), as_at, scope)


def figures_by(state: Snapshot, on: dt.date) -> dict[str, float | None]:
    """Every figure of the nation on a date, as known now by a state: what a dry run compares before and after."""
    return {f.code: f.value for f in answers.figures(state, AsAt(on, now()), "nation")}


def sources(as_at: AsAt) -> tuple[Source, ...]:
    """The files the figures rest on: those received by the moment, oldest first."""
    return answers.sources(as_at)


def scopes(as_at: AsAt) -> Sequence[str]:
    """Every scope the record can answer for on the date."""
    return answers.uptake(snapshot(), as_at).scopes


def settled(as_at: AsAt) -> AsAt:
    """The same question with `known` no later than the last change: an equal answer, whatever the clock says."""
    return snapshot().settle(as_at)


def momentum(as_at: AsAt) -> tuple[Month, ...]:
    """Networks month by month, to the date itself."""
    return months(snapshot(), as_at)
