"""The same size, years and seed give the same bytes, however many processes make them; another seed gives others."""

import json
from pathlib import Path

import pytest
from worlds import KAHUI_AKO

from kahui.site.rehearsal.manifest import NAME
from kahui.site.rehearsal.nation import Asked, rehearse
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import Size, SizeFault
from kahui.site.rehearsal.write import digest


def made(folder: Path, size: str, seed: int, processes: int = 1) -> dict[str, str]:
    folder.mkdir()
    rehearse(folder, Asked(Size.read(size, RATES), 1, seed), KAHUI_AKO, processes=processes)
    return {f.relative_to(folder).as_posix(): digest(f) for f in sorted(folder.rglob("*")) if f.is_file()}


def test_same_seed_same_bytes_and_processes_change_nothing(tmp_path: Path) -> None:
    alone = made(tmp_path / "alone", "220-schools", 3)
    assert len([name for name in alone if name.startswith("reading/")]) == 2
    assert made(tmp_path / "together", "220-schools", 3, processes=2) == alone


def test_another_seed_makes_another_nation(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", "20-schools", 1), made(tmp_path / "other", "20-schools", 2)
    assert one.keys() == other.keys()
    same = {name for name, its in one.items() if other[name] == its}
    by_programme = ("link", "link_cut", "entitlement", "gate", "post_rule")
    told_once = {f"{n}.parquet" for n in ("item", "cut", "photograph", "provider", "network", *by_programme)}
    assert same == told_once | {f"truth/{n}.parquet" for n in ("rate", "standard", "tool_link")}


def test_the_manifest_tells_every_file_with_its_hash(rehearsed: Path) -> None:
    told = json.loads((rehearsed / NAME).read_text(encoding="utf-8"))
    hashes = {name: its for table in told["tables"] for name, its in table["files"].items()}
    there = {f.relative_to(rehearsed).as_posix(): digest(f) for f in rehearsed.rglob("*.parquet")}
    assert hashes == there
    assert all(c["words"] for table in told["tables"] for c in table["columns"])


def test_every_rate_says_where_it_comes_from() -> None:
    assert [r.name for r in RATES.said() if not r.source or not r.words] == []


@pytest.mark.parametrize("words", ["huge", "3-schools", "-5-schools", "30000-schools", ""])
def test_a_size_that_cannot_be_made_is_refused(words: str) -> None:
    with pytest.raises(SizeFault, match=r"^(There is no size|\S+ schools cannot be made)"):
        Size.read(words, RATES)
