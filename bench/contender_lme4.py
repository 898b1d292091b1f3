"""Pooled shares beside lme4's `glmer` in R: two models of the same counts, in one run, each against the truth.

Ours: a school's share is from a beta distribution; its mean and spread are averaged over; told is the share's mean.
`glmer`: a school's log odds are from a normal distribution; its mean and spread are set to their likeliest values;
told is the likeliest log odds, turned into a share. The way from one to the other is taken in three steps, so that
each difference is measured by itself.
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

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, expit, logit
from scipy.stats import norm

NETWORKS, SCHOOLS, LEARNERS, LEVEL, TIMES = 240, 10, 25, 0.9, 3
SHAPES = ("beta", "normal")
"""How the true shares of a network's schools are drawn: as we take them to be, and as `glmer` does."""
R = """
suppressPackageStartupMessages(library(lme4)); args <- commandArgs(TRUE)
d <- read.csv(args[1]); d$school <- factor(seq_len(nrow(d)))
fit <- function(d, q) suppressMessages(suppressWarnings(
  glmer(cbind(k, n - k) ~ 1 + (1 | school), d, family = binomial, nAGQ = q)))
told <- function(m) {r <- ranef(m, condVar = TRUE)$school
  cbind(fixef(m) + r[[1]], sqrt(attr(r, "postVar")[1, 1, ]))}
least <- function(f, times) min(sapply(seq_len(times), function(i) sum(system.time(f())[1:2])))
whole <- fit(d, 1); exact <- fit(d, 25)
apart <- function() lapply(split(d, d$network), function(part) tryCatch(fit(part, 1), error = function(e) NULL))
took_apart <- least(function() networks <<- apart(), 1)
none <- sapply(networks, is.null); flat <- sapply(networks[!none], isSingular)
rows <- do.call(rbind, lapply(seq_along(networks), function(i)
  if (none[i]) matrix(NA, sum(d$network == names(networks)[i]), 2) else told(networks[[i]])))
out <- cbind(told(whole), told(exact), rows)
write.csv(format(as.data.frame(out), digits = 15), args[2], row.names = FALSE, quote = FALSE)
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
said <- paste0('{"whole": %.4f, "whole_25": %.4f, "apart": %.4f, "flat": %d, "none": %d, "peak": %.0f, ',
  '"at": [%.12f, %.12f]}')
cat(sprintf(said, least(function() fit(d, 1), 3), least(function() fit(d, 25), 3), took_apart, sum(flat), sum(none),
  peak / 1024, fixef(exact), attr(VarCorr(exact)$school, "stddev")))
"""


def beside_lme4(seed: int) -> dict[str, Any]:
    """By the shape of the truth: agreement, distance from the truth and coverage; CPU seconds and their ratios.

    Each in a process of its own; nothing where R or lme4 is not installed.
    """
    there = ["Rscript", "-e", 'quit(status = !requireNamespace("lme4", quietly = TRUE))']
    if shutil.which("Rscript") is None or subprocess.run(there, capture_output=True, check=False).returncode:
        return {}
    found = {}
    for shape in SHAPES:
        call = [sys.executable, str(Path(__file__)), shape, str(seed)]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        found[f"pooled beside lme4, truth {shape}"] = json.loads(done.stdout)
    return found


