"""As-at uptake, cold: the product beside the plain ORM and a pandas script, each in a process of its own."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import invented
import world
from machine import quantiles

HERE = Path(__file__).resolve().parent
TARGETS = (
    ("every uptake figure at a new pair of dates, 95 in 100", ("alone", "p95"), 50, "ms"),
    ("the same in turn with two others, 95 in 100", ("contenders", "kahui", "p95"), 50, "ms"),
)
CONTENDERS = ("kahui", "orm", "pandas")


def run(size: float, seed: int, pairs: int = 200) -> dict[str, Any]:
    """Ask every contender the same (on, known), one after the other; all must give the same values."""
    home = world.made(size, seed)
    running = {name: Contender(name, home) for name in CONTENDERS}
    asked = list(dates(pairs, seed))
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    answered = 0
    for turn, (on, known) in enumerate(asked):
        answers = {}
        order = CONTENDERS[turn % 3 :] + CONTENDERS[: turn % 3]
        for name in order:
            answers[name], took = running[name].ask(on, known)
            times[name].append(took)
        first = answers["kahui"]
        for name in CONTENDERS[1:]:
            differ = {c: (first[c], answers[name].get(c)) for c in first if first[c] != answers[name].get(c)}
            if differ:
                raise SystemExit(f"{name} differs from the product on {on}, known {known}: {differ}")
        answered += len(first)
    ended = {name: running[name].end() for name in CONTENDERS}
    alone = _alone(home, asked)
    middle = {name: quantiles(times[name])["p50"] for name in CONTENDERS}
    return {
        "pairs": pairs,
        "values_compared": answered,
        "alone": quantiles(alone),
        "contenders": {
            name: {
                **quantiles(times[name]),
                "times_the_product": round(middle[name] / middle["kahui"], 1),
                "peak_mb": ended[name]["peak_mb"],
                "open_s": running[name].open_s,
            }
            for name in CONTENDERS
        },
    }


def _alone(home: Path, asked: list[tuple[dt.date, dt.datetime]]) -> list[float]:
    """The product's times in ms when nothing else has the processor's caches between its answers."""
    product = Contender("kahui", home)
    times = [product.ask(on, known)[1] for on, known in asked]
    product.end()
    return times


def dates(pairs: int, seed: int) -> Any:
    """Random days of the ten years, each as known at a random moment from half a year in to two years after."""
    chance = random.Random(seed)
    first = dt.date(invented.FIRST_YEAR, 2, 1)
    length = (dt.date(invented.FIRST_YEAR + invented.YEARS, 1, 1) - first).days
    began = dt.datetime(invented.FIRST_YEAR, 7, 1, tzinfo=dt.UTC)
    for _ in range(pairs):
        yield (
            first + chance.randrange(length) * invented.DAY,
            began + dt.timedelta(days=chance.randrange(4200)),
        )


class Contender:
    """A process that answers one question a line."""

    def __init__(self, name: str, home: Path) -> None:
        call = [sys.executable, str(HERE / "uptake.py"), name, str(home)]
        self._process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.open_s = self._say(None)["open_s"]

    def ask(self, on: dt.date, known: dt.datetime) -> tuple[dict[str, float], float]:
        said = self._say({"on": on.isoformat(), "known": known.isoformat()})
        return said["figures"], said["ms"]

    def end(self) -> dict[str, Any]:
        said = self._say({"end": True})
        self._process.wait(timeout=30)
        return said

    def _say(self, words: dict[str, Any] | None) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        if words is not None:
            self._process.stdin.write(json.dumps(words) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("A contender stopped; its error stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def serve(name: str, home: Path) -> None:
    """In the contender's process: open, answer one question unmeasured, then each that is asked."""
    began = time.perf_counter()
    ask = importlib.import_module(f"contender_{name}").opened(home)
    opened = time.perf_counter() - began
    ask(dt.date(2016, 12, 31), dt.datetime(2017, 6, 1, tzinfo=dt.UTC))
    print(json.dumps({"open_s": round(opened, 2)}), flush=True)
    for line in sys.stdin:
        words = json.loads(line)
        if "end" in words:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps({"peak_mb": round(peak)}), flush=True)
            return
        on, known = dt.date.fromisoformat(words["on"]), dt.datetime.fromisoformat(words["known"])
        began = time.perf_counter()
        figures = ask(on, known)
        took = (time.perf_counter() - began) * 1000
        print(json.dumps({"figures": {c: int(v) for c, v in figures.items()}, "ms": took}), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
