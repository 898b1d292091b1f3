"""The funded posts and their money as Markdown for people. The same definition, the same text."""

from __future__ import annotations

from kahui.definition import conversions, tenure
from kahui.definition.describe import called, cite, ends, page, starts, table
from kahui.definition.lines import Post
from kahui.definition.model import Definition
from kahui.definition.money import Payment
from kahui.definition.provision import rule
from kahui.definition.reading import listed

CHOSEN = {"network": "A panel across the members.", "school": "The employer alone."}
PER = {
    "network": "each network",
    "school": "each member school",
    "service": "each member service",
    "post": "each holder",
}


def posts(definition: Definition) -> str:
    """The funded posts: release, allowance, terms, the gate that opens each, how many a roll earns, and the money."""
    parts = [
        f"# The posts of {called(definition)}",
        "Funded posts, the gate that opens each, and how many a roll earns. A rule marked as an estimate stands in "
        "for one that was not found, and is said to be an estimate wherever its numbers show.",
        table(
            ("Post", "Code", "Opened by", "Release", "Allowance", "Source"),
            (_post_row(definition, p) for p in definition.posts),
        ),
        *(_post(definition, p) for p in definition.posts),
        *_purposes(definition),
        *_conversions(definition),
        *_money(definition),
    ]
    return page(definition, parts)


def _post_row(definition: Definition, post: Post) -> tuple[str, ...]:
    opened = next(g.name.both for g in definition.gates if g.code == post.opened_by)
    allowance = "" if post.allowance is None else f"${post.allowance:,}"
    return post.name.both, f"`{post.code}`", opened, _release(definition, post), allowance, cite(post.cited)


def _release(definition: Definition, post: Post) -> str:
    if post.release is None:
        return ""
    hours = tenure.hours(post.release, definition.week)
    in_hours = "" if hours is None else f", {hours:g} hours a week"
    return f"{post.release:.2f} of a full-time teacher{in_hours}"


def _post(definition: Definition, post: Post) -> str:
    rows = ((starts(p.span), ends(p.span), rule(p), p.cited.note, cite(p.cited)) for p in post.provisions)
    terms = (
        (tenure.sentence(t).capitalize() + ".", starts(t.span), ends(t.span), t.cited.note, cite(t.cited))
        for t in post.terms.tenures
    )
    parts = [
        f"## {post.name.both}",
        f"Tenure: {post.tenure}" if post.tenure else "",
        f"Note: {post.cited.note}" if post.cited.note else "",
        table(("From", "Until", "How many", "Note", "Source"), rows),
        table(("Held for", "From", "Until", "Note", "Source"), terms) if post.terms.tenures else "",
        " ".join([f"Chosen by: {CHOSEN[post.terms.chosen_by]}", *_affirmed(definition, post)]),
        *(_share(post)),
        "Prerequisites:\n\n" + "\n".join(f"- {p}" for p in post.terms.prerequisites)
        if post.terms.prerequisites
        else "",
    ]
    return "\n\n".join(p for p in parts if p)


def _affirmed(definition: Definition, post: Post) -> list[str]:
    names = {c.code: c.name.both for c in definition.capacities}
    return [
        f"Affirmed by: {names[a.capacity]}, from {starts(a.span)} {cite(a.cited)}."
        for a in post.terms.affirmations
    ]


def _share(post: Post) -> list[str]:
    return [
        f"Where an employer has {s.from_posts} or more, at most {s.most_percent}% are held for a fixed term, which "
        f"needs a genuine reason{f' (types: {listed(list(s.types))})' if s.types else ''}. {s.cited.note} "
        f"{cite(s.cited)}"
        for s in post.terms.fixed_shares
    ]


def _purposes(d: Definition) -> list[str]:
    rows = ((p.name.both, f"`{p.code}`", cite(p.cited)) for p in d.purposes)
    return ["## What a post can be for", table(("Purpose", "Code", "Source"), rows)] if d.purposes else []


def _conversions(d: Definition) -> list[str]:
    every: list[conversions.Merge | conversions.Split] = [*d.conversions.merges, *d.conversions.splits]
    rows = (
        (c.name.both, conversions.sentence(c), starts(c.span), ends(c.span), c.cited.note, cite(c.cited))
        for c in every
    )
    heads = ("Conversion", "What it does", "From", "Until", "Note", "Source")
    return ["## Conversions", table(heads, rows)] if every else []


def _money(d: Definition) -> list[str]:
    if not d.payments:
        return []
    names = {g.code: g.name.both for g in d.gates} | {p.code: p.name.both for p in d.posts}
    rows = (
        (
            p.name.both,
            names[p.gate or p.post],
            PER[p.per],
            p.to.both,
            _amount(p),
            starts(p.span),
            ends(p.span),
            f"{p.cited.note} {cite(p.cited)}".strip(),
        )
        for p in d.payments
    )
    heads = ("Payment", "From or for", "For", "To", "How much", "From", "Until", "Note and source")
    said = "What is yearly is pro rata by days, each calendar year's days over its own length."
    return ["## Money", said, table(heads, rows)]


def _amount(p: Payment) -> str:
    after = f", from {p.years_after} year{'' if p.years_after == 1 else 's'} after" if p.years_after else ""
    each = ("once" if p.each == "once" else "a year") + after
    if p.bands:
        steps = [f"${b.amount:,} (up to {b.most})" if b.most else f"${b.amount:,} (more)" for b in p.bands]
        return f"{', '.join(steps)} {each}"
    if p.amount is None:
        return "NOT FOUND"
    return f"${p.amount:,} {each}" if p.unit == "dollars" else f"{p.amount:,} hours {each}"
