"""Twelve million results to half a million cells: the measure beside a pure scan, Polars and pandas written by hand.

Each contender runs in a process of its own, on one thread, five times; of its seconds the least is given. All must
count the same, to the last learner.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONTENDERS = ("scan", "kahui", "polars", "pandas", "scan_four", "kahui_four")
TARGETS = (
    (
        "the nation's progress, all learners and four groups, over a pure scan",
        ("four_over_scan",),
        3,
        "times",
    ),
    ("the same with a fifth group", ("kahui_over_scan",), 3, "times"),
    ("ten million results", ("seconds_for_ten_million",), 3, "s"),
)
FLAGS = ("maori", "pacific", "additional_needs", "low_socio_economic", "boys")
GROUPS = ("all", "maori", "pacific", "additional-needs", "low-socio-economic", "boys")
BANDS = {level: band for band, levels in
         {"1-3": (1, 2, 3), "4-6": (4, 5, 6), "7-8": (7, 8), "9-10": (9, 10), "11-13": (11, 12, 13)}.items()
         for level in levels}  # fmt: skip
ON, NOW = dt.date(2019, 12, 31), dt.datetime(2026, 1, 1)
Z = 1.959963984540054
TURNS = 5
Job = Callable[[], dict[str, float]]


def run(size: float, seed: int) -> dict[str, Any]:
    """Size 1 is the nation: 12 million results of 2,500 schools."""
    folder = _made(size, seed)
    found = {name: _apart(name, folder) for name in CONTENDERS}
    sums = {name: found[name].pop("sums") for name in CONTENDERS if name != "scan"}
    for name in ("polars", "pandas"):
        for what, value in sums["kahui"].items():
            if abs(value - sums[name][what]) > 1e-6 * max(1.0, abs(value)):
                raise SystemExit(f"{name} differs from the product: {what} {sums[name][what]} for {value}")
    scan, results = found["scan"], found["scan"].pop("sums")["results"]
    for name in CONTENDERS:
        base = found["scan_four"] if name.endswith("four") else scan
        found[name]["over_scan"] = round(found[name]["cpu_s"] / base["cpu_s"], 2)
    return {
        "results": int(results),
        "cells": int(sums["kahui"]["cells"]),
        "cells_four_groups": int(sums["kahui_four"]["cells"]),
        "kahui_over_scan": found["kahui"]["over_scan"],
        "four_over_scan": found["kahui_four"]["over_scan"],
        "seconds_for_ten_million": round(found["kahui"]["cpu_s"] * 1e7 / results, 2),
        "contenders": found,
    }


def _made(size: float, seed: int) -> Path:
    """The rehearsal of a size, kept between runs."""
    from world import homes

    folder = homes() / f"rehearsal-{size:g}-{seed}"
    if not (folder / "manifest.json").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        schools = f"{round(2500 * size)}-schools"
        call = [
            "rehearse",
            "--size",
            schools,
            "--seed",
            str(seed),
            "-o",
            str(folder),
            "--processes",
            "2",
            "--quiet",
        ]
        code = "import sys; from kahui.site.cli import main; sys.argv[0] = 'kahui'; main()"
        subprocess.run([sys.executable, "-c", code, *call], check=True)
    return folder


def _apart(name: str, folder: Path) -> dict[str, Any]:
    call = [sys.executable, str(HERE / "progress.py"), name, str(folder)]
    done = subprocess.run(
        call, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"POLARS_MAX_THREADS": "1"}
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- contenders: each gives a job that answers and the sums by which answers are compared ----------------------


def scan(folder: Path, named: tuple[str, ...] = FLAGS) -> Job:
    """Every needed column read and added up, nothing else."""
    import duckdb

    db = duckdb.connect(config={"threads": 1})
    flags = ", ".join(f"count_if({flag})" for flag in named)
    text = (
        "select count(school), sum(school), sum(year), sum(year_level), max(topic), count_if(at_or_above), "
        f"{flags} from read_parquet('{folder}/reading/*/*.parquet')"
    )
    return lambda: {"results": db.execute(text).fetchone()[0]}


def scan_four(folder: Path) -> Job:
    """The same without the column of the fifth group."""
    return scan(folder, FLAGS[:-1])


def kahui_four(folder: Path) -> Job:
    """The measure without its fifth group, as it is compared elsewhere: all learners and four groups."""
    from kahui.analytics import engine

    whole = engine.sql
    engine.sql = lambda name: re.sub(r",\n[^\n]*boys[^\n]*(?=\n)", "", whole(name))
    return kahui(folder)


def kahui(folder: Path) -> Job:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from kahui.analytics.engine import Engine
    from kahui.analytics.measures.progress import bands, progress
    from kahui.definition.time import AsAt

    lake = {
        "reading": sorted(folder.glob("reading/*/*.parquet")),
        "target": [folder / "target.parquet"],
        "band": bands(),
    }
    engine = Engine({"membership": pq.read_table(folder / "membership.parquet")}, threads=1, lake=lake)

    def job() -> dict[str, float]:
        cells = progress(engine, AsAt(ON, NOW.replace(tzinfo=dt.UTC)))
        added = {
            name: pc.sum(cells[name]).as_py() for name in ("n", "at_or_above", "low", "high", "gap", "more")
        }
        return {"cells": cells.num_rows, **added}

    return job


def polars(folder: Path) -> Job:
    import polars as pl

    def job() -> dict[str, float]:
        counts = [pl.len().alias("of_all"), pl.col("at_or_above").sum().alias("all_above")]
        for flag in FLAGS:
            counts += [
                pl.col(flag).sum().alias(f"of_{flag}"),
                (pl.col(flag) & pl.col("at_or_above")).sum().alias(f"{flag}_above"),
            ]
        wide = (
            pl.scan_parquet(f"{folder}/reading/*/*.parquet")
            .filter(pl.col("at_or_above").is_not_null())
            .group_by("school", "year", "topic", "year_level")
            .agg(counts)
            .with_columns(pl.col("year_level").replace_strict(BANDS).alias("band"))
            .group_by("school", "year", "topic", "band")
            .agg(pl.exclude("year_level").sum())
            .collect(engine="streaming")
        )
        names = ("all", *FLAGS)
        long = pl.concat(
            wide.select("school", "year", "topic", "band", pl.lit(group).alias("group"),
                        pl.col(f"of_{name}").alias("n"), pl.col(f"{name}_above").alias("k"))
            for group, name in zip(GROUPS, names, strict=True)
        ).filter(pl.col("n") > 0)  # fmt: skip
        ends = wide.select("year").unique().with_columns(pl.date(pl.col("year"), 12, 31).alias("day"))
        known = (pl.col("known_from") <= NOW) & (pl.col("known_to").is_null() | (pl.col("known_to") > NOW))
        holds = (pl.col("starts") <= pl.col("day")) & (
            pl.col("ends").is_null() | (pl.col("ends") > pl.col("day"))
        )
        member = (
            pl.read_parquet(folder / "membership.parquet").filter(known).join(ends, how="cross").filter(holds)
            .select(pl.col("provider").alias("member"), "network", "year", "day")
        )  # fmt: skip
        band = pl.DataFrame({"in_band": list(dict.fromkeys(BANDS.values()))})
        promise = (
            pl.read_parquet(folder / "target.parquet").filter(known & pl.col("share").is_not_null())
            .join(member, on="network").filter(holds & (pl.col("by_year") >= pl.col("year")))
            .filter(pl.col("school").is_null() | (pl.col("school") == pl.col("member")))
            .join(band, how="cross").filter(pl.col("band").is_null() | (pl.col("band") == pl.col("in_band")))
            .sort(pl.col("school").is_null(), pl.col("band").is_null(), "by_year", "target")
            .group_by("network", "member", "year", "topic", "in_band", "group").agg(pl.col("share").first())
        )  # fmt: skip
        cells = long.join(
            member.select(pl.col("member").alias("school"), "network", "year"), on=["school", "year"], how="left"
        ).join(
            promise.rename({"member": "school", "in_band": "band", "share": "target"}),
            on=["network", "school", "year", "topic", "band", "group"], how="left",
        )  # fmt: skip
        k, n = pl.col("k").cast(pl.Float64), pl.col("n").cast(pl.Float64)
        half = Z * (k * (n - k) / n + Z * Z / 4).sqrt()
        added = cells.select(
            pl.len().alias("cells"), pl.col("n").sum(), pl.col("k").sum().alias("at_or_above"),
            ((k + Z * Z / 2 - half) / (n + Z * Z)).clip(lower_bound=0).sum().alias("low"),
            ((k + Z * Z / 2 + half) / (n + Z * Z)).clip(upper_bound=1).sum().alias("high"),
            (pl.col("target") - k / n).sum().alias("gap"),
            ((pl.col("target") * n - 1e-9).ceil() - k).clip(lower_bound=0).sum().alias("more"),
        )  # fmt: skip
        return {name: float(value) for name, value in added.row(0, named=True).items()}

    return job


def pandas(folder: Path) -> Job:
    import numpy as np
    import pandas as pd

    columns = ["school", "year", "topic", "year_level", "at_or_above", *FLAGS]
    key = ["school", "year", "topic", "band"]

    def job() -> dict[str, float]:
        read = pd.read_parquet(folder / "reading", columns=columns, dtype_backend="pyarrow")
        read = read[read["at_or_above"].notna()]
        read["at_or_above"] = read["at_or_above"].astype(bool)
        made = {"school": read["school"].astype("int32"), "year": read["year"].astype("int16"),
                "topic": read["topic"].astype("category"), "year_level": read["year_level"].astype("int8"),
                "of_all": np.ones(len(read), np.int32), "all_above": read["at_or_above"]}  # fmt: skip
        for flag in FLAGS:
            made[f"of_{flag}"] = read[flag].astype(bool)
            made[f"{flag}_above"] = made[f"of_{flag}"] & read["at_or_above"]
        wide = (
            pd.DataFrame(made)
            .groupby(["school", "year", "topic", "year_level"], observed=True)
            .sum()
            .reset_index()
        )
        wide["topic"], wide["band"] = wide["topic"].astype(str), wide["year_level"].map(BANDS)
        wide = wide.drop(columns="year_level").groupby(key).sum().reset_index()
        long = pd.concat(
            wide[key].assign(
                group=group, n=wide[f"of_{name}"].astype(int), k=wide[f"{name}_above"].astype(int)
            )
            for group, name in zip(GROUPS, ("all", *FLAGS), strict=True)
        )
        long = long[long["n"] > 0]
        member, promise = _small(folder, wide["year"].unique())
        cells = long.merge(member.drop(columns="day"), on=["school", "year"], how="left").merge(
            promise, on=["network", *key, "group"], how="left"
        )
        k, n = cells["k"], cells["n"]
        half = Z * np.sqrt(k * (n - k) / n + Z * Z / 4)
        return {
            "cells": float(len(cells)), "n": float(n.sum()), "at_or_above": float(k.sum()),
            "low": float(((k + Z * Z / 2 - half) / (n + Z * Z)).clip(lower=0).sum()),
            "high": float(((k + Z * Z / 2 + half) / (n + Z * Z)).clip(upper=1).sum()),
            "gap": float((cells["target"] - k / n).sum()),
            "more": float((np.ceil(cells["target"] * n - 1e-9) - k).clip(lower=0).sum()),
        }  # fmt: skip

    return job


def _small(folder: Path, years: Any) -> tuple[Any, Any]:
    """Members at each year's end, and the promise about each cell, with pandas."""
    import pandas as pd

    def now(file: str) -> Any:
        rows = pd.read_parquet(folder / file)
        return rows[(rows["known_from"] <= NOW) & (rows["known_to"].isna() | (rows["known_to"] > NOW))]

    def holding(rows: Any) -> Any:
        return rows[(rows["starts"] <= rows["day"]) & (rows["ends"].isna() | (rows["ends"] > rows["day"]))]

    ends = pd.DataFrame({"year": years, "day": [dt.date(int(y), 12, 31) for y in years]})
    member = holding(now("membership.parquet").merge(ends, how="cross"))
    member = member[["provider", "network", "year", "day"]].rename(columns={"provider": "school"})
    target = now("target.parquet").rename(columns={"school": "only", "band": "within", "target": "key"})
    due = holding(target[target["share"].notna()].merge(member, on="network"))
    due = due[(due["by_year"] >= due["year"]) & (due["only"].isna() | (due["only"] == due["school"]))]
    due = due.merge(pd.DataFrame({"band": list(dict.fromkeys(BANDS.values()))}), how="cross")
    due = due[due["within"].isna() | (due["within"] == due["band"])]
    due = due.assign(wide=due["only"].isna(), whole=due["within"].isna()).sort_values(
        ["wide", "whole", "by_year", "key"]
    )
    first = due.groupby(["network", "school", "year", "topic", "band", "group"])["share"].first()
    return member, first.rename("target").reset_index()


def measure(name: str, folder: Path) -> dict[str, Any]:
    """In the contender's process: its least processor and wall seconds of a few turns, and its peak memory."""
    job: Job = globals()[name](folder)
    cpu, wall = [], []
    for _ in range(TURNS):
        at, began = time.process_time(), time.perf_counter()
        sums = job()
        cpu.append(time.process_time() - at)
        wall.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_s": round(min(cpu), 3), "wall_s": round(min(wall), 3), "peak_mb": round(peak), "sums": sums}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
