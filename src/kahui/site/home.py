"""Where a deployment keeps everything it owns, and where the programme it runs is described."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


WORLD = "world"
"""The file beside the worlds that says which of them is asked where `KAHUI_HOME` is not set."""


def home() -> Path:
    """`KAHUI_HOME`, created when absent: database, received bytes and snapshots lie in it. Where it is not set, the
    world that `kahui demo` made last."""
    named = os.environ.get("KAHUI_HOME")
    if named:
        folder = Path(named).expanduser().resolve()
    else:
        chosen = worlds() / WORLD
        folder = worlds() / chosen.read_text(encoding="utf-8").strip() if chosen.is_file() else worlds()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def worlds() -> Path:
    """Where the worlds of `kahui demo` lie, each in a home of its own, while `KAHUI_HOME` is not set."""
    in_checkout = (CHECKOUT / "pyproject.toml").is_file()
    return CHECKOUT / "var" if in_checkout else Path.home() / ".kahui"


def choose(world: str) -> None:
    """Ask this world from now on, where `KAHUI_HOME` is not set. A home made before there were two stays as it is."""
    if os.environ.get("KAHUI_HOME"):
        return
    worlds().mkdir(parents=True, exist_ok=True)
    (worlds() / WORLD).write_text(world, encoding="utf-8")


def programmes() -> Path:
    """The folder of programmes that ship with the product."""
    beside = CHECKOUT / "programmes"
    return beside if beside.is_dir() else PACKAGE / "programmes"


def programme() -> Path:
    """`KAHUI_PROGRAMME`, a folder of definition files; the reference programme when not set."""
    return Path(os.environ.get("KAHUI_PROGRAMME") or programmes() / "kahui-ako").expanduser().resolve()
