"""Parquet written so that equal rows are equal bytes: no time, no machine, one order, one row group a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kahui.analytics.tables import Table

Columns = Mapping[str, Any]


class Words:
    """A column of words that come again and again: places in a short list, blank where a place is negative."""

    def __init__(self, places: np.ndarray, words: tuple[str, ...]) -> None:
        self.places = places
        self.words = words

    def arrow(self) -> pa.Array:
        blank = self.places < 0
        places = pa.array(
            np.where(blank, 0, self.places).astype(np.int8), mask=blank if blank.any() else None
        )
        return pa.DictionaryArray.from_arrays(places, pa.array(self.words))


def arrow(table: Table, columns: Columns) -> pa.Table:
    """The columns of a table, in its order and types. A masked array's masked values are blank."""
    missing = [c.name for c in table.columns if c.name not in columns]
    if missing or len(columns) != len(table.columns):
        raise ValueError(f"{table.name} has other columns than its words say: {missing or list(columns)}")
    arrays = [_array(columns[c.name], c.type) for c in table.columns]
    names = [c.name for c in table.columns]
    return pa.Table.from_arrays(arrays, names=names)


def _array(values: Any, type_: pa.DataType) -> pa.Array:
    if isinstance(values, Words):
        return values.arrow()
    if isinstance(values, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(values)
        return pa.array(values.data, mask=mask if mask.any() else None).cast(type_)
    return pa.array(values, type_) if isinstance(values, list) else pa.array(values).cast(type_)


def write(folder: Path, table: Table, columns: Columns, part: str = "") -> Path:
    """Write `NAME.parquet`, or `NAME/PART.parquet` of a table that comes in parts."""
    file = folder / (f"{table.name}/{part}.parquet" if part else f"{table.name}.parquet")
    file.parent.mkdir(parents=True, exist_ok=True)
    made = arrow(table, columns)
    pq.write_table(
        made,
        file,
        compression="zstd",
        row_group_size=max(1, made.num_rows),
        store_schema=False,
        write_statistics=True,
    )
    return file


def digest(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
