"""Which columns a file has, told by the names it gives them: one table of every known spelling.

Spellings are compared folded: no accents, case, punctuation or spaces, so that `Email^`, `Longitude ` and
`School_Id` need no line of their own. The first spelling of a field is preferred where a file has several.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

ETHNIC: Mapping[str, tuple[str, ...]] = {
    "european": (
        "European/ Pākehā",
        "European/ P?keh?",
        "European",
        "NZ European",
        "NZ European/ Pākehā",
        "New Zealand European",
        "Pākehā",
    ),
    "maori": ("Māori", "M?ori", "NZ Māori", "New Zealand Māori"),
    "pacific": ("Pacific", "Pasifika", "Pacific Island", "Pacific Islander", "Pacific Peoples"),
    "asian": ("Asian",),
    "melaa": (
        "MELAA",
        "Middle Eastern/ Latin American/ African",
        "Middle Eastern Latin American and African",
    ),
    "other": ("Other", "Other Ethnicity", "Other Ethnic Group", "Other Ethnic Groups"),
    "international": (
        "International",
        "International Students",
        "International Fee Paying",
        "International Fee-Paying Students",
        "Foreign Fee Paying",
        "Foreign Fee-Paying Students",
    ),
}

_PLACE: Mapping[str, tuple[str, ...]] = {
    "authority": ("Authority", "School Authority", "Org Authority", "School: Authority", "Ownership"),
    "definition": ("Definition", "School Definition", "Org Definition"),
    "region": (
        "Education Region",
        "Region: Education Region",
        "Ministry of Education Region",
        "MoE Region",
        "Region",
        "School Region",
    ),
    "regional_council": ("Regional Council", "Region: Regional Council", "Regional Council Name"),
    "district": (
        "Territorial Authority",
        "Territorial Authority with Auckland Local Board",
        "TA with Auckland Local Board",
        "Region: Territorial Authority",
        "Territorial Local Authority",
        "Territorial Authority Name",
        "TA",
        "TLA",
    ),
    "urban": ("Urban Area", "Urban/Rural", "Urban Rural Indicator", "Urban Area Type", "Community Type"),
    "latitude": ("Latitude", "Lat"),
    "longitude": ("Longitude", "Long", "Lng", "Lon"),
    "network": (
        "Community of Learning ID",
        "Col_Id",
        "Community of Learning Number",
        "Kāhui Ako ID",
        "Kāhui Ako Number",
        "Community of Schools ID",
        "Network ID",
    ),
    "network_name": (
        "Community of Learning Name",
        "Col_Name",
        "Kāhui Ako Name",
        "Community of Schools Name",
        "Network Name",
        "Community of Learning",
        "Kāhui Ako",
        "Community of Schools",
    ),
    "status": ("Status", "School Status", "Org Status", "Service Status"),
    "opened": ("DateSchoolOpened", "Date Opened", "Opening Date", "Proposed Opening Date", "Open Date"),
}

_NUMBER = (
    "Institution Number",
    "Institution ID",
    "Org Number",
    "Organisation Number",
    "MoE Number",
    "MoE Institution Number",
    "Provider Number",
    "Number",
)
_NAME = ("Org Name", "Organisation Name", "Institution Name", "Provider Name", "Name")
_TYPE = ("Org Type", "Organisation Type", "Institution Type", "Provider Type", "Type")


@dataclass(frozen=True)
class Layout:
    """A kind of file: its fields with their spellings, those it must have, and how many rows it can have."""

    what: str
    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    any_of: tuple[str, ...]
    most_rows: int


SCHOOLS = Layout(
    what="schools directory",
    fields={
        "number": ("School Number", "School ID", "School: ID", "School No", *_NUMBER),
        "name": ("School Name", "School: Name", *_NAME),
        "type": ("School Type", "School: Type", *_TYPE),
        **_PLACE,
        "decile": ("Decile", "School Decile", "Decile Rating"),
        "equity": ("EQI Index", "Equity Index (EQI)", "Equity Index", "EQI"),
        "total": ("Total School Roll", "Total Roll", "Total", "School Roll", "Roll", "Total Students"),
        **ETHNIC,
    },
    required=("number", "name"),
    any_of=("type", "authority", "region"),
    most_rows=50_000,
)

SERVICES = Layout(
    what="early learning directory",
    fields={
        "number": ("Service Number", "ECE ID", "ECE Number", "Service ID", "ECE Service Number", *_NUMBER),
        "name": ("Service Name", "ECE Name", "ECE Service Name", *_NAME),
        "type": ("Service Type", "ECE Type", "ECE Service Type", *_TYPE),
        **_PLACE,
        "total": ("Total", "All Children", "Total Roll", "Total Enrolments", "Total Children", "Roll"),
        **ETHNIC,
    },
    required=("number", "name"),
    any_of=("type", "authority", "region"),
    most_rows=100_000,
)

_RETURN = {
    "number": SCHOOLS.fields["number"],
    "year": ("Year", "Year: As at 1 July", "Roll Year", "July Roll Year"),
}
LONG_ROLLS = Layout(
    what="table of rolls",
    fields={
        **_RETURN,
        "group": ("Demographic", "Student: Ethnic Group", "Ethnic Group", "Ethnicity", "Group"),
        "count": ("Count", "Students (Values)", "Students", "Number of Students", "Roll", "Learners"),
        "level": ("Student: Year level", "Year Level", "Funding Year Level"),
    },
    required=("number", "year", "group", "count"),
    any_of=(),
    most_rows=3_000_000,
)
WIDE_ROLLS = Layout(
    what="table of rolls",
    fields={**_RETURN, "total": SCHOOLS.fields["total"], **ETHNIC},
    required=("number", "year", "total"),
    any_of=(),
    most_rows=500_000,
)
DECISIONS = Layout(
    what="list of decisions",
    fields={
        "network": ("network_id", "network", "network number", *_PLACE["network"]),
        "gate": ("gate", "gate code"),
        "decision": ("decision", "outcome"),
        "on": ("on", "decided on", "date"),
        "on_by": ("on_by", "decided by"),
        "source": ("source",),
    },
    required=("network", "gate", "decision", "on"),
    any_of=(),
    most_rows=100_000,
)


@dataclass(frozen=True)
class Header:
    """The header row that was found: which column holds each field, and what the file calls it."""

    layout: Layout
    row: int
    cells: tuple[str, ...]
    index: Mapping[str, int]
    called: Mapping[str, str]
    doubled: Mapping[str, tuple[str, ...]]

    @property
    def width(self) -> int:
        return len(self.cells)

    def column(self, field: str) -> str:
        """What the file calls a field; its first known spelling where the file has none."""
        return self.called.get(field, self.layout.fields[field][0])


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A header for comparing: letters and digits only, no accents, one case."""
    plain = unicodedata.normalize("NFKD", text[:200])
    return "".join(c for c in plain if c.isalnum()).casefold()


