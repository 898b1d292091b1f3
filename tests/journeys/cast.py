"""People at their browsers: each page they come to is looked at, and a few become pictures of the manual."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from browsing import PICTURES, context
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

expect.set_options(timeout=20_000)  # a page of a busy machine comes late; what is waited for is the same

MANUAL = PICTURES / "manual"
DRAWS = os.environ.get("KAHUI_PICTURES") == "1"
LARGEST = 60_000
"""Bytes of one picture."""

CODE = r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b"

AS_WEBP = """async ([png, quality]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""
MAKE = """[...new Set([...document.querySelectorAll("body *")].map((e) => `${e.tagName}.${e.className}`))].sort().join()"""
"""What a page is made of: one of the same address that is made of the same parts is looked at once."""

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@dataclass
class Cast:
    """Everybody who acts, on one site. `apart` runs a line of Python on its records; `looks` says whether axe looks at
    what they come to."""

    browser: Browser
    site: str
    apart: Callable[[str], object]
    looks: bool = True
    seen: set[str] = field(default_factory=set)
    people: dict[str, Somebody] = field(default_factory=dict)
    read: dict[tuple[str, str], int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Somebody:
        """Somebody signed in, at a window of their own."""
        if name not in self.people:
            self.people[name] = Somebody(self, name)
            self.people[name].signs_in()
        return self.people[name]

    def by_code(self, name: str, address: str, width: int = 1280) -> Somebody:
        """Somebody who is on no list, signed in with the code that came by mail."""
        self.people[name] = Somebody(self, name, width)
        self.people[name].signs_in_by_code(address)
        return self.people[name]

    @contextmanager
    def reading_mail(self, to: str, about: str, **options: object) -> Iterator[Somebody]:
        """Whoever opens the newest message to an address about something, and follows its link; signed in or not."""
        reader = Somebody(self, "", **options)
        try:
            reader.opens_mail(to, about)
            yield reader
        finally:
            reader.leaves()

    def everybody_leaves(self) -> None:
        for somebody in self.people.values():
            somebody.leaves()
        self.people.clear()


class Somebody:
    """One person at one window. Complaints of the browser are kept, and fail the next look."""

    def __init__(self, cast: Cast, name: str, width: int = 1280, **options: object) -> None:
        self.cast, self.name, self.width = cast, name, width
        self.scripted = options.get("java_script_enabled", True)
        self.window: BrowserContext = context(cast.browser, cast.site, width, **options)
        self.page: Page = self.window.new_page()
        self.page.set_default_timeout(30_000)
        self.refused = False
        self.complaints: list[str] = []
        self.page.on("console", self._complaint)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _complaint(self, message: object) -> None:
        words, kind = message.text, message.type  # type: ignore[attr-defined]
        if kind in ("error", "warning") and not (self.refused and "Failed to load resource" in words):
            self.complaints.append(words)

    # Coming and going.

    def signs_in(self) -> None:
        """By the list of people on the front page."""
        self.page.goto("/")
        self.page.get_by_role("button", name=self.name, exact=True).click()
        expect(self.page.locator("h1")).to_have_text("What waits for you")
        self.looks()

    def signs_in_by_code(self, address: str) -> None:
        self.page.goto("/sign-in")
        self.looks()
        self.writes(email=address).sends("Send me a code")
        mail = Somebody(self.cast, "")
        mail.goes(mail._finds_mail(address, None, 1))
        text = mail.page.locator(".mail").inner_text()
        code = re.search(CODE, text)
        assert code, text
        mail.leaves()
        self.writes(code=code[0]).sends("Go on").headed("What waits for you")

    def waits(self, words: str = "") -> Somebody:
        """Go to the first screen, and from there to what waits, where it is named."""
        self.goes(self.page.get_by_role("link", name="What waits for me"))
        return (
            self.follows(words, within="What waits for you") if words else self.headed("What waits for you")
        )

    def opens_mail(self, to: str, about: str) -> None:
        """The newest message to an address about something, once it has come; then its link."""
        read = self.cast.read
        read[to, about] = read.get((to, about), 0) + 1
        found = self._finds_mail(to, about, read[to, about])
        self.looks()
        self.goes(found)
        self.goes(self.page.locator(".mail a").first)

    def follows_mail(self, to: str, about: str) -> Somebody:
        """The link of a message that was read before."""
        self.goes(self._finds_mail(to, about, 1))
        link = self.page.locator(".mail a").first.get_attribute("href")
        return self.visits(str(link), 410)

    def visits(self, path: str, status: int) -> Somebody:
        """An address that is refused, in a sentence."""
        self.refused = True
        answer = self.page.goto(path)
        assert (answer.status if answer else 0) == status, path
        self.looks()
        return self

    def goes_back(self) -> Somebody:
        self.page.go_back()
        self.looks()
        return self

    def sends_twice(self, button: str) -> Somebody:
        """Two clicks where one was enough."""
        with self.page.expect_navigation():
            self.page.locator("#main").get_by_role("button", name=button).dblclick()
        self.page.wait_for_load_state("networkidle")
        self.looks()
        return self

    def _finds_mail(self, to: str, about: str | None, so_many: int) -> Locator:
        """A message leaves once what it tells of is committed, a moment later: look again until it is there."""
        for _ in range(60):
            self.page.goto(f"/mailbox?q={to}")
            found = self.page.get_by_role("list", name="Messages").get_by_role("link", name=about)
            if found.count() >= so_many:
                return found.first
            self.page.wait_for_timeout(250)
        raise AssertionError(f"no message to {to} about {about}: {self.page.locator('main').inner_text()}")

    def leaves(self) -> None:
        self.window.close()

    def on_a_phone(self) -> Somebody:
        """From here on the window is as wide as a phone's."""
        self.width = 390
        self.page.set_viewport_size({"width": 390, "height": 844})
        return self

    # Doing.

    def follows(self, words: str | re.Pattern[str], within: str = "", nth: int = 0) -> Somebody:
        where = self.page.get_by_role("list", name=within, exact=True) if within else self.page
        self.goes(where.get_by_role("link", name=words).nth(nth))
        return self

    def goes(self, wanted: Locator) -> None:
        """Click, and look at the page that comes."""
        with self.page.expect_navigation():
            wanted.click()
        self.looks()

    def writes(self, **said: str | tuple[str, ...]) -> Somebody:
        """By the names of fields: `writes(text="…")`; several choices as a tuple; a box alone is ticked by "on"."""
        for name, value in said.items():
            found = self.page.locator(f"#main [name={name}]")
            kind = found.first.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                for each in (value,) if isinstance(value, str) else value:
                    found.and_(self.page.locator(f"[value='{each}'], :not([value])")).check()
            elif kind == "select-one":
                found.select_option(value)  # its value or its words
            else:
                found.fill(str(value))
        return self

    def ticks_all(self, name: str) -> Somebody:
        for box in self.page.locator(f"#main [name={name}]").all():
            box.check()
        return self

    def is_refused(self, button: str) -> Somebody:
        """Send what cannot be: the page comes back with every fault said."""
        self.refused = True
        self.sends(button)
        assert self.page.locator(".errors").count() == 1, self.page.locator("main").inner_text()
        self.refused = False
        return self

    def sends(self, button: str, nth: int = 0) -> Somebody:
        self.goes(self.page.locator("#main").get_by_role("button", name=button).nth(nth))
        return self

    def presses(self, words: str, kind: str = "link", key: str = "Enter") -> Somebody:
        """With the keyboard alone: Tab until it has the focus, then the key."""
        self.tabs_to(self.page.get_by_role(kind, name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.looks()
        return self

    def types(self, **said: str) -> Somebody:
        """With the keyboard alone, by the names of fields."""
        for name, value in said.items():
            self.tabs_to(self.page.locator(f"#main [name={name}]").first)
            self.page.keyboard.type(value)
        return self

    def presses_choice(self, name: str, value: str) -> Somebody:
        """With the keyboard alone: to the group of choices, then the arrows until it is this one."""
        group = self.page.locator(f"#main [name={name}]")
        self.tabs_to(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if group.locator('xpath=self::*[@value="' + value + '"]').is_checked():
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {name} on {self.page.url}")

    def brings(self, name: str, file: str, data: bytes) -> Somebody:
        """A file of one’s own."""
        self.page.locator(f"#main [name={name}]").set_input_files(
            {"name": file, "mimeType": "application/octet-stream", "buffer": data}
        )
        return self

    def tabs_to(self, wanted: Locator) -> None:
        for _ in range(200):
            self.page.keyboard.press("Tab")
            if wanted.evaluate(
                "e => e === document.activeElement || (e.type === 'radio' && document.activeElement.name === e.name)"
            ):
                return
        raise AssertionError(f"no key leads to {wanted} on {self.page.url}")

    # Looking.

    def says(self, words: str | re.Pattern[str]) -> Somebody:
        expect(self.page.locator("body")).to_contain_text(words)
        return self

    def holds(self, **said: str) -> Somebody:
        """What was written is still there."""
        for name, value in said.items():
            expect(self.page.locator(f"#main [name={name}]")).to_have_value(value)
        return self

    def headed(self, words: str | re.Pattern[str]) -> Somebody:
        expect(self.page.locator("h1")).to_have_text(words)
        return self

    def looks(self) -> None:
        """A page just come to: nothing is wrong in the console, nothing wider than the window, nothing axe finds."""
        page = self.page
        page.wait_for_load_state()
        assert page.locator("main h1").count() == 1, f"{page.url}: {page.locator('body').inner_text()[:500]}"
        assert not self.complaints, (page.url, self.complaints)
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide == [self.width, self.width], (page.url, wide)
        make = f"{re.sub('[0-9]+', 'N', page.url)} {self.width} {page.evaluate(MAKE)}"
        if self.cast.looks and self.scripted and make not in self.cast.seen:
            self.cast.seen.add(make)
            found = Axe().run(page, options=AXE).response["violations"]
            faults = [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes'][:3]]}" for v in found]
            assert not faults, (page.url, faults)

    def pictured(self, name: str, of: str = "main", *, whole: bool = False) -> Somebody:
        """A picture of the manual, where pictures are asked for: what the page or a part says, or the whole window."""
        if DRAWS and self.cast.looks:
            self.page.evaluate("scrollTo(0, 0)")
            box = self.page.locator(of).bounding_box() or {}
            clip = box | {"height": min(box["height"], 700)}
            png = self.page.screenshot() if whole else self.page.screenshot(full_page=True, clip=clip)
            MANUAL.mkdir(parents=True, exist_ok=True)
            (MANUAL / f"{name}.webp").write_bytes(self._webp(png))
        return self

    def _webp(self, png: bytes) -> bytes:
        tab = self.cast.browser.new_page()
        try:
            for quality in (0.8, 0.65, 0.5, 0.35):
                data = base64.b64decode(tab.evaluate(AS_WEBP, [base64.b64encode(png).decode(), quality]))
                if len(data) <= LARGEST:
                    return data
        finally:
            tab.close()
        raise AssertionError(f"a picture of {len(data):,} bytes: show less of the page")
