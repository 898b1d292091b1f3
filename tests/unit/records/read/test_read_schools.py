import datetime as dt
import gzip
import lzma

import pytest
from files_of import JUNE_2026, MAY_2016, SEPTEMBER_2021, TE_KAO, csv_of, school, table_of, text_of

from kahui.records.register.read import FileFault, ListedProvider, ListedRoll, read_schools

TE_KAO_READ = ListedProvider(
    number=1,
    is_open=True,
    name="Te Kao School",
    type="Full Primary",
    authority="State: Not integrated",
    definition="Not Applicable",
    region="Tai Tokerau",
    regional_council="Northland Region",
    district="Far North District",
    urban="Rural Area",
    decile=2,
    latitude=-34.654712,
    longitude=172.965948,
    network=99051,
    network_name="Far North Kaitaia Community of Learning",
    roll=ListedRoll(34, 0, 34, 0, 0, 0, 0, 0, "prioritised"),
    opens_on=None,
    row=2,
)


def read(*schools: dict[str, str]):
    return read_schools(csv_of(MAY_2016, schools), "directory.csv")


def one(**changes: str) -> ListedProvider:
    return read(school(1, **changes)).providers[0]


def test_may_2016():
    found = read(TE_KAO)
    assert found.providers == (TE_KAO_READ,)
    assert (found.kind, found.says_membership, found.refused, found.notes) == ("school", True, (), ())


@pytest.mark.parametrize(
    "data",
    [
        csv_of(MAY_2016, [TE_KAO]).decode().encode("utf-8-sig"),
        csv_of(MAY_2016, [TE_KAO]).replace(b"\n", b"\r\n"),
        csv_of(MAY_2016, [TE_KAO]).replace(b"\n", b"\r"),
        csv_of(MAY_2016, [TE_KAO]).decode().encode("utf-16"),
        csv_of(MAY_2016, [TE_KAO]).decode().encode("utf-16-le"),
        text_of(table_of(MAY_2016, [TE_KAO]), separator=";").encode(),
        text_of(table_of(MAY_2016, [TE_KAO]), separator="\t").encode(),
        gzip.compress(csv_of(MAY_2016, [TE_KAO])),
        lzma.compress(csv_of(MAY_2016, [TE_KAO])),
        csv_of([h.upper() + "  " for h in MAY_2016], [{k.upper() + "  ": v for k, v in TE_KAO.items()}]),
    ],
    ids=["bom", "crlf", "cr", "utf-16", "utf-16 no bom", "semicolon", "tab", "gzip", "xz", "header case"],
)
def test_the_same_directory_in_other_clothes(data: bytes):
    found = read_schools(data, "directory.csv")
    assert (found.providers, found.refused, found.notes) == ((TE_KAO_READ,), (), ())


def test_preamble_lines_and_an_empty_row_shift_only_row_numbers():
    rows = table_of(MAY_2016, [TE_KAO])
    lines = [["List of New Zealand schools"], [], ["As at", "24 May 2016"], rows[0], [""] * 40, rows[1]]
    assert read_schools(text_of(lines).encode(), "d.csv").providers[0].row == 6


def test_windows_1252_is_read_and_said():
    found = read_schools(
        csv_of(MAY_2016, [school(1, Name="École Māori")])
        .replace("ā".encode(), b"a")
        .decode()
        .encode("cp1252"),
        "d.csv",
    )
    assert found.providers[0].name == "École Maori"
    assert found.notes == (
        "The file is not UTF-8 and was read as Windows-1252, which cannot hold macrons: names may lack them.",
    )


def test_a_stray_byte_does_not_cost_the_macrons():
    data = csv_of(MAY_2016, [school(1, Name="Te Kura Māori o Ōtāhuhu"), school(2, Name="Caf#")])
    found = read_schools(data.replace(b"Caf#", b"Caf\xe9"), "d.csv")
    assert [p.name for p in found.providers] == ["Te Kura Māori o Ōtāhuhu", "Café"]
    assert found.notes == (
        "Bytes that are not UTF-8 like the rest of the file were read as Windows-1252: 1.",
    )


def test_september_2021_prints_nought_for_an_unknown_roll():
    base = {
        "School Number": "1", "School Name": "Te Kura o Te Kao", "School Type": "Composite", "Authority": "State",
        "Education Region": "Tai Tokerau", "Decile": "99", "Total School Roll": "0", "European / Pākehā": "0",
        "Māori": "0", "Pacific": "0", "Asian": "0", "MELAA": "0", "Other": "0", "International": "0",
        "Community of Learning ID": "99051",
    }  # fmt: skip
    known = {**base, "School Number": "2", "Total School Roll": "5", "Māori": "5"}
    found = read_schools(csv_of(SEPTEMBER_2021, [{}, base, known]), "SchoolsDirectory.csv")
    assert [(p.row, p.decile, p.roll) for p in found.providers] == [
        (3, None, None),
        (4, None, ListedRoll(5, 0, 5, 0, 0, 0, 0, 0, "prioritised")),
    ]
    assert found.notes == (
        "1 row: roll of 0: this layout prints 0 where the roll is not known; taken as unknown.",
    )


