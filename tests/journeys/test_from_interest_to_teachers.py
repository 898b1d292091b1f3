"""A network from its expression of interest to three teachers at work, by those whose parts these are.

Nobody is told how: everybody goes on from their first screen or from a message that came to them.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from browsing import served
from cast import Cast, Somebody
from playwright.sync_api import Browser
from stores import database_of, postgresql, python  # noqa: F401

CHAIR, CHAIRS_ADDRESS = "Ruku Bell", "ruku.bell@otara.school.example"
SCAN = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
"""The smallest picture there is."""

CHALLENGES = """1. Every child who starts school talks with ease: from 61% of 90 to 85% by the end of 2018.
2. Writing in years 4 to 8: from 58% of 240 at or above to 75% by the end of 2018.
3. Whoever leaves Ōtara Bay has a next step: from 70% of 95 to 90% by the end of 2019."""
WHY = "For six years I have worked with those who leave us and those who take them in."
APPLIED = re.compile("Candidate 1|Kiri Paki|Luke Hale")
"""How somebody is called in a grid: by a number while it is blind."""
EXPIRES = """
import django; django.setup()
import datetime as dt
from kahui.records.notices.models import Letter
Letter.objects.filter(to__startswith="ward@").update(expires_at=dt.datetime(2016, 11, 1, tzinfo=dt.UTC))
"""
NETWORKS = "Networks and whose turn it is"
TOGETHER = "Our learners move between our schools and start again each time. Together we would know them when they come."
WAY = "Most who leave Puna Kōwhai go to Aroha School, most of these to Ōtara Bay College, and about 60 in a year on to Manukau."
TALKED = "We met whānau at three hui in Pipiri."
TALKED_MORE = f"{TALKED} Mana whenua were asked too, and sat with us in Hereturikōkā."


def begins(cast: Cast) -> None:
    """A principal begins an expression of interest."""
    hana = cast["Hana Rewi"].pictured("first-screen", whole=True)
    hana.follows("Begin an expression of interest")
    hana.writes(name="Te Ara Tahi").sends("Begin").says("Begun.").pictured("begin")


def names_who_takes_part(cast: Cast) -> None:
    hana = cast["Hana Rewi"]
    hana.follows("Who takes part")
    for words, standing in (
        ("Ōtara", "founding"),
        ("Hill Road", "founding"),
        ("Kōwhai", "founding"),
        ("6001", "associate"),
    ):
        hana.writes(q=words).sends("Find")
        row = hana.page.get_by_role("list", name="Found in the register")
        row.get_by_role("combobox").first.select_option(standing)
        hana.goes(row.get_by_role("button", name="Name it").first)
    hana.pictured("who-takes-part")


def another_school_writes(cast: Cast) -> None:
    """The lead of a school that was named finds it on the first screen, and writes with the keyboard alone."""
    tama = cast["Tama Ngata"]
    tama.follows("Expressions of interest").follows("Te Ara Tahi")
    tama.presses("Why together")
    tama.types(text=TOGETHER).presses("Save and go on", "button")
    tama.headed("How learners move among you Te ara ako")
    tama.types(text=WAY).pictured("a-section").presses("Save and go back", "button")


def is_sent(cast: Cast) -> None:
    """What is missing is said before it is sent; then each board is asked."""
    hana = cast["Hana Rewi"]
    hana.waits().follows("Expressions of interest").follows("Te Ara Tahi")
    hana.follows("Check it and send it").is_refused("Send it to the boards")
    hana.follows("Whom you have talked with")
    hana.writes(text=TALKED).sends("Save and go back")
    hana.follows("Check it and send it").pictured("check-and-send")
    hana.sends_twice("Send it to the boards").headed("The boards").says("Version 1, sent on")
    hana.goes_back().sends("Send it to the boards").headed("The boards").says("Version 1, sent on")


def boards_answer(cast: Cast) -> None:
    """One chair signs in, a service’s nominee too; one chair answers by a link; one board on paper."""
    mere = (
        cast["Mere Kīngi"]
        .waits("Read the expression")
        .follows("Te Ara Tahi", within="What waits for the board")
    )
    mere.pictured("a-board-answers").writes(agrees="yes").sends("Give this answer").says("is recorded")
    ana = (
        cast["Ana Leota"]
        .waits("Read the expression")
        .follows("Te Ara Tahi", within="What waits for the board")
    )
    ana.presses_choice("agrees", "yes").presses("Give this answer", "button").says("is recorded")
    hana = (
        cast["Hana Rewi"]
        .waits()
        .follows("Expressions of interest")
        .follows("Te Ara Tahi")
        .follows("The boards")
    )
    hana.follows("Send a link to the board of Ōtara")
    hana.writes(to_name=CHAIR, to="ruku.bēll@otara.school.example").is_refused("Send the link")
    hana.says("usually without macrons").holds(to_name=CHAIR)
    hana.writes(to=CHAIRS_ADDRESS).sends("Send the link").says("on its way").pictured("the-boards")
    with cast.reading_mail(CHAIRS_ADDRESS, "your board", width=390, java_script_enabled=False) as chair:
        chair.says("Te Ara Tahi").pictured("a-link")
        chair.writes(agrees="yes", words="With all our hearts.").sends("Give this answer")


def links_that_are_no_longer_open(cast: Cast) -> None:
    """A link that was answered, one that a later link took the place of, and one that nobody sent: each says so."""
    stranger = Somebody(cast, "", 390)
    answered = stranger.follows_mail(CHAIRS_ADDRESS, "your board").page.url
    stranger.says("answered")
    stranger.visits(answered[:-6] + "AAAAAA", 410).says("whole of the link")
    stranger.visits("/letter/nobody-sent-this", 410).says("whole of the link")
    hana = cast["Hana Rewi"].follows(re.compile("Send a link.*Hill Road"))
    hana.writes(to_name="Peter Ward", to="ward@hill.school.example").sends("Send the link").says("on its way")
    stranger.opens_mail("ward@hill.school.example", "your board")
    cast.apart(EXPIRES)
    stranger.writes(agrees="yes", words="We hope to be there.").sends("Give this answer")
    stranger.headed("This link cannot be answered").says("before it expires").says("We hope to be there.")
    stranger.leaves()


def a_board_on_paper(cast: Cast) -> None:
    """The adviser records it with its scan; what is no scan is refused, and nothing written is lost."""
    ruth = cast["Ruth Brown"].follows("Expressions of interest").follows("Te Ara Tahi").follows("The boards")
    ruth.follows(re.compile("Record its paper.*Hill Road")).writes(
        agrees="yes", answered_by="Peter Ward, chair"
    )
    ruth.brings("scan", "minutes.pdf", b"These are not the minutes.").is_refused("Record the answer")
    ruth.says("minutes.pdf").holds(answered_by="Peter Ward, chair")
    ruth.brings("scan", "minutes.png", SCAN).pictured("on-paper").sends("Record the answer").says(
        "is recorded"
    )


def somebody_looks_after_it(cast: Cast) -> None:
    wiremu = cast["Wiremu Tait"].waits("Say who looks after it").follows("Say who")
    wiremu.writes(adviser="Ruth Brown").sends("Assign")


def a_section_is_asked_to_be_changed(cast: Cast) -> None:
    """Before anything else the adviser says that she has no interest of her own."""
    ruth = cast["Ruth Brown"].waits("Read what was sent and advise")
    ruth.follows("say whether you have an interest").presses_choice("conflict", "no").presses(
        "Declare", "button"
    )
    ruth.follows("Ask for a section to be changed")
    ruth.writes(section="consulted", words="Say which hapū you asked.").pictured("ask-for-a-change").sends(
        "Ask for it"
    )


def only_what_changed_is_read(cast: Cast) -> None:
    hana = cast["Hana Rewi"].waits("Change what the office asked for")
    hana.follows("Whom you have talked with").says("Say which hapū you asked.")
    hana.writes(text=TALKED_MORE).sends("Save and go back")
    hana.follows("Check it and send it").sends("Send it to the boards")
    ruth = cast["Ruth Brown"].waits("Read what was sent and advise").says("Only what changed since version 1")
    ruth.pictured("only-what-changed", "[aria-labelledby=paper-interest]")
    ruth.follows("Advise").writes(supports="yes", words="They know each other well.").sends(
        "Give this advice"
    )
    ruth.waits("Decide: shaping").follows("Decide: shaping").writes(word="recommended").sends(
        "See what it does"
    )
    ruth.sends("Decide: “recommended”").says("recommended")


def a_tranche_is_approved(cast: Cast) -> None:
    """One tranche, its pack, one act, seen before it is taken."""
    pania = cast["Pania Moore"].waits("Decide: approval")
    pania.follows("Tranches")
    pania.writes(gate="approval", name="First tranche of 2016").sends("Begin it")
    pania.page.get_by_label("Te Ara Tahi").check()
    pania.sends("Put them in").sends("Make the pack").says("The pack was made").pictured("a-tranche")
    pania.waits("Decide: approval").follows("Decide about them")
    pania.writes(word="approved", impartial="on").sends("See what it does").pictured("before-it-is-decided")
    pania.sends("Decide: “approved”").says("decided as one act")


def somebody_leads(cast: Cast) -> None:
    """Whoever keeps the records gives the leader the role; from now on she leads."""
    joan = cast["Joan Clarke"]
    joan.follows("People and roles").follows("Hana Rewi")
    number = "1"
    joan.writes(role="leader", kind="network", key=number, capacity="leader", source="Chosen by the members.")
    joan.sends("Give it").pictured("a-role-is-given")


def a_memorandum_is_written(cast: Cast) -> None:
    hana = cast["Hana Rewi"].waits("Write the memorandum")
    _writes_all(hana, {})
    hana.pictured("a-memorandum").sends("Fix it as version 1").says("Version 1 is fixed")


def every_board_signs(cast: Cast) -> None:
    """Each in its own way again; a nominee on a phone."""
    _every_board_answers(cast, "memorandum")
    cast["Hana Rewi"].waits().follows("Te Ara Tahi", within=NETWORKS)
    cast["Hana Rewi"].says("stands since 15 November 2016").pictured("whose-turn-it-is")


def challenges_are_written_and_agreed(cast: Cast) -> None:
    hana = cast["Hana Rewi"].waits("Write the challenges and the plan")
    _writes_all(hana, {"The challenges": CHALLENGES})
    hana.sends("Fix it as version 1").says("Version 1 is fixed")
    _every_board_answers(cast, "challenges")
    hana.waits("Submit version 1 of the challenges").pictured("challenges").follows(
        "Look at it and submit it"
    )
    hana.writes(words="With what we learned from the hui.").sends("Submit it").says(
        "is with the regional office"
    )


def they_are_sent_on_and_endorsed(cast: Cast) -> None:
    """The adviser advises, the director sends on, the office endorses."""
    ruth = cast["Ruth Brown"].waits("Read what was sent and advise")
    ruth.follows(re.compile("^Advise$")).writes(supports="yes", words="Ready.").sends("Give this advice")
    wiremu = cast["Wiremu Tait"].waits("Decide: challenges submitted")
    wiremu.follows("say whether you have an interest").writes(conflict="no").sends("Declare")
    wiremu.follows("Decide: challenges submitted").writes(word="submitted").sends("See what it does")
    wiremu.sends("Decide: “submitted”").says("decided as one act")
    pania = cast["Pania Moore"].waits("Decide: endorsement").follows("Decide: endorsement")
    pania.writes(word="endorsed").sends("See what it does")
    pania.sends("Decide: “endorsed”").says("decided as one act")


def posts_are_advertised(cast: Cast) -> None:
    """One across schools, blind, with a panel of two schools; two within one school."""
    _advertises(
        cast,
        "Advertise: Across-schools teacher",
        re.compile("Across-schools"),
        ("Hana Rewi.*Aroha", "Tama Ngata"),
        blind=True,
    )
    for _ in range(2):
        _advertises(
            cast,
            "Advertise: Within-school teacher",
            re.compile("Within-school.*Aroha"),
            ("Hana Rewi.*Aroha",),
            blind=False,
        )


def teachers_apply(cast: Cast) -> None:
    """They sign in with a code; a board that does not sign in is asked by letter whether it supports them."""
    whetu = cast.by_code("Whetū Dean", "whetdean@example.org", width=390)
    whetu.follows("Open posts").pictured("open-posts").follows("Across-schools teacher")
    whetu.writes(school="Ōtara Bay College", words=WHY, chair=CHAIR, address=CHAIRS_ADDRESS)
    whetu.ticks_all("prerequisites").sends("Send the application").says("Your application is in")
    for name, address in (("Kiri Paki", "kiripaki@example.org"), ("Luke Hale", "lukehale@example.org")):
        one = cast.by_code(name, address).follows("Open posts")
        one.follows("Within-school teacher", nth=("Kiri Paki", "Luke Hale").index(name))
        one.writes(words=WHY).ticks_all("prerequisites").sends("Send the application")
        one.says("Your application is in")
    with cast.reading_mail(CHAIRS_ADDRESS, "applied", width=390) as chair:
        chair.writes(agrees="yes").sends("Answer for the board").says("is on record")
    for _ in range(2):
        mere = cast["Mere Kīngi"].waits("Say whether you support")
        mere.writes(agrees="yes").sends("Answer for the board").says("is on record")


def a_panel_chooses_without_names(cast: Cast) -> None:
    for name in ("Hana Rewi", "Tama Ngata"):
        one = cast[name].waits("Score who applied: Across-schools")
        assert "Dean" not in one.page.content()
        one.follows("Say first whether you have an interest").writes(conflict="no").sends("Declare")
        one.follows("Candidate 1")
        assert "Dean" not in one.page.content()
        one.pictured("a-blind-panel")
        one.writes(**{"score-score": "4", "score-reason": "Knows how to bring teachers together."})
        one.sends("Save the score")
    hana = cast["Hana Rewi"].waits("Bring the panel to a choice: Across-schools")
    _chooses(hana)
    hana.says("Whetū Dean")


def it_is_affirmed_and_approved(cast: Cast) -> None:
    """The national panel's adviser affirms; the board that employs them appoints, by a link."""
    sione = cast["Sione Vea"].waits("Affirm").follows("Affirm the choice")
    sione.writes(met="yes", words="She meets them.").pictured("affirm").sends("Answer").says("on record")
    hana = cast["Hana Rewi"].waits().follows("Te Ara Tahi", within=NETWORKS).follows("Posts and release")
    hana.follows("Across-schools teacher").follows("Ask the board by letter")
    hana.writes(to_name=CHAIR, to=CHAIRS_ADDRESS).sends("Send the letter").says("asked by letter")
    with cast.reading_mail(CHAIRS_ADDRESS, "An appointment", width=390) as chair:
        chair.writes(agrees="yes").pictured("a-board-appoints").sends("Answer for the board").says(
            "is on record"
        )


