"""Every page in a real browser: no accessibility fault that axe can find, and nothing wider than the window."""

import pytest
from addresses import PAGES
from axe_playwright_python.sync_playwright import Axe
from conftest import context
from playwright.sync_api import Browser

SHOWN = [pytest.param(address, id=name) for name, address in PAGES.items()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", SHOWN)
def test_axe_finds_nothing(browser: Browser, site: str, address: str, width: int) -> None:
    opened = context(browser, site, width)
    page = opened.new_page()
    page.goto(address)
    for folded in page.locator("details:not([open]) > summary").all()[:4]:
        folded.click()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes'][:3]]}" for v in found]
    opened.close()
    assert told == []


@pytest.mark.parametrize("address", SHOWN)
def test_nothing_is_wider_than_320(browser: Browser, site: str, address: str) -> None:
    opened = context(browser, site, 320)
    page = opened.new_page()
    page.goto(address)
    width = page.evaluate("document.documentElement.scrollWidth")
    opened.close()
    assert width <= 320
