import datetime as dt
import io
import time
import zipfile

import pytest
import xlsxwriter
from files_of import MAY_2016, TE_KAO, school, table_of, xls_of, xlsx_of

from kahui.records.register.read import FileFault, read_decisions, read_schools

ROWS = [
    [int(c) if c.isdigit() else c for c in row]
    for row in table_of(MAY_2016, [TE_KAO, school(2, Name="Kura ō Rua")])
]
GROUPS = ["School", *[""] * 26, "Community of Learning", "", "Place", "", "", "Roll"]


@pytest.mark.parametrize("book", [xls_of(ROWS), xlsx_of(ROWS)], ids=["xls", "xlsx"])
def test_a_workbook_reads_as_the_csv_does(book: bytes):
    found = read_schools(book, "directory.xls")
    assert [(p.number, p.name, p.network, p.decile, p.roll.total, p.row) for p in found.providers] == [
        (1, "Te Kao School", 99051, 2, 34, 2),
        (2, "Kura ō Rua", 99051, 2, 34, 3),
    ]
    assert (found.refused, found.notes) == ((), ("Read from the sheet “Directory”.",))


@pytest.mark.parametrize("make", [xls_of, xlsx_of])
def test_a_row_of_groups_above_the_header_and_a_title_above_that(make):
    found = read_schools(make([["Directory of schools"], [""], GROUPS, *ROWS]), "directory.xls")
    assert [(p.number, p.row) for p in found.providers] == [(1, 5), (2, 6)]


def test_a_group_tells_columns_of_one_name_apart():
    rows = [
        ["School", "", "", "Community of Learning", ""],
        ["Number", "Name", "Type", "ID", "Name"],
        [1, "Te Kao", "Full Primary", 99051, "Te Hiku"],
    ]
    found = read_schools(xlsx_of(rows), "directory.xlsx").providers[0]
    assert (found.number, found.name, found.network, found.network_name) == (1, "Te Kao", 99051, "Te Hiku")


def test_the_sheet_that_holds_the_directory_is_found():
    assert read_schools(xlsx_of(ROWS, before="Notes"), "directory.xlsx").notes == (
        "Read from the sheet “Directory”.",
    )


def test_dates_of_a_workbook_are_days():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["network_id", "gate", "decision", "on"])
    page.write_row(1, 0, [99000, "approval", "approved"])
    page.write_datetime(1, 3, dt.datetime(2014, 12, 1), book.add_format({"num_format": "d/mm/yyyy"}))
    book.close()
    assert read_decisions(out.getvalue(), "d.xlsx").rows[0].on == dt.date(2014, 12, 1)


def rewritten(book: bytes, part: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = xlsx_of(ROWS)


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (rewritten(SMALL, SHEET, lambda d: d + b" " * 25_000_000), "unpacks to far more than a table can hold"),
        (rewritten(SMALL, SHEET, lambda d: d.replace(b'r="A3"', b'r="XFD1048576"')), "cells to row 1,048,576, column 16,384"),
        (rewritten(SMALL, SHEET, lambda d: d.replace(b'<row r="3"', b'<row r="99999999"')), "cells to row 99,999,999"),
        (rewritten(SMALL, SHEET, lambda d: d[:50]), "d.xlsx is no workbook that can be read"),
        (rewritten(SMALL, "xl/workbook.xml", lambda d: b"<a>"), "d.xlsx"),
        (SMALL[: len(SMALL) // 2], "d.xlsx is no workbook that can be read"),
        (b"PK\x03\x04" + b"x" * 100, "d.xlsx is no workbook that can be read"),
        (xls_of(ROWS)[:600], "d.xlsx is no workbook that can be read"),
        (xls_of(ROWS, far=(65535, 255)), "claims more cells than a table can hold"),
        (xls_of(ROWS, far=(65535, 65535)), "claims more cells than a table can hold"),
        (xls_of(ROWS, claims=(4_000_000_000, 60_000)), "claims more cells than a table can hold"),
        (xls_of(ROWS, far=(65535, 65535), hidden=b"\x01\x00\xff\xff"), "claims more cells than a table can hold"),
        (xls_of(ROWS, far=(65535, 65535)).replace(b"\x09\x08\x10\x00", b"\x09\x08\x0f\x00"), "claims more|no workbook"),
        (xlsx_of([["Notes"]]), "d.xlsx is no schools directory"),
    ],
    ids=["bomb", "far cell", "far row", "cut sheet", "no book", "cut file", "no zip", "cut xls", "far xls", "farther xls", "claiming xls", "hidden xls",
         "broken xls", "notes"],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_at_once(book: bytes, said: str):
    start = time.process_time()
    with pytest.raises(FileFault, match=said.replace(".", r"\.")):
        read_schools(book, "d.xlsx")
    assert time.process_time() - start < 2


def test_a_workbook_that_declares_less_than_it_holds_is_refused():
    bomb = bytearray(rewritten(SMALL, SHEET, lambda d: d + b" " * 3_000_000))
    at = bomb.index(b"PK\x01\x02", 0)
    while bomb[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = bomb.index(b"PK\x01\x02", at + 4)
    bomb[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(FileFault, match="no workbook that can be read"):
        read_schools(bytes(bomb), "d.xlsx")
