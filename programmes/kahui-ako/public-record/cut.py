"""Makes the files beside it from the published originals: `python cut.py FOLDER_OF_ORIGINALS`.

A directory keeps its rows and its own headers, and only the columns that its reader reads. Rolls become a row
per school and year. The same originals give the same bytes.
"""

import csv
import gzip
import io
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from kahui.records.register.read import read_rolls
from kahui.records.register.read.headers import SCHOOLS, SERVICES
from kahui.records.register.read.table import open_table

HERE = Path(__file__).resolve().parent
ROLL_HEADER = [
    "School ID", "Year", "Total", "European/ Pākehā", "Māori", "Pasifika", "Asian", "MELAA", "Other",
]  # fmt: skip
TRANCHES = [
    # first, last id, on, on_by, from what it is inferred
    (99000, 99010, "2014-12-01", "2014-12-31", "tranche 1: 11 approved in December 2014 (Ministry report, April 2017)"),
    (
        99011, 99095, "2015-03-01", "2016-04-30",
        "tranches 2 to 5, March 2015 to April 2016: ids in the directory of 24 May 2016 end at 99095",
    ),
    (
        99096, 99147, "2016-08-01", "2016-11-15",
        "tranche 6, from August 2016: 148 approved by mid-November 2016 (Ministry report, April 2017)",
    ),
    (
        99148, 99179, "2016-12-01", "2016-12-05",
        "tranche 7: 32 more, 180 in all, announced on 5 December 2016 (scoop.co.nz PA1612/S00075)",
    ),
    (
        99180, 99196, "2017-04-01", "2017-04-30",
        "tranche 8: 17 announced in April 2017; these ids lie in exactly the five regions it named",
    ),
    (
        99197, 99209, "2017-08-01", "2017-08-15",
        "tranche 9: 13 announced in August 2017; all 210 were established by 15 August "
        "(education.govt.nz, survey of 2017)",
    ),
    (
        99210, 99213, "2018-02-01", "2018-02-28",
        "214 in all by March 2018 (education.govt.nz, evidence and data, March 2018)",
    ),
    (
        99214, 99220, "2018-03-01", "2019-06-30",
        "id is in the directory of September 2021; 221 approved by June 2019 (education.govt.nz, June 2019)",
    ),
]  # fmt: skip


def main(originals: Path) -> None:
    manifest = tomllib.loads((HERE / "manifest.toml").read_text("utf-8"))
    for entry in manifest["file"]:
        data = cut(entry, originals)
        (HERE / entry["file"]).write_bytes(data)
        print(f"{entry['file']}: {len(data):,} bytes")


def cut(entry: dict[str, str], originals: Path) -> bytes:
    """The bytes of one file of the manifest."""
    original = originals / entry["original"]
    match entry["kind"]:
        case "schools" | "services":
            return packed(directory_rows(original, services=entry["kind"] == "services"))
        case "rolls":
            return packed(roll_rows(original))
        case _:
            return written(decision_rows(original))


def directory_rows(original: Path, *, services: bool) -> Iterable[list[str]]:
    """The columns that the reader reads, under the headers of the original; blank rows stay where they are."""
    data = original.read_bytes()
    header = open_table(data, original.name, [SERVICES if services else SCHOOLS]).header
    places = sorted(header.index.values())
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield [row[place] for place in places]


def roll_rows(original: Path) -> Iterable[Sequence[object]]:
    yield ROLL_HEADER
    for listed in read_rolls(original.read_bytes(), original.name).returns:
        r = listed.roll
        yield listed.number, listed.year, r.total, r.european, r.maori, r.pacific, r.asian, r.melaa, r.other


def decision_rows(endorsements: Path) -> Iterable[Sequence[object]]:
    yield "network_id", "gate", "decision", "on", "on_by", "source"
    for first, last, on, on_by, why in TRANCHES:
        for network in range(first, last + 1):
            source = f"Inferred: community ids run in order of approval; {why}"
            yield network, "approval", "approved", on, on_by, source
    with endorsements.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source = (
                "Ministry of Education, list of endorsed Communities of Learning, 2017 (minedu.cwp.govt.nz), "
                f"published as “{row['name_as_published']}”; matched to its id by name"
            )
            yield row["col_id"], "endorsement", "endorsed", row["endorsed"], "", source


def written(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def packed(rows: Iterable[Sequence[object]]) -> bytes:
    """Gzip without name or time, so that the same rows are the same bytes."""
    return gzip.compress(written(rows), compresslevel=9, mtime=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
