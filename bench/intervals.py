"""Wilson's and Newcombe's limits beside R's own formulas over whole columns, and pooling at the size of the nation.

Size 1 is a million shares. Peak memory is the whole process's, the interpreter included. Pooling is measured for
shares drawn from what it assumes, and beside lme4, which assumes otherwise.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from contender_lme4 import beside_lme4

HERE = Path(__file__).resolve().parent
NATION, TIMES = 2_400, 3
COVERED = {  # schools, size of the beta (the greater, the more alike), mean share, learners a school
    "5 schools of 10": (5, 20.0, 0.6, 10, 200),
    "10 schools of 15": (10, 50.0, 0.8, 15, 200),
    "40 schools of 25": (40, 30.0, 0.7, 25, 100),
    "40 schools of 25, apart": (40, 10.0, 0.7, 25, 100),
    "8 schools of 12, all alike": (8, 1e6, 0.5, 12, 200),
}
R = """
args <- as.integer(commandArgs(TRUE)); set.seed(args[2]); n <- 1 + rpois(args[1], 30); k <- rbinom(args[1], n, .7)
z <- qnorm(.975); took <- Inf
for (i in 1:3) {t <- system.time({p <- k / n; m <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  h <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n); low <- m - h; high <- m + h})
  took <- min(took, sum(t[1:2]))}
one <- system.time(for (i in 1:2000) prop.test(k[i], n[i], correct = FALSE)$conf.int)
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
cat(took, peak / 1024, sum(one[1:2]) / 2000 * args[1])
"""


def run(size: float, seed: int) -> dict[str, Any]:
    """CPU seconds and peak memory, ours and R's (`prop.test`, one by one, is scaled up from 2,000 calls)."""
    many = int(1_000_000 * size)
    found: dict[str, Any] = {
        name: _child(name, many, seed) for name in ("wilson", "newcombe", "pool the nation")
    }
    if shutil.which("Rscript"):
        call = ["Rscript", "-e", R, str(many), str(seed)]
        took, peak, one = (
            float(word)
            for word in subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
        )
        found["wilson"] |= {
            "r_cpu_s": round(took, 3),
            "r_peak_mb": round(peak),
            "r_prop_test_cpu_s": round(one),
        }
    for name in COVERED:
        found[name] = _child(name, many, seed)
    return found | beside_lme4(seed)


def told(result: dict[str, Any]) -> Iterator[str]:
    """A line a case, and a line a part of what stands beside lme4."""
    for name, case in result.items():
        parts = {key: value for key, value in case.items() if isinstance(value, dict)}
        for key, part in {"": case, **parts}.items():
            single = "  ".join(f"{k} {v:g}" for k, v in part.items() if not isinstance(v, dict))
            yield f"  {name}{key and f', {key}'}: {single}"


def _child(name: str, many: int, seed: int) -> dict[str, Any]:
    call = [sys.executable, str(Path(__file__)), name, str(many), str(seed)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def contend(name: str, many: int, seed: int) -> dict[str, Any]:
    """One case: the least CPU time of several runs, or how often 90% limits held the true share."""
    from kahui.analytics.methods.intervals import newcombe, wilson
    from kahui.analytics.methods.pooling import pool

    drawn = np.random.default_rng(seed)
    if name in COVERED:
        schools, size, mean, learners, tries = COVERED[name]
        held = []
        for _ in range(tries):
            true, n = (
                drawn.beta(size * mean, size * (1 - mean), schools),
                1 + drawn.poisson(learners - 1, schools),
            )
            found = pool(drawn.binomial(n, true), n, level=0.9)
            held.append(np.mean((found.low <= true) & (true <= found.high)))
        return {"tries": tries, "held_of_90": round(100 * float(np.mean(held)), 1)}
    n = 1 + drawn.poisson(30, many)
    k = drawn.binomial(n, 0.7)
    school = slice(0, NATION)
    ask: dict[str, Any] = {
        "wilson": lambda: wilson(k, n),
        "newcombe": lambda: newcombe(k, n, k[::-1], n[::-1]),
        "pool the nation": lambda: pool(k[school], n[school]),
    }
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        ask[name]()
        took.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_s": round(min(took), 4), "peak_mb": round(peak)}


if __name__ == "__main__":
    print(json.dumps(contend(sys.argv[1], *(int(word) for word in sys.argv[2:]))))
