"""How many cells an old workbook (XLS) makes room for, read from its records without opening it.

Layout of compound files and of BIFF records after Microsoft's published [MS-CFB] and [MS-XLS].
"""

import struct

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0406})
_BEGINS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})


def most_cells(data: bytes) -> int:
    """The size of the largest rectangle of cells; 0 where the file cannot be followed (the reader then refuses)."""
    try:
        return max((_rectangle(stream) for stream in _streams(data)), default=0)
    except (struct.error, IndexError, ValueError, OverflowError):
        return 0


def _rectangle(stream: bytes) -> int:
    """Rows times columns of the largest sheet in a stream of records."""
    most = rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in _BEGINS:
            rows = columns = 0
        elif kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in (0x00BD, 0x00BE) and size >= 6:  # a run of cells ends with its last column
                columns = max(columns, struct.unpack_from("<H", stream, at + 2 + size)[0] + 1)
            most = max(most, rows * columns)
        at += 4 + size
    return most


def _streams(data: bytes) -> list[bytes]:
    """Every large stream of a compound file (the workbook is one of them)."""
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    table = _allocation(data, sector)
    folder = _chain(data, struct.unpack_from("<I", data, 48)[0], table, sector)
    streams = []
    for at in range(0, len(folder) - 127, 128):
        kind, start = folder[at + 66], struct.unpack_from("<I", folder, at + 116)[0]
        if kind in (2, 5):
            streams.append(_chain(data, start, table, sector))
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
