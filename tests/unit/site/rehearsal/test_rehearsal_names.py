"""No name in a rehearsal is the name of a place or a school on the public record: all that can be made are held to it."""

import gzip
import re

import duckdb
from worlds import PROGRAMMES

from kahui.definition.words import fold
from kahui.site.rehearsal import names

RECORD = PROGRAMMES / "kahui-ako" / "public-record"

KNOWN_ELSEWHERE = (
    "Hazelmere", "Windermere", "Grasmere", "Buttermere", "Loweswater", "Aldermere", "Thornthwaite", "Satterthwaite",
    "Micklethwaite", "Barwick", "Keswick", "Alnwick", "Berwick", "Hawick", "Warwick", "Smithwick", "Aldwick", "Fernwick",
    "Otterburn", "Otterton", "Ironbridge", "Thistleton", "Barrowcroft", "Alderholt", "Otterbourne", "Nettlestead",
)  # fmt: skip
"""Places with such endings, here and abroad."""


def on_record() -> str:
    return fold(" ".join(gzip.decompress(f.read_bytes()).decode() for f in sorted(RECORD.glob("*.csv.gz"))))


def test_no_place_that_can_be_named_is_on_the_public_record_or_known_elsewhere() -> None:
    record = on_record()
    words = set(re.findall(r"\w+", record)) | {fold(name) for name in KNOWN_ELSEWHERE}
    assert {"auckland", "hazelmere"} <= words
    made = list(names.places())
    assert [name for name in made if fold(name) in words] == []
    assert [name for name in names.REGION_WORDS if fold(name) in record] == []


def test_every_name_can_be_told_from_every_other() -> None:
    made = [fold(name) for name in names.places()]
    assert len(set(made)) == len(made)


def test_every_school_service_and_network_is_named_from_those(asked_of: duckdb.DuckDBPyConnection) -> None:
    places = set(names.places())
    endings = {
        e for group in (names.SCHOOL_ENDINGS, names.SERVICE_ENDINGS) for many in group.values() for e in many
    }
    before = ("Te Kura o ", "Te Kōhanga Reo o ", "Te Kāhui o ")
    strange = []
    for (name,) in asked_of.execute("select name from detail union select name from network_name").fetchall():
        place = name
        for start in before:
            place = place.removeprefix(start)
        for end in sorted(endings | {"Network"}, key=len, reverse=True):
            place = place.removesuffix(f" {end}")
        if place not in places:
            strange.append(name)
    assert strange == []


def test_names_are_written_with_their_macrons(asked_of: duckdb.DuckDBPyConnection) -> None:
    said = " ".join(n for (n,) in asked_of.execute("select name from detail").fetchall())
    assert {"ā", "ē", "ī", "ō", "ū"} <= set(said.lower())
