"""Assessment tools and the links between them: what scores there are, and which may be compared with which.

The values of `tools.toml` and `links.toml`, and how they are read. What a source
does not give is left out and named in `not_found`; a number that stands in for one is marked as ours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from kahui.definition.lines import Cited, Span, Text
from kahui.definition.reading import Node

Kind = Literal["test", "judgment", "levels"]
Rung = Literal["equate", "calibrate", "project", "moderate", "none"]
KINDS = ("test", "judgment", "levels")
DESIGNS = ("equivalent-groups", "single-group", "common-items", "standard-setting", "judgment", "not-found")
METHODS = ("mean", "linear", "equipercentile", "kernel", "cut-scores", "cumulative", "not-found")
RUNGS = ("equate", "calibrate", "project", "moderate", "none")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a tool: the scale it reports on and, where known, its ends. One is in force on a day."""

    code: str
    scale: str
    least: float | None
    most: float | None
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Norms:
    """What learners of an age had on a tool, gathered once: scores told beside other norms are other scores."""

    code: str
    words: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Tool:
    """What a reading is made with. `words`: the results of judgments and levels, lowest first.

    `error`: standard error of one learner's score, in points; `change`: the least difference of two scores of a
    learner that is more than chance. `None` where not known.
    """

    code: str
    name: Text
    kind: Kind
    topics: tuple[str, ...]
    year_levels: tuple[str, ...]
    words: tuple[str, ...]
    error: float | None
    change: float | None
    versions: tuple[Version, ...]
    norms: tuple[Norms, ...]
    not_found: tuple[str, ...]
    span: Span
    cited: Cited

    def version(self, on: dt.date) -> Version | None:
        """The version in force on a day."""
        return next((v for v in self.versions if v.span.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Cut:
    """The scores that a judgment or level stands for: from `least` to `most`, `None` where open."""

    word: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A link on record, from a version of one tool to a version of another, for a topic and year levels.

    `error`: standard error in points of the target's scale; `apart`: how far groups' links differ, in such points;
    `learners` of the smaller sample. `None` where not known. `rung`: the highest it may be claimed to stand on.
    """

    code: str
    source: str
    source_version: str
    target: str
    target_version: str
    topic: str
    year_levels: tuple[str, ...]
    design: str
    method: str
    rung: Rung
    learners: int | None
    error: float | None
    apart: float | None
    cuts: tuple[Cut, ...]
    not_found: tuple[str, ...]
    span: Span
    cited: Cited


def read_tool(node: Node) -> Tool:
    """A [[tool]] of tools.toml."""
    kind = node.choice("kind", KINDS)
    made = Tool(
        code=node.text("code"),
        name=node.words("name"),
        kind=kind,  # type: ignore[arg-type]
        topics=node.texts("topics", required=True),
        year_levels=node.texts("year_levels"),
        words=node.texts("words"),
        error=_size(node, "error"),
        change=_size(node, "change"),
        versions=tuple(_version(n) for n in node.lines("version", required=True)),
        norms=tuple(_norms(n) for n in node.lines("norms")),
        not_found=node.texts("not_found"),
        span=node.span(),
        cited=node.cited(),
    )
    if kind != "test" and len(made.words) < 2:
        node.fault("words", f"found {len(made.words)} results", "Write at least two, the lowest first.")
    node.done()
    return made


def read_link(node: Node) -> ToolLink:
    """A [[link]] of links.toml."""
    made = ToolLink(
        code=node.text("code"),
        source=node.text("from"),
        source_version=node.text("from_version"),
        target=node.text("to"),
        target_version=node.text("to_version"),
        topic=node.text("topic"),
        year_levels=node.texts("year_levels", required=True),
        design=node.choice("design", DESIGNS),
        method=node.choice("method", METHODS),
        rung=node.choice("rung", RUNGS),  # type: ignore[arg-type]
        learners=node.integer("learners"),
        error=_size(node, "error"),
        apart=_size(node, "apart"),
        cuts=tuple(_cut(n) for n in node.lines("cut")),
        not_found=node.texts("not_found"),
        span=node.span(),
        cited=node.cited(),
    )
    if made.rung in ("equate", "calibrate") and made.error is None:
        found = f"found the rung “{made.rung}” without an error"
        node.fault("rung", found, "Write the link's standard error, or a lower rung.")
    node.done()
    return made


def _version(node: Node) -> Version:
    made = Version(
        node.text("code"),
        node.text("scale"),
        node.number("least"),
        node.number("most"),
        node.span(),
        node.cited(),
    )
    if made.least is not None and made.most is not None and made.most <= made.least:
        node.fault(
            "most", f"found {made.most:g}, which is not above the least ({made.least:g})", "Correct one."
        )
    node.done()
    return made


def _norms(node: Node) -> Norms:
    made = Norms(node.text("code"), node.text("words"), node.span(), node.cited())
    node.done()
    return made


def _cut(node: Node) -> Cut:
    made = Cut(node.text("word"), node.number("least"), node.number("most"))
    node.done()
    return made


def _size(node: Node, key: str) -> float | None:
    found = node.number(key)
    if found is not None and found <= 0:
        node.fault(
            key, f"found {found:g}", "Write a number of points above 0, or leave it out where not known."
        )
        return None
    return found
