"""A window of the browser on the site, and where the pictures of the manual are kept."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

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