def within_a_school(cast: Cast) -> None:
    """The school chooses its own two, and its board appoints them, signed in."""
    for _ in range(2):
        hana = cast["Hana Rewi"].waits("Score who applied: Within-school")
        hana.follows("Say first whether you have an interest").writes(conflict="no").sends("Declare")
        hana.follows(APPLIED)
        hana.writes(**{"score-score": "5", "score-reason": "Children ask for this class."}).sends(
            "Save the score"
        )
        hana.waits("Bring the panel to a choice: Within-school")
        _chooses(hana)
        mere = cast["Mere Kīngi"].waits("Answer for your board: Within-school")
        mere.presses_choice("agrees", "yes").presses("Answer for the board", "button").says("is on record")


def three_teachers_start(cast: Cast) -> None:
    terms = {"Across-schools teacher": ("fixed", "2018-11-16"), "Within-school teacher": ("permanent", "")}
    for post in ("Across-schools teacher", "Within-school teacher", "Within-school teacher"):
        hana = cast["Hana Rewi"].waits(f"Record the appointment: {post}").follows("Record the appointment")
        hana.writes(tenure=terms[post][0], last=terms[post][1]).sends("Appoint").says("on record")
        hana.waits(f"Record the start: {post}").follows("Record the start").follows("Record the start")
        hana.sends("Record the start").says("holds the post from 17 November 2016")
    hana.waits().follows("Te Ara Tahi", within=NETWORKS).follows("Posts and release")
    hana.headed(re.compile("^3 of [0-9]+ posts held$")).pictured("three-held")
    hana.waits().follows("Te Ara Tahi", within=NETWORKS).pictured("the-way-so-far")


