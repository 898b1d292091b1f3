"""`kahui describe`: the reference that is written from the product itself, as Markdown."""

import difflib
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import click

from kahui.analytics import measures as measures_package
from kahui.analytics.tables import LAKE, TABLES
from kahui.definition import DefinitionFault, describe_posts, describe_tools, load
from kahui.definition import describe as of_programme
from kahui.site.home import CHECKOUT, programme, programmes
from kahui.site.ready import ready

MADE = "<!-- Written by `kahui describe --write`; change what it describes instead. -->"
NUMBERED = re.compile(r"^([A-Z]+)-(\d+): (.+)", re.DOTALL)


def gates(folder: Path) -> str:
    return of_programme.gates(load(folder))


def posts(folder: Path) -> str:
    return describe_posts.posts(load(folder))


def tools(folder: Path) -> str:
    return describe_tools.tools(load(folder))


def whole(folder: Path) -> str:
    return of_programme.programme(load(folder))


def access(_: Path) -> str:
    """Who may do what: every address and every role, from what each view declares."""
    ready(store=False)
    from kahui.site.commands.describe_access import parts  # noqa: PLC0415  (needs Django)

    return _page(*parts())


def tables(_: Path) -> str:
    """The data contract, table by table."""
    parts = [
        "# The tables that measures read",
        "Every table and column, in words. Times are UTC; dates are days.",
    ]
    for table in (*TABLES, *LAKE):
        rows = [f"| `{c.name}` | {c.type} | {_cell(c.words)} | {_cell(c.null)} |" for c in table.columns]
        head = ["| Column | Type | Means | A blank means |", "| --- | --- | --- | --- |"]
        parts += [f"## `{table.name}`", table.words, "\n".join([*head, *rows])]
    return _page(*parts)


def rules(_: Path) -> str:
    """Every numbered rule of the records, with the sentence a person reads."""
    found = sorted(_rules())
    rows = [
        f"| {letters}-{number} | {_cell(sentence)} | `{where}` |"
        for letters, number, sentence, where in found
    ]
    head = ["| Rule | What must hold | Where |", "| --- | --- | --- |"]
    return _page(
        "# The rules of the records", "Each is checked when a fact is recorded.", "\n".join([*head, *rows])
    )


def measures(_: Path) -> str:
    """Every measure: what it asks, and its SQL."""
    parts = [
        "# The measures",
        "One question each. The SQL is what runs; values in it are bound, never spliced.",
    ]
    for name, text in _measures():
        words = inspect.getdoc(importlib.import_module(f"kahui.analytics.measures.{name}")) or ""
        parts += [f"## `{name}`", words, f"```sql\n{text.strip()}\n```"]
    return _page(*parts)


def _api() -> str:
    """The API, from its own OpenAPI description."""
    ready(store=False)
    from kahui.web.api import api_reference  # noqa: PLC0415  (needs Django)

    return api_reference()


PAGES: dict[str, Callable[[Path], str]] = {
    "gates": gates,
    "posts": posts,
    "tools": tools,
    "access": access,
    "rules": rules,
    "tables": tables,
    "measures": measures,
    "programme": whole,
    "api": lambda _: _api(),
}


@click.command(epilog="Example: kahui describe gates")
@click.argument("page", type=click.Choice(list(PAGES)), required=False)
@click.option("--write", is_flag=True, help="Write every page to docs/look-up.")
@click.option(
    "--check", is_flag=True, help="Say which pages of docs/look-up are no longer so; exit 1 if any."
)
def command(page: str | None, write: bool, check: bool) -> None:
    """Describe the programme and the product: one PAGE to standard output, or all of them to docs/look-up."""
    if sum((page is not None, write, check)) != 1:
        raise click.UsageError(
            f"Name one page ({', '.join(PAGES)}), or give --write or --check, and one of them only."
        )
    try:
        if page:
            click.echo(PAGES[page](programme()), nl=False)
        elif write:
            _write(_look_up())
        else:
            _check(_look_up())
    except DefinitionFault as fault:
        raise click.ClickException(str(fault)) from None


def _look_up() -> Path:
    if not (CHECKOUT / "docs").is_dir():
        raise click.ClickException("There is no docs folder here: --write and --check are for a checkout.")
    return CHECKOUT / "docs" / "look-up"


def pages() -> dict[str, str]:
    """Every page of docs/look-up by file name, about the reference programme whatever this deployment runs."""
    return {f"{name}.md": make(programmes() / "kahui-ako") for name, make in PAGES.items()}


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Wrote {len(PAGES)} pages to docs/look-up.", err=True)


def _check(folder: Path) -> None:
    stale = []
    for name, text in pages().items():
        path = folder / name
        stands = path.read_text(encoding="utf-8") if path.is_file() else ""
        if stands != text:
            stale.append(f"docs/look-up/{name} is no longer so{_first_difference(stands, text)}")
    if stale:
        raise click.ClickException("\n".join([*stale, "Run: kahui describe --write"]))


def _first_difference(stands: str, text: str) -> str:
    changed = difflib.ndiff(stands.splitlines(), text.splitlines())
    first = next((line for line in changed if line[:1] in "+-"), "")
    return f", first at: {first[:90]}" if first else "."


def _rules() -> Iterator[tuple[str, int, str, str]]:
    """Letters, number, sentence and module of each rule: functions of `rules` modules, by their docstrings."""
    ready(store=False)
    root = importlib.import_module("kahui.records")
    for module in pkgutil.walk_packages(root.__path__, "kahui.records."):
        if ".rules" not in module.name:
            continue
        for _, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            first = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
            if function.__module__ == module.name and (numbered := NUMBERED.match(first)):
                yield numbered[1], int(numbered[2]), numbered[3], module.name.removeprefix("kahui.")


def _measures() -> Iterator[tuple[str, str]]:
    for entry in sorted(files(measures_package).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".sql"):
            yield entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _page(*parts: str) -> str:
    return "\n\n".join([MADE, *parts]) + "\n"
