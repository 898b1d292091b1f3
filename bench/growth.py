"""Growth percentiles beside R's quantreg: CPU seconds and memory, each contender in a process of its own.

Scores are drawn so that those of neighbouring years correlate by .83 and take some 450 values. Ours is timed
with everything: from a panel in memory to percentiles, cuts and certificates, on 1, 2, 3 and 4 prior scores.
R is timed for the fits on 4 prior scores alone, beside ours for the same; it runs when `Rscript` and quantreg are
found. Where R would take too long it fits some of the quantiles, and its time is scaled up.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TARGETS = (("500,000 histories, 1 to 4 priors, 100 quantiles", ("500,000 histories", "cpu_s"), 20, "CPU s"),)
PANELS = {"500,000 histories": (10, 50_000), "10,000 learners": (1, 10_000), "100,000 learners": (1, 100_000)}
PANELS |= {"800,000 learners": (8, 100_000)}
"""Cohorts, and learners in each."""
BESIDE = {
    "10,000 learners": (("pfnb", 1), ("pfn", 1), ("fn", 1), ("br", 4)),
    "100,000 learners": (("pfnb", 1), ("pfn", 5), ("fn", 20)),
}
"""Methods of quantreg, and of every how many quantiles one is fitted."""
YEARS = 5
LONGEST = 900
"""Seconds after which R is stopped."""
R = """
suppressPackageStartupMessages({library(quantreg); library(splines)})
args <- commandArgs(TRUE)
s <- matrix(scan(args[1], sep = ",", quiet = TRUE), ncol = 5, byrow = TRUE); y <- s[, 5]
x <- do.call(cbind, c(list(rep(1, nrow(s))), lapply(4:1, function(k) { p <- s[, k]
  bs(p, knots = round(quantile(p, c(.2, .4, .6, .8), names = FALSE), 3), Boundary.knots = extendrange(p, f = .1)) })))
every <- as.integer(args[3]); tau <- seq(.005 + .01 * (every %/% 2), .995, .01 * every); set.seed(1)
took <- system.time(b <- switch(args[2], pfnb = rq.fit.pfnb(x, y, tau)$coefficients,
  sapply(tau, function(t) suppressWarnings(rq.fit(x, y, tau = t, method = args[2])$coefficients))))