def a_teacher_finds_release(cast: Cast) -> None:
    """With the post comes a role, and with the role the hours."""
    kiri = cast["Kiri Paki"].on_a_phone().follows("Release")
    kiri.headed("My release").says("2 hours a week").pictured("release")


def _advertises(
    cast: Cast, waits: str, post: re.Pattern[str], panel: tuple[str, ...], *, blind: bool
) -> None:
    hana = cast["Hana Rewi"].waits(waits)
    hana.page.get_by_role("radio", name=post).check()
    hana.writes(closes="2016-11-16", purposes=("transitions",), challenge="3. A next step for every leaver")
    hana.writes(words="Bring teachers together about learners who move.")
    if blind:
        hana.writes(blind="on").pictured("advertise")
    hana.sends("Advertise it").headed("Name the panel")
    for each in panel:
        hana.page.get_by_role("checkbox", name=re.compile(each)).check()
    hana.sends("Name this panel").says("The panel is named")


def _chooses(hana: Somebody) -> None:
    """The shortlist, then the choice, from the opening’s own page."""
    hana.follows("The panel’s grid").follows(APPLIED)
    hana.writes(**{"list-listed": "yes", "list-reason": "The strongest."}).sends("Save", nth=1)
    hana.follows("Record the panel’s choice").writes(reason="All agreed.").sends("Record the panel’s choice")


