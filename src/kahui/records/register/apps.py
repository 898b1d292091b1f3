import datetime as dt
import sqlite3
from functools import lru_cache

from django.apps import AppConfig
from django.db.backends.sqlite3 import base as sqlite  # noqa: F401  (registers the reader of days that ours replaces)
from django.utils.dateparse import parse_date


@lru_cache(maxsize=32_768)
def _day(stored: bytes) -> dt.date | None:
    return parse_date(stored.decode())


class RegisterConfig(AppConfig):
    name = "kahui.records.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite keeps days as text: each is read once. Facts have six of them, and the days are few."""
        sqlite3.register_converter("date", _day)
