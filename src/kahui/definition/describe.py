"""A definition as Markdown for people, with the gates as a Mermaid diagram. The same definition, the same text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from kahui.definition.gates import spine
from kahui.definition.lines import (
    Cited,
    Coded,
    Decider,
    Disclosure,
    Eligibility,
    Gate,
    Outcome,
    Published,
    Span,
    Vocabulary,
)
from kahui.definition.model import Definition
from kahui.definition.reading import listed
from kahui.definition.time import say

EFFECTS = {
    "stands": "the gate stands from that day",
    "ends": "the gate stands no longer",
    "none": "the gate is as it was before",
}
SHARED = {"freely": "freely", "as-agreed": "as members agree", "never": "never with a group"}
COUNTED = {
    "approved": "A network whose {gate} stands counts as **approved**.",
    "endorsed": "A network whose {gate} stands counts as **endorsed**.",
}


def gates(definition: Definition) -> str:
    """The spine: a diagram, who decides from when, and every gate with its outcomes."""
    ordered = _every_gate(definition)
    parts = [
        f"# The gates of {called(definition)}",
        f"A network passes these gates, from {ordered[0].name.en.lower()} to {ordered[-1].name.en.lower()}. "
        "Where a network is on a day is worked out from the decisions on record, never stored. An unbroken arrow "
        "leads to a gate whose decision needs the other standing on the record; a dotted one shows what comes "
        "before in practice and need not be on record.",
        _diagram(definition, ordered),
        "## Who decides",
        table(
            ("Gate", "Who decides", "From", "Until", "Source"),
            (_decider(definition, g, d) for g in ordered for d in g.deciders),
        ),
        *(_gate(definition, g) for g in ordered),
    ]
    return page(definition, parts)


def programme(definition: Definition) -> str:
    """Everything else: names by era, offices, vocabularies, printed figures, sources, and what is not found."""
    d = definition
    closes = f"It closed on {say(d.closes)} {cite(d.closes_cited)}." if d.closes else "It has not closed."
    parts = [
        f"# {called(d)}",
        f"{d.about} It began on {say(d.begins)} {cite(d.begins_cited)}. {closes}",
        "## What it was called",
        table(
            ("From", "Until", "Programme", "One network", "Source"),
            (
                (starts(n.span), ends(n.span), n.programme.both, n.network.both, cite(n.cited))
                for n in d.names
            ),
        ),
        *_when(d),
        "## Who decides or is asked",
        table(
            ("Office", "Code", "Source"), ((c.name.both, f"`{c.code}`", cite(c.cited)) for c in d.capacities)
        ),
        "## Who may hold the posts",
        table(("From", "Until", "Rule", "Source"), (_eligible(e) for e in d.eligibilities)),
        "## Small counts",
        table(
            ("From", "Until", "Fewest learners shown", "Fewest at or above", "Rounded to", "Source"),
            (_small(x) for x in d.disclosures),
        ),
        *_lists(d),
        *_spelt(d),
        *_measured(d),
        *_agreed(d),
        "## Figures that were printed",
        "Kept beside those rebuilt from the record. Where sources disagree, every line stands.",
        table(("Printed for", "Figure", "Scope", "Printed", "Source"), (_printed(p) for p in d.published)),
        "\n".join(f"- {n}" for n in dict.fromkeys(_remark(p) for p in d.published if p.note)),
        "## What was not found",
        "\n".join(f"- {line}" for line in d.not_found) or "Nothing is marked so.",
    ]
    return page(d, parts)


def page(definition: Definition, parts: Sequence[str]) -> str:
    """A page of the parts that say something, with the sources it cites."""
    body = "\n\n".join(p for p in parts if p)
    cited = [k for k in definition.sources if _is_cited(k, body)]
    made = f"<!-- Written by `kahui describe --write` from the definition {definition.code}; change that instead. -->"
    lines = [f"- **{k}**: {definition.sources[k]}" for k in cited]
    sources = ["## Sources", "\n".join(lines)] if lines else []
    return "\n\n".join([made, body, *sources]) + "\n"


def _is_cited(key: str, body: str) -> bool:
    return any(key in inside.split(", ") for inside in re.findall(r"\[([^\]\[\n]+)\]", body))


def called(definition: Definition) -> str:
    """The programme's latest name."""
    return definition.names[-1].programme.both


