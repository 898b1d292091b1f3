"""
# What was printed

Figures that somebody printed are part of the definition, with their sources, under the codes of the uptake report.
Where sources disagree, both lines stand.
"""

import datetime as dt

from kahui.definition import load
from kahui.site.home import programmes

KAHUI_AKO = load(programmes() / "kahui-ako")
END_OF_2016 = dt.date(2016, 12, 31)


def printed(code, scope="nation", asat=END_OF_2016):
    return [
        (p.value, p.unit, p.source)
        for p in KAHUI_AKO.published
        if (p.code, p.scope, p.asat) == (code, scope, asat)
    ]


def test_the_report_of_april_2017_is_there():
    assert printed("networks.approved") == [(180, "count", "MR")]
    assert printed("schools.eligible") == [(2409, "count", "MR")]
    assert printed("schools.member") == [(1500, "count", "MR"), (62, "percent", "MR")]
    assert printed("networks.schools.under_5") == [(9, "count", "MR")]
    assert printed("networks.learners.1000_1999") == [(27, "percent", "MR")]
    assert printed("schools.member", "region:Auckland") == [(66, "percent", "MR")]


def test_sources_that_disagree_both_stand():
    assert printed("learners.endorsed") == [(26, "percent", "MR"), (24, "percent", "GAZ17")]
    day = dt.date(2016, 12, 5)
    assert printed("networks.endorsed", asat=day) == [(46, "count", "DEC16"), (43, "count", "TP")]


def test_words_without_a_number_stand_as_words():
    (line,) = (p for p in KAHUI_AKO.published if p.code == "networks.schools.5_8")
    assert (line.value, line.words) == (None, "most")


def test_a_month_is_dated_to_its_last_day_and_a_middle_to_its_last():
    dates = {p.printed_date: p.asat for p in KAHUI_AKO.published}
    assert dates["December 2016"] == END_OF_2016
    assert dates["mid-November 2016"] == dt.date(2016, 11, 20)
    assert dates["5 December 2016"] == dt.date(2016, 12, 5)
    assert dates["April 2017"] == dt.date(2017, 4, 30)


def test_every_scope_is_one_the_report_knows_or_says_it_is_a_group():
    known = {"nation"}
    known |= {f"region:{r.code}" for r in KAHUI_AKO.regions}
    known |= {f"type:{t.code}" for t in (*KAHUI_AKO.types, *KAHUI_AKO.service_types)}
    known |= {f"decile:{n}" for n in range(1, 11)}
    strange = {p.scope for p in KAHUI_AKO.published} - known
    assert strange == {"group:primary and kura", "group:composite", "group:secondary and wharekura"}


def test_bands_of_size_are_under_their_codes():
    bands = [
        p.code for p in KAHUI_AKO.published if p.code.startswith(("networks.schools.", "networks.learners."))
    ]
    codes = {f"networks.schools.{b.code}" for b in KAHUI_AKO.school_bands}
    codes |= {f"networks.learners.{b.code}" for b in KAHUI_AKO.learner_bands}
    assert set(bands) - codes == set()
