"""Curves, competing ends, the log-rank test and bounded times beside R's survival; each in a process of its own.

Size 1 is 100,000 spells with two in five entering late (2,000 bounded ones). R runs when `Rscript` and the package
survival are found; else its part stays blank. Peak memory is the whole process's, the interpreter included.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
CASES = ("curve", "competing", "log-rank", "bounded")
TIMES = 3
R = """
suppressPackageStartupMessages(library(survival))
args <- commandArgs(TRUE); d <- read.csv(args[1])
f <- switch(args[2],
  "curve" = function() survfit(Surv(entry, time, status == 1) ~ 1, d, conf.type = "log-log")$surv,
  "competing" = function() survfit(Surv(entry, time, factor(status, 0:2)) ~ 1, d, id = id)$pstate[, 2],
  "log-rank" = function() survdiff(Surv(time, status == 1) ~ group, d)$chisq,
  "bounded" = function() survfit(Surv(entry, ifelse(status == 1, time, NA), type = "interval2") ~ 1, d)$surv)
d$id <- seq_len(nrow(d)); took <- Inf
for (i in seq_len(if (args[2] == "bounded") 1 else 3)) {t <- system.time(x <- f()); took <- min(took, sum(t[1:2]))}
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
cat(took, peak / 1024, formatC(x[min(20, length(x))], digits = 12))
"""


def run(size: float, seed: int) -> dict[str, Any]:
    """CPU seconds and peak memory of each case, ours and R's, and one value of both answers (the twentieth)."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="kahui-bench-") as folder:
        for name in CASES:
            file = Path(folder) / f"{name}.csv"
            _invent(file, int((2_000 if name == "bounded" else 100_000) * size), seed)
            call = [sys.executable, str(Path(__file__)), str(file), name]
            done = subprocess.run(call, capture_output=True, text=True, check=True)
            found[name] = json.loads(done.stdout) | _r(file, name)
            if "r_cpu_s" in found[name]:
                found[name]["r_times_ours"] = round(found[name]["r_cpu_s"] / found[name]["cpu_s"], 1)
    return found


def _invent(file: Path, spells: int, seed: int) -> None:
    """Waits in days over 40 months, tied as days are."""
    drawn = np.random.default_rng(seed)
    entry = np.where(drawn.random(spells) < 0.4, drawn.integers(1, 400, spells), 0)
    last = entry + 1 + drawn.exponential(500, spells).astype(int)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["entry", "time", "status", "group"])
        kinds = drawn.choice(3, spells, p=[0.35, 0.5, 0.15])
        writer.writerows(zip(entry, last, kinds, drawn.integers(0, 4, spells), strict=True))


def _r(file: Path, name: str) -> dict[str, Any]:
    if shutil.which("Rscript") is None:
        return {}
    call = ["Rscript", "-e", R, str(file), name]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        return {}
    took, peak, value = (float(word) for word in done.stdout.split())
    same = {} if name == "bounded" else {"r_value": round(value, 9)}
    return {"r_cpu_s": round(took, 3), "r_peak_mb": round(peak)} | same


def contend(file: str, name: str) -> dict[str, Any]:
    """The least CPU time of several runs; the machine is not ours alone."""
    from kahui.analytics.methods.survival.bounded import bounded
    from kahui.analytics.methods.survival.curve import curve
    from kahui.analytics.methods.survival.ends import ends
    from kahui.analytics.methods.survival.ranks import log_rank
    from kahui.analytics.methods.survival.spells import spells

    entry, last, status, group = np.loadtxt(file, delimiter=",", skiprows=1).T
    group, status, since = group.astype(int), status.astype(int), np.where(entry > 0, entry, np.nan)
    ask: dict[str, Any] = {
        "curve": lambda: curve(spells(last, status == 1, since)).survival,
        "competing": lambda: ends(spells(last, status, since), error="jackknife").incidence[:, 0],
        "log-rank": lambda: [log_rank(spells(last, status), group).statistic],
        "bounded": lambda: bounded(entry, last, status == 1).survival,
    }
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        made = ask[name]()
        took.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Where bounds are given, R lists other times than the stretches, so the answers have no twentieth in common.
    value = {} if name == "bounded" else {"value": round(float(made[min(20, len(made)) - 1]), 9)}
    return {"spells": len(last), "cpu_s": round(min(took), 4), "peak_mb": round(peak)} | value


if __name__ == "__main__":
    print(json.dumps(contend(*sys.argv[1:])))
