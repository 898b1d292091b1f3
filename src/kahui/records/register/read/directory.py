"""Directories of schools and of early learning services, of any vintage."""

import datetime as dt
from collections import Counter
from operator import itemgetter
from typing import Literal

from . import cells
from .headers import DECISIONS, LONG_ROLLS, SCHOOLS, SERVICES, Header, Layout, fold, match, recognised
from .rows import RowFault, Seen, number_of, stop_when_hopeless, words_of
from .table import Table, open_table
from .values import DirectoryFile, FileFault, ListedProvider, ListedRoll, Refused, Response

_FACTS = ("number", "name", "status", "opened", "decile", "latitude", "longitude", "network")
_WORDS = (
    "type",
    "authority",
    "definition",
    "region",
    "regional_council",
    "district",
    "urban",
    "network_name",
)
_COUNTS = ("total", "european", "maori", "pacific", "asian", "melaa", "other", "international")
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

Counts = tuple[int | None, ...]


def read_schools(data: bytes, name: str) -> DirectoryFile:
    """A schools directory of any vintage: CSV (also `.gz`, `.xz`), XLS or XLSX."""
    table = open_table(data, name, [SCHOOLS], [SERVICES, LONG_ROLLS, DECISIONS])
    _refuse_other_tables(table.header, name)
    return _Directory("school", table, name).read()


def read_services(data: bytes, name: str) -> DirectoryFile:
    """An early learning directory of any vintage: CSV (also `.gz`, `.xz`), XLS or XLSX."""
    table = open_table(data, name, [SERVICES], [LONG_ROLLS, SCHOOLS, DECISIONS])
    _refuse_other_tables(table.header, name)
    return _Directory("service", table, name).read()


def _refuse_other_tables(header: Header, name: str) -> None:
    """Tables that have a directory's columns, too: roll returns, and histories with a row per span of years."""
    what = header.layout.what
    if match(header.cells, (), 1, LONG_ROLLS) is not None:
        raise FileFault(f"{name} is no {what}: its columns are those of a table of rolls.")
    if {"from", "to"} <= {fold(cell) for cell in header.cells}:
        raise FileFault(
            f"{name} is no {what}: its columns “From” and “To” tell of many years, and a directory shows one day."
        )