@lru_cache(maxsize=16)
def _spellings(what: str, fields: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for field, spellings in fields:
        for rank, spelling in enumerate(spellings):
            known.setdefault(fold(spelling), (field, rank))
    return known


def known(layout: Layout) -> Mapping[str, tuple[str, int]]:
    """Folded spelling → field and rank of preference."""
    return _spellings(layout.what, tuple(layout.fields.items()))


def match(cells: Sequence[str], above: Sequence[str], row: int, layout: Layout) -> Header | None:
    """The header this row is for a layout, or `None`. A row of group names `above` helps to tell columns apart."""
    found = _columns(cells, above, layout)
    if not all(found.get(field) for field in layout.required):
        return None
    if layout.any_of and not any(found.get(field) for field in layout.any_of):
        return None
    best = {field: min(places) for field, places in found.items()}
    return Header(
        layout=layout,
        row=row,
        cells=tuple(cells),
        index={field: place for field, (_, place) in best.items()},
        called={field: cells[place].strip() for field, (_, place) in best.items()},
        doubled={
            field: tuple(cells[place].strip() for _, place in sorted(places, key=lambda p: p[1]))
            for field, places in found.items()
            if len(places) > 1
        },
    )


def recognised(cells: Sequence[str], layout: Layout) -> list[str]:
    """The fields of a layout that a row names, for saying what is missing."""
    return list(_columns(cells, (), layout))


def _columns(cells: Sequence[str], above: Sequence[str], layout: Layout) -> dict[str, list[tuple[int, int]]]:
    """Field → (rank of spelling, column) for each column that names it."""
    spellings = known(layout)
    found: dict[str, list[tuple[int, int]]] = {}
    group = ""
    for place, cell in enumerate(cells):
        if place < len(above) and above[place].strip():
            group = above[place]
        hit = (spellings.get(fold(f"{group} {cell}")) if group and cell.strip() else None) or spellings.get(
            fold(cell)
        )
        if hit:
            field, rank = hit
            found.setdefault(field, []).append((rank, place))
    return found