def test_may_2016_leaves_an_unknown_roll_blank_so_nought_is_nought():
    empty = dict.fromkeys(
        ("Total School Roll", "European/ Pakeha", "Maori", "Pasifika", "Asian", "MELAA"), "0"
    )
    blank = dict.fromkeys(("Total School Roll", "European/ Pakeha", "Maori", "Pasifika"), "")
    found = read(school(1, **empty), school(2, **blank))
    assert [p.roll for p in found.providers] == [ListedRoll(0, 0, 0, 0, 0, 0, 0, 0, "prioritised"), None]


def okaihau(**changes: str) -> dict[str, str]:
    return {
        "School_Id": "7", "Org_Name": "Okaihau College", "Urban_Rural_Indicator": "Rural settlement",
        "Org_Type": "Secondary (Year 7-15)", "Authority": "State", "Territorial_Authority": "Far North District",
        "Regional_Council": "Northland Region", "Education_Region": "Tai Tokerau", "Latitude": "-35.323759",
        "Longitude": "173.765764", "EQi_Index": "516", "Roll_Date": "2026-05-01 00:00:00.0000000", "Total": "268",
        "European": "81", "Māori": "208", "Pacific": "35", "Asian": "7", "MELAA": "1", "Other": "2",
        "International": "0", "Status": "Open", "DateSchoolOpened": "1972-02-01 00:00:00.0000000", **changes,
    }  # fmt: skip


def test_june_2026_says_nothing_of_membership():
    found = read_schools(csv_of(JUNE_2026, [okaihau()]), "schooldirectory.csv")
    assert not found.says_membership
    assert found.providers[0].roll == ListedRoll(268, 81, 208, 35, 7, 1, 2, 0, "total")
    assert (found.providers[0].decile, found.providers[0].network) == (None, None)
    assert found.notes == (
        "The file has no community number: it says nothing of membership.",
        "The file has the equity index in place of deciles: no decile was read.",
    )


def test_2024_still_had_communities():
    header = [*JUNE_2026[:31], "Col_Id", "Col_Name", *JUNE_2026[31:]]
    found = read_schools(csv_of(header, [okaihau(Col_Id="99051", Col_Name="Te Hiku")]), "d.csv")
    assert found.says_membership
    assert (found.providers[0].network, found.providers[0].network_name) == (99051, "Te Hiku")


@pytest.mark.parametrize(
    ("status", "is_open", "opens_on"),
    [
        ("Open", True, None),
        ("Not Yet Open", False, dt.date(2027, 2, 1)),
        ("Proposed", False, dt.date(2027, 2, 1)),
        ("Closed", False, dt.date(2027, 2, 1)),
    ],
)
def test_a_status_column_is_believed(status: str, is_open: bool, opens_on: dt.date | None):
    row = okaihau(Status=status, DateSchoolOpened="2027-02-01 00:00:00.0000000")
    found = read_schools(csv_of(JUNE_2026, [row]), "d.csv").providers[0]
    assert (found.is_open, found.opens_on) == (is_open, opens_on)


@pytest.mark.parametrize(
    ("printed", "name", "opens_on"),
    [
        ("Kauri Flats School (Proposed open date: 30 Jan 2017 )", "Kauri Flats School", dt.date(2017, 1, 30)),
        ("Jireh School (Proposed)", "Jireh School", None),
        ("Te Rōhutu Whio (Proposed opening date: 2022-01-01)", "Te Rōhutu Whio", dt.date(2022, 1, 1)),
        (
            "Milldale Primary School (Proposed) (Proposed opening date: 2023-01-01)",
            "Milldale Primary School",
            dt.date(2023, 1, 1),
        ),
        ("Hora School (Not yet open)", "Hora School", None),
        ("Hora School (Opening 29/01/2018)", "Hora School", dt.date(2018, 1, 29)),
        ("Hora School [opens 1st February 2018]", "Hora School", dt.date(2018, 2, 1)),
        ("Hora School - proposed", "Hora School", None),
        ("Hora School – Proposed opening Term 1 2019", "Hora School", None),
        ("Proposed Hora School", "Hora School", None),
        ("Hora School (Proposed opening date: 2022-13-01)", "Hora School", None),
        ("Hora School (Te Mai) (Proposed)", "Hora School (Te Mai)", None),
    ],
)
def test_not_open_yet_is_said_in_the_name(printed: str, name: str, opens_on: dt.date | None):
    found = one(Name=printed)
    assert (found.name, found.is_open, found.opens_on) == (name, False, opens_on)


