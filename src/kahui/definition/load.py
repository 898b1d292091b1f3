"""Reads a programme's folder of TOML files into a `Definition`, or says everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kahui.definition.agreements import read_agreements
from kahui.definition.checks import check, follow_on
from kahui.definition.conversions import read_conversions
from kahui.definition.documents import read_outlines
from kahui.definition.formation import read_forming
from kahui.definition.lines import (
    Attribution,
    Band,
    Capacity,
    Coded,
    Country,
    Decider,
    Disclosure,
    Eligibility,
    Gate,
    Milestone,
    Name,
    Outcome,
    Post,
    Provision,
    Published,
    ShareWord,
    Text,
    Vocabulary,
)
from kahui.definition.model import Definition
from kahui.definition.money import read_payments
from kahui.definition.reading import NOWHERE, Fault, Node, listed, show
from kahui.definition.tenure import read_purposes, read_terms, read_week
from kahui.definition.tools import read_link, read_tool

FILES = (
    "programme", "gates", "posts", "money", "topics", "tools", "links", "register", "disclosure", "agreements",
    "documents", "formation", "published", "sources",
)  # fmt: skip
_NEEDED = ("programme", "gates", "register", "disclosure", "sources")
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")
HELD_BY = ("office", "board", "nominee", "adviser", "director", "leader", "panel-adviser", "school-lead")
"""Whom an office can be held by: codes of the product's roles, as `records/access/roles.py` has them."""
_NAMING = ("code", "gate", "capacity", "on")
"""Keys whose fault leaves other lines pointing at nothing: those are then not checked until it is mended."""


