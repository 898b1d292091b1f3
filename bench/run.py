"""Runs benchmarks, keeps what they measured beside the machine and the date, and prints it.

    .venv/bin/python bench/run.py uptake importing pages
    .venv/bin/python bench/run.py all --size 2 --seed 1

Every module here that has a function `run(size, seed)` is a benchmark; README.md says what each one measures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import machine

HERE = Path(__file__).resolve().parent
RESULTS, README = HERE / "results", HERE / "README.md"


def benchmarks() -> list[str]:
    """The names of the modules here that can be run, by name."""
    return sorted(
        f.stem for f in HERE.glob("*.py") if "\ndef run(size: float, seed: int" in f.read_text("utf-8")
    )


def measured(name: str, size: float, seed: int) -> dict[str, Any]:
    """What one benchmark found, with when, on what, and how long it took."""
    described = machine.described()
    began = time.perf_counter()
    result = importlib.import_module(name).run(size=size, seed=seed)
    return {
        "benchmark": name,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "size": size,
        "seed": seed,
        "took_s": round(time.perf_counter() - began, 1),
        "machine": described,
        "result": result,
    }


def keep(name: str, size: float, seed: int) -> None:
    """Run one benchmark, keep what it found in its file, and print it."""
    kept = measured(name, size, seed)
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print("\n".join(told(kept)), end="\n\n", flush=True)


def told(kept: dict[str, Any]) -> Iterator[str]:
    """The result as lines: single figures first, then a table whose rows are the parts of the result.

    A benchmark with a `told` of its own says its result itself.
    """
    here, own = kept["machine"], getattr(importlib.import_module(kept["benchmark"]), "told", None)
    yield f"{kept['benchmark']}  {kept['date']}, size {kept['size']:g}, {kept['took_s']} s"
    yield f"  {here['processor']}, {here['cores']} cores, {here['memory_gb']} GB, load {here['load_before']}"
    yield from _table(kept["result"]) if own is None else own(kept["result"])


def _table(result: dict[str, Any]) -> Iterator[str]:
    parts = dict(_parts(result))
    yield from (f"  {name}: {value}" for name, value in parts.pop("", {}).items())
    columns = list(dict.fromkeys(column for part in parts.values() for column in part))
    wide = max(map(len, parts), default=0)
    yield "  " + "".ljust(wide) + "".join(f"{column:>{_wide(column)}}" for column in columns)
    for name, part in parts.items():
        cells = (f"{_said(part.get(column)):>{_wide(column)}}" for column in columns)
        yield f"  {name.ljust(wide)}{''.join(cells)}"


def reached() -> Iterator[str]:
    """The targets of every benchmark whose result is kept, as rows of a Markdown table."""
    yield "| benchmark | what | target | measured | reached | on |"
    yield "|---|---|---|---|---|---|"
    for file in sorted(RESULTS.glob("*.json")):
        kept = json.loads(file.read_text(encoding="utf-8"))
        for what, way, most, unit in getattr(importlib.import_module(file.stem), "TARGETS", ()):
            found = kept["result"]
            for step in way:
                found = found[step]
            verdict = "yes" if found <= most else f"no, {found / most:.1f} times it"
            yield f"| {file.stem} | {what} | at most {most:g} {unit} | {found:g} {unit} | {verdict} | {kept['date']} |"


def write_targets() -> None:
    """Put the table of targets into README.md, between its marks."""
    text = README.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- targets -->\n")
    _, end, after = rest.partition("<!-- end of targets -->")
    README.write_text(before + mark + "\n".join(reached()) + "\n" + end + after, encoding="utf-8")


def _parts(result: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dictionary in the result with the single values it holds, under the way to it."""
    single = {key: value for key, value in result.items() if not isinstance(value, dict)}
    if single:
        yield name, single
    for key, value in result.items():
        if isinstance(value, dict):
            yield from _parts(value, f"{name} {key}".strip())


def _wide(column: str) -> int:
    return max(len(column) + 2, 10)


def _said(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else "" if value is None else str(value)


def main() -> None:
    """Run what is named, one after the other."""
    there = benchmarks()
    asked = argparse.ArgumentParser(description="Runs benchmarks and keeps what they measured.")
    asked.add_argument(
        "names", nargs="+", choices=[*there, "all"], metavar="NAME", help=", ".join([*there, "all"])
    )
    asked.add_argument(
        "--size", type=float, default=2, help="1 is the nation; 2, as a rule, twice the nation"
    )
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    for name in there if "all" in given.names else dict.fromkeys(given.names):
        keep(name, given.size, given.seed)
    write_targets()


if __name__ == "__main__":
    main()
