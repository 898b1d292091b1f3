from django.db import transaction
from django.db.models import F

from kahui.records.changes.models import Counter


def count_change() -> None:
    """Say that a fact was added or superseded. Call it inside the transaction that does so."""
    with transaction.atomic():
        if not Counter.objects.filter(pk=1).update(changes=F("changes") + 1):
            Counter.objects.create(pk=1, changes=1)


def await_turn() -> None:
    """Wait until no other change is under way. Call it first inside the transaction of a change.

    SQLite lets one writer in by itself; elsewhere the counter's row is the turnstile.
    """
    Counter.objects.get_or_create(pk=1)
    Counter.objects.select_for_update().get(pk=1)
