"""What every reader does with a row: refuse it with its cure, or find that it was listed before."""

from . import cells
from .headers import Header
from .values import FileFault, Refused


class RowFault(ValueError):
    """A row that cannot go in: the field, what was printed there, and the cure."""

    def __init__(self, field: str, value: str, cure: str) -> None:
        super().__init__(cure)
        self.field = field
        self.value = value.strip()[:200]
        self.cure = cure

    def refused(self, row: int, printed: list[str], header: Header) -> Refused:
        """The row as it is listed, with the number of whom it was about where that can be read."""
        at = header.index[header.layout.required[0]]
        try:
            number = number_of(printed[at], self.field) if at < len(printed) else None
        except RowFault:
            number = None
        return Refused(row, header.column(self.field), self.value, self.cure, number)


class Seen:
    """Keys that were listed, and in which row."""

    def __init__(self) -> None:
        self._rows: dict[object, int] = {}

    def add(self, key: object, row: int, value: str, field: str) -> None:
        """Note a key; a fault where an earlier row has it (the first stands)."""
        first = self._rows.setdefault(key, row)
        if first != row:
            raise RowFault(
                field,
                value,
                f"Row {first:,} has the same and stands; take out one of rows {first:,} and {row:,}.",
            )


def number_of(printed: str, field: str) -> int:
    """The number of a school, service or network: digits only, above 0."""
    try:
        number = cells.whole(printed)
    except ValueError:
        number = 0
    if number < 1:
        raise RowFault(
            field, printed, "Give the number in digits, such as 7; names and letters identify nothing."
        )
    return number


def words_of(text: str, field: str, room: int) -> str:
    """Words that fit the room there is for them."""
    if len(text) > room:
        raise RowFault(field, text[:80], f"Shorten it to {room} characters.")
    return text


def stop_when_hopeless(refused: list[Refused], good: int, name: str) -> None:
    """Refuse a file of which next to nothing can be read, before the list of its faults is longer than any use."""
    if len(refused) >= 2_000 and len(refused) > 4 * good:
        raise FileFault(
            f"{name}: {len(refused):,} of its first {len(refused) + good:,} rows could not be read. {refused[0]}"
        )
