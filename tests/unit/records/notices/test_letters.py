"""A letter is one act, once: forged, expired, replayed and withdrawn links are refused in a sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.db import transaction
from people import SETTING_UP

from kahui.records.changes.rules import RuleBroken
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import open_letter, path_of, unanswered, use, withdraw, write_letter
from kahui.records.notices.models import Letter, Notice

pytestmark = pytest.mark.django_db
WRITTEN = dt.datetime(2016, 11, 1, 9, tzinfo=dt.UTC)
LATER = WRITTEN + dt.timedelta(days=20)
DAY = dt.timedelta(days=1)


def letter(number: int = 7, to: str = "chair@example.org", **said: object) -> Letter:
    told = {
        "purpose": "consent",
        "subject": "network:101",
        "provider": ("school", number),
        "to": to,
        "to_name": "Hana Reweti",
        "by": SETTING_UP,
        "now": WRITTEN,
    }
    return write_letter(**(told | said))


def token(of: Letter) -> str:
    return path_of(of).removeprefix("/letter/")


def told(token: str, now: dt.datetime = LATER) -> str:
    with pytest.raises(RuleBroken) as refused:
        open_letter(token, now)
    return str(refused.value)


def test_an_open_letter_is_the_one_that_was_written():
    first, second = letter(7), letter(8)
    assert (open_letter(token(first), LATER), open_letter(token(second), LATER)) == (first, second)


def test_a_link_with_any_letter_changed_is_forged():
    """Every place of the link, in turn: no change of it opens anything, and least of all another's letter."""
    whole = token(letter(7))
    letter(8)
    for place in range(len(whole)):
        forged = whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]
        assert told(forged) == (
            "LET-1: A letter is opened by the whole of the link that was sent. This link is not one that was written "
            "here, or part of it is missing: open it from the message itself, or ask whoever sent it for another. "
            "Nothing was recorded."
        )


@pytest.mark.parametrize("cut", ["", ".", "a.b.c", "7", "ā" * 400, "\x00"])
def test_what_is_no_link_is_forged(cut):
    letter()
    assert told(cut).startswith("LET-1: ")


def test_a_nonce_signed_for_something_else_is_forged():
    one = letter()
    assert told(signing.Signer(salt="another", sep=".").sign(one.nonce)).startswith("LET-1: ")


def test_it_expires_at_its_moment():
    one = letter()
    ends = WRITTEN + 21 * DAY
    assert open_letter(token(one), ends - dt.timedelta(seconds=1)) == one
    assert told(token(one), ends) == (
        "LET-2: A letter is answered before it expires. This one could be answered until 22 November 2016: ask the "
        "setting up of a test for another, or answer on paper. Nothing was recorded."
    )


def test_it_is_used_once():
    one = letter()
    used = use(one, LATER)
    assert used.used_at == LATER
    for answering in (lambda: use(one, LATER + DAY), lambda: open_letter(token(one), LATER + DAY)):
        with pytest.raises(RuleBroken) as refused:
            answering()
        assert str(refused.value) == (
            "LET-3: A letter is answered once. This one was answered on 21 November 2016, and that answer stands. To "
            "answer otherwise, ask the setting up of a test for another."
        )
    assert told(token(one), WRITTEN + 40 * DAY).startswith("LET-3: ")  # not that it has expired


def test_an_act_that_fails_leaves_its_letter_unused():
    one = letter()

    def act() -> None:
        with transaction.atomic():
            use(one, LATER)
            raise RuleBroken("the act")

    with pytest.raises(RuleBroken, match="the act"):
        act()
    assert open_letter(token(one), LATER).used_at is None


def test_one_written_again_is_the_one_that_is_answered():
    """Only of the same act, provider and address: other boards' letters stay as they are."""
    first, others, elsewhere = letter(7), letter(8), letter(7, subject="network:102")
    again = letter(7, now=WRITTEN + DAY)
    assert told(token(first)) == (
        "LET-4: A letter that was withdrawn is not answered. This one was withdrawn on 2 November 2016, because it "
        "was written again or its question is no longer asked: look for a newer one, or ask the setting up of a "
        "test. Nothing was recorded."
    )
    assert [open_letter(token(one), LATER) for one in (again, others, elsewhere)] == [
        again,
        others,
        elsewhere,
    ]


def test_what_is_no_longer_asked_is_withdrawn_and_what_was_answered_stays_answered():
    first, second = letter(7), letter(8)
    use(first, LATER)
    assert withdraw(Letter.objects.all(), LATER) == 1
    assert list(unanswered("consent", "network:101")) == []
    assert told(token(first)).startswith("LET-3: ")
    assert told(token(second)).startswith("LET-4: ")


def test_an_address_that_mail_cannot_be_sent_to_is_refused():
    with pytest.raises(RuleBroken, match=r"^ACC-1: "):
        letter(to="tāne@example.org")
    assert Letter.objects.count() == 0


def test_its_link_stands_in_no_row():
    """A copy of the database answers nothing: the link is signed with a key that is not in it."""
    one = letter()
    notify(
        to=one.to, kind="letter", subject="An answer is asked", words="…", letter=one, once=f"letter:{one.pk}"
    )
    assert token(one) not in str([*Letter.objects.values(), *Notice.objects.values()])