def _writes_all(who: Somebody, texts: dict[str, str]) -> None:
    """Every section of a document that is still empty."""
    parts = who.page.get_by_role("list", name="Sections").get_by_role("link").all_inner_texts()
    for name in parts:
        who.follows(name, within="Sections").writes(text=texts.get(name, f"{name}: as we agreed.")).sends(
            "Save"
        )


def _every_board_answers(cast: Cast, what: str) -> None:
    """The chair signed in, the nominee on a phone, one chair by a link, one board on paper."""
    for who in (cast["Mere Kīngi"], cast["Ana Leota"].on_a_phone()):
        who.waits(f"Read version 1 of the {what}").follows("Answer for your board")
        who.writes(agrees="yes").sends("Record the answer").says("is on record")
    if what == "memorandum":
        cast["Ana Leota"].pictured("memorandum-on-a-phone")
    hana = cast["Hana Rewi"].waits().follows("Te Ara Tahi", within=NETWORKS).follows(what.capitalize())
    hana.follows(re.compile("Send a link.*Ōtara"))
    hana.writes(to_name=CHAIR, to=CHAIRS_ADDRESS).sends("Send the link").says("on its way")
    with cast.reading_mail(CHAIRS_ADDRESS, "your board", width=390) as chair:
        chair.writes(agrees="yes").sends("Give this answer").says("Thank you")
    hana.follows(re.compile("Record its answer on paper.*Hill Road"))
    hana.writes(agrees="yes", answered_by="Peter Ward, chair").brings("paper", "signed.png", SCAN)
    hana.sends("Record the answer").says("with its paper")


