"""Public pages over the invented register, as `kahui serve` serves them: new dates and old, one client and eight."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import psutil
import world
from invented import DAY, FIRST_YEAR, REGIONS, YEARS
from machine import quantiles

ALONE, TOGETHER, CLIENTS = 16, 24, 8
"""Dates a page is asked for by one client, and by eight at once; each date is asked twice: new, then again."""
RUNS = 3
TARGETS = (
    ("a page on a date asked before, one client, 95 in 100", ("all", "alone_again", "p95"), 50, "ms"),
    ("a page on a new date, one client, 95 in 100", ("all", "alone_new", "p95"), 50, "ms"),
    ("a page on a date asked before, eight clients, 95 in 100", ("all", "together_again", "p95"), 250, "ms"),
    ("a page on a new date, eight clients, 95 in 100", ("all", "together_new", "p95"), 250, "ms"),
)
FROM = dt.date(FIRST_YEAR + 2, 1, 1)
PLAIN = ("/", "/uptake", "/momentum", "/regions", "/networks", "/schools", "/report", "/api/v1/figures")


def run(size: float, seed: int) -> dict[str, Any]:
    """Each page's times in ms: the least of three runs, each of a server started afresh."""
    home = world.made(size, seed)
    told = [_once(home, seed + n) for n in range(RUNS)]
    pages = {page: _least([t["pages"][page] for t in told]) for page in told[0]["pages"]}
    return {
        "runs": RUNS,
        "asked": {"alone": ALONE, "together": TOGETHER, "clients": CLIENTS},
        "start_s": min(t["start_s"] for t in told),
        "peak_mb": min(t["peak_mb"] for t in told),
        "pages": pages,
        "all": _least([t["all"] for t in told]),
    }


def _least(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of the same figures in several runs, each its least: what else the machine does only adds."""
    return {
        key: _least([r[key] for r in runs]) if isinstance(one, dict) else min(r[key] for r in runs)
        for key, one in runs[0].items()
    }


def _once(home: Path, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    days = _days(chance)
    with _server(home) as server:
        pages: dict[str, Any] = {}
        every: dict[str, list[float]] = {}
        for page in [*PLAIN, *_chosen(server.client(), chance)]:
            alone = [f"{page}?on={next(days)}" for _ in range(ALONE)]
            together = [f"{page}?on={next(days)}" for _ in range(TOGETHER)]
            times = {
                "alone_new": server.ask(alone, 1),
                "alone_again": server.ask(alone, 1),
                "together_new": server.ask(together, CLIENTS),
                "together_again": server.ask(together, CLIENTS),
            }
            pages[_kind(page)] = {key: quantiles(values) for key, values in times.items()}
            pages[_kind(page)]["sent_kb"] = round(server.sent / 1024, 1)
            for key, values in times.items():
                every.setdefault(key, []).extend(values)
        return {
            "start_s": server.start_s,
            "peak_mb": server.peak_mb(),
            "pages": pages,
            "all": {key: quantiles(values) for key, values in every.items()},
        }


def _kind(page: str) -> str:
    """`/networks/99003` is a network, whichever it is."""
    parts = page.strip("/").split("/")
    return "/" + "/".join(parts if parts[0] == "api" else [parts[0], *("…" for _ in parts[1:])])


def _days(chance: random.Random) -> Iterator[dt.date]:
    """Days of eight of the ten years in random order, no day twice."""
    days = [FROM + n * DAY for n in range(1, 365 * (YEARS - 2))]
    chance.shuffle(days)
    yield from days


def _chosen(client: http.client.HTTPConnection, chance: random.Random) -> list[str]:
    """A region, a network and a school that are there from the first day asked."""
    found = []
    for kind, called in (("networks", "id"), ("schools", "number")):
        client.request("GET", f"/api/v1/{kind}?on={FROM}&limit=100", headers={"Accept": "application/json"})
        lines = json.loads(client.getresponse().read())[kind]
        found.append(f"/{kind}/{chance.choice(lines)[called]}")
    client.close()
    return [f"/regions/{chance.choice([r for r in REGIONS if r.isalpha()]).lower()}", *found]


@dataclass
class _Server:
    process: psutil.Process
    port: int
    start_s: float
    sent: int = 0

    def client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, addresses: Sequence[str], clients: int) -> list[float]:
        """Milliseconds of each answer, by so many clients that never pause, each on a connection of its own."""
        waiting: SimpleQueue[str] = SimpleQueue()
        for address in addresses:
            waiting.put(address)
        times: list[float] = []
        faults: list[str] = []
        threads = [
            threading.Thread(target=self._drain, args=(waiting, times, faults)) for _ in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults or len(times) != len(addresses):
            raise SystemExit(f"The server did not answer every page: {faults[:3] or 'a client stopped'}")
        return times

    def _drain(self, waiting: SimpleQueue[str], times: list[float], faults: list[str]) -> None:
        client = self.client()
        while True:
            try:
                address = waiting.get_nowait()
            except Empty:
                client.close()
                return
            began = time.perf_counter()
            client.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = client.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - began) * 1000)
            self.sent = len(body)
            if answer.status != 200:
                faults.append(f"{address} gave {answer.status}")

    def peak_mb(self) -> int:
        """The most memory the server and its workers have held."""
        return round(sum(_peak(p) for p in [self.process, *self.process.children(recursive=True)]))


def _peak(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        kilobytes = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes.split()[1]) / 1024
    return float(process.memory_info().rss) / 2**20


@contextmanager
def _server(home: Path) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "KAHUI_HOME": str(home)}
    environment.pop("KAHUI_DATABASE_URL", None)
    began = time.perf_counter()
    call = [str(Path(sys.executable).parent / "kahui"), "serve", "--port", str(port)]
    with subprocess.Popen(call, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(process, port)
            yield _Server(psutil.Process(process.pid), port, round(time.perf_counter() - began, 2))
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Until a page that asks for no figure is answered."""
    for _ in range(600):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            client.request("GET", "/static/kahui/tokens.css")
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            client.close()
        if process.poll() is not None:
            raise SystemExit("kahui serve stopped; run it by hand to see why.")
    raise SystemExit("kahui serve did not answer within 30 seconds.")
