import pytest
from files_of import text_of

from kahui.records.register.read import FileFault, ListedProvider, ListedRoll, read_services

SNAKE = [
    "service_number",
    "service_name",
    "service_type",
    "definition",
    "authority",
    "equity_index_eqi",
    "territorial_authority",
    "urban_rural",
    "regional_council",
    "education_region",
    "community_of_learning_id",
    "community_of_learning_name",
    "latitude",
    "longitude",
    "max_licenced_positions",
    "age_0",
    "age_1",
    "total",
    "european_pakeha",
    "maori",
    "pacific",
    "asian",
    "other",
]
DOUBTLESS_BAY = [
    "5002", "Doubtless Bay Kindergarten", "Free Kindergarten", "", "Community based", "EQI 3", "Far North District",
    "Rural settlement", "Northland Region", "Taranaki,Whanganui,Manawatū", "99051", "Te Kāhui Tai Kura o Te Hiku",
    "-34.99447774", "173.4647298", "30", "0", "35", "35", "32", "16", "4", "3", "1",
]  # fmt: skip


def test_april_2024():
    found = read_services(text_of([SNAKE, DOUBTLESS_BAY]).encode(), "directory.csv")
    assert found.providers == (
        ListedProvider(
            number=5002,
            is_open=True,
            name="Doubtless Bay Kindergarten",
            type="Free Kindergarten",
            authority="Community based",
            definition="",
            region="Taranaki,Whanganui,Manawatū",
            regional_council="Northland Region",
            district="Far North District",
            urban="Rural settlement",
            decile=None,
            latitude=-34.99447774,
            longitude=173.4647298,
            network=99051,
            network_name="Te Kāhui Tai Kura o Te Hiku",
            roll=ListedRoll(35, 32, 16, 4, 3, None, 1, None, "total"),
            opens_on=None,
            row=2,
        ),
    )
    assert (found.kind, found.says_membership, found.refused, found.notes) == ("service", True, (), ())


def test_the_older_layout_with_ten_lines_before_the_header():
    header = [
        "Service Number",
        "Name",
        "Service Type",
        "Authority",
        "Community of Learning: ID",
        "All Children",
    ]
    lines = [
        ["Early Childhood Services"],
        *[[]] * 9,
        header,
        ["5001", "Anne West Kindergarten", "Free Kindergarten", "", "", ""],
    ]
    found = read_services(text_of(lines).encode("cp1252"), "Directory-ECE-Current.csv")
    assert [(p.number, p.row, p.roll) for p in found.providers] == [(5001, 12, None)]


def test_the_national_open_data_layout():
    found = read_services(
        b"ECE_Id,Org_Name,Org_Type,All_Children\n5001,Anne West,Kindergarten,31\n", "ece.csv"
    )
    assert found.providers[0].roll == ListedRoll(31, None, None, None, None, None, None, None, "total")


def test_a_schools_directory_is_said_to_be_one():
    with pytest.raises(
        FileFault,
        match=r"^s\.csv is no early learning directory: its columns are those of a schools directory\.$",
    ):
        read_services(b"School ID,Name,Authority\n1,Te Kao School,State\n", "s.csv")