STEPS = (
    begins,
    names_who_takes_part,
    another_school_writes,
    is_sent,
    boards_answer,
    links_that_are_no_longer_open,
    a_board_on_paper,
    somebody_looks_after_it,
    a_section_is_asked_to_be_changed,
    only_what_changed_is_read,
    a_tranche_is_approved,
    somebody_leads,
    a_memorandum_is_written,
    every_board_signs,
    challenges_are_written_and_agreed,
    they_are_sent_on_and_endorsed,
    posts_are_advertised,
    teachers_apply,
    "2016-11-17",
    a_panel_chooses_without_names,
    it_is_affirmed_and_approved,
    within_a_school,
    three_teachers_start,
    a_teacher_finds_release,
)
"""In order; a day is when the next of them act: an opening must close before anybody is scored."""


@pytest.fixture(params=("SQLite", "PostgreSQL"))
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; blank for the file in the home."""
    return database_of(request.getfixturevalue("postgresql")) if request.param == "PostgreSQL" else ""


def test_a_network_from_its_expression_of_interest_to_three_teachers(
    browser: Browser, tmp_path: Path, url: str
) -> None:
    (tmp_path / "demo").write_text("rehearsal\n")
    (tmp_path / "today").write_text("2016-11-15\n")
    python("-m", "journeys.few_people", home=tmp_path, url=url)
    steps = list(STEPS)
    while steps:
        if isinstance(steps[0], str):
            (tmp_path / "today").write_text(f"{steps.pop(0)}\n")
        with served(tmp_path, "serve", url=url) as site:
            looks = not url  # the pages are the same on both: axe looks once
            cast = Cast(browser, site, lambda line: python("-c", line, home=tmp_path, url=url), looks)
            while steps and not isinstance(steps[0], str):
                steps.pop(0)(cast)
            cast.everybody_leaves()
