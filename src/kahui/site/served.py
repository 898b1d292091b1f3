"""What each worker of `kahui serve` runs: the site, with its records opened while the first visitor is on the way, and
what it tells people delivered."""

import contextlib
import gc
import threading

from kahui.site.wsgi import application

__all__ = ["application"]


def _open() -> None:
    """Open the records. A fault is left for the first page that meets it, which can say it to someone."""
    from django.db import connection  # noqa: PLC0415  (needs django.setup, which the site above has done)

    from kahui.reporting.snapshot import snapshot  # noqa: PLC0415

    with contextlib.suppress(Exception):
        snapshot()
    connection.close()
    gc.collect()
    gc.freeze()


def _deliver() -> None:
    from kahui.site import postman  # noqa: PLC0415  (needs django.setup)

    postman.go_round()


# A page makes thousands of small values, and those it keeps are kept for long: look through them less often, and
# never again through what was there at the start.
gc.set_threshold(50_000, 20, 20)
threading.Thread(target=_open, name="opening the records", daemon=True).start()
threading.Thread(target=_deliver, name="delivering", daemon=True).start()
