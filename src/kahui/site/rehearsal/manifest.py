"""What lies in a rehearsal's folder: every table and column in words, rows, bytes and their hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kahui.analytics.tables import READING, TABLES, TARGET, Table
from kahui.definition.model import Definition
from kahui.site.rehearsal import schema
from kahui.site.rehearsal.write import digest

NAME = "manifest.json"


def write_manifest(folder: Path, size: str, years: int, seed: int, definition: Definition) -> dict[str, Any]:
    """Write `manifest.json` and `README.md`, and give the manifest back."""
    told = {
        "rehearsal": size,
        "years": years,
        "seed": seed,
        "programme": definition.hash,
        "made_with": {name: version(name) for name in ("numpy", "pyarrow")},
        "tables": [
            *_tables(folder, (*TABLES, READING, TARGET, *schema.OWN)),
            *_tables(folder / "truth", schema.TRUTH, "truth/"),
        ],
    }
    (folder / NAME).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(_readme(told), encoding="utf-8")
    return told


def _tables(folder: Path, tables: tuple[Table, ...], under: str = "") -> Iterator[dict[str, Any]]:
    for table in tables:
        one = folder / f"{table.name}.parquet"
        files = [one] if one.is_file() else sorted((folder / table.name).rglob("*.parquet"))
        yield {
            "table": under + table.name,
            "words": table.words,
            "rows": sum(pq.read_metadata(f).num_rows for f in files),
            "columns": [
                {"column": c.name, "type": str(c.type), "words": c.words}
                | ({"blank": c.null} if c.null else {})
                for c in table.columns
            ],
            "files": {under + f.relative_to(folder).as_posix(): digest(f) for f in files},
        }


def _readme(told: dict[str, Any]) -> str:
    rows = {t["table"]: t["rows"] for t in told["tables"]}
    parts = [
        f"# A rehearsal: {told['rehearsal']}, {told['years']} years, seed {told['seed']}",
        "An invented country. No school, service, network, learner or tool in it exists. Whoever asks for the same "
        "size, years and seed gets the same bytes (with the versions named in `manifest.json`).",
        f"{rows['reading']:,} readings of {rows['learner']:,} learners. What is true is in `truth/`: never read it "
        "to work something out, only to see how near that came.",
        "A table is a file, or a folder of files where it is large: `reading/YEAR/part-NNN.parquet`.",
    ]
    for table in told["tables"]:
        lines = [f"| `{c['column']}` | {c['type']} | {_words(c)} |" for c in table["columns"]]
        parts.append(f"## `{table['table']}` ({table['rows']:,} rows)")
        parts.append(table["words"])
        parts.append("\n".join(["| Column | Type | Means |", "| --- | --- | --- |", *lines]))
    return "\n\n".join(parts) + "\n"


def _words(column: dict[str, Any]) -> str:
    blank = f" Blank: {column['blank']}." if "blank" in column else ""
    return re.sub(r"\|", "\\|", column["words"] + blank)
