"""What people come to do, done in a real browser."""

import re
from pathlib import Path

import pytest
from browsing import PICTURES, context
from playwright.sync_api import Browser, Page, expect


def test_the_slider_moves_the_sky_the_words_and_the_address(page: Page) -> None:
    page.goto("/?on=2014-12-31")
    expect(page.locator("h1")).to_contain_text("11 networks joined")
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("End")
    expect(page.locator("h1")).to_contain_text("221 networks joined")
    expect(page.locator("#sky .sky a")).to_have_count(220)  # one has no school with a place
    expect(page).to_have_url(re.compile(r"on=2021-09-30"))
    expect(page.locator("#on")).to_have_value("2021-09-30")
    assert slider.get_attribute("aria-valuetext") == "30 September 2021: 221 networks"
    assert page.evaluate("document.activeElement.type") == "range"
    page.get_by_role("link", name="Networks", exact=True).click()
    expect(page.locator("h1")).to_have_text("221 networks on 30 September 2021")


def test_play_moves_by_itself_and_can_be_stopped(page: Page) -> None:
    page.goto("/?on=2014-12-31")
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile(r"on=2015-12-31"), timeout=15_000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_step_is_a_link_without_script(browser: Browser, site: str) -> None:
    opened = context(browser, site, java_script_enabled=False)
    page = opened.new_page()
    page.goto("/")
    page.get_by_role("link", name="31 December 2016: 180 networks").click()
    expect(page.locator("h1")).to_have_text(
        "On 31 December 2016, 180 networks joined 1,511 of 2,405 eligible schools"
    )
    page.locator("#on").fill("2017-12-31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("On 31 December 2017, 210 networks")
    opened.close()


def test_a_network_lights_up_and_says_its_figures(page: Page) -> None:
    page.goto("/?on=2016-12-31")
    star = page.locator(".sky a[href^='/networks/99051'] path").last
    star.hover(force=True)
    expect(page.locator(".sky-card")).to_contain_text("Far North Community of Learning: ")
    page.keyboard.press("Escape")
    expect(page.locator(".sky-card")).to_have_count(0)


def test_finding_a_network_and_following_it(page: Page) -> None:
    page.goto("/networks?on=2021-09-30")
    page.get_by_label("Name or id").fill("otakaro")
    page.get_by_label("Name or id").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody a").click()
    expect(page.locator("h1")).to_contain_text("Ōtākaro")
    expect(page.locator(".look .sky")).to_be_visible()
    page.locator("#members ~ .table tbody a").first.click()
    expect(page.locator("#belonged")).to_be_visible()
    expect(page.locator("#on")).to_have_value("2021-09-30")


def test_the_report_is_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/report?on=2016-12-31")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF, to print and to read").click()
    assert waiting.value.suggested_filename == "uptake-2016-12-31.pdf"
    waiting.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"


def test_keyboard_only(page: Page) -> None:
    page.goto("/networks?on=2016-12-31")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Name or id")).to_be_focused()
    page.keyboard.type("far north")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_drawing_can_be_skipped_by_keyboard(page: Page) -> None:
    page.goto("/?on=2016-12-31")
    page.locator(".skip-sky").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#after-sky")).to_be_focused()


def test_how_do_we_know(page: Page) -> None:
    page.goto("/uptake?on=2016-12-31")
    figure = page.locator("[data-code='schools.member']").first
    figure.locator("summary").click()
    expect(figure).to_contain_text("Eligible schools that belonged to an approved network on the date.")
    figure.get_by_role("link", name="the rule and its SQL").click()
    expect(page.locator("pre").first).to_contain_text("select")


@pytest.mark.parametrize(("width", "name"), [(1280, "home"), (390, "home-narrow")])
def test_the_picture_of_the_home_page(browser: Browser, site: str, width: int, name: str) -> None:
    """The picture in the README. Taken only where it is absent: a test run changes no file."""
    opened = context(browser, site, width)
    page = opened.new_page()
    page.goto("/?on=2017-12-31")
    page.evaluate("document.fonts.ready")
    picture = PICTURES / f"{name}.png"
    taken = page.screenshot(path=None if picture.exists() else picture, full_page=width < 600)
    opened.close()
    assert (taken[:4], len(taken) > 50_000) == (b"\x89PNG", True)
