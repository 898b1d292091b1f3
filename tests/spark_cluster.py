"""A Spark cluster on this machine's loopback: one master, two workers, gone when it is done with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 90


def or_skip() -> Any:
    """PySpark, or a skip that names what is missing and how to get it."""
    pyspark = pytest.importorskip(
        "pyspark", reason="needs PySpark: `uv sync --frozen --inexact --extra spark` installs it (430 MB)"
    )
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 or newer on PATH: on Debian, `apt-get install openjdk-17-jre-headless`")
    return pyspark


@contextmanager
def cluster(folder: Path) -> Iterator[Any]:
    """A session on a standalone cluster whose logs and scratch files lie in `folder`."""
    pyspark = or_skip()
    home = Path(pyspark.__file__).parent
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:

        def start(name: str, what: str, *more: str) -> None:
            call = [
                str(home / "bin" / "spark-class"),
                f"org.apache.spark.deploy.{what}",
                "--host",
                "127.0.0.1",
            ]
            log = stack.enter_context((folder / f"{name}.log").open("w"))
            running = subprocess.Popen([*call, *more], env=environment, stdout=log, stderr=log)
            stack.callback(_end, running)

        start("master", "master.Master", "--port", str(port), "--webui-port", "0")
        _until_open(port, folder / "master.log")
        for n in (1, 2):
            start(
                f"worker-{n}",
                "worker.Worker",
                "--cores",
                "1",
                "--memory",
                "768m",
                "--webui-port",
                "0",
                address,
            )
        os.environ["SPARK_HOME"], os.environ["SPARK_LOCAL_IP"] = str(home), "127.0.0.1"
        session = _session(address, folder)
        stack.callback(session.stop)
        yield session


def _session(address: str, folder: Path) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 (may not be there)

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "768m",
        "spark.executor.memory": "640m",
        "spark.cores.max": "2",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    }
    builder = SparkSession.builder.master(address).appName("kahui")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _until_open(port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    told = log.read_text().strip().splitlines()[-1:] or ["it said nothing"]
    pytest.skip(f"a Spark master did not start ({told[0]}): run the test on a machine that lets it")


def _end(running: subprocess.Popen[bytes]) -> None:
    running.terminate()
    try:
        running.wait(timeout=20)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
