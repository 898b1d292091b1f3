"""The machine a benchmark ran on, and how times are summed up."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil


def described() -> dict[str, Any]:
    """Processor, memory, versions, and how busy the machine was when asked."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "versions": {p: version(p) for p in ("django", "duckdb", "granian", "pandas", "pyarrow")},
        "load_before": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and the greatest, in the unit given."""
    ordered = sorted(times)
    return {
        "p50": round(ordered[(len(ordered) - 1) // 2], 1),
        "p95": round(ordered[min(len(ordered) - 1, -(-len(ordered) * 95 // 100) - 1)], 1),
        "most": round(ordered[-1], 1),
    }
