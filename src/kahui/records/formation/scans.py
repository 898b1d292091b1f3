"""Scans of signed papers: looked at by their bytes, never by their name, and kept under their hash."""

from __future__ import annotations

from pathlib import Path

from kahui.records.changes.rules import require
from kahui.records.formation.rules.interest import scan_is_one, scan_small_enough
from kahui.records.received.actions import keep


def type_of(data: bytes) -> str:
    """The type of a scan, by its first and last bytes; `""` for what is no PDF, PNG or JPEG."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]:
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-16:]:
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "image/jpeg"
    return ""


def keep_scan(data: bytes, *, name: str, home: Path) -> str:
    """Keep a scan and give its hash. Raises `RuleBroken` (CON-7, CON-8)."""
    require(scan_small_enough(len(data)))
    require(scan_is_one(name, is_one=type_of(data) != ""))
    return keep(data, home=home)
