"""Tools and links as Markdown for people: what scores there are, and which may be compared with which."""

from __future__ import annotations

from kahui.definition.describe import called, cite, ends, page, starts, table
from kahui.definition.model import Definition
from kahui.definition.tools import Tool, ToolLink

_KINDS = {"test": "a test", "judgment": "teachers' judgment", "levels": "levels that scores are told by"}
_RUNGS = {
    "equate": "scores may be used for each other",
    "calibrate": "groups may be compared, and learners with the error told",
    "project": "one may be predicted from the other, one way",
    "moderate": "shares of groups may be compared; nothing may be said of one learner",
    "none": "nothing may be compared",
}


def tools(definition: Definition) -> str:
    """Every tool with its versions and norms, every link with what it rests on, and what was not found."""
    if not definition.tools:
        return page(definition, [f"# The tools of {called(definition)}", "No tool is on record."])
    parts = [
        f"# The tools of {called(definition)}",
        "What readings are made with, and which scores may be compared with which. A score belongs to a version of "
        "a tool; scores of two tools may be compared only through a link, as far as its rung allows.",
        table(
            ("Tool", "Code", "Kind", "Topics", "Years", "Error of a score", "Source"),
            (_tool_row(t) for t in definition.tools),
        ),
        *(_tool(t) for t in definition.tools),
        "## Links",
        *_links(definition),
        *(_link(x) for x in definition.links),
    ]
    return page(definition, parts)


def _tool_row(tool: Tool) -> tuple[str, ...]:
    error = f"{tool.error:g} points" if tool.error is not None else "not known" if tool.kind == "test" else ""
    years = f"{tool.year_levels[0]} to {tool.year_levels[-1]}" if tool.year_levels else ""
    return (
        tool.name.both,
        f"`{tool.code}`",
        _KINDS[tool.kind],
        ", ".join(tool.topics),
        years,
        error,
        cite(tool.cited),
    )


def _tool(tool: Tool) -> str:
    versions = table(
        ("Version", "Scale", "From", "Until", "Note", "Source"),
        ((v.code, v.scale, starts(v.span), ends(v.span), v.cited.note, cite(v.cited)) for v in tool.versions),
    )
    norms = table(
        ("Norms", "What they are", "From", "Until", "Source"),
        ((n.code, n.words, starts(n.span), ends(n.span), cite(n.cited)) for n in tool.norms),
    )
    change = (
        f"Two scores of a learner differ by more than chance from {tool.change:g} points."
        if tool.change
        else ""
    )
    results = f"Results, lowest first: {', '.join(tool.words)}." if tool.words else ""
    parts = [
        f"### {tool.name.both}",
        tool.cited.note,
        results,
        change,
        versions,
        norms if tool.norms else "",
        _missing(tool.not_found),
    ]
    return "\n\n".join(p for p in parts if p)


def _links(definition: Definition) -> list[str]:
    if not definition.links:
        return ["No link is on record."]
    rows = (
        (
            f"`{x.code}`",
            f"{x.source} {x.source_version}",
            f"{x.target} {x.target_version}",
            x.topic,
            f"{x.year_levels[0]} to {x.year_levels[-1]}" if len(x.year_levels) > 1 else x.year_levels[0],
            x.rung,
            cite(x.cited),
        )
        for x in definition.links
    )
    return [table(("Link", "From", "To", "Topic", "Years", "Rung", "Source"), rows)]


def _link(link: ToolLink) -> str:
    known = [
        f"Design: {link.design}." if link.design != "not-found" else "",
        f"Method: {link.method}." if link.method != "not-found" else "",
        f"{link.learners:,} learners." if link.learners is not None else "",
        f"Standard error {link.error:g} points." if link.error is not None else "Its error is not known.",
        f"Groups' links differ by {link.apart:g} points." if link.apart is not None else "",
    ]
    cuts = table(
        ("Result", "From", "To"),
        ((c.word, _end(c.least), _end(c.most)) for c in link.cuts),
    )
    parts = [
        f"### {link.code}",
        f"Rung “{link.rung}”: {_RUNGS[link.rung]}.",
        " ".join(k for k in known if k),
        link.cited.note,
        cuts if link.cuts else "",
        _missing(link.not_found),
    ]
    return "\n\n".join(p for p in parts if p)


def _end(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _missing(words: tuple[str, ...]) -> str:
    return "\n".join(["Not found:", "", *(f"- {w}" for w in words)]) if words else ""
