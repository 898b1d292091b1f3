"""The report of truth: estimators on invented nations beside what is true there, as docs/know/truth.md.

    .venv/bin/python bench/truth.py --size demo --seed 1
    .venv/bin/python bench/run.py truth

Figures are kept in results/truth.json; the page is worked out from them alone (`page`).
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proof import summary
from proof.links import Studies
from proof.nation import Nation
from proof.said import POOR, Section, Table

from kahui.definition import load
from kahui.site.rehearsal.nation import Asked, rehearse
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import NAMED, Size

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "know" / "truth.md"
SECTIONS = ("verdicts", "links", "growth", "effects", "shares", "times", "views", "cells")
"""Modules of `proof`: `figures` finds, `told` puts into words what was found."""
NATIONS, YEARS = 5, 5


def run(size: float, seed: int) -> dict[str, Any]:
    """Figures of every section, from nations of 125 schools for each unit of `size` and three seeds from `seed` on.

    The runner's size, 2, is the nation called demo. Writes the page too.
    """
    schools = round(125 * size)
    name = next((name for name, many in NAMED.items() if many == schools), f"{schools}-schools")
    with tempfile.TemporaryDirectory() as folder:
        proofs = [_proof(Path(folder) / str(s), name, s) for s in range(seed, seed + NATIONS)]
        found = {section: _module(section).figures(proofs) for section in SECTIONS}
        found["made"] = _made(proofs, name)
    PAGE.write_text(page(found), encoding="utf-8")
    return found


def told(found: dict[str, Any]) -> Iterator[str]:
    """What the runner prints: the summary."""
    yield from summary.sentences(found)
    yield f"  the page: {PAGE.relative_to(ROOT)}"


def page(found: dict[str, Any]) -> str:
    """The page, from the figures."""
    made = found["made"]
    sections = [_module(section).told(found[section]) for section in SECTIONS]
    opening, *short = summary.sentences(found)
    lines = ["# What the estimators are worth, beside the truth", "", opening, ""]
    lines += ["## Where they are poor", "", *_paragraphs(summary.poor(sections))]
    lines += ["## In short", "", *_listed(short)]
    for section in sections:
        lines += _section(section)
    lines += [
        "## How this was made",
        "",
        f"`bench/truth.py --size {made['size']} --seed {made['seeds'][0]}` makes {len(made['seeds'])} "
        f"invented nations (`kahui rehearse --size {made['size']} --years {YEARS}`, seeds "
        f"{', '.join(map(str, made['seeds']))}), in which everything that is true is known: "
        f"{made['schools']:,} schools, {made['networks']} networks, {made['learners']:,} learners and "
        f"{made['readings']:,} readings in all. Estimators read what a country would have; only the last "
        "step looks at the truth. Growth is of the first nations, as its section says, masked counts of the "
        "first alone, times of histories made for them. Every sentence above is worked out from "
        "`bench/results/truth.json`, and in each section what is poor comes first; what counts as good and as "
        "poor stands in `bench/proof/said.py`. Limits of a coverage (in brackets, 95%) know that what is of one "
        "network or school goes together. The same seed gives the same figures.",
        "",
        "What invented nations cannot show: rates that were never measured are chosen (`truth/rate` names "
        "each), and a real country is wrong in ways that nobody planted.",
        "",
    ]
    return _signs("\n".join(lines))


def _signs(text: str) -> str:
    """Nought without a sign; a minus that is one."""
    text = re.sub(r"(?<=[ |])[+-](0\.0+)(?!\d)", r"\1", text)
    return re.sub(r"(?<=[ |])-(?=\d)", "−", text)


def _proof(folder: Path, size: str, seed: int) -> Studies:
    folder.mkdir()
    asked = Asked(Size.read(size, RATES), YEARS, seed)
    rehearse(folder, asked, load(ROOT / "programmes" / "kahui-ako"))
    return Studies(Nation(folder), seed)


def _made(proofs: list[Studies], size: str) -> dict[str, Any]:
    counts = {
        "readings": "select count(*) as n from reading",
        "learners": "select count(*) as n from learner",
        "schools": "select count(*) as n from provider where kind = 'school'",
        "networks": "select count(*) as n from network",
    }
    many = {name: sum(int(p.nation.ask(text)["n"][0]) for p in proofs) for name, text in counts.items()}
    return {"size": size, "seeds": [p.seed for p in proofs]} | many


def _module(section: str) -> Any:
    return importlib.import_module(f"proof.{section}")


def _section(section: Section) -> list[str]:
    lines = [f"## {section.title}", "", *_paragraphs(section.sentences)]
    for table in section.tables:
        lines += _table(table)
    return lines


def _paragraphs(sentences: tuple[str, ...]) -> list[str]:
    first, *rest = sentences
    rest.sort(key=lambda sentence: not sentence.startswith(POOR))
    return [first, "", *_listed(rest)]


def _listed(sentences: list[str]) -> list[str]:
    return [*(f"- {sentence[0].upper()}{sentence[1:]}" for sentence in sentences), ""]


def _table(table: Table) -> list[str]:
    title, head, rows = table
    lines = [f"**{title}**", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def main() -> None:
    """Make the nations, work out the figures, and write the results and the page."""
    asked = argparse.ArgumentParser(description="Estimators beside the truth of invented nations.")
    asked.add_argument("--size", default="demo", help="small, demo, nation, or such as 300-schools")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--page-only", action="store_true", help="write the page anew from the kept figures")
    given = asked.parse_args()
    if given.page_only:
        kept = json.loads((ROOT / "bench" / "results" / "truth.json").read_text("utf-8"))
        PAGE.write_text(page(kept["result"]), encoding="utf-8")
        return
    importlib.import_module("run").keep("truth", Size.read(given.size, RATES).schools / 125, given.seed)


if __name__ == "__main__":
    main()