class DefinitionFault(ValueError):
    """A folder that cannot be used as a definition; the message lists every fault with its cure."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(f) for f in faults))


def load(folder: Path) -> Definition:
    """The definition in a folder. The same bytes give the same value, from memory when already read.

    Raises `DefinitionFault` naming, for each fault, the file, the key's path, what was found and the cure.
    """
    if not folder.is_dir():
        raise DefinitionFault(
            (Fault(str(folder), "", "found no folder", "Name a folder of definition files."),)
        )
    files = tuple(sorted((p.name, p.read_bytes()) for p in folder.glob("*.toml")))
    return _read(files)


def files_of(folder: Path) -> dict[str, str]:
    """The files of a definition, as text, by name."""
    return {p.name: p.read_text(encoding="utf-8-sig") for p in sorted(folder.glob("*.toml"))}


def read(files: Mapping[str, str]) -> Definition:
    """As `load`, of files that are no folder: text by name."""
    return _read(tuple(sorted((name, text.encode()) for name, text in files.items())))


@lru_cache(maxsize=16)
def _read(files: tuple[tuple[str, bytes], ...]) -> Definition:
    faults: list[Fault] = []
    texts = {name: _decoded(name, raw, faults) for name, raw in files}
    nodes = {name: Node(name, "", _parsed(name, text, faults), faults) for name, text in texts.items()}
    for name in nodes:
        if name.removesuffix(".toml") not in FILES:
            found = "found a file that is no part of a definition"
            faults.append(Fault(name, "", found, f"The files are {listed([f + '.toml' for f in FILES])}."))
    for name in _NEEDED:
        if f"{name}.toml" not in nodes:
            faults.append(Fault(f"{name}.toml", "", "found no such file", "Add it to the folder."))
    _stop(faults)
    read = {name: nodes.get(f"{name}.toml") or Node(f"{name}.toml", "", {}, faults) for name in FILES}
    definition = _assembled(read, _hash(texts))
    for name in FILES:
        read[name].done()
    faults = [f for f in faults if not any(_beneath(f, other) for other in faults)]
    if not any(fault.key.rsplit(".")[-1] in _NAMING for fault in faults):
        keys = {(f.file, f.key) for f in faults}
        faults += [f for f in check(definition) if (f.file, f.key) not in keys]
    _stop(faults)
    return definition


def _stop(faults: list[Fault]) -> None:
    if faults:
        raise DefinitionFault(tuple(faults))


def _beneath(fault: Fault, other: Fault) -> bool:
    """Whether a fault only follows from another: it lies within what was already found wrong."""
    return fault.file == other.file and other.key != "" and fault.key.startswith(f"{other.key}.")


def _decoded(name: str, raw: bytes, faults: list[Fault]) -> str:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        found = f"found a byte that is not UTF-8 on line {raw[: error.start].count(10) + 1}"
        faults.append(Fault(name, "", found, "Save the file as UTF-8."))
        return ""
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            found = f"found letters with loose accents on line {number} (“{line.strip()[:40]}”)"
            faults.append(
                Fault(name, "", found, "Write each accented letter as one character (Unicode NFC).")
            )
    return text


def _parsed(name: str, text: str, faults: list[Fault]) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        faults.append(Fault(name, "", "found brackets within brackets without end", "Close each of them."))
        return {}
    except ValueError as error:  # also what a number too long to be one raises
        place = re.search(r"line (\d+)", str(error))
        line = f"line {place[1]}" if place else "the last line"
        said = str(error).split(" (at ")[0]
        said = said[:1].lower() + said[1:]
        cure = "Put the line right as TOML: key = value, text in quotation marks, [[line]] for each line of a list."
        faults.append(Fault(name, "", f"found no TOML on {line}: {said}", cure))
        return {}


def _hash(texts: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{text.strip()}\0".encode())
    return digest.hexdigest()[:16]


def _assembled(read: dict[str, Node], digest: str) -> Definition:
    top, register, topics = read["programme"], read["register"], read["topics"]
    begins, closes = top.table("begins"), top.data.get("closes")
    closing = (
        top.table("closes") if closes is not None else Node("programme.toml", "closes", {"basis": "ours"}, [])
    )
    return Definition(
        code=top.text("code"),
        hash=digest,
        about=top.text("about", ""),
        begins=begins.date("on", required=True) or NOWHERE,
        begins_cited=_last(begins).cited(),
        closes=closing.date("on", required=closes is not None),
        closes_cited=_last(closing).cited(),
        country=_country(top.table("country")),
        publisher=top.words("publisher") if "publisher" in top.data else Text(""),
        attributions=tuple(_attribution(n) for n in top.lines("attribution")),
        milestones=tuple(_milestone(n) for n in top.lines("milestone")),
        names=follow_on(top.lines("name", required=True), _name),
        capacities=tuple(_capacity(n) for n in top.lines("capacity", required=True)),
        gates=tuple(_gate(n) for n in read["gates"].lines("gate", required=True)),
        posts=tuple(_post(n) for n in read["posts"].lines("post")),
        conversions=read_conversions(read["posts"]),
        purposes=read_purposes(read["posts"]),
        week=read_week(read["posts"]),
        payments=read_payments(read["money"]),
        topics=_coded(topics, "topic"),
        segments=_coded(topics, "segment"),
        year_levels=_coded(topics, "year_level"),
        priority_groups=_coded(topics, "priority_group"),
        tools=tuple(read_tool(n) for n in read["tools"].lines("tool")),
        links=tuple(read_link(n) for n in read["links"].lines("link")),
        agreed=read_agreements(read["agreements"]) if read["agreements"].data else None,
        documents=read_outlines(read["documents"]),
        forming=read_forming(read["formation"]) if read["formation"].data else None,
        eligibilities=follow_on(register.lines("eligibility", required=True), _eligibility),
        disclosures=follow_on(read["disclosure"].lines("disclosure", required=True), _disclosure),
        regions=_vocabulary(register, "region"),
        types=_vocabulary(register, "type"),
        service_types=_vocabulary(register, "service_type"),
        school_bands=tuple(_band(n) for n in top.lines("school_band", required=True)),
        learner_bands=tuple(_band(n) for n in top.lines("learner_band", required=True)),
        share_words=tuple(_share(n) for n in top.lines("share", required=True)),
        published=tuple(p for n in read["published"].lines("printed") for p in _printed(n)),
        sources=_sources(read["sources"]),
        not_found=top.texts("not_found"),
    )


def _country(node: Node) -> Country:
    made = Country(node.words("name"), node.text("language"))
    if made.language and not _LANGUAGE.fullmatch(made.language):
        node.fault("language", f"found “{made.language}”", "Write a language and a country, such as en-NZ.")
    node.done()
    return made


def _attribution(node: Node) -> Attribution:
    made = Attribution(
        of=node.text("of"),
        by=node.words("by"),
        licence=node.text("licence"),
        address=node.text("address"),
        cited=node.cited(),
    )
    if made.address and not made.address.startswith("https://"):
        node.fault("address", f"found {show(made.address)}", "Write an address that begins with https://.")
    node.done()
    return made


def _last(node: Node) -> Node:
    """A node whose citation is the last thing read of it: what else it holds is a fault once that is read."""
    node.known += ["on", "source", "basis", "note"]
    node.done()
    return node


def _name(node: Node) -> Name:
    return Name(
        node.words("programme"), node.words("network"), node.words("networks"), node.span(), node.cited()
    )


def _capacity(node: Node) -> Capacity:
    role = node.choice("role", HELD_BY, "office")
    made = Capacity(node.text("code"), node.words("name"), node.cited(), role)
    node.done()
    return made


def _milestone(node: Node) -> Milestone:
    on = node.date("on", required=True) or NOWHERE
    made = Milestone(node.text("code"), on, node.date("on_by") or on, node.text("words"), node.cited())
    node.done()
    return made


def _gate(node: Node) -> Gate:
    counts_as = node.choice("counts_as", ("approved", "endorsed")) if "counts_as" in node.data else None
    node.known.append("counts_as")
    made = Gate(
        code=node.text("code"),
        name=node.words("name"),
        asks=node.text("asks"),
        follows=node.texts("follows"),
        preceded_by=node.texts("preceded_by"),
        needs=node.texts("needs"),
        opens=node.texts("opens"),
        deciders=follow_on(node.lines("decider", required=True), _decider),
        outcomes=tuple(_outcome(n) for n in node.lines("outcome", required=True)),
        span=node.span(),
        cited=node.cited(),
        counts_as=counts_as,  # type: ignore[arg-type]
        also=node.texts("also"),
    )
    node.done()
    return made


def _decider(node: Node) -> Decider:
    return Decider(node.text("capacity"), node.span(), node.cited())


def _outcome(node: Node) -> Outcome:
    effect = node.choice("effect", ("stands", "ends", "none"))
    made = Outcome(node.text("word"), effect, node.texts("also"), node.flag("rests"))  # type: ignore[arg-type]
    node.done()
    return made


def _post(node: Node) -> Post:
    made = Post(
        code=node.text("code"),
        name=node.words("name"),
        opened_by=node.text("opened_by"),
        release=node.number("release"),
        allowance=node.integer("allowance"),
        tenure=node.text("tenure", ""),
        provisions=follow_on(node.lines("provision"), _provision),
        terms=read_terms(node),
        span=node.span(),
        cited=node.cited(),
    )
    node.done()
    return made


def _provision(node: Node) -> Provision:
    rounding = node.choice("rounding", ("round", "floor", "one"))
    per = node.choice("per", ("network", "school"))
    learners = node.integer("learners_per_post", required=rounding != "one")
    if learners is not None and learners < 1:
        node.fault("learners_per_post", f"found {learners}", "Write 1 or more.")
    estimate = node.flag("estimate")
    return Provision(per, rounding, learners, node.span(), node.cited(), estimate)  # type: ignore[arg-type]


def _coded(file: Node, key: str) -> tuple[Coded, ...]:
    made = []
    for node in file.lines(key):
        line = Coded(
            node.text("code"), node.words("name"), node.span(), node.cited(), node.text("parent", "")
        )
        node.done()
        made.append(line)
    return tuple(made)


def _vocabulary(file: Node, key: str) -> tuple[Vocabulary, ...]:
    made = []
    for node in file.lines(key):
        code = node.text("code")
        name = node.words("name") if "name" in node.data else Text(code)
        node.known.append("name")
        made.append(Vocabulary(code, name, node.texts("also")))
        node.done()
    return tuple(made)


def _eligibility(node: Node) -> Eligibility:
    begins = node.texts("authority_begins", required=True)
    return Eligibility(begins, node.texts("types_excluded"), node.text("rule"), node.span(), node.cited())


def _disclosure(node: Node) -> Disclosure:
    floor, above, base = (
        node.integer(k, 0, required=True) or 0 for k in ("floor", "at_or_above_floor", "rounding_base")
    )
    return Disclosure(floor, above, base, node.span(), node.cited())


def _band(node: Node) -> Band:
    least, most = node.integer("least", 0, required=True) or 0, node.integer("most")
    made = Band(node.text("code"), least, most, node.text("name"))
    node.done()
    return made


def _share(node: Node) -> ShareWord:
    made = ShareWord(node.value("least", float, 0.0, required=True) or 0.0, node.text("words"))
    node.done()
    return made


def _printed(node: Node) -> tuple[Published, ...]:
    """All the figures that one source printed for one date."""
    asat, date, cited = node.date("asat", required=True) or NOWHERE, node.text("printed_date"), node.cited()
    made = []
    for line in node.lines("figures", required=True):
        value = line.number("value")
        words = line.text("words", "" if value is not None else None)
        made.append(
            Published(
                code=line.text("code"),
                scope=line.text("scope", "nation"),
                asat=asat,
                printed_date=date,
                value=value,
                unit=line.choice("unit", ("count", "percent"), "count"),  # type: ignore[arg-type]
                words=words,
                source=cited.source,
                note=cited.note,
            )
        )
        line.done()
    node.done()
    return tuple(made)


def _sources(node: Node) -> dict[str, str]:
    return {key: node.text(key) for key in node.data}
