"""Keeping what was received, exactly as it came."""

import hashlib
import os
import tempfile
from pathlib import Path

from kahui.records.received.queries import kept_at


def keep(data: bytes, *, home: Path) -> str:
    """Keep bytes under their SHA-256 and give it back. The same bytes twice are one file.

    Written beside its place, flushed to the disk and renamed: killed at any moment, either the whole file is
    there or none of it.
    """
    hash = hashlib.sha256(data).hexdigest()
    place = kept_at(hash, home)
    if place.exists():
        return hash
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)
    return hash


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut, where the system lets a folder be flushed."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
