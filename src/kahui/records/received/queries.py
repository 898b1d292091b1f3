"""What was received, by its hash."""

import re
from pathlib import Path


def kept_at(hash: str, home: Path) -> Path:
    """Where bytes with this SHA-256 are kept (whether they are there or not). Anything else is a `ValueError`."""
    if not re.fullmatch(r"[0-9a-f]{64}", hash):
        raise ValueError(f"“{hash[:80]}” is no SHA-256: give 64 digits of 0–9 and a–f.")
    return home / "received" / hash[:2] / hash


def open_kept(hash: str, home: Path) -> bytes:
    """The bytes that were received under this SHA-256; a `FileNotFoundError` in words where there are none."""
    place = kept_at(hash, home)
    if not place.is_file():
        raise FileNotFoundError(f"Nothing was received under {hash}: import the file again.")
    return place.read_bytes()
