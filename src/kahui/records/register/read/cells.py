"""What one cell says: a whole number, a day, a coordinate, a name with a mark that the school is not open yet."""

import datetime as dt
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

BLANK = frozenset(
    {"", "-", "–", "—", ".", "n/a", "na", "#n/a", "null", "none", "nan", "not applicable", "missing"}
)
"""What directories print for "not known" or "none", besides nothing; compared in lower case."""

_GROUPED = re.compile(r"\+?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0*)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTH_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})", re.ASCII)
_TIME = re.compile(r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)

_NOT_OPEN = (
    r"(?:proposed|not (?:yet )?open(?:ed)?(?: yet)?|yet to open|to open|due to open|opening|opens|planned)"
)
_MARKS = re.compile(
    rf"\s*[(\[]\s*{_NOT_OPEN}\b[^()\[\]]*[)\]]?"  # (Proposed opening date: 2022-01-01)
    rf"|\s+[-–—:,]\s*{_NOT_OPEN}\b.*$"  # - proposed
    r"|\s+(?:proposed|not yet open)\s*$"
    r"|^\s*(?:proposed|not yet open)\b\s*[-–—:]?\s+",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """A cell that cannot be what its column says; the message is the cure."""


class Memo(dict[str, T], Generic[T]):
    """What distinct cells say, each read once: a directory prints few different words and numbers very often."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        value = self[text] = self._read(text)
        return value


def one_line(text: str) -> str:
    """Text without spaces around it, and with single spaces within."""
    return " ".join(text.split())


def learners(text: str) -> int | None:
    """A number of learners; `None` where it is blank or given as not known. `Unreadable` says why not."""
    try:
        count = whole(text)
    except ValueError:
        if is_blank(text):
            return None
        raise Unreadable(
            "Give a whole number of learners, 0 or more; leave it blank when it is not known."
        ) from None
    if count > 1_000_000:
        raise Unreadable("No provider has so many learners: check the number.")
    return count


def is_blank(text: str) -> bool:
    return not text or text.strip().casefold() in BLANK


def whole(text: str) -> int:
    """A whole number of at most nine digits, as text or as Excel writes it; `ValueError` for anything else."""
    if text.isdigit() and text.isascii() and len(text) <= 9:
        return int(text)
    return _whole(text)


@lru_cache(maxsize=4096)
def _whole(text: str) -> int:
    found = _GROUPED.fullmatch(text.strip())
    if not found:
        raise ValueError
    return int(found[1].replace(",", ""))


@lru_cache(maxsize=4096)
def day(text: str) -> dt.date:
    """A day: `2016-12-31`, `31/12/2016` (day first), `31 Dec 2016`, any of them with a time after it.

    `Unreadable` says why not.
    """
    plain = text.strip()
    for pattern in (_ISO, _DAY_FIRST, _MONTH_NAMED):
        found = pattern.match(plain)
        if found and _TIME.fullmatch(plain[found.end() :]):
            return _day_of(found, pattern)
    raise Unreadable("Write the day as year-month-day, such as 2016-12-31.")


def _day_of(found: re.Match[str], pattern: re.Pattern[str]) -> dt.date:
    year, month, day = found.groups() if pattern is _ISO else reversed(found.groups())
    if not month.isdigit():
        short = month[:3].casefold()
        if short not in _MONTHS:
            raise Unreadable(f"“{month}” is no month: write the day as year-month-day, such as 2016-12-31.")
        month = str(_MONTHS.index(short) + 1)
    if not 1 <= int(month) <= 12:
        raise Unreadable(
            f"There is no month {int(month)}: write year-month-day or day/month/year with a month from 1 to 12."
        )
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(
            f"{int(year)}-{int(month):02} has no day {int(day)}: give a day that exists."
        ) from None


def degrees(text: str) -> float | None:
    """A coordinate in degrees; `None` where the cell holds no finite number."""
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        try:
            found = float(text.replace(",", "."))
        except ValueError:
            return None
    return found if math.isfinite(found) else None


def in_new_zealand(latitude: float, longitude: float) -> bool:
    """Whether a point lies in or near New Zealand, the Chathams across the date line included.

    The one country whose places are read and drawn: these bounds and the coast in `reporting/draw` are its own, and
    are not yet a programme's data. Another country's places are taken as unknown, and its pages have no map.
    """
    return -53.0 <= latitude <= -29.0 and (160.0 <= longitude <= 180.0 or -180.0 <= longitude <= -170.0)


def name_and_opening(printed: str) -> tuple[str, bool, dt.date | None]:
    """A name without its mark, whether it is open by that mark, and the day it opens where the mark gives one."""
    name = " ".join(printed.split())
    folded = name.casefold()
    if "open" not in folded and "propos" not in folded and "planned" not in folded:  # as in every mark
        return name, True, None
    marks = [found[0] for found in _MARKS.finditer(name)]
    if not marks:
        return name, True, None
    bare = " ".join(_MARKS.sub(" ", name).split()).rstrip(" -–—:,")
    return bare, False, _day_within(" ".join(marks))


def _day_within(text: str) -> dt.date | None:
    for pattern in (_ISO, _DAY_FIRST, _MONTH_NAMED):
        found = pattern.search(text)
        if found:
            try:
                return _day_of(found, pattern)
            except Unreadable:
                return None
    return None
