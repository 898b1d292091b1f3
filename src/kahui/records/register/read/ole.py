"""How many cells an old workbook (XLS) makes room for, read from its records without opening it.

Layout of compound files and of BIFF records after Microsoft's published [MS-CFB] and [MS-XLS].
"""

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFE
_SMALL = 4096
_BOOKS = ("Work".encode("utf-16-le"), "Book".encode("utf-16-le"))
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0406})
_RUNS = frozenset({0x00BD, 0x00BE})
_BEGINS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_SHEET, _CLAIMED = 0x0085, 0x0200
_LOOKED_AT = _CELLS | _BEGINS | {_SHEET, _CLAIMED}


def most_cells(data: bytes) -> int:
    """The size of the largest rectangle of cells; 0 where none can be found."""
    try:
        return max((_rectangle(stream) for stream in _streams(data)), default=0)
    except (struct.error, IndexError, ValueError, OverflowError):
        return 0


def _rectangle(stream: bytes) -> int:
    """Rows times columns of the largest sheet in a stream of records.

    Followed from its beginning and from wherever it says that a sheet begins, as a reader would.
    """
    starts, most = [0], 0
    for start in starts:
        for kind, body in _records(stream, start):
            if (
                kind == _SHEET
                and len(starts) < 1_000
                and (at := struct.unpack_from("<I", body)[0]) not in starts
            ):
                starts.append(at)
        most = max(most, _extent(stream, start))
    return most


def _extent(stream: bytes, start: int) -> int:
    most = rows = columns = 0
    for kind, body in _records(stream, start):
        if kind in _BEGINS:
            rows = columns = 0
        elif kind == _CLAIMED:  # the reader makes room for what is claimed, too
            row, column = (
                struct.unpack("<4xI2xH", body[:12]) if len(body) >= 14 else struct.unpack("<2xH2xH", body[:8])
            )
            most = max(most, row * column)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in _RUNS:  # a run of cells ends with its last column
                columns = max(columns, struct.unpack("<H", body[-2:])[0] + 1)
            most = max(most, rows * columns)
    return most


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in _LOOKED_AT and size >= 4:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _streams(data: bytes) -> list[bytes]:
    """Every stream of a compound file (the workbook is one of them); one kept in small pieces is no workbook."""
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    table = _allocation(data, sector)
    folder = _chain(data, struct.unpack_from("<I", data, 48)[0], table, sector)
    streams = []
    for at in range(0, len(folder) - 127, 128):
        start, size = struct.unpack_from("<II", folder, at + 116)
        if folder[at + 66] == 2 and size >= _SMALL:
            streams.append(_chain(data, start, table, sector))
        elif folder[at + 66] == 2 and folder[at : at + 8] in _BOOKS:
            return []
    return streams


def _allocation(data: bytes, sector: int) -> list[int]:
    """The chain table: for each sector the one that follows it."""
    places = [p for p in struct.unpack_from("<109I", data, 76) if p < _END]
    more, seen = struct.unpack_from("<I", data, 68)[0], set()
    while more < _END and more not in seen:
        seen.add(more)
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += [p for p in block[:-1] if p < _END]
        more = block[-1]
    table: list[int] = []
    for place in places:
        part = data[(place + 1) * sector : (place + 2) * sector]
        table += struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])
    return table


def _chain(data: bytes, start: int, table: list[int], sector: int) -> bytes:
    parts, seen = [], set()
    while start < len(table) and start not in seen:
        seen.add(start)
        parts.append(data[(start + 1) * sector : (start + 2) * sector])
        start = table[start]
    return b"".join(parts)
