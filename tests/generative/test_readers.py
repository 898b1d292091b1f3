"""Whatever bytes come, a reader gives a file's value or refuses it in a sentence; nothing else ever comes out."""

import csv
import gzip
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kahui.records.register.read import (
    DecisionsFile,
    DirectoryFile,
    FileFault,
    RollsFile,
    directory,
    read_decisions,
    read_rolls,
    read_schools,
    read_services,
)

FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "kahui-ako" / "public-record"
REAL = {
    read_schools: ("schools-2016-05-24.csv.gz", DirectoryFile),
    read_services: ("services-2024-04-19.csv.gz", DirectoryFile),
    read_rolls: ("rolls-2000-2017.csv.gz", RollsFile),
    read_decisions: ("decisions.csv", DecisionsFile),
}


def first_rows(file: str) -> list[list[str]]:
    data = (FOLDER / file).read_bytes()
    text = (gzip.decompress(data) if file.endswith("gz") else data).decode()
    return list(csv.reader(io.StringIO(text, newline="")))[:6]


ROWS = {reader: first_rows(file) for reader, (file, _) in REAL.items()}
readers = st.sampled_from(list(REAL))
odd_cells = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["-1", "1e9", "99", "nan", "0", "²", "१", "1,0", "31/02/2016", "2016-13-01", "0000-00-00", "(Proposed", '"', "\n",
         "School ID", "Name", "\ufeff", "99999999999", "1.0", " ", "x" * 300, "(Opening 99/99/9999)", "Total", "-"]
    ),
)  # fmt: skip


def outcome(reader, data: bytes):
    """What comes out: the file's value, or the fault's sentence. Anything else fails the test by being raised."""
    try:
        value = reader(data, "file.csv")
    except FileFault as fault:
        value = str(fault)
    assert type(value) in (REAL[reader][1], str)
    assert value != ""
    return value


def written(rows: list[list[str]], **style) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **style).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


@given(readers, st.binary(max_size=400))
@example(read_schools, b"PK\x03\x04")
@example(read_schools, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(read_schools, b"\x1f\x8b\x08")
@example(read_schools, b"\xfd7zXZ\x00")
@example(read_schools, b"\xff\xfe\x00")
def test_any_bytes(reader, data: bytes):
    outcome(reader, data)


@given(readers, st.data())
def test_real_files_with_bytes_changed(reader, data):
    real = bytearray(written(ROWS[reader]))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(real) - 1))
        real[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    outcome(reader, bytes(real))


@given(readers, st.data())
def test_real_files_with_cells_changed(reader, data):
    rows = [row[:] for row in ROWS[reader]]
    for _ in range(data.draw(st.integers(1, 6))):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(odd_cells)
    value = outcome(reader, written(rows))
    if isinstance(value, DirectoryFile):
        assert [p for p in value.providers if p.number < 1 or not p.name or len(p.name) > 200] == []
        assert len({p.number for p in value.providers}) == len(value.providers)
        assert [
            p for p in value.providers if p.roll and min(filter(None, vars_of(p.roll)), default=1) < 0
        ] == []


@given(readers, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_cells_in_quotation_marks_read_to_the_same(reader, ending, data):
    rows = [row[:] for row in ROWS[reader]]
    for _ in range(data.draw(st.integers(0, 6))):
        row = rows[data.draw(st.integers(1, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(odd_cells)
    every, needed = (
        written(rows, lineterminator=ending, quoting=q) for q in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL)
    )
    assert outcome(reader, every) == outcome(reader, needed)


@given(st.sampled_from([read_schools, read_services]), st.data())
def test_a_directory_read_row_by_row_is_the_same(reader, data):
    header, *below = ROWS[reader]
    rows = [row[:] for row in below * data.draw(st.integers(1, 3))]
    for _ in range(data.draw(st.integers(0, 6))):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(odd_cells)
    rows.insert(data.draw(st.integers(0, len(rows))), data.draw(st.sampled_from([header, header[1:], [""]])))
    broken = written(rows).replace(b"\n", b'\n"', 1) if data.draw(st.booleans()) else written(rows)
    file = written([header]) + broken
    together = outcome(reader, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "AT_ONCE", 1)
        assert outcome(reader, file) == together


def vars_of(roll) -> list[int]:
    return [
        roll.total,
        roll.european,
        roll.maori,
        roll.pacific,
        roll.asian,
        roll.melaa,
        roll.other,
        roll.international,
    ]


@given(readers, st.randoms(use_true_random=False))
def test_columns_in_another_order_read_to_the_same(reader, random):
    rows = ROWS[reader]
    order = random.sample(range(len(rows[0])), len(rows[0]))
    assert outcome(reader, written([[row[at] for at in order] for row in rows])) == outcome(
        reader, written(rows)
    )


BOOK = io.BytesIO()
with xlsxwriter.Workbook(BOOK, {"in_memory": True}) as _book:
    _page = _book.add_worksheet()
    for _at, _row in enumerate(ROWS[read_schools]):
        _page.write_row(_at, 0, _row)


@settings(max_examples=60)
@given(st.data())
def test_workbooks_with_bytes_changed(data):
    book = bytearray(BOOK.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(book) - 1))
        book[at : at + 1] = data.draw(st.binary(max_size=2))
    outcome(read_schools, bytes(book))


@pytest.mark.parametrize("reader", list(REAL))
def test_the_unchanged_rows_are_read(reader):
    assert type(outcome(reader, written(ROWS[reader]))) is REAL[reader][1]
