"""One small rehearsal for all tests of what is in it."""

from pathlib import Path

import duckdb
import pytest
from worlds import KAHUI_AKO

from kahui.site.rehearsal.nation import Asked, rehearse
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import Size


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty schools over five years."""
    folder = tmp_path_factory.mktemp("rehearsed")
    rehearse(folder, Asked(Size.read("60-schools", RATES), 5, 11), KAHUI_AKO)
    return folder


@pytest.fixture(scope="session")
def asked_of(rehearsed: Path) -> duckdb.DuckDBPyConnection:
    """Its tables, to be asked in SQL; the truth under the schema `truth`."""
    db = duckdb.connect(":memory:", config={"threads": 1})
    for schema, folder in (("main", rehearsed), ("truth", rehearsed / "truth")):
        db.execute(f"create schema if not exists {schema}")
        for entry in sorted(folder.iterdir()):
            name = entry.stem
            files = entry if entry.suffix == ".parquet" else entry / "**" / "*.parquet"
            if entry.suffix == ".parquet" or (entry.is_dir() and name != "truth"):
                db.execute(f"create view {schema}.\"{name}\" as from read_parquet('{files}')")
    return db
