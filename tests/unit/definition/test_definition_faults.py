"""A broken file and exactly what is said of it: the file, the key, what was found and the cure."""

import shutil

import pytest

from kahui.definition import DefinitionFault, load
from kahui.site.home import programmes

BROKEN = {
    # What is wrong: the file, what stands there, what is written in its place, what is said.
    "unknown key": (
        "gates.toml",
        'asks = "The trust charters',
        'ask = "The trust charters',
        "gates.toml, gate[charter].asks: found nothing. Write text.\n"
        "gates.toml, gate[charter].ask: found a key that means nothing here. Did you mean asks?",
    ),
    "unknown key, no likeness": (
        "gates.toml",
        'counts_as = "approved"',
        'counts_as = "approved"\ncolour = "blue"',
        "gates.toml, gate[charter].colour: found a key that means nothing here. Keys here are also, asks, basis, code, counts_as, decider, ends, follows, name, needs, note, opens, outcome, preceded_by, source and starts.",
    ),
    "text where a number belongs": (
        "posts.toml",
        "release = 0.2\n",
        'release = "0.2"\n',
        "posts.toml, post[lead-reviewer].release: found “0.2”, which is text. Write a number.",
    ),
    "a fraction where a whole number belongs": (
        "posts.toml",
        "learners_per_post = 400",
        "learners_per_post = 400.5",
        "posts.toml, post[peer-reviewer].provision[1].learners_per_post: found 400.5, which is a number. Write a whole number.",
    ),
    "a date in quotation marks": (
        "gates.toml",
        "starts = 2020-01-01",
        'starts = "2020-01-01"',
        "gates.toml, gate[accreditation].decider[2].starts: found “2020-01-01”, which is text. Write a date such as 2018-01-01, without quotation marks.",
    ),
    "a date that does not exist": (
        "gates.toml",
        "starts = 2020-01-01",
        "starts = 2020-02-31",
        "gates.toml: found no TOML on line 62: invalid date or datetime. Put the line right as TOML: key = value, text in quotation marks, [[line]] for each line of a list.",
    ),
    "a day with a time": (
        "gates.toml",
        "starts = 2020-01-01",
        "starts = 2020-01-01T00:00:00",
        "gates.toml, gate[accreditation].decider[2].starts: found 2020-01-01 00:00:00, which is a day with a time. Write a date such as 2018-01-01, without quotation marks.",
    ),
    "one word where a list belongs": (
        "gates.toml",
        'follows = ["charter", "cycle"]',
        'follows = "charter"',
        "gates.toml, gate[accreditation].follows: found “charter”, which is text. Write a list in square brackets.",
    ),
    "a word that is none of the choices": (
        "gates.toml",
        'effect = "ends"\n\n[[gate]]\ncode = "cycle"',
        'effect = "finishes"\n\n[[gate]]\ncode = "cycle"',
        "gates.toml, gate[charter].outcome[2].effect: found “finishes”. Write stands, ends or none.",
    ),
    "something needed is missing": (
        "gates.toml",
        'asks = "The trust charters a partnership of schools."\n',
        "",
        "gates.toml, gate[charter].asks: found nothing. Write text.",
    ),
    "an empty text": (
        "gates.toml",
        'asks = "The trust charters a partnership of schools."',
        'asks = " "',
        "gates.toml, gate[charter].asks: found an empty text. Write some words.",
    ),
    "lines out of order": (
        "programme.toml",
        '[[name]]\nprogramme = { en = "Peer',
        '[[name]]\nstarts = 2021-09-01\nprogramme = { en = "Peer',
        "programme.toml, name[2].starts: found 2019-09-01, which is not after the line before it (2021-09-01). Put the lines in order of their days.\n"
        "programme.toml, name[1].starts: found 2021-09-01 as the first start: none would hold from 2015-09-01. Write 2015-09-01, or leave the start out.",
    ),
    "two lines at once": (
        "programme.toml",
        '[[name]]\nprogramme = { en = "Peer',
        '[[name]]\nends = 2020-09-01\nprogramme = { en = "Peer',
        "programme.toml, name[2].starts: found 2019-09-01, before the line above it ends (2020-09-01): two lines would hold. Write 2020-09-01, or leave out the end above.",
    ),
    "no line between": (
        "programme.toml",
        '[[name]]\nprogramme = { en = "Peer',
        '[[name]]\nends = 2018-09-01\nprogramme = { en = "Peer',
        "programme.toml, name[2].starts: found 2019-09-01, after the line above it ended (2018-09-01): none would hold between. Write 2018-09-01, or leave out the end above.",
    ),
    "no line at first": (
        "programme.toml",
        '[[name]]\nprogramme = { en = "Peer',
        '[[name]]\nstarts = 2016-09-01\nprogramme = { en = "Peer',
        "programme.toml, name[1].starts: found 2016-09-01 as the first start: none would hold from 2015-09-01. Write 2015-09-01, or leave the start out.",
    ),
    "no line at last": (
        "gates.toml",
        "starts = 2020-01-01",
        "starts = 2020-01-01\n  ends = 2021-01-01",
        "gates.toml, gate[accreditation].decider[2].ends: found 2021-01-01 as the last end: none would hold from then. Leave the end out, or add the line that follows.",
    ),
    "a span that ends before it starts": (
        "gates.toml",
        "starts = 2020-01-01",
        "starts = 2020-01-01\n  ends = 2020-01-01",
        "gates.toml, gate[accreditation].decider[2].ends: found 2020-01-01, which is not after the start 2020-01-01. Write a later day; a span ends on the first day it no longer holds.",
    ),
    "a gate that follows no gate": (
        "gates.toml",
        'follows = ["charter", "cycle"]',
        'follows = ["charter", "circle"]',
        "gates.toml, gate[accreditation].follows: found “circle”, which is no gate. Gates are charter, cycle and accreditation.",
    ),
    "a circle of gates": (
        "gates.toml",
        'follows = ["charter"]',
        'follows = ["accreditation"]',
        "gates.toml, gate[accreditation].follows: found a circle: accreditation follows cycle follows accreditation. Take one of these steps out.",
    ),
    "a gate that follows itself": (
        "gates.toml",
        'follows = ["charter"]',
        'follows = ["cycle"]',
        "gates.toml, gate[cycle].follows: found a circle: cycle follows cycle. Take one of these steps out.",
    ),
    "a decider of no capacity": (
        "gates.toml",
        'capacity = "headteachers"',
        'capacity = "headmasters"',
        "gates.toml, gate[cycle].decider[1].capacity: found “headmasters”, which is no capacity. Capacities are trustees, chief-executive and headteachers.",
    ),
    "a post opened by no gate": (
        "posts.toml",
        'opened_by = "charter"',
        'opened_by = "chapter"',
        "posts.toml, post[lead-reviewer].opened_by: found “chapter”, which is no gate. Gates are charter, cycle and accreditation.",
    ),
    "a line without a source": (
        "topics.toml",
        'name = { en = "Year 6" }\nparent = "key-stage-2"\nbasis = "ours"',
        'name = { en = "Year 6" }\nparent = "key-stage-2"',
        "topics.toml, year_level[6].source: found no source. Write the key of a line in sources.toml, or basis = “ours” or “not-found” if there is none.",
    ),
    "a source with no address": (
        "posts.toml",
        'note = "An invented rule."',
        'source = "DFE"',
        "posts.toml, post[peer-reviewer].provision[1].source: found “DFE”, which is no key in sources.toml. Add the key there with its address, or correct it.",
    ),
    "a code used twice": (
        "gates.toml",
        'code = "cycle"',
        'code = "charter"',
        "gates.toml, gate[charter].code: found the code “charter” on 2 lines. Give each line a code of its own.\n"
        "gates.toml, gate[accreditation].follows: found “cycle”, which is no gate. Gates are charter, charter and accreditation.\n"
        "gates.toml, gate[charter].follows: found a circle: charter follows charter. Take one of these steps out.",
    ),
    "a spelling of two regions": (
        "register.toml",
        'code = "South West"',
        'code = "South West"\nalso = ["north  west"]',
        "register.toml, region[South West]: found the spelling “north west”, which region[North West] has too. Keep it on one of the two.",
    ),
    "a word of two outcomes": (
        "gates.toml",
        'also = ["charter granted"]',
        'also = ["Dissolved"]',
        "gates.toml, gate[charter].outcome: found the word “dissolved” for two outcomes. Keep it on one of the two.",
    ),
    "two gates that count as one standing": (
        "gates.toml",
        'counts_as = "endorsed"',
        'counts_as = "approved"',
        "gates.toml, gate.counts_as: found charter and accreditation counting as approved. Write counts_as = “approved” on exactly one gate, so that uptake can be counted.\n"
        "gates.toml, gate.counts_as: found no gate counting as endorsed. Write counts_as = “endorsed” on exactly one gate, so that uptake can be counted.",
    ),
    "bands that leave a hole": (
        "programme.toml",
        "least = 6",
        "least = 7",
        "programme.toml, school_band[6_up].least: found 7. Write 6.",
    ),
    "a top band that ends": (
        "programme.toml",
        "least = 6\n",
        "least = 6\nmost = 9\n",
        "programme.toml, school_band[6_up].most: found an end on the last band. Every band but the last says its most.",
    ),
    "shares that do not rise": (
        "programme.toml",
        "least = 0.55",
        "least = 0.35",
        "programme.toml, share.least: found the shares 0, 1e-06, 0.45, 0.35, 1. Start at 0.0 and let each line be greater than the last.",
    ),
    "a close before the beginning": (
        "programme.toml",
        '[[name]]\nprogramme = { en = "Peer',
        '[closes]\non = 2014-01-01\nbasis = "ours"\n\n[[name]]\nprogramme = { en = "Peer',
        "programme.toml, closes.on: found 2014-01-01, which is not after the beginning (2015-09-01). Write a later day.",
    ),
    "a rule for no learners": (
        "posts.toml",
        "learners_per_post = 400",
        "learners_per_post = 0",
        "posts.toml, post[peer-reviewer].provision[1].learners_per_post: found 0. Write 1 or more.",
    ),
    "a rule that does not say for how many": (
        "posts.toml",
        "  learners_per_post = 400\n",
        "",
        "posts.toml, post[peer-reviewer].provision[1].learners_per_post: found nothing. Write a whole number.",
    ),
    "letters with loose accents": (
        "register.toml",
        'code = "South West"',
        'code = "Waika\u0304to"',
        'register.toml: found letters with loose accents on line 12 (“code = "Waika\u0304to"”). Write each accented letter as one character (Unicode NFC).',
    ),
    "no TOML": (
        "topics.toml",
        'code = "reading"',
        "code = reading",
        "topics.toml: found no TOML on line 7: invalid value. Put the line right as TOML: key = value, text in quotation marks, [[line]] for each line of a list.",
    ),
    "no country": (
        "programme.toml",
        '[country]\nname = "England"\nlanguage = "en-GB"\n',
        "",
        "programme.toml, country: found nothing. Write a table.",
    ),
    "a language that pages cannot be marked with": (
        "programme.toml",
        'language = "en-GB"',
        'language = "British English"',
        "programme.toml, country.language: found “British English”. Write a language and a country, such as en-NZ.",
    ),
    "a licence that cannot be followed": (
        "programme.toml",
        "[begins]",
        '[[attribution]]\nof = "Rolls"\nby = "A trust"\nlicence = "Open"\naddress = "javascript:alert(1)"\nbasis = "ours"\n\n[begins]',
        "programme.toml, attribution[1].address: found “javascript:alert(1)”. Write an address that begins with https://.",
    ),
    "data of nobody": (
        "programme.toml",
        "[begins]",
        '[[attribution]]\nof = "Rolls"\nlicence = "Open"\naddress = "https://trust.invalid"\nbasis = "ours"\n\n[begins]',
        "programme.toml, attribution[1].by: found nothing. Write a table.",
    ),
    "a file cut short": (
        "topics.toml",
        'name = { en = "Pupils eligible for the pupil premium" }\nbasis = "ours"\n',
        'name = { en = "Pupils',
        "topics.toml: found no TOML on the last line: unterminated string. Put the line right as TOML: key = value, text in quotation marks, [[line]] for each line of a list.",
    ),
}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(programmes() / "english-trust", tmp_path / "programme")