def _every_gate(definition: Definition) -> tuple[Gate, ...]:
    """Every gate there has ever been, in the order of the spine."""
    days = sorted({definition.begins, *(g.span.starts for g in definition.gates if g.span.starts)})
    seen: dict[str, Gate] = {}
    whole = {g.code: g for g in definition.gates}
    for day in days:
        for gate in spine(definition.at(day)):
            seen.setdefault(gate.code, whole[gate.code])
    return tuple(seen.values())


def _diagram(definition: Definition, ordered: Sequence[Gate]) -> str:
    lines = ["```mermaid", "flowchart TD"]
    names = {c.code: c.name.en for c in definition.capacities}
    for gate in ordered:
        who = ", then ".join(dict.fromkeys(names[d.capacity] for d in gate.deciders))
        lines.append(f'    {_node(gate.code)}["{gate.name.en}<br/><small>{who}</small>"]')
    for gate in ordered:
        lines += [f"    {_node(code)} --> {_node(gate.code)}" for code in gate.follows]
        lines += [f"    {_node(code)} -.-> {_node(gate.code)}" for code in gate.preceded_by]
    counted = [_node(g.code) for g in ordered if g.counts_as]
    lines += ["    classDef counted stroke-width:3px", f"    class {','.join(counted)} counted", "```"]
    return "\n".join(lines)


def _node(code: str) -> str:
    return "gate_" + re.sub(r"\W", "_", code)  # a bare "end" would be read as a word of the diagram


def _decider(definition: Definition, gate: Gate, decider: Decider) -> tuple[str, ...]:
    name = next(c.name.both for c in definition.capacities if c.code == decider.capacity)
    return gate.name.both, name, starts(decider.span), ends(decider.span), cite(decider.cited)


def _gate(definition: Definition, gate: Gate) -> str:
    names = {g.code: g.name.en for g in definition.gates}
    follows = listed([names[c] for c in gate.follows]) or "nothing"
    before = (
        f" Before it in practice: {listed([names[c] for c in gate.preceded_by])}." if gate.preceded_by else ""
    )
    counted = [COUNTED[gate.counts_as].format(gate=gate.name.en.lower())] if gate.counts_as else []
    notes = [c.note for c in (gate.cited, *(d.cited for d in gate.deciders)) if c.note]
    parts = [
        f"## {gate.name.both}",
        f"Code `{gate.code}`. {gate.asks} {cite(gate.cited)}",
        *counted,
        f"Must stand on the record first: {follows}.{before}",
        "Needs:\n\n" + "\n".join(f"- {n}" for n in gate.needs) if gate.needs else "",
        "Opens:\n\n" + "\n".join(f"- {o}" for o in gate.opens) if gate.opens else "",
        table(
            ("Recorded as", "Then", "Also spelt"),
            ((f"`{o.word}`", _then(o), ", ".join(o.also)) for o in gate.outcomes),
        ),
        *(f"Note: {note}" for note in notes),
    ]
    return "\n\n".join(p for p in parts if p)


def _then(outcome: Outcome) -> str:
    return EFFECTS[outcome.effect] + (", and the matter rests there" if outcome.rests else "")


def _when(d: Definition) -> list[str]:
    if not d.milestones:
        return []
    rows = ((_between(m.on, m.on_by), m.words, cite(m.cited)) for m in d.milestones)
    return ["## Days in its life", table(("When", "What", "Source"), rows)]


def _eligible(e: Eligibility) -> tuple[str, ...]:
    return starts(e.span), ends(e.span), f"{e.rule} {e.cited.note}".strip(), cite(e.cited)


def _small(x: Disclosure) -> tuple[str, ...]:
    numbers = (str(x.floor), str(x.at_or_above_floor), str(x.rounding_base))
    return starts(x.span), ends(x.span), *numbers, f"{cite(x.cited)} {x.cited.note}".strip()


