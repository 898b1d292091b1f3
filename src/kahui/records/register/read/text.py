"""Bytes of a text file → text, within bounds: compression, encodings, and what is no text at all."""

import gzip
import io
import lzma
import re
import zlib

from .values import FileFault

HEAD = 65_536
"""How much of a file is looked at to tell whether it is what it should be, before the rest is touched."""

MOST = 300_000_000
"""Bytes that a file may hold once unpacked."""

_CHUNK = 1_048_576
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\x00"
_ESCAPED = re.compile("[\udc80-\udcff]")

_NO_TABLE = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"{\\rtf", "a word-processor document"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)


def refuse_other_kinds(head: bytes, name: str, what: str) -> None:
    """Say what a file is when it is plainly no table."""
    kind = next((kind for mark, kind in _NO_TABLE if head.startswith(mark) and mark != b"BM"), None)
    if kind is None and head.startswith(b"BM") and b"\0" in head[:64]:
        kind = "a picture"
    if kind is None and _WEB_PAGE.match(head):
        kind = "a web page"
    if kind:
        raise FileFault(f"{name} is {kind}, no {what}: give a CSV, XLS or XLSX file.")


def is_packed(data: bytes) -> bool:
    return data.startswith((_GZIP, _XZ))


def unpacked_head(data: bytes, name: str) -> bytes:
    """The first of what a gzip or xz file holds."""
    with _opened(data) as packed:
        return _read(packed, HEAD, name)


def unpack(data: bytes, name: str) -> bytes:
    """All that a gzip or xz file holds; a file made to burst is refused before it does."""
    parts: list[bytes] = []
    size = 0
    with _opened(data) as packed:
        while part := _read(packed, _CHUNK, name):
            parts.append(part)
            size += len(part)
            if size > MOST or size > max(20 * _CHUNK, 200 * len(data)):
                raise FileFault(f"{name} unpacks to far more than a table can hold, so it was not opened.")
    return b"".join(parts)


def _opened(data: bytes) -> gzip.GzipFile | lzma.LZMAFile:
    return gzip.open(io.BytesIO(data)) if data.startswith(_GZIP) else lzma.open(io.BytesIO(data))


def _read(packed: gzip.GzipFile | lzma.LZMAFile, size: int, name: str) -> bytes:
    try:
        return packed.read(size)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, MemoryError) as fault:
        raise FileFault(f"{name} is damaged and cannot be unpacked: fetch it again.") from fault


def encoding_of(head: bytes, name: str) -> str:
    """`utf-16`, or `utf-8` (with or without its mark) which may yet turn out to be Windows-1252."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in head:
        even, odd = head[0::2], head[1::2]
        for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
            if high.count(0) > 0.6 * len(high) and not low.count(0):
                return encoding
        raise FileFault(f"{name} holds bytes that no text has: give a CSV, XLS or XLSX file.")
    return "utf-8"


def decode_head(head: bytes, encoding: str) -> str:
    """The head as text, for finding the header; a character cut in two at its end does no harm."""
    return head.decode(encoding, "ignore" if encoding != "utf-8" else "replace").lstrip("\ufeff")


def decode(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    """The text, and a note where it is not what its encoding promised."""
    if encoding != "utf-8":
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as fault:
            raise FileFault(f"{name} is damaged: it begins as UTF-16 and does not go on so.") from fault
        return _without_nul(text, name).lstrip("\ufeff"), ""
    if b"\0" in data:
        raise FileFault(f"{name} holds bytes that no text has: give a CSV, XLS or XLSX file.")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _decode_otherwise(data)


def _without_nul(text: str, name: str) -> str:
    if "\0" in text:
        raise FileFault(f"{name} holds bytes that no text has: give a CSV, XLS or XLSX file.")
    return text


def _decode_otherwise(data: bytes) -> tuple[str, str]:
    """Windows-1252; but a UTF-8 file with a few stray bytes keeps its macrons and only those bytes are mended."""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(_ESCAPED.findall(text))
    proper = sum(1 for c in re.findall(r"[^\x00-\x7f]", text)) - stray
    if proper > stray:
        mended = _ESCAPED.sub(lambda m: _windows(bytes([ord(m[0]) - 0xDC00])), text)
        return mended.lstrip("\ufeff"), (
            f"Bytes that are not UTF-8 like the rest of the file were read as Windows-1252: {stray:,}."
        )
    return _windows(data), (
        "The file is not UTF-8 and was read as Windows-1252, which cannot hold macrons: names may lack them."
    )


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
