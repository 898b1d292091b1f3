"""The inks of the constellation, on the night ground of the site and on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    ground: str
    coast: str
    frame: str
    words: str
    outside: str
    approved: str
    approved_line: str
    endorsed: str
    endorsed_line: str


NIGHT = Palette(
    "#0b1533", "#26386b", "#33477f", "#c3cdea", "#7189c9", "#f1e3c6", "#a8843f", "#ffffff", "#ffc65c"
)
PAPER = Palette(
    "#ffffff", "#d3d9e6", "#c3cad9", "#3a4560", "#8c9abd", "#9a6410", "#c79a4f", "#5c3300", "#a86500"
)
PALETTES = {"night": NIGHT, "paper": PAPER}
