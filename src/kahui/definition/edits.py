"""Changes of a programme's files that need no hand: a gate added, a decision maker moved, a provision changed.

Each gives the files again with one of them longer: what stood stays as it was written, comments included.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping

from kahui.definition.model import Definition

Files = Mapping[str, str]


class EditFault(ValueError):
    """A change that cannot be made; the message is a sentence for the person who asked for it."""


def with_decider(files: Files, gate: str, capacity: str, starts: dt.date, note: str) -> dict[str, str]:
    """Who decides at a gate from a day on: one more dated line at the end of the gate's deciders."""
    line = _table(
        "gate.decider",
        capacity=capacity,
        starts=starts,
        basis="ours",
        note=note or "Changed while the programme ran.",
    )
    return _within(files, "gates.toml", "gate", gate, "gate.decider", line, starts)


def with_provision(
    files: Files, definition: Definition, post: str, learners_per_post: int, starts: dt.date, note: str
) -> dict[str, str]:
    """How many learners earn a post from a day on: one more dated line, per and rounding as in the line before."""
    held = next((p for p in definition.posts if p.code == post), None)
    if held is None or not held.provisions:
        raise EditFault(f"There is no post “{post[:40]}” whose provision could change.")
    last = held.provisions[-1]
    if last.learners_per_post is None:
        raise EditFault(
            f"“{held.name.en}” is one for each {last.per}, whatever the roll: nothing to change here."
        )
    line = _table(
        "post.provision",
        per=last.per,
        rounding=last.rounding,
        learners_per_post=learners_per_post,
        starts=starts,
        basis="ours",
        note=note or "Changed while the programme ran.",
    )
    return _within(files, "posts.toml", "post", post, "post.provision", line, starts)


def with_gate(
    files: Files,
    *,
    code: str,
    name: str,
    asks: str,
    follows: tuple[str, ...],
    before: tuple[str, ...],
    capacity: str,
    starts: dt.date,
) -> dict[str, str]:
    """One more gate, which follows some and which others then follow from the same day on.

    A gate that is to come `before` others is added to what they follow; who passed those already has passed it.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}", code):
        raise EditFault(
            f"“{code[:40]}” cannot be the code of a gate: write small letters and hyphens, such as peer-review."
        )
    made = _table(
        "gate",
        code=code,
        name={"en": name},
        follows=list(follows),
        asks=asks,
        starts=starts,
        basis="ours",
        note="Added while the programme ran.",
    )
    made += _table("gate.decider", capacity=capacity, basis="ours")
    for word, effect in (("passed", "stands"), ("returned", "none"), ("withdrawn", "ends")):
        made += _table("gate.outcome", word=word, effect=effect)
    text = files["gates.toml"]
    place = _block(text, "gate", before[0])[0] if before else len(text)
    text = text[:place].rstrip("\n") + "\n" + made + "\n" + text[place:]
    for other in before:
        text = _followed(text, other, code)
    return {**files, "gates.toml": text}


def _followed(text: str, gate: str, code: str) -> str:
    """The gate's `follows` with one more; added where it had none."""
    start, end = _block(text, "gate", gate)
    block = text[start:end]
    line = re.search(r"^follows = \[(.*)\]$", block, re.MULTILINE)
    if line:
        new = block[: line.start()] + f"follows = [{line[1]}, {json.dumps(code)}]" + block[line.end() :]
    else:
        named = re.search(r"^code = .*$", block, re.MULTILINE)
        assert named is not None  # a block is found by its code
        new = block[: named.end()] + f"\nfollows = [{json.dumps(code)}]" + block[named.end() :]
    return text[:start] + new + text[end:]


def _within(
    files: Files, file: str, kind: str, code: str, after: str, line: str, starts: dt.date
) -> dict[str, str]:
    """The files with a dated line put in its place in one block: after the lines of its kind that start before it."""
    text = files[file]
    start, end = _block(text, kind, code)
    block = text[start:end]
    heads = [m.start() for m in re.finditer(rf"^ *\[\[{re.escape(after)}\]\]", block, re.MULTILINE)]
    if not heads:
        raise EditFault(f"“{code}” has no line of the kind “{after}” to follow.")
    pieces = [(head, _until_next(block, head)) for head in heads]
    earlier = [(head, until) for head, until in pieces if _starts(block[head:until]) < starts]
    place = (earlier or pieces)[-1][1]
    put = block[:place].rstrip() + "\n" + line + "\n" + block[place:].lstrip("\n")
    return {**files, file: text[:start] + put + text[end:]}


def _until_next(block: str, head: int) -> int:
    """Where the piece that begins at a head ends: at the comment or the head that comes next."""
    after = block.index("\n", head)
    found = re.compile(r"^ *(\[\[|#)", re.MULTILINE).search(block, after)
    return found.start() if found else len(block)


def _starts(piece: str) -> dt.date:
    found = re.search(r"^ *starts = (\d{4}-\d\d-\d\d)$", piece, re.MULTILINE)
    return dt.date.fromisoformat(found[1]) if found else dt.date.min


def _block(text: str, kind: str, code: str) -> tuple[int, int]:
    """Where the block of one line of a list begins and ends."""
    heads = [m.start() for m in re.finditer(rf"^\[\[{kind}\]\]", text, re.MULTILINE)]
    for start, end in zip(heads, [*heads[1:], len(text)], strict=True):
        if re.search(rf'^code = "{re.escape(code)}"$', text[start:end], re.MULTILINE):
            return start, end
    raise EditFault(f"There is no {kind} “{code[:40]}”.")


def _table(head: str, **values: object) -> str:
    lines = "".join(f"{'  ' if '.' in head else ''}{key} = {_toml(value)}\n" for key, value in values.items())
    return f"\n{'  ' if '.' in head else ''}[[{head}]]\n{lines}"


def _toml(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, str):
        return json.dumps(" ".join(value.split()), ensure_ascii=False)
    return str(value)
