"""Two texts word by word: what stands in both, what was taken out or put in, every number that moved; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Fate = Literal["same", "out", "in"]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCE = re.compile(r"[^\n.?!]*[.?!\n]+\s*|[^\n.?!]+")
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?%?\s*|[^\W\d]+\s*|[^\w\s]\s*|\s+|.")
_NUMBER = re.compile(r"[-−]?\$?\d(?:[\d,]*\d)?(?:\.\d+)?%?")
_MANY = 1_000
"""Pieces of one text above which they are not matched one by one: what differs then stands as one run on each side,
from the first difference to the last. Matching takes the product of both numbers."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate: in both texts (`same`), only in the old (`out`), only in the new (`in`)."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts side by side. Joined, the words of `old` are the old text and those of `new` the new one.

    `numbers` are those that differ, in order, as pairs (old, new); `""` where one side has none there.
    """

    old: tuple[Run, ...]
    new: tuple[Run, ...]
    numbers: tuple[tuple[str, str], ...]

    @property
    def same(self) -> bool:
        return all(run.fate == "same" for run in (*self.old, *self.new))


def compare(old: str, new: str) -> Compared:
    """What changed from one text to another: lines first, then their sentences, then the words of those that differ."""
    before, after, moved = [], [], []
    for was, became in _pieces(old, new, (_LINE, _SENTENCE, _WORD)):
        if was == became:
            before.append(Run("same", was))
            after.append(Run("same", became))
        else:
            before.append(Run("out", was))
            after.append(Run("in", became))
            moved += _numbers(was, became)
    return Compared(_joined(before), _joined(after), tuple(moved))


def _pieces(old: str, new: str, levels: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, str]]:
    """Pairs of pieces that together are both texts; a pair of equals is the same in both."""
    if old == new or not old or not new or not levels:
        yield old, new
        return
    was, became = levels[0].findall(old), levels[0].findall(new)
    first = _shared(was, became)
    last = _shared(was[first:][::-1], became[first:][::-1])
    ends = len(was) - last, len(became) - last
    yield "".join(was[:first]), "".join(became[:first])
    for out, into in _matched(was[first : ends[0]], became[first : ends[1]]):
        yield from _pieces(out, into, levels[1:])
    yield "".join(was[ends[0] :]), "".join(became[ends[1] :])


def _matched(was: list[str], became: list[str]) -> Iterator[tuple[str, str]]:
    if max(len(was), len(became)) > _MANY:
        yield "".join(was), "".join(became)
        return
    for _, a, b, c, d in SequenceMatcher(None, was, became, autojunk=False).get_opcodes():
        yield "".join(was[a:b]), "".join(became[c:d])


def _shared(one: list[str], other: list[str]) -> int:
    """How many pieces two lists begin with alike."""
    alike = 0
    while alike < min(len(one), len(other)) and one[alike] == other[alike]:
        alike += 1
    return alike


def _numbers(old: str, new: str) -> list[tuple[str, str]]:
    was, became = _NUMBER.findall(old), _NUMBER.findall(new)
    width = max(len(was), len(became))
    pairs = zip(was + [""] * (width - len(was)), became + [""] * (width - len(became)), strict=True)
    return [(a, b) for a, b in pairs if a != b]


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours of one fate as one."""
    found: list[Run] = []
    for run in runs:
        if not run.words:
            continue
        if found and found[-1].fate == run.fate:
            found[-1] = Run(run.fate, found[-1].words + run.words)
        else:
            found.append(run)
    return tuple(found)
