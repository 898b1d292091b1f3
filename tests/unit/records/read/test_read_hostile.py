"""Files that nobody should have to survive: refused in a sentence, and soon."""

import gzip
import lzma
import random
import time

import pytest
from files_of import MAY_2016, TE_KAO, csv_of

from kahui.records.register.read import FileFault, read_decisions, read_rolls, read_schools, read_services

READERS = [read_schools, read_services, read_rolls, read_decisions]
GOOD = csv_of(MAY_2016, [TE_KAO])


def nonsense(size: int) -> bytes:
    return random.Random(1).randbytes(1_000_000).replace(b"\0", b"\1") * (size // 1_000_000)


@pytest.fixture(scope="module")
def heap() -> bytes:
    return nonsense(200_000_000)


@pytest.mark.parametrize("reader", READERS)
def test_200_mb_of_nonsense_are_refused_at_a_glance(reader, heap: bytes):
    start = time.process_time()
    with pytest.raises(FileFault):
        reader(heap, "nonsense.csv")
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(bytes(200_000)), "holds bytes that no text has"),
        (gzip.compress(GOOD + b"1" * 25_000_000), "unpacks to far more than a table can hold"),
        (lzma.compress(GOOD + b"1" * 25_000_000), "unpacks to far more than a table can hold"),
        (gzip.compress(GOOD)[:-12], "is damaged and cannot be unpacked"),
        (GOOD + b'2,"' + b"x" * 10_000_000 + b'"', "a cell runs on for more than any cell can hold"),
        (GOOD + b"2," + b'"' * 1_000_001 + b"\n", "a cell runs on for more than any cell can hold"),
        (GOOD + b'2,"Taipa\n' + b"3,x\n" * 5000, "a quotation mark is opened and not closed"),
        (GOOD + b"2,Tai\0pa\n", "holds bytes that no text has"),
        (b"\0" * 5000, "holds bytes that no text has"),
        (b"\xff\xfe" + GOOD.decode().encode("utf-16-le") + b"\xd8", "begins as UTF-16 and does not go on so"),
        (b"," * 5_000_000, "is no schools directory"),
        (b'"' * 5_000_000, "is no schools directory"),
        (GOOD + b"x,y\n" * 60_000, "2,000 of its first 2,001 rows could not be read. Row 3, School ID: “x”"),
        (b"number,name,type\n" + b"".join(b"%d,Te Kao,x\n" % n for n in range(1, 50_002)), "more than 50,000 rows"),
    ],
    ids=["gz noughts", "gz bomb", "xz bomb", "gz cut off", "long cell", "quotes", "open quote", "NUL", "noughts",
         "utf-16 cut off", "commas", "only quotes", "hopeless", "too many rows"],
)  # fmt: skip
def test_hostile_text_is_refused_in_a_sentence(data: bytes, said: str):
    start = time.process_time()
    with pytest.raises(FileFault, match=said):
        read_schools(data, "d.csv")
    assert time.process_time() - start < 3
