"""Documents: written by several at once with nothing lost, fixed as versions, asked to be changed, compared."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import DAY, acts, network, person, school
from worlds import KAHUI_AKO

from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import SavedSince, ask_for_change, comment, fix, save_section
from kahui.records.documents.compare import compare
from kahui.records.documents.models import Document, Draft, Version
from kahui.records.documents.queries import changed_sections, comments_of, latest, open_requests, sections_of
from kahui.records.formation.queries import places_of_one
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db
REQUIRED = ("purpose", "pathway", "consulted")


class Writing:
    """A network's expression of interest and two people who write it."""

    def __init__(self) -> None:
        kura = school(1, "Kura Tahi")
        self.network = network(101, kura, name="Kāhui o Te Puna")
        self.document = Document.objects.create(network=self.network, kind="interest")
        self.hana = person("Hana Rewi", "school-lead", kura)
        self.tama = person("Tama Nikora", "leader", self.network)
        self.adviser = person("Ani Poto", "adviser", self.network)

    def asked(self, by, **more):
        return {
            "places": places_of_one(self.network, DAY),
            "definition": KAHUI_AKO,
            "by": acts(by),
            **more,
        }

    def save(self, section, text, edition=0, by=None):
        return save_section(
            document=self.document, section=section, text=text, edition=edition, **self.asked(by or self.hana)
        )

    def fix(self, by=None, **more):
        return fix(document=self.document, **self.asked(by or self.hana, **more))

    def whole(self):
        for section in REQUIRED:
            self.save(section, f"First words on {section}.")
        return self.fix()


@pytest.fixture
def writing(db):
    return Writing()


def test_what_is_asked_for_is_the_programmes_to_say():
    asked = sections_of("interest", KAHUI_AKO, DAY)
    assert tuple(s.code for s in asked if s.required) == REQUIRED


def test_a_section_is_kept_as_written_macrons_and_all(writing):
    saved = writing.save("purpose", "  Ma\u0304ori me te reo.\r\nE rua.  ")
    assert (saved.text, saved.edition, saved.saved_by) == ("Māori me te reo.\nE rua.", 1, "Hana Rewi")


def test_saved_over_what_somebody_else_saved_nothing_is_lost(writing):
    writing.save("purpose", "What Hana wrote.")
    with pytest.raises(
        SavedSince, match=r"DOC-1: A section is saved over .* Hana Rewi saved “Why together”"
    ) as met:
        writing.save("purpose", "What Tama wrote.", by=writing.tama)
    assert met.value.draft.text == "What Hana wrote."
    writing.save("purpose", "What both wrote.", edition=met.value.draft.edition, by=writing.tama)
    assert Draft.objects.get().text == "What both wrote."


def test_the_same_text_sent_twice_is_saved_once(writing):
    first = writing.save("purpose", "One text.")
    again = writing.save("purpose", "One text.")
    assert (first.edition, again.edition, Draft.objects.count()) == (1, 1, 1)


def test_a_section_that_is_none_is_refused(writing):
    with pytest.raises(RuleBroken, match=r"DOC-2: .* “vision” is none of them: Why together, "):
        writing.save("vision", "Here.")


def test_a_section_too_long_is_refused_by_how_much(writing):
    with pytest.raises(RuleBroken, match=r"DOC-3: .* has 5,003, and holds 5,000. Shorten it by 3;"):
        writing.save("purpose", "a" * 5_003)


def test_what_is_empty_is_named_before_anything_is_fixed(writing):
    writing.save("purpose", "Why.")
    with pytest.raises(
        RuleBroken,
        match=r"DOC-4: .* “How learners move among you” and “Whom you have talked with” are still empty",
    ):
        writing.fix()
    assert Version.objects.count() == 0


def test_versions_are_numbered_and_say_who_wrote_since_the_last(writing):
    writing.whole()
    writing.save("help", "A facilitator.", by=writing.tama)
    second = writing.fix()
    assert [(v.number, v.authors) for v in Version.objects.order_by("number")] == [
        (1, ["Hana Rewi"]),
        (2, ["Tama Nikora"]),
    ]
    assert second.sections["help"] == "A facilitator."


