"""What must hold between tools and the links between them: one scale a day, cuts that rise, one answer a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from kahui.definition.lines import Cited, Coded, Span
from kahui.definition.reading import Fault, listed
from kahui.definition.tools import Tool, ToolLink


def tool_faults(
    tools: tuple[Tool, ...], links: tuple[ToolLink, ...], topics: tuple[Coded, ...], levels: tuple[Coded, ...]
) -> Iterator[Fault]:
    """What must hold between tools, links, topics and year levels."""
    for tool in tools:
        yield from _one_scale(tool)
        yield from _named("tools.toml", f"tool[{tool.code}].topics", tool.topics, topics, "topic")
        yield from _named(
            "tools.toml", f"tool[{tool.code}].year_levels", tool.year_levels, levels, "year level"
        )
    by_code = {tool.code: tool for tool in tools}
    for link in links:
        yield from _ends(link, by_code)
        yield from _rising(link, by_code.get(link.target))
        yield from _named("links.toml", f"link[{link.code}].topic", (link.topic,), topics, "topic")
        yield from _named(
            "links.toml", f"link[{link.code}].year_levels", link.year_levels, levels, "year level"
        )
    yield from _two_answers(links)


def cited_tools(tools: tuple[Tool, ...], links: tuple[ToolLink, ...]) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: file, key and what it cites."""
    for tool in tools:
        yield "tools.toml", f"tool[{tool.code}]", tool.cited
        for version in tool.versions:
            yield "tools.toml", f"tool[{tool.code}].version[{version.code}]", version.cited
        for norms in tool.norms:
            yield "tools.toml", f"tool[{tool.code}].norms[{norms.code}]", norms.cited
    for link in links:
        yield "links.toml", f"link[{link.code}]", link.cited


def _one_scale(tool: Tool) -> Iterator[Fault]:
    """On a day a tool has one scale: a score of two would be no score."""
    for place, one in enumerate(tool.versions):
        for two in tool.versions[place + 1 :]:
            if _meet(one.span, two.span):
                what = "two scales" if one.scale != two.scale else "two versions"
                found = (
                    f"found {what} on one day: “{one.scale}” of {one.code} and “{two.scale}” of {two.code}"
                )
                cure = "End one version where the other starts, or make two tools of it."
                yield Fault("tools.toml", f"tool[{tool.code}].version[{two.code}]", found, cure)


def _ends(link: ToolLink, tools: dict[str, Tool]) -> Iterator[Fault]:
    where = f"link[{link.code}]"
    if link.source == link.target and link.source_version == link.target_version:
        yield Fault(
            "links.toml", f"{where}.to", "found a link of a version to itself", "Name two versions or tools."
        )
    for key, code, version in (
        ("from", link.source, link.source_version),
        ("to", link.target, link.target_version),
    ):
        tool = tools.get(code)
        if tool is None:
            cure = f"Tools are {listed(list(tools))}." if tools else "Add it to tools.toml."
            yield Fault("links.toml", f"{where}.{key}", f"found “{code}”, which is no tool", cure)
        elif version not in (known := [v.code for v in tool.versions]):
            found = f"found “{version}”, which is no version of {code}"
            yield Fault("links.toml", f"{where}.{key}_version", found, f"Its versions are {listed(known)}.")
        elif link.topic not in tool.topics and (key == "from" or link.source != link.target):
            found = f"found “{link.topic}”, which {code} does not assess"
            yield Fault("links.toml", f"{where}.topic", found, f"Its topics are {listed(tool.topics)}.")


def _rising(link: ToolLink, target: Tool | None) -> Iterator[Fault]:
    """Cuts go up with the words they stand for, and do not overlap."""
    where = f"link[{link.code}].cut"
    yield from _words(link, target, where)
    for place, (one, two) in enumerate(pairwise(link.cuts), 2):
        if one.most is None or two.least is None:
            found = f"found no end between “{one.word}” and “{two.word}”"
            yield Fault(
                "links.toml",
                f"{where}[{place}]",
                found,
                "Only the first may have no least and the last no most.",
            )
        elif two.least <= one.most:
            found = f"found {two.least:g}, which is not above the most of “{one.word}” ({one.most:g})"
            yield Fault(
                "links.toml", f"{where}[{place}].least", found, "A higher score never becomes a lower result."
            )


def _words(link: ToolLink, target: Tool | None, where: str) -> Iterator[Fault]:
    """Cuts are of the target's results, in its order."""
    words = [cut.word for cut in link.cuts]
    if target is None or len(target.words) < 2:
        if words and target is not None and target.kind == "test":
            found = f"found cuts, though {target.code} gives scores and no judgments"
            yield Fault("links.toml", where, found, "Leave them out, or link to judgments or levels.")
        return
    if unknown := [word for word in words if word not in target.words]:
        found = f"found “{unknown[0]}”, which is no result of {target.code}"
        yield Fault("links.toml", where, found, f"They are {listed(target.words)}.")
    elif (order := [word for word in target.words if word in words]) != words:
        found = f"found the cuts in the order {listed(words)}"
        yield Fault("links.toml", where, found, f"Put them as {target.code} has them: {listed(order)}.")


def _two_answers(links: tuple[ToolLink, ...]) -> Iterator[Fault]:
    for place, one in enumerate(links):
        for two in links[place + 1 :]:
            ends = [(x.source, x.source_version, x.target, x.target_version, x.topic) for x in (one, two)]
            shared = [level for level in one.year_levels if level in two.year_levels]
            if ends[0] == ends[1] and shared and _meet(one.span, two.span):
                found = f"found a second link beside {one.code} for year {listed(shared)} on one day"
                yield Fault("links.toml", f"link[{two.code}]", found, "End one where the other starts.")


def _named(
    file: str, key: str, words: tuple[str, ...], known: tuple[Coded, ...], what: str
) -> Iterator[Fault]:
    codes = list(dict.fromkeys(line.code for line in known))
    for word in words:
        if word not in codes:
            yield Fault(file, key, f"found “{word}”, which is no {what}", f"They are {listed(codes)}.")


def _meet(one: Span, two: Span) -> bool:
    starts = max(one.starts or dt.date.min, two.starts or dt.date.min)
    return starts < min(one.ends or dt.date.max, two.ends or dt.date.max)