class _Directory:
    """One reading of one directory: what was found so far, and what must be said of it."""

    def __init__(self, kind: Literal["school", "service"], table: Table, name: str) -> None:
        self.kind = kind
        self.table = table
        self.header: Header = table.header
        self.layout: Layout = table.header.layout
        self.name = name
        self.pick_facts, self.pick_words, self.pick_counts = (
            itemgetter(*(self.header.index.get(field, -1) for field in fields))
            for fields in (_FACTS, _WORDS, _COUNTS)
        )
        self.has_network = "network" in self.header.index
        self.found: list[tuple[ListedProvider, Counts | None]] = []
        self.refused: list[Refused] = []
        self.seen = Seen()
        self.remarks: Counter[str] = Counter()
        self.blank_totals = 0
        self.words = cells.Memo(cells.one_line)
        self.counts = cells.Memo(cells.learners)

    def read(self) -> DirectoryFile:
        for row, printed in self.table.rows:
            try:
                listed = self._provider(row, printed)
            except RowFault as fault:
                self._refuse(row, printed, fault)
            else:
                self.found.append(listed)
        self._refuse_when_nothing_was_read()
        says_membership = self.has_network and any(p.network is not None for p, _ in self.found)
        rolls = self._rolls()
        return DirectoryFile(
            kind=self.kind,
            says_membership=says_membership,
            providers=tuple(_with_roll(p, r) for (p, _), r in zip(self.found, rolls, strict=True)),
            refused=tuple(self.refused),
            notes=self._notes(says_membership),
        )

    def _provider(self, row: int, printed: list[str]) -> tuple[ListedProvider, Counts | None]:
        if len(printed) != self.header.width:
            printed = _fitted(printed, self.header.width)
        printed.append("")  # fields that the file does not have are read from here
        number_text, name_text, status, opened, decile, latitude, longitude, network = self.pick_facts(
            printed
        )
        number = number_of(number_text, "number")
        name, is_open, opens_on = self._name(name_text, status, opened)
        counts = self._counts(self.pick_counts(printed))
        network_id = self._network(network) if network else None
        type, authority, definition, region, council, district, urban, network_name = self._words(
            self.pick_words(printed)
        )
        north, east = self._place(latitude, longitude)
        provider = ListedProvider(
            number, is_open, name, type, authority, definition, region, council, district, urban,
            self._decile(decile) if decile else None,
            north, east, network_id, network_name if network_id is not None else "", None, opens_on, row,
        )  # fmt: skip
        self.seen.add(number, row, number_text, "number")
        return provider, counts

    def _name(self, printed: str, status: str, opened: str) -> tuple[str, bool, dt.date | None]:
        if not printed.strip():
            raise RowFault("name", printed, "Give the name: no provider is listed without one.")
        name, is_open, opens_on = cells.name_and_opening(printed)
        if not name or len(name) > _ROOM["name"]:
            raise RowFault("name", printed[:80], "Give a name of 1 to 200 characters.")
        if status and (said := fold(status)) not in _OPEN:
            if said not in _NOT_OPEN:
                self.remarks[f"status “{status.strip()[:40]}” is not known here: taken as open"] += 1
            else:
                is_open = False
        if not is_open and opens_on is None and opened:
            try:
                opens_on = cells.day(opened)
            except cells.Unreadable:
                opens_on = None
        return name, is_open, opens_on

    def _words(self, printed: tuple[str, ...]) -> list[str]:
        memo = self.words
        words = [memo[text] for text in printed]
        if max(map(len, words)) > 80:
            for field, word in zip(_WORDS, words, strict=True):
                words_of(word, field, _ROOM.get(field, 80))
        return words

    def _network(self, printed: str) -> int | None:
        try:
            return cells.whole(printed) or None
        except ValueError:
            if cells.is_blank(printed):
                return None
            raise RowFault(
                "network", printed, "Give the community's number in digits, or leave it blank for none."
            ) from None

    def _decile(self, printed: str) -> int | None:
        try:
            decile = cells.whole(printed)
        except ValueError:
            decile = 0 if cells.is_blank(printed) else -1
        if 1 <= decile <= 10:
            return decile
        if decile not in (0, 99):
            self.remarks[f"decile “{printed.strip()[:20]}” is none of 1 to 10: taken as unknown"] += 1
        return None

    def _place(self, latitude: str, longitude: str) -> tuple[float | None, float | None]:
        north, east = cells.degrees(latitude), cells.degrees(longitude)
        if north is None or east is None:
            return None, None
        if cells.in_new_zealand(north, east):
            return north, east
        if north or east:
            self.remarks["coordinates outside New Zealand: taken as unknown"] += 1
        return None, None

    def _counts(self, printed: tuple[str, ...]) -> Counts | None:
        """The total and the groups as printed; `None` where the total is blank."""
        memo = self.counts
        try:
            counts = tuple([memo[text] for text in printed])
        except cells.Unreadable as fault:
            at = next(i for i, text in enumerate(printed) if text not in memo)
            raise RowFault(_COUNTS[at], printed[at], str(fault)) from None
        if counts[0] is None:
            self.blank_totals += "total" in self.header.index
            return None
        return counts

    def _refuse(self, row: int, printed: list[str], fault: RowFault) -> None:
        if len(self.refused) < 200 and len(recognised(printed, self.layout)) >= 3:
            raise FileFault(
                f"{self.name} mixes two header sets: row {row:,} is a second header row; "
                "keep one directory to a file."
            )
        if fault.field == "number" and sum(1 for cell in printed if cell.strip()) == 1:
            self.remarks["rows that hold a single remark and no school were left out"] += 1
            return
        self.refused.append(fault.refused(row, printed, self.header))
        stop_when_hopeless(self.refused, len(self.found), self.name)

    def _refuse_when_nothing_was_read(self) -> None:
        if self.found:
            return
        if self.refused:
            raise FileFault(
                f"{self.name}: none of its {len(self.refused):,} rows could be read. {self.refused[0]}"
            )
        raise FileFault(f"{self.name} names its columns but has no row below them: nothing is listed.")

    def _rolls(self) -> list[ListedRoll | None]:
        zeros = [c is not None and not any(c) for _, c in self.found]
        unknown = any(zeros) and self._prints_zero_for_unknown()
        if unknown:
            self.remarks["roll of 0: this layout prints 0 where the roll is not known; taken as unknown"] = (
                sum(zeros)
            )
        response = self._response()
        return [
            None if c is None or (unknown and zero) else _roll(c, response)
            for (_, c), zero in zip(self.found, zeros, strict=True)
        ]

    def _prints_zero_for_unknown(self) -> bool:
        """Education Counts since 2018 ("School Number") never leaves a roll blank; nor does a file with no blank."""
        return fold(self.header.called.get("number", "")) == "schoolnumber" or (
            self.blank_totals == 0 and len(self.found) >= 100
        )

    def _response(self) -> Response:
        """Total response when groups add to more than the total in more than one row of twenty."""
        if self.kind == "service":
            return "total"
        known = [c for _, c in self.found if c is not None and c[0]]
        over = sum(1 for c in known if sum(filter(None, c[1:])) > (c[0] or 0))
        if over * 20 > len(known):
            return "total"
        if over:
            self.remarks["groups that add to more than the roll, in a file that counts each learner once"] = (
                over
            )
        return "prioritised"

    def _notes(self, says_membership: bool) -> tuple[str, ...]:
        notes = [*self.table.notes, *(f"{_rows(n)}: {what}." for what, n in self.remarks.items())]
        for field, called in self.header.doubled.items():
            read = self.header.called[field]
            other = next((c for c in called if c != read), read)
            notes.append(f"“{read}” was read, not “{other}”, which names the same thing.")
        if not self.has_network:
            notes.append("The file has no community number: it says nothing of membership.")
        elif not says_membership:
            notes.append("Every community number is blank: the file is taken to say nothing of membership.")
        if "equity" in self.header.index and "decile" not in self.header.index:
            notes.append("The file has the equity index in place of deciles: no decile was read.")
        if "total" not in self.header.index:
            notes.append("The file has no roll.")
        return tuple(notes)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _roll(counts: Counts, response: Response) -> ListedRoll:
    total, european, maori, pacific, asian, melaa, other, international = counts
    return ListedRoll(total or 0, european, maori, pacific, asian, melaa, other, international, response)


def _with_roll(p: ListedProvider, roll: ListedRoll | None) -> ListedProvider:
    object.__setattr__(p, "roll", roll)
    return p


def _fitted(printed: list[str], width: int) -> list[str]:
    """A row as wide as its header: blank cells beyond it are dropped, any other difference is a fault."""
    if len(printed) > width and not any(printed[width:]):
        return printed[:width]
    raise RowFault(
        "number",
        printed[0][:80],
        f"The row has {len(printed):,} cells where the header has {width:,}: look for a stray comma or "
        "quotation mark, or a file that was cut off.",
    )
