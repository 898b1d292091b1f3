"""The colours of charts: on paper and on the night ground of the site. No more than four carry meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ink:
    """`series` in order of use; each, and every ink for words, has AA contrast (4.5) on `ground`."""

    ground: str
    words: str
    quiet: str
    grid: str
    series: tuple[str, str, str, str]


INKS = {
    "paper": Ink("#ffffff", "#16233b", "#556178", "#dfe4ec", ("#1f5fa8", "#96590a", "#5b667a", "#0b7570")),
    "night": Ink("#0b1533", "#f1f4fb", "#aebbd6", "#2b3b68", ("#8fbcf7", "#f2b84b", "#b4bfd4", "#74d2c6")),
}