@pytest.mark.parametrize(("file", "stands", "written", "said"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_the_file_the_key_what_was_found_and_the_cure(folder, file, stands, written, said):
    path = folder / file
    whole = path.read_text(encoding="utf-8")
    assert stands in whole
    path.write_text(whole.replace(stands, written, 1), encoding="utf-8")

    with pytest.raises(DefinitionFault) as fault:
        load(folder)

    assert str(fault.value) == said


def test_all_faults_of_a_folder_are_told_together(folder):
    for file, stands, written in (
        ("gates.toml", 'capacity = "headteachers"', 'capacity = "headmasters"'),
        ("posts.toml", "release = 0.2\n", 'release = "0.2"\n'),
        ("register.toml", "authority_begins", "authority_begin"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(stands, written), encoding="utf-8")

    with pytest.raises(DefinitionFault) as fault:
        load(folder)

    assert [(f.file, f.key) for f in fault.value.faults] == [
        ("posts.toml", "post[lead-reviewer].release"),
        ("register.toml", "eligibility[1].authority_begins"),
        ("register.toml", "eligibility[1].authority_begin"),
        ("gates.toml", "gate[cycle].decider[1].capacity"),
    ]


def test_a_folder_without_a_needed_file_says_which(folder):
    (folder / "gates.toml").unlink()
    (folder / "gate.toml").write_text("")
    with pytest.raises(DefinitionFault) as fault:
        load(folder)
    assert str(fault.value) == (
        "gate.toml: found a file that is no part of a definition. The files are programme.toml, gates.toml, "
        "posts.toml, money.toml, topics.toml, tools.toml, links.toml, register.toml, disclosure.toml, agreements.toml, documents.toml, formation.toml, published.toml and "
        "sources.toml.\n"
        "gates.toml: found no such file. Add it to the folder."
    )


def test_a_file_in_another_encoding_says_where(folder):
    (folder / "topics.toml").write_bytes("# One\n# M\u0101ori\n".encode("utf-16-le"))
    (folder / "posts.toml").write_bytes(b"# One\n# M\xe4ori\n")
    with pytest.raises(DefinitionFault) as fault:
        load(folder)
    assert fault.value.faults[0].found == "found a byte that is not UTF-8 on line 2"
    assert fault.value.faults[0].file == "posts.toml"


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(
        DefinitionFault, match=r"nowhere: found no folder\. Name a folder of definition files\."
    ):
        load(tmp_path / "nowhere")
