"""The reference that the definition writes of itself."""

import re

import pytest
from click.testing import CliRunner

from kahui.definition import describe, describe_posts, load
from kahui.site.commands.describe import PAGES, command, pages
from kahui.site.home import CHECKOUT, programmes

KAHUI_AKO = load(programmes() / "kahui-ako")
ENGLISH_TRUST = load(programmes() / "english-trust")
LOOK_UP = CHECKOUT / "docs" / "look-up"
WRITERS = [describe.gates, describe_posts.posts, describe.programme]


@pytest.mark.parametrize("page", ["gates.md", "posts.md", "programme.md", "access.md"])
def test_the_pages_that_stand_are_the_pages_that_would_be_written(page):
    assert (LOOK_UP / page).read_text(encoding="utf-8") == pages()[page], "Run: kahui describe --write"


@pytest.mark.parametrize("write", WRITERS, ids=lambda w: w.__name__)
@pytest.mark.parametrize("definition", [KAHUI_AKO, ENGLISH_TRUST], ids=lambda d: d.code)
def test_every_row_has_the_columns_of_its_head_and_every_key_its_source(definition, write):
    text = write(definition)
    assert text == write(definition)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.strip().split("\n")}
        assert len(widths) == 1
    cited = {k for inside in re.findall(r"\[([A-Z][A-Za-z0-9, ]+)\]", text) for k in inside.split(", ")}
    assert cited == set(re.findall(r"^- \*\*(\w+)\*\*:", text, re.MULTILINE))


def test_who_may_endorse_is_a_row_with_its_day():
    rows = [line for line in describe.gates(KAHUI_AKO).split("\n") if line.startswith("| Endorsement |")]
    assert rows == [
        "| Endorsement | Minister of Education | the beginning | 1 January 2018 (not that day) | [MR] |",
        "| Endorsement | Secretary for Education | 1 January 2018 |  | (NOT FOUND; ours, after [AC]) |",
    ]


def test_the_diagram_draws_each_gate_and_each_step_once():
    block = re.search(r"```mermaid\n(.*?)\n```", describe.gates(ENGLISH_TRUST), re.DOTALL)[1]
    assert block.split("\n") == [
        "flowchart TD",
        '    gate_charter["Charter<br/><small>The trust\'s board</small>"]',
        '    gate_cycle["Review cycle agreed<br/><small>The members\' headteachers</small>"]',
        '    gate_accreditation["Accreditation<br/><small>The trust\'s board, then Chief executive of the trust</small>"]',
        "    gate_charter --> gate_cycle",
        "    gate_charter --> gate_accreditation",
        "    gate_cycle --> gate_accreditation",
        "    classDef counted stroke-width:3px",
        "    class gate_charter,gate_accreditation counted",
    ]


def test_no_word_of_one_programme_stands_in_the_pages_of_another():
    text = "".join(write(ENGLISH_TRUST) for write in WRITERS)
    assert re.findall(r"Kāhui|Minister|Secretary|Ministry|whānau", text) == []


def test_an_estimate_is_said_to_be_one_and_what_is_not_found_is_said():
    assert describe_posts.posts(KAHUI_AKO).count("(an estimate)") == 2
    for line in KAHUI_AKO.not_found:
        assert f"\n- {line}\n" in describe.programme(KAHUI_AKO)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_written_to_standard_output(page):
    result = CliRunner().invoke(command, [page])
    assert (result.exit_code, result.stdout) == (0, pages()[f"{page}.md"])


@pytest.mark.parametrize("call", [[], ["gates", "--check"], ["--write", "--check"], ["gate"]])
def test_a_wrong_call_exits_2(call):
    assert CliRunner().invoke(command, call).exit_code == 2


def test_a_stale_page_is_named_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr("kahui.site.commands.describe.CHECKOUT", tmp_path)
    (tmp_path / "docs").mkdir()
    assert CliRunner().invoke(command, ["--write"]).exit_code == 0
    assert CliRunner().invoke(command, ["--check"]).exit_code == 0

    gates = tmp_path / "docs" / "look-up" / "gates.md"
    gates.write_text(
        gates.read_text(encoding="utf-8").replace("1 January 2018", "1 May 2018", 1), encoding="utf-8"
    )
    (tmp_path / "docs" / "look-up" / "posts.md").unlink()
    result = CliRunner().invoke(command, ["--check"])
    assert result.exit_code == 1
    assert re.findall(r"docs/look-up/(\w+)\.md is no longer so", result.stderr) == ["gates", "posts"]
    assert result.stderr.strip().endswith("Run: kahui describe --write")


def test_a_broken_definition_is_told_in_its_own_words(tmp_path, monkeypatch):
    monkeypatch.setenv("KAHUI_PROGRAMME", str(tmp_path))
    result = CliRunner().invoke(command, ["gates"])
    assert result.exit_code == 1
    assert "gates.toml: found no such file. Add it to the folder." in result.stderr
