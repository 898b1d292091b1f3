"""What the cells of a directory say, column by column.

What a cell says depends on its text alone, and a directory prints few different words and numbers very often:
each text of a column is read once.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from . import cells
from .headers import fold
from .rows import RowFault, number_of, words_of

K = TypeVar("K", bound=Hashable)

WORDS = (
    "type",
    "authority",
    "definition",
    "region",
    "regional_council",
    "district",
    "urban",
    "network_name",
)
COUNTS = ("total", "european", "maori", "pacific", "asian", "melaa", "other", "international")
_ROOM = {"definition": 120, "district": 120, "name": 200, "network_name": 200}

_OPEN = frozenset({"", "open", "active", "operating", "opened"})
_NOT_OPEN = frozenset(
    {
        "notyetopen",
        "notopen",
        "proposed",
        "closed",
        "ceased",
        "inactive",
        "pending",
        "planned",
        "opening",
        "merged",
    }
)

Aside = RowFault | str
"""What must be told of a row for one of its cells: why it cannot go in, or a remark with which it does."""


class Remark(Exception):
    """Raised by a reader of cells: what the cell is taken to say, and what must be told of that."""

    def __init__(self, value: object, words: str) -> None:
        super().__init__(words)
        self.value = value
        self.words = words


class Column(dict[K, Any], Generic[K]):
    """Text → what it says (`None` for one that faults), for the texts met so far; `asides` by text."""

    def __init__(self, read: Callable[[K], object]) -> None:
        super().__init__()
        self._read = read
        self.asides: dict[K, Aside] = {}

    def __missing__(self, text: K) -> object:
        try:
            value = self._read(text)
        except RowFault as fault:
            value, self.asides[text] = None, fault
        except Remark as remark:
            value, self.asides[text] = remark.value, remark.words
        self[text] = value
        return value

    def said(self, texts: Sequence[K], asides: dict[int, list[Aside]]) -> list[Any]:
        """What each of these texts says; what must be told of it is added to `asides` by its place."""
        values = list(map(self.__getitem__, texts))
        if self.asides:
            for place, text in enumerate(texts):
                if text in self.asides:
                    asides.setdefault(place, []).append(self.asides[text])
        return values


def of_directory() -> Mapping[str, Column[Any]]:
    """The columns of one directory, none of them read yet."""
    columns: dict[str, Column[Any]] = {
        "number": Column(_number),
        "name": Column(_name),
        "status": Column(_status),
        "opened": Column(_opened),
        "network": Column(_network),
        "place": Column(_place),
        "decile": Column(_decile),
    }
    columns |= {field: Column(partial(_count, field)) for field in COUNTS}
    return columns | {field: Column(partial(_words, field, _ROOM.get(field, 80))) for field in WORDS}


def _number(printed: str) -> int:
    return number_of(printed, "number")


def _name(printed: str) -> tuple[str, bool, dt.date | None]:
    """The name, whether the provider is open by its mark, and the day it opens by that."""
    if not printed.strip():
        raise RowFault("name", printed, "Give the name: no provider is listed without one.")
    name, is_open, opens_on = cells.name_and_opening(printed)
    if not name or len(name) > _ROOM["name"]:
        raise RowFault("name", printed[:80], "Give a name of 1 to 200 characters.")
    return name, is_open, opens_on


def _status(printed: str) -> bool:
    """Whether the provider is open by its status."""
    said = fold(printed)
    if said in _OPEN or said in _NOT_OPEN:
        return said in _OPEN
    raise Remark(True, f"status “{printed.strip()[:40]}” is not known here: taken as open")


def _opened(printed: str) -> dt.date | None:
    try:
        return cells.day(printed)
    except cells.Unreadable:
        return None


def _count(field: str, printed: str) -> int | None:
    try:
        return cells.learners(printed)
    except cells.Unreadable as fault:
        raise RowFault(field, printed, str(fault)) from None


def _network(printed: str) -> int | None:
    try:
        return cells.whole(printed) or None
    except ValueError:
        if cells.is_blank(printed):
            return None
        raise RowFault(
            "network", printed, "Give the community's number in digits, or leave it blank for none."
        ) from None


def _words(field: str, room: int, printed: str) -> str:
    return words_of(cells.one_line(printed), field, room)


def _place(printed: tuple[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or neither."""
    latitude, longitude = printed
    north, east = cells.degrees(latitude), cells.degrees(longitude)
    if north is None or east is None:
        return None, None
    if cells.in_new_zealand(north, east):
        return north, east
    if north or east:
        raise Remark((None, None), "coordinates outside New Zealand: taken as unknown")
    return None, None


def _decile(printed: str) -> int | None:
    try:
        decile = cells.whole(printed)
    except ValueError:
        decile = 0 if cells.is_blank(printed) else -1
    if 1 <= decile <= 10:
        return decile
    if decile in (0, 99):
        return None
    raise Remark(None, f"decile “{printed.strip()[:20]}” is none of 1 to 10: taken as unknown")
