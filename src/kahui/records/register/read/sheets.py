"""Workbooks (XLS, XLSX) → rows of text, within bounds that are checked before a workbook is opened."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from .ole import most_cells
from .text import MOST
from .values import FileFault

_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_CELLS = 8_000_000
_MOST_SHEETS = 40
_NEEDED = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/.*|xl/[^/]+\.xml|xl/_rels/.*|xl/worksheets/.*\.xml)", re.I
)
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,8})([0-9]{1,12})""")


def is_workbook(data: bytes) -> bool:
    return data.startswith((_XLSX, _XLS))


def sheets(data: bytes, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sheet's name and rows; every row as wide as the sheet."""
    safe = _repacked(data, name) if data.startswith(_XLSX) else _checked(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(safe))
        titles = book.sheet_names[:_MOST_SHEETS]
    except BaseException as fault:  # a panic in the reader is no Exception
        raise _damaged(fault, name) from fault
    for title in titles:
        try:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        except BaseException as fault:
            raise _damaged(fault, name) from fault
        yield title, [[_text(cell) for cell in row] for row in rows]


def _damaged(fault: BaseException, name: str) -> BaseException:
    if isinstance(fault, KeyboardInterrupt | SystemExit | GeneratorExit):
        return fault
    return FileFault(f"{name} is no workbook that can be read, or is locked: save it as CSV and import that.")


def _text(cell: object) -> str:
    """A cell as a CSV would have it: `1.0` is 1, a date is year-month-day."""
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return "" if cell is None else str(cell)


def _checked(data: bytes, name: str) -> bytes:
    cells = most_cells(data)
    if cells == 0:
        raise FileFault(f"{name} is no workbook that can be read: save it as CSV and import that.")
    if cells > _MOST_CELLS:
        raise FileFault(f"{name} claims more cells than a table can hold, so it was not opened.")
    return data


def _repacked(data: bytes, name: str) -> bytes:
    """The parts of a workbook that hold its cells, unpacked within bounds.

    The reader of workbooks unpacks without limit and makes room for every cell up to the furthest, so it is
    given only what was measured here.
    """
    safe = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(safe, "w") as parts:
            infos = [info for info in packed.infolist() if _NEEDED.fullmatch(info.filename)]
            _refuse_bombs(infos, len(data), name)
            for info in infos:
                part = packed.read(info)
                if "/worksheets/" in info.filename.casefold():
                    _refuse_far_cells(part, name)
                parts.writestr(info.filename, part)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError, MemoryError,
    ) as fault:  # fmt: skip
        if isinstance(fault, FileFault):
            raise
        raise FileFault(f"{name} is no workbook that can be read: save it as CSV and import that.") from fault
    return safe.getvalue()


def _refuse_bombs(infos: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """`ZipFile.read` never gives more than the size an entry declares, so the declared sizes are the bound."""
    declared = sum(info.file_size for info in infos)
    names = {info.filename for info in infos}
    if (
        declared > MOST
        or declared > max(20_000_000, 200 * size)
        or len(infos) > 1_000
        or len(names) < len(infos)
    ):
        raise FileFault(f"{name} unpacks to far more than a table can hold, so it was not opened.")


def _refuse_far_cells(part: bytes, name: str) -> None:
    furthest_row = furthest_column = 1
    for letters, digits in _PLACE.findall(part):
        furthest_row = max(furthest_row, int(digits))
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        furthest_column = max(furthest_column, column)
    if furthest_row * furthest_column > _MOST_CELLS or len(_CELL.findall(part)) > _MOST_CELLS:
        raise FileFault(
            f"{name} has cells to row {furthest_row:,}, column {furthest_column:,}, far beyond any table: "
            "delete the empty rows and columns and save it again."
        )