def _nation(shape: str, seed: int) -> dict[str, Any]:
    from kahui.analytics.methods.pooling import pool

    true, k, n, network = _drawn(shape, seed)
    whole, ours_s = _least(lambda: pool(k, n, level=LEVEL), TIMES)
    apart, ours_apart_s = _least(lambda: pool(k, n, network, level=LEVEL), TIMES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    r, shares = _asked(k, n, network)
    return {
        "schools": len(k),
        "peak_mb": round(peak),
        "r_peak_mb": round(r["peak"]),
        "whole": _compared(whole, shares[:, 0:2], true)
        | {"steps": _steps(whole.pooled, shares[:, 2], k, n, r["at"])}
        | _speed(ours_s, r["whole"])
        | {"r_25_points_cpu_s": round(r["whole_25"], 3)},
        "networks apart": _compared(apart, shares[:, 4:6], true)
        | {"r_without_spread": r["flat"], "r_failed": r["none"]}
        | _speed(ours_apart_s, r["apart"]),
        "own share": {"from_truth": _points(np.sqrt(np.mean((k / n - true) ** 2)))},
    }


def _drawn(shape: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """True shares, counts, learners and networks; schools of a network have shares about its own."""
    drawn = np.random.default_rng(seed)
    network = np.repeat(np.arange(NETWORKS), SCHOOLS)
    middle = drawn.normal(1.0, 0.4, NETWORKS)[network]
    if shape == "normal":
        true = expit(middle + drawn.normal(0, 0.45, len(middle)))
    else:
        true = drawn.beta(25 * expit(middle), 25 * expit(-middle))
    n = 1 + drawn.poisson(LEARNERS - 1, len(true))
    return true, drawn.binomial(n, true), n, network


def _asked(k: np.ndarray, n: np.ndarray, network: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
    """What R took, and per school log odds and their error: all as one, the same exactly, networks apart."""
    with tempfile.TemporaryDirectory(prefix="kahui-bench-") as folder:
        given, told = Path(folder) / "in.csv", Path(folder) / "out.csv"
        rows = np.stack([k, n, network], axis=1)
        np.savetxt(given, rows, "%d", ",", header="k,n,network", comments="")
        call = ["Rscript", "-e", R, str(given), str(told)]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        return json.loads(done.stdout), np.genfromtxt(told, delimiter=",", skip_header=1)


def _compared(ours: Any, theirs: np.ndarray, true: np.ndarray) -> dict[str, Any]:
    """In points of a hundred. Their limits are the usual ones, log odds and their errors at the values set."""
    odds, error = theirs[np.isfinite(theirs[:, 0])].T
    here = np.isfinite(theirs[:, 0])
    apart = np.abs(ours.pooled[here] - expit(odds))
    z = norm.ppf((1 + LEVEL) / 2)
    held = {
        "ours": (ours.low <= true) & (true <= ours.high),
        "r": (expit(odds - z * error) <= true[here]) & (true[here] <= expit(odds + z * error)),
    }
    return {
        "apart_mean": _points(apart.mean()),
        "apart_most": _points(apart.max()),
        "ours_from_truth": _points(np.sqrt(np.mean((ours.pooled - true) ** 2))),
        "r_from_truth": _points(np.sqrt(np.mean((expit(odds) - true[here]) ** 2))),
        **{f"{who}_held_of_90": round(100 * float(kept.mean()), 1) for who, kept in held.items()},
    }


def _steps(
    ours: np.ndarray, theirs: np.ndarray, k: np.ndarray, n: np.ndarray, at: list[float]
) -> dict[str, Any]:
    """From our shares to those of `glmer` with 25 points, one difference after the other; greatest, in points."""
    likeliest = _beta_at_its_best(k, n)
    means = _normal_means(k, n, *at)
    way = {
        "averaged_or_set": (ours, likeliest),
        "beta_or_normal": (likeliest, means),
        "mean_or_likeliest": (means, expit(theirs)),
        "all_three": (ours, expit(theirs)),
    }
    return {name: _points(np.abs(a - b).max()) for name, (a, b) in way.items()}


def _beta_at_its_best(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The mean of each school's share when the beta's mean and size are set to their likeliest values."""

    def less(asked: np.ndarray) -> float:
        size, mean = np.exp(asked[1]), expit(asked[0])
        a, b = size * mean, size * (1 - mean)
        return -float(np.sum(betaln(k + a, n - k + b) - betaln(a, b)))

    found = minimize(
        less, [logit(k.sum() / n.sum()), 3.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9}
    )
    size, mean = np.exp(found.x[1]), expit(found.x[0])
    return np.asarray((k + size * mean) / (n + size))


def _normal_means(k: np.ndarray, n: np.ndarray, middle: float, spread: float) -> np.ndarray:
    """The mean of each school's share under a normal distribution of log odds, on a fine grid."""
    odds = middle + spread * np.linspace(-9, 9, 2001)
    heights = k[:, None] * odds - n[:, None] * np.logaddexp(0, odds) - ((odds - middle) / spread) ** 2 / 2
    belief = np.exp(heights - heights.max(axis=1, keepdims=True))
    return np.asarray(belief @ expit(odds) / belief.sum(axis=1))


def _least(ask: Any, times: int) -> tuple[Any, float]:
    took = []
    for _ in range(times):
        began = time.process_time()
        found = ask()
        took.append(time.process_time() - began)
    return found, min(took)


def _speed(ours: float, theirs: float) -> dict[str, float]:
    return {"cpu_s": round(ours, 3), "r_cpu_s": round(theirs, 3), "r_times_ours": round(theirs / ours, 2)}


def _points(share: float) -> float:
    return round(100 * float(share), 2)


if __name__ == "__main__":
    print(json.dumps(_nation(sys.argv[1], int(sys.argv[2]))))