@pytest.mark.parametrize(
    "name",
    [
        "Cargill Open Plan School",
        "Fendalton Open Air School",
        "Te Kāpehu Whetū (Teina)",
        "Opening Minds Kura",
    ],
)
def test_a_name_with_open_in_it_is_open(name: str):
    assert (one(Name=name).name, one(Name=name).is_open) == (name, True)


@pytest.mark.parametrize(
    ("printed", "decile"),
    [("1", 1), ("10", 10), ("99", None), ("", None), ("0", None), ("8.0", 8), ("Q", None)],
)
def test_deciles(printed: str, decile: int | None):
    assert one(Decile=printed).decile == decile


@pytest.mark.parametrize(
    ("latitude", "longitude", "place", "notes"),
    [
        ("-43.95", "-176.55", (-43.95, -176.55), ()),
        ("", "", (None, None), ()),
        ("172.9", "-34.6", (None, None), ("1 row: coordinates outside New Zealand: taken as unknown.",)),
        ("51.5", "-0.1", (None, None), ("1 row: coordinates outside New Zealand: taken as unknown.",)),
        ("nan", "inf", (None, None), ()),
        ("0", "0", (None, None), ()),
    ],
    ids=["Chathams", "blank", "swapped", "London", "no number", "nought"],
)
def test_coordinates(latitude, longitude, place, notes):
    found = read(school(1, **{"Latitude": latitude, "Longitude ": longitude}))
    assert ((found.providers[0].latitude, found.providers[0].longitude), found.notes) == (place, notes)


def test_numbers_as_people_print_them():
    found = one(
        **{
            "School ID": "1.0",
            "Total School Roll": "1,034",
            "Maori": "1,034",
            "Community of Learning: ID": "99051.0",
        }
    )
    assert (found.number, found.roll.total, found.network) == (1, 1034, 99051)


@pytest.mark.parametrize(
    ("changes", "column", "value", "cure"),
    [
        ({"School ID": "12A"}, "School ID", "12A", "Give the number in digits, such as 7; names and letters identify nothing."),
        ({"School ID": ""}, "School ID", "", "Give the number in digits, such as 7; names and letters identify nothing."),
        ({"School ID": "-5"}, "School ID", "-5", "Give the number in digits, such as 7; names and letters identify nothing."),
        ({"School ID": "1"}, "School ID", "1", "Row 2 has the same and stands; take out one of rows 2 and 3."),
        ({"Name": " "}, "Name", "", "Give the name: no provider is listed without one."),
        ({"Total School Roll": "-34"}, "Total School Roll", "-34", "Give a whole number of learners, 0 or more; leave it blank when it is not known."),
        ({"Maori": "many"}, "Maori", "many", "Give a whole number of learners, 0 or more; leave it blank when it is not known."),
        ({"Maori": "9999999"}, "Maori", "9999999", "No provider has so many learners: check the number."),
        ({"Community of Learning: ID": "99051x"}, "Community of Learning: ID", "99051x", "Give the community's number in digits, or leave it blank for none."),
        ({"School Type": "x" * 81}, "School Type", "x" * 80, "Shorten it to 80 characters."),
    ],
)  # fmt: skip
def test_a_refused_row_is_listed_and_the_good_rows_go_in(changes, column, value, cure):
    found = read(TE_KAO, school(2, **changes), school(3))
    assert [p.number for p in found.providers] == [1, 3]
    (refused,) = found.refused
    assert (refused.row, refused.column, refused.value, refused.cure) == (3, column, value, cure)


def test_a_refused_row_keeps_its_number_so_that_the_school_is_not_taken_for_closed():
    assert [r.number for r in read(TE_KAO, school(2, Maori="x"), school("2B")).refused] == [2, None]


def test_a_row_cut_off_or_with_a_stray_comma_is_refused():
    data = (
        csv_of(MAY_2016, [TE_KAO])
        + b"2,Taipa Area School\n"
        + csv_of(MAY_2016, [school(3)]).splitlines()[1]
        + b",stray\n"
    )
    found = read_schools(data, "d.csv")
    assert [(r.row, r.cure) for r in found.refused] == [
        (3, "The row has 2 cells where the header has 40: look for a stray comma or quotation mark, or a file that was cut off."),
        (4, "The row has 41 cells where the header has 40: look for a stray comma or quotation mark, or a file that was cut off."),
    ]  # fmt: skip


def test_a_remark_below_the_table_is_no_school():
    found = read(TE_KAO, {"School ID": "Source: Ministry of Education"})
    assert found.refused == ()
    assert found.notes == ("1 row: rows that hold a single remark and no school were left out.",)


