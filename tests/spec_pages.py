"""Writes `docs/spec` from `tests/spec`: each module a page, each test a sentence with its example.

Run `python tests/spec_pages.py` to write the pages; a test says when they are no longer so.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPECS, PAGES = ROOT / "tests" / "spec", ROOT / "docs" / "spec"
MADE = "<!-- Written from tests/spec by `python tests/spec_pages.py`; change the tests instead. -->"


def pages() -> dict[str, str]:
    """Every page by its name, from what the tests say; the first is the list of the others."""
    made, lines = {}, []
    for file in sorted(SPECS.rglob("test_*.py")):
        name = (
            "-".join([*file.relative_to(SPECS).parts[:-1], file.stem.removeprefix("test_")]).replace("_", "-")
            + ".md"
        )
        title, text = _page(file)
        made[name] = text
        lines.append(f"- [{title}]({name})")
    head = f"{MADE}\n\n# What the product does, by example\n\nEach page is a file of tests: its examples are run."
    return {"README.md": head + "\n\n" + "\n".join(lines) + "\n", **made}


def _page(file: Path) -> tuple[str, str]:
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    first, _, rest = (ast.get_docstring(tree) or file.stem).partition("\n\n")
    title, lead = (first, rest) if rest and len(first) <= 60 else (_title(file), f"{first}\n\n{rest}".strip())
    parts = [MADE, f"# {title}", *([lead] if lead else [])]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            parts.append(f"## {_sentence(node.name)}")
            told = ast.get_docstring(node)
            parts += [told] if told else []
            parts.append(f"```python\n{_body(source, node)}\n```")
    return title, "\n\n".join(parts) + "\n"


def _title(file: Path) -> str:
    words = file.stem.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def _sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def _body(source: str, node: ast.FunctionDef) -> str:
    """The example without its docstring, its indentation taken out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    lines = source.splitlines()
    first, last = body[0].lineno, node.end_lineno or body[-1].lineno
    if not ast.get_docstring(node):
        first = node.body[0].lineno
    return inspect.cleandoc("\n" + "\n".join(lines[first - 1 : last]))


def stale() -> list[str]:
    """The pages that are not as the tests say, and those that no test says."""
    made = pages()
    there = {f.name: f.read_text(encoding="utf-8") for f in PAGES.glob("*.md")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.md"):
        old.unlink()
    for page_name, page_text in pages().items():
        (PAGES / page_name).write_text(page_text, encoding="utf-8", newline="\n")
