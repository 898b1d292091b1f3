"""Every page passes what can be checked of its accessibility without a browser; and the check can fail."""

import pytest
from addresses import PAGES
from django.test import Client
from html_faults import faults


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_page(site: Client, address: str) -> None:
    assert faults(site.get(address).content.decode()) == []


BAD = """<html lang="en"><head><title>Bad</title></head><body><a href="#main">skip</a><header></header>
<main id="main"><h1>One</h1><h3 id="a">Three</h3><p id="a" style="color:red">Twice</p><a href="#gone">x</a><a href="/"></a>
<input name="q"><img src="x"><svg></svg><table><tr><th>no scope</th></tr><tr><td>1</td><td>2</td></tr></table>
<button onclick="x()">press</button></main><footer></footer></body></html>"""


def test_the_check_finds_faults() -> None:
    assert faults(BAD) == [
        "a heading of level 3 follows one of level 1",
        "the id a stands twice",
        "a link leads to #gone, which is not there",
        "the field q has no label",
        "a a without words: /",
        "a picture without alternative text",
        "a drawing that says nothing",
        "a table without a caption",
        "a heading cell without a scope",
        "rows of different widths: [1, 2]",
        "an inline style",
        "an inline button handler",
    ]
