"""A programme on a date: pure, and whole on every date anything changes."""

import datetime as dt

import pytest

from kahui.definition import load
from kahui.definition.lines import Span
from kahui.definition.model import Definition
from kahui.site.home import programmes

KAHUI_AKO = load(programmes() / "kahui-ako")
ENGLISH_TRUST = load(programmes() / "english-trust")
DAY = dt.timedelta(days=1)


def changes(d: Definition) -> list[dt.date]:
    """Every date on which a line starts or ends, and the days about it."""
    lines = [*d.names, *d.gates, *d.posts, *d.topics, *d.segments, *d.year_levels, *d.priority_groups]
    lines += [*d.eligibilities, *d.disclosures, *(x for g in d.gates for x in g.deciders)]
    lines += [x for p in d.posts for x in p.provisions]
    days = {d.begins, dt.date(1900, 1, 1), dt.date(2100, 1, 1), *([d.closes] if d.closes else [])}
    days |= {x for line in lines for x in (line.span.starts, line.span.ends) if x}
    return sorted({x + step for x in days for step in (-DAY, 0 * DAY, DAY)})


CASES = [(d, day) for d in (KAHUI_AKO, ENGLISH_TRUST) for day in changes(d)]


@pytest.mark.parametrize(("definition", "day"), CASES, ids=lambda v: getattr(v, "code", str(v)))
def test_it_is_whole_on_every_date_anything_changes(definition, day):
    programme = definition.at(day)
    assert programme == definition.at(day)
    assert programme.on == day
    assert [g.code for g in programme.gates if programme.decider(g) is None] == []
    assert [g.code for g in programme.gates if len(g.deciders) != 1] == []
    assert [p.code for p in programme.posts if len(p.provisions) != 1] == []
    assert programme.closed == (definition.closes is not None and day >= definition.closes)


def test_its_lines_change_on_three_days_and_no_other():
    starts = {n.span.starts for n in KAHUI_AKO.names} | {
        d.span.starts for g in KAHUI_AKO.gates for d in g.deciders
    }
    assert starts - {None} == {dt.date(2016, 1, 1), dt.date(2017, 1, 1), dt.date(2018, 1, 1)}


def test_a_span_is_half_open():
    span = Span(dt.date(2016, 1, 1), dt.date(2017, 1, 1))
    days = [dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 12, 31), dt.date(2017, 1, 1)]
    assert [span.holds(d) for d in days] == [False, True, True, False]
    assert Span().holds(dt.date(1, 1, 1))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Canterbury", "Canterbury/Chatham Islands"),
        ("Bay of Plenty/Rotorua/Taupo", "Bay of Plenty/Waiariki"),
        ("Hawkes Bay/Gisborne", "Hawke's Bay/Tairāwhiti"),
        ("Hawke's Bay/Tairawhiti", "Hawke's Bay/Tairāwhiti"),
        ("Hawke's Bay,Tairāwhiti", "Hawke's Bay/Tairāwhiti"),
        ("Taranaki/Whanganui/Manawatu", "Taranaki/Whanganui/Manawatū"),
        ("Tāmaki Herenga Waka", "Auckland"),
        ("Tamaki Herenga Manawa", "Auckland"),
        ("Nelson,Marlborough,West Coast", "Nelson/Marlborough/West Coast"),
        (" Mars ", "Mars"),
    ],
)
def test_a_region_has_one_code_through_all_vintages(printed, code):
    assert KAHUI_AKO.region(printed) == code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Composite (Year 1-15)", "Composite"),
        ("Composite", "Composite"),
        ("Composite (Year 1-10)", "Composite (Year 1-10)"),
        ("Free Kindergarten", "Kindergarten"),
        ("Te Kohanga Reo", "Kōhanga reo"),
    ],
)
def test_a_type_has_one_code_through_all_vintages(printed, code):
    assert KAHUI_AKO.type(printed) == code


@pytest.mark.parametrize(
    ("authority", "type", "may"),
    [
        ("State: Not integrated", "Full Primary", True),
        ("State : Integrated", "Composite", True),
        ("State", "Special School", True),
        ("State", "Teen Parent Unit", False),
        ("State", "Correspondence School", False),
        ("State", "Activity Centre", False),
        ("Partnership School", "Composite", False),
        ("Private: Fully Reg.", "Secondary (Year 9-15)", False),
        ("Other : Vote Ed.", "Full Primary", False),
        ("", "Full Primary", False),
    ],
)
def test_who_may_hold_the_posts(authority, type, may):
    assert KAHUI_AKO.at(dt.date(2016, 12, 31)).eligible(authority=authority, type=type) == may


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (0.0, "none"),
        (0.01, "few"),
        (0.215, "about a fifth"),
        (0.26, "over a quarter"),
        (0.33, "about a third"),
        (0.5, "about half"),
        (0.623, "almost two-thirds"),
        (0.628, "almost two-thirds"),
        (0.66, "about two-thirds"),
        (0.75, "about three-quarters"),
        (0.9, "the large majority"),
        (0.97, "almost all"),
        (0.9999, "almost all"),
        (1.0, "all"),
    ],
)
def test_words_for_shares(fraction, words):
    assert KAHUI_AKO.at(dt.date(2016, 12, 31)).share(fraction) == words


def test_both_languages_are_printed_together_where_there_are_two():
    names = [n.programme.both for n in KAHUI_AKO.names]
    assert names == [
        "Communities of Schools",
        "Communities of Learning",
        "Communities of Learning | Kāhui Ako",
    ]


def test_a_citation_is_told_with_its_address():
    assert KAHUI_AKO.source("PIR, HAK") == (
        "Piritahi memorandum of understanding, 2020: fyi.org.nz/request/20084; "
        "Hakatere Kāhui Ako, Achievement challenges: hakaterekahuiako.nz/achievement-challenges"
    )
    assert KAHUI_AKO.source("") == ""
