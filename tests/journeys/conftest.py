"""A real browser on the site as it is served: the public record, made and served by the product's own command."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import context
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on PATH; install it with: apt-get install chromium")
                )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("served")
    environment = {k: v for k, v in os.environ.items() if k != "KAHUI_DATABASE_URL"} | {
        "KAHUI_HOME": str(home)
    }
    call = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
    log = (home / "served.log").open("wb")
    served = subprocess.Popen(
        [sys.executable, "-c", call, "demo", "--world", "public-record", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, served, home / "served.log")
        yield address
    finally:
        served.terminate()
        try:
            served.wait(20)
        except subprocess.TimeoutExpired:
            served.kill()
        log.close()


def _await(address: str, served: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if served.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/about", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"`kahui demo` did not serve:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: the loop it runs would stand in the way of the database tests after it."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page 1,280 wide. A fault in the browser's console fails the test."""
    opened = context(browser, site)
    tab = opened.new_page()
    complaints: list[str] = []
    tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield tab
    opened.close()
    assert complaints == []