cat(sum(took[1:2]) * 100 / length(tau), "\n")
told <- ""
if (every == 1) { f <- x %*% b; below <- rowSums(round(f, 5) < y); told <- pmin(pmax(below, 1), 99) }
cat(told, "\n")
m <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE); cat(as.numeric(gsub("\\\\D", "", m)) / 1024)
"""


def run(size: float, seed: int) -> dict[str, Any]:
    """CPU seconds and memory by panel and contender; sizes below 1 shrink the panels."""
    found: dict[str, Any] = {}
    for name in PANELS:
        cohorts, learners = PANELS[name][0], int(PANELS[name][1] * min(size, 1))
        found[name] = _child("panel", cohorts, learners, seed)
        if name in BESIDE and shutil.which("Rscript"):
            found[name]["four_priors"] = _beside(name, learners, seed)
    return found


def _beside(name: str, learners: int, seed: int) -> dict[str, Any]:
    ours = _child("fits", 1, learners, seed)
    told = {"kahui": {"cpu_s": ours["cpu_s"], "peak_mb": ours["peak_mb"], "times_ours": 1.0}}
    with tempfile.TemporaryDirectory() as folder:
        import numpy as np

        file = Path(folder) / "scores.csv"
        np.savetxt(file, scores(learners, seed), fmt="%g", delimiter=",")
        for method, every in BESIDE[name]:
            call = ["Rscript", "-e", R, str(file), method, str(every)]
            try:
                done = subprocess.run(call, capture_output=True, text=True, check=True, timeout=LONGEST)
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as why:
                told[method] = {"failed": type(why).__name__}
                continue
            first, percentiles, peak = done.stdout.split("\n")[:3]
            cpu = float(first)
            told[method] = {
                "cpu_s": round(cpu, 2),
                "peak_mb": round(float(peak)),
                "times_ours": round(cpu / ours["cpu_s"], 1),
            }
            told[method] |= {"quantiles_fitted": 100 // every}
            if every == 1:
                apart = np.abs(np.array(percentiles.split(), float) - ours["percentiles"])
                told[method] |= {
                    "percentiles_equal": round(float((apart == 0).mean()), 6),
                    "most_apart": int(apart.max()),
                }
    return told


def _child(what: str, *numbers: int) -> dict[str, Any]:
    call = [sys.executable, str(Path(__file__).resolve()), what, *map(str, numbers)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def scores(n: int, seed: int) -> Any:
    """Whole scores of n learners over five years, oldest first: (n, 5)."""
    import numpy as np

    chance = np.random.default_rng(seed)
    able, years = chance.normal(size=n), []
    for year in range(YEARS):
        able = 0.95 * able + np.sqrt(1 - 0.95**2) * chance.normal(size=n) if year else able
        score = 500 + 15 * year + 60 * (np.sqrt(0.875) * able + np.sqrt(0.125) * chance.normal(size=n))
        years.append(np.round(score + 0.0004 * (score - 500) ** 2))
    return np.array(years).T


def _panel(cohorts: int, learners: int, seed: int) -> dict[str, Any]:
    """Ours, whole: everything the process does from the panel on, machine code from where it is kept."""
    import numpy as np

    from kahui.analytics.methods.growth.cohorts import Panel
    from kahui.analytics.methods.growth.percentiles import growth

    drawn = np.concatenate([scores(learners, seed + c) for c in range(cohorts)])
    cohort = np.repeat(np.arange(cohorts), learners)
    n = cohorts * learners
    panel = Panel(
        np.tile(np.arange(n), YEARS),
        np.full(n * YEARS, "mathematics", object),
        np.repeat(2020 + np.arange(YEARS), n),
        np.concatenate([cohort * YEARS + year for year in range(YEARS)]),
        drawn.T.ravel(),
    )
    growth(_small(panel, learners), years=[2024])
    before, began = _cpu(), time.perf_counter()
    found = growth(panel, years=[2024])
    share = np.abs(found.fits.gap) / found.fits.objective
    return {
        "cpu_s": round(_cpu() - before, 2),
        "wall_s": round(time.perf_counter() - began, 2),
        "peak_mb": _peak(),
        "fits": len(share),
        "widest_gap": float(f"{share.max():.1e}"),
    }


def _small(panel: Any, learners: int) -> Any:
    from kahui.analytics.methods.growth.cohorts import Panel

    few = panel.learner < min(200, learners)
    return Panel(
        panel.learner[few], panel.topic[few], panel.year[few], panel.year_level[few], panel.score[few]
    )


def _fits(cohorts: int, learners: int, seed: int) -> dict[str, Any]:
    """Ours for what R is timed for: fits on four prior scores, and percentiles to compare."""
    import numpy as np

    from kahui.analytics.methods.growth.basis import Spline
    from kahui.analytics.methods.growth.design import design
    from kahui.analytics.methods.growth.percentiles import ranked
    from kahui.analytics.methods.growth.quantiles import QUANTILES, fit

    def fitted(drawn: Any) -> Any:
        past = [np.ascontiguousarray(drawn[:, k]) for k in (3, 2, 1, 0)]
        made = design(np.ascontiguousarray(drawn[:, 4]), past, [Spline.of(prior) for prior in past])
        return made, fit(made, np.array(QUANTILES))

    drawn = scores(learners, seed)
    fitted(drawn[:500])
    before = _cpu()
    made = fitted(drawn)
    took = _cpu() - before
    return {"cpu_s": round(took, 2), "peak_mb": _peak(), "percentiles": ranked(*made)[0].tolist()}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    print(json.dumps((_panel if what == "panel" else _fits)(*map(int, numbers))))
