"""Every page in a real browser: no accessibility fault that axe can find, and nothing wider than the window."""

import pytest
from addresses import PAGES
from axe_playwright_python.sync_playwright import Axe
from browsing import context
from playwright.sync_api import Browser, Page

OPEN_SOME = "document.querySelectorAll('details').forEach((one, i) => { one.open = i < 6 })"


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes'][:3]]}" for v in found]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_page(browser: Browser, site: str, address: str) -> None:
    opened = context(browser, site, 1280)
    try:
        page = opened.new_page()
        page.goto(address)
        page.evaluate(OPEN_SOME)
        wide = faults(page)
        page.set_viewport_size({"width": 390, "height": 844})
        narrow = faults(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert (wide, narrow, page.evaluate("document.documentElement.scrollWidth")) == ([], [], 320)
    finally:
        opened.close()
