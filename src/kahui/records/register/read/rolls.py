"""Roll returns: learners of each school as at 1 July of a year, a row per group (long) or per year (wide)."""

from collections import Counter
from operator import itemgetter

from . import cells
from .headers import ETHNIC, LONG_ROLLS, SCHOOLS, WIDE_ROLLS, Header, fold
from .rows import RowFault, Seen, number_of, stop_when_hopeless
from .table import Table, open_table
from .values import FileFault, ListedReturn, ListedRoll, Refused, Response, RollsFile

_GROUPS = ("european", "maori", "pacific", "asian", "melaa", "other", "international")
_PLACES = {"total": 0, **{group: place for place, group in enumerate(_GROUPS, start=1)}}
_PASSED_OVER = frozenset({"female", "male", "gender", "diverse", "another gender"})

Counts = list[int | None]


def read_rolls(data: bytes, name: str) -> RollsFile:
    """Rolls by school and year, a row per group (long) or per year (wide), as at 1 July."""
    table = open_table(data, name, [LONG_ROLLS, WIDE_ROLLS], [SCHOOLS])
    rolls = _Rolls(table, name)
    if table.header.layout is WIDE_ROLLS:
        rolls.read_wide()
    elif "level" in table.header.index:
        rolls.read_by_level()
    else:
        rolls.read_long()
    return rolls.file()


def _group_of(printed: str) -> int | None:
    """Which count a group's name is for: 0 the total, 1… the groups; −1 one that is passed over; `None` unknown."""
    wanted = fold(printed.replace("\\", "/"))
    if wanted in {"total", "all", "totalroll", "allstudents"}:
        return 0
    if printed.strip().casefold() in _PASSED_OVER:
        return -1
    for group, spellings in ETHNIC.items():
        if wanted in {fold(s) for s in spellings}:
            return _PLACES[group]
    return None


class _Rolls:
    """One reading of one file of rolls."""

    def __init__(self, table: Table, name: str) -> None:
        self.table = table
        self.header: Header = table.header
        self.name = name
        self.found: dict[tuple[int, int], Counts] = {}
        self.refused: list[Refused] = []
        self.remarks: Counter[str] = Counter()
        self.counts = cells.Memo(cells.learners)

    def read_long(self) -> None:
        """A row per school, year and group, each once."""
        at = self.header.index
        pick = itemgetter(at["number"], at["year"], at["group"], at["count"])
        by_text: dict[tuple[str, str], Counts] = {}
        places: dict[str, int | None] = {}
        for row, printed in self.table.rows:
            try:
                number, year, group, count = pick(printed)
                counts = by_text.get((number, year))
                if counts is None:
                    counts = by_text[number, year] = self._counts(number, year)
                place = places[group] if group in places else places.setdefault(group, _group_of(group))
                if place is None:
                    self.remarks[f"the group “{group.strip()[:40]}” is not known here and was left out"] += 1
                elif place >= 0:
                    if counts[place] is not None:
                        raise RowFault(
                            "group", group, "An earlier row gives this school, year and group; it stands."
                        )
                    counts[place] = self._count(count, "count")
            except (RowFault, IndexError) as fault:
                self._refuse(row, printed, fault)

    def read_by_level(self) -> None:
        """A row per school, year, year level and group; rows of "Total" repeat the whole, −1 stands for groups."""
        at = self.header.index
        pick = itemgetter(at["number"], at["year"], at["level"], at["group"], at["count"])
        whole: dict[tuple[int, int], Counts] = {}
        for row, printed in self.table.rows:
            try:
                number, year, level, group, count = pick(printed)
                if number.strip().startswith("-"):
                    self.remarks["rows of a group of schools (number −1) were left out"] += 1
                    continue
                place = _group_of(group)
                if place is None or place < 0:
                    self.remarks[f"the group “{group.strip()[:40]}” is not known here and was left out"] += 1
                    continue
                counts = self._counts(number, year)
                if fold(level) == "total":
                    counts = whole.setdefault((number_of(number, "number"), self._year(year)), [None] * 8)
                learners = self._count(count, "count")
                if learners is not None:
                    counts[place] = (counts[place] or 0) + learners
            except (RowFault, IndexError) as fault:
                self._refuse(row, printed, fault)
        for key, counts in whole.items():
            self.found[key] = [
                w if w is not None else c for w, c in zip(counts, self.found[key], strict=True)
            ]

    def read_wide(self) -> None:
        """A row per school and year."""
        at = self.header.index
        pick = itemgetter(at["number"], at["year"], *(at.get(field, -1) for field in _PLACES))
        seen = Seen()
        for row, printed in self.table.rows:
            try:
                number, year, *counts = pick([*printed, ""])
                key = number_of(number, "number"), self._year(year)
                read = [self._count(c, f) for f, c in zip(_PLACES, counts, strict=True)]
                seen.add(key, row, f"{number} in {year}", "number")
                self.found[key] = read
            except (RowFault, IndexError) as fault:
                self._refuse(row, printed, fault)

    def _counts(self, number: str, year: str) -> Counts:
        return self.found.setdefault((number_of(number, "number"), self._year(year)), [None] * 8)

    def _year(self, printed: str) -> int:
        try:
            year = cells.whole(printed)
        except ValueError:
            year = 0
        if not 1850 <= year <= 2200:
            raise RowFault("year", printed, "Give the year in four digits, such as 2016.")
        return year

    def _count(self, printed: str, field: str) -> int | None:
        try:
            return self.counts[printed]
        except cells.Unreadable as fault:
            raise RowFault(field, printed, str(fault)) from None

    def _refuse(self, row: int, printed: list[str], fault: RowFault | IndexError) -> None:
        if not isinstance(fault, RowFault):
            fault = RowFault(
                "number", printed[0] if printed else "", "The row is cut off: fetch the file again."
            )
        self.refused.append(fault.refused(row, printed, self.header))
        stop_when_hopeless(self.refused, len(self.found), self.name)

    def file(self) -> RollsFile:
        known = {key: counts for key, counts in self.found.items() if counts[0] is not None}
        if not known:
            why = f" {self.refused[0]}" if self.refused else ""
            raise FileFault(f"{self.name} names its columns but gives no school's total roll.{why}")
        without = len(self.found) - len(known)
        if without:
            self.remarks["a school and year without a total were left out"] = without
        over = sum(1 for counts in known.values() if sum(filter(None, counts[1:])) > (counts[0] or 0))
        response: Response = "total" if over * 20 > len(known) else "prioritised"
        return RollsFile(
            returns=tuple(
                ListedReturn(number, year, _roll(counts, response))
                for (number, year), counts in sorted(known.items())
            ),
            refused=tuple(self.refused),
            notes=(*self.table.notes, *(f"{n:,} × {what}." for what, n in self.remarks.items())),
        )


def _roll(counts: Counts, response: Response) -> ListedRoll:
    total, european, maori, pacific, asian, melaa, other, international = counts
    return ListedRoll(total or 0, european, maori, pacific, asian, melaa, other, international, response)