def _lists(d: Definition) -> list[str]:
    titles: tuple[tuple[str, tuple[Coded, ...]], ...] = (
        ("The learning pathway", d.segments),
        ("Topics", d.topics),
        ("Year levels", d.year_levels),
        ("Priority groups", d.priority_groups),
    )
    made = []
    for title, lines in titles:
        rows = ((c.name.both, f"`{c.code}`", c.parent, cite(c.cited)) for c in lines)
        if lines:
            made += [f"## {title}", table(("Name", "Code", "Part of", "Source"), rows)]
    return made


def _spelt(d: Definition) -> list[str]:
    titles: tuple[tuple[str, tuple[Vocabulary, ...]], ...] = (
        ("Regions", d.regions),
        ("Types of school", d.types),
        ("Types of service", d.service_types),
    )
    made = []
    for title, lines in titles:
        rows = ((f"`{v.code}`", v.name.both, "; ".join(v.also)) for v in lines)
        if lines:
            made += [f"## {title}", table(("Code", "Name", "Also spelt in directories"), rows)]
    return made


def _measured(d: Definition) -> list[str]:
    sizes = ((f"`{b.code}`", b.name) for b in (*d.school_bands, *d.learner_bands))
    shares = (
        (f"{s.least:.1%}" if s.least >= 0.001 else "none" if not s.least else "any", s.words)
        for s in d.share_words
    )
    return [
        "## Bands of size",
        table(("Code", "Band"), sizes),
        "## Words for shares",
        table(("From", "Words"), shares),
    ]


def _agreed(d: Definition) -> list[str]:
    if d.agreed is None:
        return []
    counts = (
        (starts(c.span), ends(c.span), f"{c.least} to {c.most or 'any number'}", cite(c.cited))
        for c in d.agreed.counts
    )
    how = {s.code: SHARED[s.shared] for s in d.agreed.sensitivities}
    told = (
        (i.name.both, f"`{i.code}`", i.sensitivity, how[i.sensitivity], cite(i.cited))
        for i in d.agreed.information
    )
    purposes = ((p.name.both, f"`{p.code}`", cite(p.cited)) for p in d.agreed.purposes)
    return [
        "## How many challenges are asked for",
        table(("From", "Until", "Challenges", "Source"), counts),
        "## What members may share",
        table(("Information", "Code", "How sensitive", "Shared", "Source"), told),
        "## For what members share",
        table(("Purpose", "Code", "Source"), purposes),
    ]


def _printed(p: Published) -> tuple[str, ...]:
    number = "" if p.value is None else f"{p.value:,.10g}" + ("%" if p.unit == "percent" else "")
    words = f"{number} ({p.words})" if number and p.words else number or p.words
    return p.printed_date, f"`{p.code}`", p.scope, words, f"[{p.source}]"


def _remark(p: Published) -> str:
    return f"{p.printed_date}, [{p.source}]: {p.note}"


def cite(cited: Cited) -> str:
    """The keys of a citation, with what they are worth: nothing more is said of what a source says itself."""
    keys = f"[{cited.source}]" if cited.source else ""
    if cited.basis == "found":
        return keys
    if cited.basis == "derived":
        return f"(worked out from {keys})"
    said = "NOT FOUND; ours" if cited.basis == "not-found" else "ours"
    return f"({said}, after {keys})" if keys else f"({said})"


def starts(span: Span) -> str:
    """The day a span starts, in words."""
    return say(span.starts) if span.starts else "the beginning"


def ends(span: Span) -> str:
    """The day a span ends, in words; blank where it has none."""
    return f"{say(span.ends)} (not that day)" if span.ends else ""


def _between(on: dt.date, on_by: dt.date) -> str:
    return say(on) if on == on_by else f"{say(on)} to {say(on_by)}"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; columns with nothing in any row are left out."""
    cells = [[c.replace("|", "\\|").replace("\n", " ") for c in row] for row in rows]
    kept = [i for i, _ in enumerate(heads) if not cells or any(row[i] for row in cells)]
    lines = [[heads[i] for i in kept], ["---"] * len(kept), *([row[i] for i in kept] for row in cells)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
