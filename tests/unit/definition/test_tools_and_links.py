"""Tools and links as data: what the public record says of them, and what a broken line is answered with."""

import datetime as dt
import shutil

import pytest

from kahui.definition import DefinitionFault, load
from kahui.site.home import programmes


@pytest.fixture(scope="module")
def record():
    return load(programmes() / "kahui-ako")


def test_a_tool_has_one_version_on_a_day(record):
    tool = next(t for t in record.tools if t.code == "pact")
    assert [tool.version(day).scale for day in (dt.date(2018, 4, 30), dt.date(2018, 5, 1))] == [
        "PaCT to 1,000",
        "PaCT to 1,300",
    ]


def test_the_parts_of_curriculum_levels_are_of_unequal_width(record):
    link = next(x for x in record.links if x.code == "e-asttle-reading-levels-2010")
    widths = [cut.most - cut.least + 1 for cut in link.cuts if cut.least is not None]
    assert (min(widths), max(widths)) == (22, 54)


def test_a_link_whose_error_is_not_known_stands_on_no_high_rung(record):
    assert {x.rung for x in record.links if x.error is None} <= {"moderate", "none"}


def test_what_was_not_found_is_said(record):
    silent = [x.code for x in record.links if x.error is None and not x.not_found]
    silent += [t.code for t in record.tools if t.kind == "test" and t.error is None and not t.not_found]
    assert silent == []


BROKEN = {
    "a tool with two scales on one day": (
        "tools.toml",
        "starts = 2019-09-01\n",
        "starts = 2019-01-01\n",
        "tools.toml, tool[progress-test].version[second]: found two scales on one day: “progress points” of first "
        "and “new progress points” of second. End one version where the other starts, or make two tools of it.",
    ),
    "a scale that ends before it begins": (
        "tools.toml",
        "most = 120.0",
        "most = 60.0",
        "tools.toml, tool[progress-test].version[second].most: found 60, which is not above the least (80). "
        "Correct one.",
    ),
    "a judgment of one result": (
        "tools.toml",
        'words = ["working towards", "expected", "greater depth"]',
        'words = ["expected"]',
        "tools.toml, tool[teacher-assessment].words: found 1 results. Write at least two, the lowest first.",
    ),
    "a topic that is none": (
        "tools.toml",
        'kind = "judgment"\ntopics = ["reading"]',
        'kind = "judgment"\ntopics = ["reading", "chess"]',
        "tools.toml, tool[teacher-assessment].topics: found “chess”, which is no topic. They are reading.",
    ),
    "a link that falls": (
        "links.toml",
        "least = 110.0",
        "least = 105.0",
        "links.toml, link[standards].cut[3].least: found 105, which is not above the most of “expected” (109). "
        "A higher score never becomes a lower result.",
    ),
    "cuts in another order than the judgments": (
        "links.toml",
        'word = "greater depth"\nleast = 110.0',
        'word = "greater depth"\nleast = 110.0\nmost = 111.0\n[[link.cut]]\nword = "expected"\nleast = 112.0',
        "links.toml, link[standards].cut: found the cuts in the order working towards, expected, greater depth and "
        "expected. Put them as teacher-assessment has them: working towards, expected and greater depth.",
    ),
    "a high rung without an error": (
        "links.toml",
        "error = 0.4\n",
        "",
        "links.toml, link[bridge-2019].rung: found the rung “calibrate” without an error. "
        "Write the link's standard error, or a lower rung.",
    ),
    "an error of nothing": (
        "links.toml",
        "error = 0.4\n",
        "error = 0.0\n",
        "links.toml, link[bridge-2019].error: found 0. Write a number of points above 0, or leave it out where not "
        "known.\n"
        "links.toml, link[bridge-2019].rung: found the rung “calibrate” without an error. "
        "Write the link's standard error, or a lower rung.",
    ),
    "a version that is none": (
        "links.toml",
        'from_version = "first"',
        'from_version = "third"',
        "links.toml, link[bridge-2019].from_version: found “third”, which is no version of progress-test. "
        "Its versions are first and second.",
    ),
    "a link to itself": (
        "links.toml",
        'from_version = "first"',
        'from_version = "second"',
        "links.toml, link[bridge-2019].to: found a link of a version to itself. Name two versions or tools.",
    ),
    "two links for one day": (
        "links.toml",
        '[[link]]\ncode = "standards"',
        '[[link]]\ncode = "again"\nfrom = "progress-test"\nfrom_version = "first"\nto = "progress-test"\n'
        'to_version = "second"\ntopic = "reading"\nyear_levels = ["6"]\ndesign = "single-group"\n'
        'method = "linear"\nrung = "moderate"\nbasis = "ours"\n\n[[link]]\ncode = "standards"',
        "links.toml, link[again]: found a second link beside bridge-2019 for year 6 on one day. "
        "End one where the other starts.",
    ),
    "a cut of no judgment": (
        "links.toml",
        'word = "greater depth"',
        'word = "mastery"',
        "links.toml, link[standards].cut: found “mastery”, which is no result of teacher-assessment. "
        "They are working towards, expected and greater depth.",
    ),
    "a tool that is none": (
        "links.toml",
        'to = "teacher-assessment"',
        'to = "inspection"',
        "links.toml, link[standards].to: found “inspection”, which is no tool. "
        "Tools are progress-test and teacher-assessment.",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_said_of_a_broken_line(fault, tmp_path):
    file, stands, written, says = BROKEN[fault]
    folder = shutil.copytree(programmes() / "english-trust", tmp_path / "broken")
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(stands) == 1
    (folder / file).write_text(text.replace(stands, written), encoding="utf-8")
    with pytest.raises(DefinitionFault) as fault_:
        load(folder)
    assert str(fault_.value) == says
