"""Every part of the design appears in the gallery."""

import re
from pathlib import Path

from django.test import Client

TEMPLATES = Path(__file__).parents[4] / "src/kahui/web/design/templates"


def test_every_part_is_shown(site: Client) -> None:
    parts = {f.stem for f in (TEMPLATES / "components").glob("*.html")}
    text = (TEMPLATES / "design/gallery.html").read_text()
    shown = set(re.findall(r"<c-([a-z]+)", text))
    assert (shown, site.get("/design").status_code) == (parts, 200)


def test_the_script_stays_small() -> None:
    script = TEMPLATES.parent / "static/kahui/kahui.js"
    assert len(script.read_text().splitlines()) <= 300
