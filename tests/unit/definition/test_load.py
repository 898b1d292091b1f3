"""Reading a folder: the same bytes give the same value, and the reference programme is whole."""

import shutil
from dataclasses import replace

import pytest

from kahui.definition import load
from kahui.site.home import programmes

KAHUI_AKO = programmes() / "kahui-ako"
ENGLISH_TRUST = programmes() / "english-trust"


@pytest.mark.parametrize("folder", [KAHUI_AKO, ENGLISH_TRUST], ids=lambda f: f.name)
def test_line_endings_and_a_byte_order_mark_change_nothing(folder, tmp_path):
    copy = shutil.copytree(
        folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("public-record", "cases")
    )
    for path in copy.glob("*.toml"):
        text = path.read_bytes().decode("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))

    assert load(copy) == load(folder)


def test_the_hash_moves_with_any_word_and_with_nothing_else(tmp_path):
    copy = shutil.copytree(ENGLISH_TRUST, tmp_path / "elsewhere")
    assert load(copy).hash == load(ENGLISH_TRUST).hash

    gates = copy / "gates.toml"
    gates.write_text(gates.read_text(encoding="utf-8").replace("2020-01-01", "2020-01-02"), encoding="utf-8")
    assert load(copy).hash != load(ENGLISH_TRUST).hash
    assert replace(load(copy), hash="", gates=()) == replace(load(ENGLISH_TRUST), hash="", gates=())


def test_the_same_bytes_are_read_once():
    assert load(KAHUI_AKO) is load(KAHUI_AKO)


def test_other_programmes_have_other_gates_and_other_words():
    ours, theirs = load(KAHUI_AKO), load(ENGLISH_TRUST)
    assert {g.code for g in ours.gates} & {g.code for g in theirs.gates} == set()
    assert ours.standing("approved").code == "approval"
    assert theirs.standing("approved").code == "charter"
    assert ours.standing("endorsed").code == "endorsement"
    assert theirs.standing("endorsed").code == "accreditation"
    assert [n.programme.mi for n in theirs.names] == ["", ""]


def test_every_source_is_cited_somewhere():
    definition = load(KAHUI_AKO)
    written = "".join(
        p.read_text(encoding="utf-8") for p in KAHUI_AKO.glob("*.toml") if p.name != "sources.toml"
    )
    silent = [k for k in definition.sources if f'"{k}"' not in written and f"[{k}]" not in written]
    assert silent == []


def test_what_is_not_found_or_ours_is_said_so():
    definition = load(KAHUI_AKO)
    estimates = [(p.code, x.cited.basis) for p in definition.posts for x in p.provisions if x.estimate]
    assert estimates == [("across-schools-teacher", "ours"), ("within-school-teacher", "ours")]
    unknown = [
        (g.code, d.capacity) for g in definition.gates for d in g.deciders if d.cited.basis == "not-found"
    ]
    assert unknown == [("endorsement", "secretary")]
    assert len(definition.not_found) == 16
