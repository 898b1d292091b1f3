"""Files for the readers' tests: the layouts of several years, and workbooks old and new."""

import csv
import io
import struct
from collections.abc import Sequence

import xlsxwriter

MAY_2016 = [
    "School ID",
    "Name",
    "Telephone",
    "Fax",
    "Email^",
    "Principal*",
    "School website",
    "Street",
    "Suburb",
    "City",
    "Postal Address 1",
    "Postal Address 2",
    "Postal Address 3",
    "Postal Code",
    "Urban Area",
    "School Type",
    "Definition",
    "Authority",
    "Gender of Students",
    "Territorial Authority with Auckland Local Board",
    "Regional Council",
    "Ministry of Education Local Office",
    "Education Region",
    "General Electorate",
    "Maori Electorate",
    "Census Area Unit",
    "Ward",
    "Community of Learning: ID",
    "Community of Learning: Name",
    "Longitude ",
    "Latitude",
    "Decile",
    "Total School Roll",
    "European/ Pakeha",
    "Maori",
    "Pasifika",
    "Asian",
    "MELAA",
    "Other",
    "International Students",
]
SEPTEMBER_2021 = [
    "School Number",
    "School Name",
    "Telephone",
    "Fax",
    "Email^",
    "Principal*",
    "School Website",
    "Street",
    "Suburb",
    "Town / City",
    "Postal Address",
    "Postal Address Suburb",
    "Postal Address City",
    "Postal Code",
    "Urban Area",
    "School Type",
    "Definition",
    "Authority",
    "Donations",
    "Gender of Students",
    "Territorial Authority",
    "Regional Council",
    "Ministry of Education Local Office",
    "Education Region",
    "General Electorate",
    "Māori Electorate",
    "Area Unit",
    "Ward",
    "Community of Learning ID",
    "Community of Learning Name",
    "Latitude",
    "Longitude",
    "Isolation Index",
    "Decile",
    "Total School Roll",
    "European / Pākehā",
    "Māori",
    "Pacific",
    "Asian",
    "MELAA",
    "Other",
    "International",
]
JUNE_2026 = [
    "School_Id",
    "Org_Name",
    "Telephone",
    "Fax",
    "Email",
    "Contact1_Name",
    "URL",
    "Add1_Line1",
    "Add1_Suburb",
    "Add1_City",
    "Add2_Line1",
    "Add2_Suburb",
    "Add2_City",
    "Add2_Postal_Code",
    "Urban_Rural_Indicator",
    "Org_Type",
    "Definition",
    "Authority",
    "School_Donations",
    "CoEd_Status",
    "KMEPeakBody",
    "Takiwā",
    "Territorial_Authority",
    "Regional_Council",
    "Local_Office_Name",
    "Education_Region",
    "General_Electorate",
    "Māori_Electorate",
    "Statistical_Area_2_Code",
    "Statistical_Area_2_Description",
    "Ward",
    "Latitude",
    "Longitude",
    "Enrolment_Scheme",
    "EQi_Index",
    "Roll_Date",
    "Total",
    "European",
    "Māori",
    "Pacific",
    "Asian",
    "MELAA",
    "Other",
    "International",
    "Isolation_Index",
    "Language_of_Instruction",
    "BoardingFacilities",
    "CohortEntry",
    "Status",
    "DateSchoolOpened",
]

TE_KAO = {
    "School ID": "1",
    "Name": "Te Kao School",
    "Urban Area": "Rural Area",
    "School Type": "Full Primary",
    "Definition": "Not Applicable",
    "Authority": "State: Not integrated",
    "Territorial Authority with Auckland Local Board": "Far North District",
    "Regional Council": "Northland Region",
    "Education Region": "Tai Tokerau",
    "Community of Learning: ID": "99051",
    "Community of Learning: Name": "Far North Kaitaia Community of Learning",
    "Longitude ": "172.965948",
    "Latitude": "-34.654712",
    "Decile": "2",
    "Total School Roll": "34",
    "European/ Pakeha": "0",
    "Maori": "34",
    "Pasifika": "0",
    "Asian": "0",
    "MELAA": "0",
    "Other": "0",
    "International Students": "0",
}


def school(number: object, **changes: str) -> dict[str, str]:
    """A school of the May 2016 layout: Te Kao with another number and the given columns changed."""
    return {**TE_KAO, "School ID": str(number), **changes}


def text_of(rows: Sequence[Sequence[object]], separator: str = ",", end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def table_of(header: Sequence[str], rows: Sequence[dict[str, str]]) -> list[list[str]]:
    return [list(header), *([row.get(column, "") for column in header] for row in rows)]


def csv_of(header: Sequence[str], rows: Sequence[dict[str, str]]) -> bytes:
    return text_of(table_of(header, rows)).encode()


def xlsx_of(rows: Sequence[Sequence[object]], *, sheet: str = "Directory", before: str = "") -> bytes:
    """A workbook; with `before`, that sheet of words comes first."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    if before:
        book.add_worksheet(before).write(0, 0, "Notes to the directory")
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def xls_of(
    rows: Sequence[Sequence[object]],
    *,
    far: tuple[int, int] | None = None,
    claims: tuple[int, int] | None = None,
    hidden: bytes = b"",
) -> bytes:
    """An old workbook (BIFF8 in a compound file) with one sheet.

    `far` adds a cell at that row and column, `claims` says that the sheet has so many rows and columns, `hidden`
    are bytes before the sheet.
    """
    cells = [(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v != ""]
    if far:
        cells.append((*far, 1.0))
    begin, codepage, end = (
        _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)),
        _record(0x0042, struct.pack("<H", 0x4B0)),
        _record(0x000A, b""),
    )
    title = b"Directory"
    offset = len(begin) + len(codepage) + 4 + 8 + len(title) + len(end) + len(hidden)
    bound = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(title), 0) + title)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(
        _cell(*cell) for cell in cells
    )
    if claims:
        sheet += _record(0x0200, struct.pack("<IIHHH", 0, claims[0], 0, claims[1], 0))
    return _compound(begin + codepage + bound + end + hidden + sheet + end)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value)))
    words = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words) // 2, 1) + words)


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream, `Workbook`: table of sectors, folder, stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 2) // 127)
    first = tables + 1
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [*range(first + 1, first + sectors), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *[*range(tables), *[0xFFFFFFFF] * (109 - tables)])
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, first, len(stream))
    return head + struct.pack(f"<{len(chain)}I", *chain) + folder.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(words), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
