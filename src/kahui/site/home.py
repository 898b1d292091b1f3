"""Where a deployment keeps everything it owns, and where the programme it runs is described."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


def home() -> Path:
    """`KAHUI_HOME`, created when absent: database, received bytes and snapshots lie in it."""
    in_checkout = (CHECKOUT / "pyproject.toml").is_file()
    default = CHECKOUT / "var" if in_checkout else Path.home() / ".kahui"
    folder = Path(os.environ.get("KAHUI_HOME") or default).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def programmes() -> Path:
    """The folder of programmes that ship with the product."""
    beside = CHECKOUT / "programmes"
    return beside if beside.is_dir() else PACKAGE / "programmes"


def programme() -> Path:
    """`KAHUI_PROGRAMME`, a folder of definition files; the reference programme when not set."""
    return Path(os.environ.get("KAHUI_PROGRAMME") or programmes() / "kahui-ako").expanduser().resolve()
