"""Streams of chance: one for each thing made, named, so that a new thing moves no other."""

from __future__ import annotations

import zlib

import numpy as np

Chance = np.random.Generator


def stream(seed: int, subject: str, *numbers: int) -> Chance:
    """The stream of a subject, and of a part or year of it; the same on every machine and in every process."""
    entropy = [seed, zlib.crc32(subject.encode("utf-8")), *numbers]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def pick(chance: Chance, things: tuple[str, ...] | list[str]) -> str:
    """One of several, each as likely."""
    return things[int(chance.integers(len(things)))]


def between(chance: Chance, bounds: tuple[float, float]) -> float:
    """A number between two, each as likely."""
    return float(chance.uniform(bounds[0], bounds[1]))
