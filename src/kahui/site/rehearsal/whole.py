"""A rehearsal written whole or not at all: made beside its place and moved there when it is done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kahui.definition.model import Definition
from kahui.site.rehearsal.nation import Asked, rehearse


def write_whole(
    folder: Path, asked: Asked, definition: Definition, *, processes: int, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Write the nation into a folder, replacing what was there, and give back its manifest."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        told = rehearse(making, asked, definition, processes=processes, progress=progress)
        shutil.rmtree(folder, ignore_errors=True)
        making.chmod(0o755)
        making.replace(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return told
