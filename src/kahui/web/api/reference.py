"""The reference of the API, from its OpenAPI description: as Markdown for the docs, as one plain page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from kahui.web.api.v1 import TAGS, described

MADE = "<!-- Written by `kahui describe --write`; change what it describes instead. -->"
Operation = tuple[str, dict[str, Any]]


def by_tag() -> Iterator[tuple[str, str, list[Operation]]]:
    """Each tag, its words, and its operations as (path, description)."""
    paths = described()["paths"]
    for tag, words in TAGS.items():
        yield tag, words, [(p, of["get"]) for p, of in paths.items() if of["get"]["tags"] == [tag]]


def markdown() -> str:
    """The whole reference as Markdown."""
    about = described()["info"]["description"]
    parts = [
        MADE,
        "# The API",
        about,
        "The description for programs (OpenAPI 3.1) is at `/api/v1/openapi.json`.",
    ]
    for tag, words, operations in by_tag():
        parts += [f"## {tag}", words]
        for path, operation in operations:
            parts += [f"### `GET {path}`", operation["description"], _table(_parameters(operation))]
            parts.append(f"Answers {_answers(operation)}.")
    parts += ["## What answers hold", "null means not known, in every field that can be null."]
    for name, schema in sorted(described()["components"]["schemas"].items()):
        rows = [(f"`{f}`", _type(s), s.get("description", "")) for f, s in schema["properties"].items()]
        parts += [f"### {name}", schema.get("description", ""), _table([("Field", "Type", "Means"), *rows])]
    return "\n\n".join(part for part in parts if part) + "\n"


def _parameters(operation: dict[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Parameter", "In", "Type", "Means")]
    for p in operation["parameters"]:
        rows.append((f"`{p['name']}`", p["in"], _type(p["schema"]), _meaning(p)))
    return rows


def _meaning(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    words = [parameter.get("description", "")]
    if schema.get("default") is not None:
        words.append(f"When not said: {schema['default']}.")
    if examples := schema.get("examples"):
        words.append("Such as " + ", ".join(f"`{e}`" for e in examples) + ".")
    return " ".join(words)


def _answers(operation: dict[str, Any]) -> str:
    made = operation["responses"][200]["content"]
    shapes = [f"`{kind}` ({_type(content['schema'])})" for kind, content in made.items()]
    faults = [str(status) for status in sorted(operation["responses"]) if int(status) >= 400]
    return f"{' or '.join(shapes)}; faults {' and '.join(faults)} as problem JSON"


def _type(schema: dict[str, Any]) -> str:
    """A type in a word or two, with its limits: text up to 200, whole number 1 to 500, null."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(s) for s in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{v}`" for v in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type")
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    if kind == "string":
        return {"date": "day", "date-time": "moment"}.get(schema.get("format", ""), "text") + _limits(schema)
    return {"integer": "whole number", "boolean": "true or false"}.get(str(kind), str(kind)) + _limits(schema)


def _limits(schema: dict[str, Any]) -> str:
    if "maxLength" in schema:
        return f", up to {schema['maxLength']} characters"
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None or (most is not None and most >= 2**31 - 1):
        return ""
    return f", {least} to {most}" if most is not None else f", {least} or more"


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def page(static: str) -> str:
    """The reference as one plain page, which asks nothing of any other site. `static` is where styles are served."""
    sheets = (f"{escape(static)}kahui/{sheet}.css" for sheet in ("tokens", "frame", "parts"))
    styles = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    body = "".join(_section(*part) for part in by_tag())
    shapes = "".join(
        _shape(name, schema) for name, schema in sorted(described()["components"]["schemas"].items())
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>The API · Kāhui</title>{styles}</head><body><main class="inner"><p><a href="/">Kāhui</a></p>'
        f"<h1>The API</h1><p>{_prose(described()['info']['description'])}</p>"
        '<p>For programs: <a href="/api/v1/openapi.json">the description as OpenAPI 3.1</a>.</p>'
        f"{body}<h2>What answers hold</h2><p>null means not known, in every field that can be null.</p>{shapes}"
        "</main></body></html>\n"
    )


def _section(tag: str, words: str, operations: list[Operation]) -> str:
    made = [f"<h2>{escape(tag)}</h2><p>{escape(words)}</p>"]
    for path, operation in operations:
        name = escape(path) if "{" in path else f'<a href="{escape(path)}">{escape(path)}</a>'
        asked = _html_table(_parameters(operation), f"Parameters of {path}")
        made.append(
            f'<h3 id="{operation["operationId"]}"><code>GET {name}</code></h3><p>{_prose(operation["description"])}</p>'
            f"{asked}<p>Answers {_prose(_answers(operation))}.</p>"
        )
    return "".join(made)


def _shape(name: str, schema: dict[str, Any]) -> str:
    rows = [(f"`{f}`", _type(s), s.get("description", "")) for f, s in schema["properties"].items()]
    told = f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{_prose(schema.get("description", ""))}</p>'
    return told + _html_table([("Field", "Type", "Means"), *rows], f"Fields of {name}")


def _html_table(rows: list[tuple[str, ...]], name: str) -> str:
    """A table in a region of its own, which scrolls by keyboard where the screen is narrow."""
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in rows[0])
    body = "".join(
        f'<tr><th scope="row">{_prose(first)}</th>' + "".join(f"<td>{_prose(c)}</td>" for c in rest) + "</tr>"
        for first, *rest in rows[1:]
    )
    return (
        f'<div class="table" role="region" aria-label="{escape(name)}" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _prose(text: str) -> str:
    """Text with its `code` marked as such."""
    parts = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if n % 2 else p for n, p in enumerate(parts))


def openapi() -> bytes:
    """The OpenAPI description as bytes."""
    return json.dumps(described(), ensure_ascii=False, indent=1).encode()