def test_fixed_twice_it_is_one_version(writing):
    assert writing.whole() == writing.fix()
    assert Version.objects.count() == 1


def test_a_version_is_not_changed_by_what_is_written_after(writing):
    first = writing.whole()
    writing.save("purpose", "Other words.", edition=1)
    assert (
        latest(writing.document).sections["purpose"] == first.sections["purpose"] == "First words on purpose."
    )


def test_a_request_waits_until_a_version_changes_what_it_asks(writing):
    first = writing.whole()
    ask_for_change(
        version=first, section="pathway", words="Name the years.", **writing.asked(writing.adviser)
    )
    assert [r.section for r in open_requests(writing.document)] == ["pathway"]
    writing.save("purpose", "Something else.", edition=1)
    with pytest.raises(RuleBroken, match=r"DOC-5: .* “How learners move among you” reads as before"):
        writing.fix()
    writing.save("pathway", "Years 1 to 8.", edition=1)
    second = writing.fix()
    assert list(open_requests(writing.document)) == []
    assert {c.section for c in changed_sections(first, second)} == {"purpose", "pathway"}


def test_a_change_is_asked_of_the_newest_version(writing):
    first = writing.whole()
    writing.save("purpose", "Newer.", edition=1)
    writing.fix()
    with pytest.raises(RuleBroken, match=r"DOC-6: .* about version 1, and version 2 has been sent since"):
        ask_for_change(version=first, section="purpose", words="Why?", **writing.asked(writing.adviser))


def test_a_comment_without_words_is_none(writing):
    with pytest.raises(RuleBroken, match="DOC-7"):
        comment(document=writing.document, section="purpose", words=" \n", **writing.asked(writing.adviser))
    comment(document=writing.document, section="purpose", words="Ka pai.", **writing.asked(writing.adviser))
    assert [c.words for c in comments_of(writing.document)] == ["Ka pai."]


def test_nothing_is_sent_on_a_day_to_come(writing):
    with pytest.raises(RuleBroken, match=r"DOC-8: .* 16 November 2016 is after 15 November 2016"):
        writing.fix(on=DAY + dt.timedelta(days=1))


def test_who_is_of_another_school_neither_writes_nor_sends(writing):
    other = person("Other Lead", "school-lead", school(2))
    for act in (lambda: writing.save("purpose", "Mine.", by=other), lambda: writing.fix(by=other)):
        with pytest.raises(
            NotAllowed, match="You may not start an expression of interest and write in it here"
        ):
            act()
    assert Draft.objects.count() == 0


def test_a_section_saved_ten_times_in_a_day_is_one_line_of_the_record(writing):
    for edition in range(10):
        writing.save("purpose", f"Draft {edition}.", edition)
    lines = list(Entry.objects.filter(words__contains="written on").values_list("words", flat=True))
    assert lines == ["“Why together” of the expression of interest of Kāhui o Te Puna was written on."]


TEXTS = st.text(st.sampled_from("ab ā1,9.%\n"), max_size=60)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_whole_out_of_a_comparison(old, new):
    both = compare(old, new)
    assert "".join(r.words for r in both.old) == old
    assert "".join(r.words for r in both.new) == new
    kept = ["".join(r.words for r in side if r.fate == "same") for side in (both.old, both.new)]
    assert kept[0] == kept[1]
    assert both.same == (old == new)


def test_every_number_that_moved_is_named():
    both = compare("From 45% (63 of 141) to 60%.\nBy 2020.", "From 45% (64 of 1,410) to 60.5%.\nBy 2020.")
    assert both.numbers == (("63", "64"), ("141", "1,410"), ("60%", "60.5%"))


def test_a_long_text_is_compared_in_a_moment():
    words = " ".join(f"word{i % 97} the {i}" for i in range(10_000))
    started = dt.datetime.now(tz=dt.UTC)
    both = compare(words, words.replace("word5 ", "word6 "))
    assert not both.same
    assert (dt.datetime.now(tz=dt.UTC) - started).total_seconds() < 5
