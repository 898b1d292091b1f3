"""Directories of schools and of early learning services, of any vintage."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal

from . import columns
from .columns import Aside
from .headers import DECISIONS, LONG_ROLLS, SCHOOLS, SERVICES, Header, Layout, fold, match, recognised
from .rows import RowFault, Seen, stop_when_hopeless
from .table import Table, open_table
from .values import DirectoryFile, FileFault, ListedProvider, ListedRoll, Refused, Response

AT_ONCE = 500
"""Rows that are read together: few enough to stay near the processor from being split to being understood."""

_NO_TOTAL = "a roll that is blank"
"""A remark that the notes do not tell: it is of the file's layout."""

_NAMELESS = ("", True, None)

Rows = Sequence[tuple[int, list[str]]]
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
        self.columns = columns.of_directory()
        self.has_network = "network" in self.header.index
        self.found: list[tuple[Any, ...]] = []
        self.counts: list[Counts | None] = []
        self.refused: list[Refused] = []
        self.seen = Seen()
        self.remarks: Counter[str] = Counter()

    def read(self) -> DirectoryFile:
        for rows in _together(self.table.rows):
            self._take(rows)
        self._refuse_when_nothing_was_read()
        listed = zip(self.found, self._rolls(), strict=True)
        providers = tuple(ListedProvider._make((*facts, roll)) for facts, roll in listed)
        says_membership = self.has_network and any(p.network is not None for p in providers)
        return DirectoryFile(
            kind=self.kind,
            says_membership=says_membership,
            providers=providers,
            refused=tuple(self.refused),
            notes=self._notes(says_membership),
        )

    def _take(self, rows: Rows) -> None:
        """Read rows by column, then take or refuse them one by one."""
        asides: dict[int, list[Aside]] = {}
        texts = self._texts(rows, asides)
        facts, counts = self._read(rows, texts, asides)
        for place, (row, printed) in enumerate(rows):
            try:
                for aside in asides.get(place, ()):
                    self._tell(aside)
                self.seen.add(facts[place][0], row, texts["number"][place], "number")
            except RowFault as fault:
                self._refuse(row, printed, fault)
            else:
                self.found.append(facts[place])
                self.counts.append(counts[place])

    def _texts(self, rows: Rows, asides: dict[int, list[Aside]]) -> Mapping[str, Sequence[str]]:
        """The cells of each field, blank where the file does not have it."""
        width, fitted = self.header.width, []
        for place, (_, printed) in enumerate(rows):
            try:
                fitted.append(printed if len(printed) == width else _fitted(printed, width))
            except RowFault as fault:
                asides[place] = [fault]
                fitted.append([""] * width)
        index = self.header.index
        picked = zip(*map(itemgetter(*index.values()), fitted), strict=True)
        return defaultdict(lambda: [""] * len(rows), zip(index, picked, strict=True))

    def _read(
        self, rows: Rows, texts: Mapping[str, Sequence[str]], asides: dict[int, list[Aside]]
    ) -> tuple[list[tuple[Any, ...]], list[Counts | None]]:
        """The facts of each row but its roll, and its counts. Its cells are looked at in the order written here."""

        def said(field: str) -> list[Any]:
            return self.columns[field].said(texts[field], asides)

        numbers = said("number")
        names, by_mark, marked = zip(*(name or _NAMELESS for name in said("name")), strict=True)
        is_open = [mark and status for mark, status in zip(by_mark, said("status"), strict=True)]
        opened = zip(is_open, marked, said("opened"), strict=True)
        opens_on = [None if is_open else day or stated for is_open, day, stated in opened]
        counts = self._counts([said(field) for field in columns.COUNTS], asides)
        networks = said("network")
        *words, called = [said(field) for field in columns.WORDS]
        network_names = [c if n is not None else "" for n, c in zip(networks, called, strict=True)]
        pairs = list(zip(texts["latitude"], texts["longitude"], strict=True))
        latitudes, longitudes = zip(*self.columns["place"].said(pairs, asides), strict=True)
        deciles = said("decile")
        facts = zip(
            numbers, is_open, names, *words, deciles, latitudes, longitudes, networks, network_names, opens_on,
            [row for row, _ in rows], strict=True,
        )  # fmt: skip
        return list(facts), counts

    def _counts(self, read: list[list[int | None]], asides: dict[int, list[Aside]]) -> list[Counts | None]:
        """The total and the groups of each row; `None` where the total is blank."""
        if "total" in self.header.index:
            for place, total in enumerate(read[0]):
                if total is None:
                    asides.setdefault(place, []).append(_NO_TOTAL)
        return [None if counts[0] is None else counts for counts in zip(*read, strict=True)]

    def _tell(self, aside: Aside) -> None:
        if isinstance(aside, RowFault):
            raise aside
        self.remarks[aside] += 1

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
        zeros = [c is not None and not any(c) for c in self.counts]
        unknown = any(zeros) and self._prints_zero_for_unknown()
        if unknown:
            self.remarks["roll of 0: this layout prints 0 where the roll is not known; taken as unknown"] = (
                sum(zeros)
            )
        response = self._response()
        return [
            None if c is None or (unknown and zero) else ListedRoll._make((*c, response))
            for c, zero in zip(self.counts, zeros, strict=True)
        ]

    def _prints_zero_for_unknown(self) -> bool:
        """Education Counts since 2018 ("School Number") never leaves a roll blank; nor does a file with no blank."""
        return fold(self.header.called.get("number", "")) == "schoolnumber" or (
            self.remarks[_NO_TOTAL] == 0 and len(self.found) >= 100
        )

    def _response(self) -> Response:
        """Total response when groups add to more than the total in more than one row of twenty."""
        if self.kind == "service":
            return "total"
        known = [c for c in self.counts if c is not None and c[0]]
        over = sum(1 for total, *groups in known if sum(filter(None, groups)) > (total or 0))
        if over * 20 > len(known):
            return "total"
        if over:
            self.remarks["groups that add to more than the roll, in a file that counts each learner once"] = (
                over
            )
        return "prioritised"

    def _notes(self, says_membership: bool) -> tuple[str, ...]:
        told = {what: count for what, count in self.remarks.items() if what != _NO_TOTAL}
        notes = [*self.table.notes, *(f"{_rows(count)}: {what}." for what, count in told.items())]
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


def _together(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Rows]:
    """Rows, many at once; those above a fault of the file come before it."""
    together: list[tuple[int, list[str]]] = []
    try:
        for row in rows:
            together.append(row)
            if len(together) == AT_ONCE:
                yield together
                together = []
    except FileFault:
        if together:
            yield together
        raise
    if together:
        yield together


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
