"""What can be told of a page's accessibility from its HTML alone."""

import itertools

from lxml import html

LABELLED = ("aria-label", "aria-labelledby", "title")


def faults(text: str) -> list[str]:
    """Every fault found, as sentences; none for a page that passes."""
    page = html.fromstring(text)
    found = [*_frame(page), *_headings(page), *_ids(page), *_names(page), *_tables(page)]
    return found + [f"an inline {name}" for name in _inline(page)]


def _frame(page: html.HtmlElement) -> list[str]:
    found = []
    if not (page.get("lang") or "").startswith("en"):
        found.append("the page does not say its language")
    if not (page.findtext(".//title") or "").strip():
        found.append("the page has no title")
    for landmark in ("main", "header", "footer"):
        if len(page.xpath(f"//body/{landmark}")) != 1:
            found.append(f"not exactly one {landmark}")
    first = page.xpath("//body//a")[0]
    if not first.get("href", "").startswith("#"):
        found.append("the first link does not skip to what the page says")
    return found


def _headings(page: html.HtmlElement) -> list[str]:
    levels = [int(h.tag[1]) for h in page.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            found.append(f"a heading of level {after} follows one of level {before}")
    return found + ["an empty heading" for h in page.xpath("//h1|//h2|//h3") if not h.text_content().strip()]


def _ids(page: html.HtmlElement) -> list[str]:
    ids = page.xpath("//@id")
    found = [f"the id {one} stands twice" for one in sorted({i for i in ids if ids.count(i) > 1})]
    for attribute in ("aria-labelledby", "aria-describedby"):
        for value in page.xpath(f"//@{attribute}"):
            found += [
                f"{attribute} names {one}, which is not there" for one in value.split() if one not in ids
            ]
    for target in page.xpath("//a/@href[starts-with(., '#')]"):
        if target[1:] not in ids:
            found.append(f"a link leads to {target}, which is not there")
    return found


def _names(page: html.HtmlElement) -> list[str]:
    found = []
    fors = set(page.xpath("//label/@for"))
    for field in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        if field.get("id") not in fors and not any(field.get(a) for a in LABELLED):
            found.append(f"the field {field.get('name')} has no label")
    for link in page.xpath("//a|//button|//summary"):
        said = link.text_content().strip() or any(link.get(a) for a in LABELLED)
        if not said:
            found.append(f"a {link.tag} without words: {link.get('href')}")
    found += ["a picture without alternative text" for i in page.xpath("//img") if i.get("alt") is None]
    for drawing in page.xpath("//*[local-name()='svg']"):
        if drawing.get("aria-hidden") != "true" and not any(drawing.get(a) for a in LABELLED):
            found.append("a drawing that says nothing")
    return found


def _tables(page: html.HtmlElement) -> list[str]:
    found = []
    for table in page.xpath("//table"):
        if not table.xpath("./caption[normalize-space()]"):
            found.append("a table without a caption")
        if table.xpath(".//th[not(@scope)]"):
            found.append("a heading cell without a scope")
        widths = {sum(int(c.get("colspan", 1)) for c in row) for row in table.xpath(".//tr")}
        if len(widths) != 1:
            found.append(f"rows of different widths: {sorted(widths)}")
    return found


def _inline(page: html.HtmlElement) -> list[str]:
    """What the content policy would stop: scripts, styles and handlers written into the page."""
    found = ["script" for s in page.xpath("//script") if not s.get("src")]
    found += ["style" for _ in page.xpath("//style|//*[@style]")]
    return found + [
        name
        for name in page.xpath("//@*[starts-with(name(), 'on')]/..")
        if name.tag != "input"
        for name in [name.tag + " handler"]
    ]