def test_a_blank_community_column_says_nothing_of_membership():
    found = read(school(1, **{"Community of Learning: ID": "", "Community of Learning: Name": ""}))
    assert not found.says_membership
    assert found.notes == (
        "Every community number is blank: the file is taken to say nothing of membership.",
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        # A vintage of 2012: no communities yet, other words.
        (
            ["Institution Number", "Institution Name", "Institution Type", "Authority", "Decile", "Total Roll"],
            ["1", "Te Kao School", "Full Primary", "State", "2", "34"],
        ),
        (["_id", "Org_Number", "Org_Name", "Org_Type", "Org_Authority"], ["9", "1", "Te Kao School", "Full Primary", "State"]),
        (["MoE Number", "Organisation Name", "Education Region"], ["1", "Te Kao School", "Tai Tokerau"]),
        (["SCHOOL NO.", "school name", "type"], ["1", "Te Kao School", "Full Primary"]),
        (["School Number*", "School Name^", "Kāhui Ako ID", "Authority"], ["1", "Te Kao School", "99051", "State"]),
    ],
)  # fmt: skip
def test_a_vintage_nobody_has_seen(header: list[str], row: list[str]):
    found = read_schools(text_of([header, row]).encode(), "d.csv").providers[0]
    assert (found.number, found.name) == (1, "Te Kao School")


def test_total_response_is_told_by_the_whole_file_and_not_by_one_row():
    over = {"Total School Roll": "10", "Maori": "8", "European/ Pakeha": "8"}
    each_once = [school(n) for n in range(2, 42)]
    assert {p.roll.response for p in read(school(1, **over), *each_once).providers} == {"prioritised"}
    assert {p.roll.response for p in read(school(1, **over), *each_once[:9]).providers} == {"total"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "d.csv is empty: give a schools directory with a header row."),
        (b" \r\n\r\n", "d.csv is empty: give a schools directory with a header row."),
        (csv_of(MAY_2016, []), "d.csv names its columns but has no row below them: nothing is listed."),
        (b"a,b\n1,2\n", "d.csv is no schools directory: no row near its top names a column like “School Number” and “School Name”."),
        (b"School ID,Colour\n1,2\n", "d.csv is no schools directory: no row near its top names a column like “School Name”."),
        (b"School ID,Name\n1,Te Kao\n", "d.csv is no schools directory: no row near its top names a column like “School Type” or “Authority” or “Education Region”."),
        (b"service_number,service_name,authority\n1,2,3\n", "d.csv is no schools directory: its columns are those of an early learning directory."),
        (b"network_id,gate,decision,on\n1,2,3,4\n", "d.csv is no schools directory: its columns are those of a list of decisions."),
        (b"School ID,School Name,Type,From,To\n1,Te Kao School,Full Primary,2000,2017\n", "d.csv is no schools directory: its columns “From” and “To” tell of many years, and a directory shows one day."),
        (b"School: ID,School: Name,School: Type,Year,Ethnic Group,Students\n", "d.csv is no schools directory: its columns are those of a table of rolls."),
        (b"%PDF-1.4 ...", "d.csv is a PDF, no schools directory: give a CSV, XLS or XLSX file."),
        (b"\x89PNG\r\n\x1a\n", "d.csv is a picture, no schools directory: give a CSV, XLS or XLSX file."),
        (b"<!DOCTYPE html><html>", "d.csv is a web page, no schools directory: give a CSV, XLS or XLSX file."),
        (csv_of([*MAY_2016, "School Number"], [TE_KAO]), "d.csv mixes two header sets: its columns “School ID” and “School Number” say the same thing; keep one vintage to a file."),
        (csv_of(MAY_2016, [TE_KAO]) + csv_of(SEPTEMBER_2021, []), "d.csv mixes two header sets: row 3 is a second header row; keep one directory to a file."),
        (csv_of(MAY_2016, [school("x"), school("y")]), "d.csv: none of its 2 rows could be read. Row 2, School ID: “x”. Give the number in digits, such as 7; names and letters identify nothing."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_directory_is_refused_in_one_sentence(data: bytes, said: str):
    with pytest.raises(FileFault) as fault:
        read_schools(data, "d.csv")
    assert str(fault.value) == said


def test_two_columns_for_one_thing_are_said_and_the_better_known_is_read():
    header = ["School ID", "Name", "Region", "Education Region"]
    found = read_schools(text_of([header, ["1", "Te Kao School", "North", "Tai Tokerau"]]).encode(), "d.csv")
    assert found.providers[0].region == "Tai Tokerau"
    assert found.notes[0] == "“Education Region” was read, not “Region”, which names the same thing."
