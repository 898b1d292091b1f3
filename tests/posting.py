"""Whoever delivers, killed at any moment, on a store of its own. Run apart, with steps, one after another: `posting.py STEP …`.

write      commits notices, and is killed before anything is sent
killed     time after time, a process delivers and is killed at some moment
wait       prints its own id and waits for a line, so that it can be killed in what follows
deliver    sends what waits
again      a person sends the uncertain once more
kept       prints a line of JSON: what the mailbox has and what the notices say
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import time

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from kahui.records.access.check import Acting  # noqa: E402
from kahui.records.notices.actions import notify  # noqa: E402
from kahui.records.notices.models import Mail, Notice  # noqa: E402
from kahui.records.notices.outbox import WAITS, deliver, due, send_again, uncertain  # noqa: E402
from kahui.records.timeline.models import Entry  # noqa: E402
from kahui.site.ready import ready  # noqa: E402

MANY = 40
LATER = dt.timedelta(minutes=11)


def write() -> None:
    with transaction.atomic():
        for n in range(MANY):
            notify(
                to=f"chair{n}@example.org",
                kind="turn",
                subject="Something waits",
                words="Your answer is asked.",
                once=f"turn:{n}",
            )
    assert WAITS.is_set()
    os.kill(os.getpid(), signal.SIGKILL)


def killed() -> None:
    """Each time a little later in a round, from before its first claim until after some marks."""
    connections.close_all()
    for time_ in range(12):
        child = os.fork()
        if child == 0:
            deliver()
            os._exit(0)
        time.sleep(0.004 + 0.012 * (time_ % 7))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def wait() -> None:
    print(os.getpid(), flush=True)
    sys.stdin.readline()


def kept() -> None:
    sent = Notice.objects.filter(sent_at__isnull=False)
    said = {
        "mails": Mail.objects.count(),
        "sent": sent.count(),
        "waiting": due(timezone.now() + LATER).count(),
        "uncertain": uncertain(timezone.now() + LATER).count(),
        "told": Entry.objects.filter(kind="sent").count(),
    }
    print(json.dumps(said))


def again() -> None:
    for notice in uncertain(timezone.now() + LATER):
        assert send_again(notice, by=Acting.deployment("a person"), now=timezone.now() + LATER)


STEPS = {
    "write": write,
    "killed": killed,
    "wait": wait,
    "deliver": deliver,
    "again": again,
    "kept": kept,
}

if __name__ == "__main__":
    ready()
    for step in sys.argv[1:]:
        STEPS[step]()
