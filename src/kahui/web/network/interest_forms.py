"""What people write on the pages of an expression of interest."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.records.documents.models import Draft
from kahui.records.formation.models import Proposed
from kahui.records.formation.rules.interest import paper_has_a_scan, scan_is_one
from kahui.web.design.forms import Day, Form, Text
from kahui.web.door.forms import Address

ANSWERS = [("yes", "The board agrees"), ("no", "The board does not agree")]


class Begin(Form):
    """A name, and the school it begins with where somebody leads more than one."""

    name = forms.CharField(
        label="What will you be called?",
        max_length=200,
        help_text="Macrons are kept. It can be changed until the network is approved.",
    )
    provider = forms.ChoiceField(label="Which of yours begins it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, own: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.initial.setdefault("provider", own[0][0])


class Rename(Form):
    """Another name."""

    name = forms.CharField(label="What you will be called", max_length=200, help_text="Macrons are kept.")


class Write(Form):
    """One section, over the edition its writer had before them."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    text = Text(label="What you write", rows=14, required=False, longest=1_000_000)

    def __init__(self, *args: Any, draft: Draft | None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"edition": draft.edition if draft else 0, "text": draft.text if draft else ""}
        )
        super().__init__(*args, **kwargs)


class Say(Form):
    """A comment on a section."""

    words = Text(label="Say something of this section", rows=3, longest=5_000)


class ByLetter(Form):
    """Whom a board’s link goes to."""

    to_name = forms.CharField(label="Who answers for the board", max_length=200)
    to = Address(label="Their e-mail address", help_text="The link is theirs alone, for one answer.")


class Paper(Form):
    """A board’s answer that came on paper."""

    agrees = forms.ChoiceField(label="What the paper says", choices=ANSWERS, widget=forms.RadioSelect)
    answered_by = forms.CharField(label="Who signed it", max_length=200)
    on = Day(label="The day on the paper")
    words = Text(label="What else it says", rows=3, required=False, longest=5_000)
    scan = forms.FileField(
        label="The scan",
        help_text="A PDF, PNG or JPEG file of 10 MB at most.",
        error_messages={
            "required": paper_has_a_scan("") or "",
            "empty": scan_is_one("The file", is_one=False) or "",
        },
    )


class Withdraw(Form):
    """Why it is withdrawn."""

    reason = Text(label="Why it is withdrawn", rows=4, longest=2_000)


STANDINGS = Proposed.Standing.choices
