"""The public record that the project carries: what it holds, and that it is what was published."""

import datetime as dt
import gzip
import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kahui.records.register.read import read_decisions, read_rolls, read_schools, read_services

CHECKOUT = Path(__file__).resolve().parents[4]
FOLDER = CHECKOUT / "programmes" / "kahui-ako" / "public-record"
ORIGINALS = Path(os.environ.get("KAHUI_SHARED", CHECKOUT.parent / "shared")) / "data"
FILES = {
    entry["file"]: entry for entry in tomllib.loads((FOLDER / "manifest.toml").read_text("utf-8"))["file"]
}
READERS = {
    "schools": read_schools,
    "services": read_services,
    "rolls": read_rolls,
    "decisions": read_decisions,
}


def read(file: str):
    return READERS[FILES[file]["kind"]]((FOLDER / file).read_bytes(), file)


def test_the_manifest_lists_every_file_with_its_source_and_licence():
    data = {p.name for p in FOLDER.iterdir() if ".csv" in p.name}
    assert set(FILES) == data
    asked = ("kind", "file", "title", "source", "licence", "attribution", "changed")
    assert [[key for key in asked if not entry.get(key)] for entry in FILES.values()] == [[]] * len(FILES)
    assert {k: e.get("as_at") for k, e in FILES.items()} == {
        "schools-2016-05-24.csv.gz": dt.date(2016, 5, 24),
        "schools-2017-07-30.csv.gz": dt.date(2017, 7, 30),
        "schools-2021-09-30.csv.gz": dt.date(2021, 9, 30),
        "services-2024-04-19.csv.gz": dt.date(2024, 4, 19),
        "rolls-2000-2017.csv.gz": None,
        "decisions.csv": None,
    }


@pytest.mark.parametrize(
    ("file", "listed", "not_open", "members", "networks", "no_roll", "no_place", "west"),
    [
        ("schools-2016-05-24.csv.gz", 2539, 8, 789, 96, 36, 8, 3),
        ("schools-2017-07-30.csv.gz", 2539, 8, 1629, 197, 36, 9, 3),
        ("schools-2021-09-30.csv.gz", 2558, 9, 1885, 220, 51, 18, 3),
        ("services-2024-04-19.csv.gz", 4430, 0, 1505, 180, 91, 4, 1),
    ],
)
def test_the_directories(file, listed, not_open, members, networks, no_roll, no_place, west):
    found = read(file)
    providers = found.providers
    assert (
        len(providers),
        sum(not p.is_open for p in providers),
        sum(p.network is not None for p in providers),
        len({p.network for p in providers} - {None}),
        sum(p.roll is None for p in providers),
        sum(p.latitude is None for p in providers),
        sum((p.longitude or 0) < 0 for p in providers),
        found.refused,
    ) == (listed, not_open, members, networks, no_roll, no_place, west, ())


def test_the_rolls():
    found = read("rolls-2000-2017.csv.gz")
    assert (len(found.returns), found.refused, found.notes) == (44_158, (), ())
    assert sorted({r.year for r in found.returns}) == [2000, 2001, *range(2003, 2018)]
    assert sum(r.roll.total for r in found.returns if r.year == 2016) == 787_960


def test_the_decisions():
    found = read("decisions.csv")
    assert (found.refused, found.notes) == ((), ())
    approvals = [d for d in found.rows if (d.gate, d.decision) == ("approval", "approved")]
    endorsements = [d for d in found.rows if (d.gate, d.decision) == ("endorsement", "endorsed")]
    assert [d.network for d in approvals] == list(range(99000, 99221))
    assert (len(endorsements), len(approvals) + len(endorsements)) == (34, len(found.rows))
    assert Counter((d.on.isoformat(), d.on_by.isoformat()) for d in approvals) == {
        ("2014-12-01", "2014-12-31"): 11,
        ("2015-03-01", "2016-04-30"): 85,
        ("2016-08-01", "2016-11-15"): 52,
        ("2016-12-01", "2016-12-05"): 32,
        ("2017-04-01", "2017-04-30"): 17,
        ("2017-08-01", "2017-08-15"): 13,
        ("2018-02-01", "2018-02-28"): 4,
        ("2018-03-01", "2019-06-30"): 7,
    }
    assert {d.on == d.on_by for d in endorsements} == {True}
    assert all(d.source.startswith("Inferred: ") for d in approvals)


def test_no_contact_column_is_carried():
    heads = {f: (FOLDER / f) for f in FILES if FILES[f]["kind"] in ("schools", "services")}
    columns = {
        f: gzip.decompress(p.read_bytes()).split(b"\n", 1)[0].decode().lower() for f, p in heads.items()
    }
    asked = ("phone", "fax", "mail", "principal", "contact", "street", "address", "postal", "website")
    assert {f: [word for word in asked if word in head] for f, head in columns.items()} == {
        f: [] for f in heads
    }


@pytest.mark.shared
@pytest.mark.parametrize("file", [f for f in FILES if FILES[f]["kind"] != "decisions"])
def test_the_cut_files_read_to_what_the_originals_read_to(file: str):
    original = ORIGINALS / FILES[file]["original"]
    if not original.exists():
        pytest.skip(
            f"needs the original beside the checkout: put it at ../shared/data/{FILES[file]['original']}"
        )
    published = READERS[FILES[file]["kind"]](original.read_bytes(), original.name)
    assert read(file) == published
