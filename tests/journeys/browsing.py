"""The site as the product's own command serves it, a window of the browser on it, and where pictures are kept."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from stores import environment

PATIENCE = 120
"""Seconds until what is to be served must be."""

PICTURES = Path(__file__).parents[2] / "docs/pictures"


def context(browser: Browser, site: str, width: int = 1280, **options: object) -> BrowserContext:
    height = 844 if width < 600 else 900
    return browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        locale="en-NZ",
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )


@contextmanager
def served(home: Path, *command: str, url: str = "") -> Iterator[str]:
    """The address of what the product's own command serves from a home, and from its database where one is named."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
    log = (home / "served.log").open("ab")
    running = subprocess.Popen(
        [sys.executable, "-c", call, *command, "--port", str(port)],
        env=environment(home, url),
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, running, home / "served.log")
        yield address
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
        log.close()


def _await(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if running.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/about", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"what was to serve did not:\n{log.read_text(errors='replace')}")
