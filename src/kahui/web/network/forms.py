"""What people write on a network's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.records.formation.rules.interest import scan_is_one, scan_small_enough
from kahui.records.formation.scans import type_of
from kahui.records.register.models import Provider
from kahui.web.design.forms import Day, Form, Text

KINDS = [
    (Provider.Kind.SCHOOL, "School"),
    (Provider.Kind.SERVICE, "Early learning service"),
    (Provider.Kind.TERTIARY, "Tertiary provider"),
]


class Paper(forms.FileField):
    """The scan of a paper: a PDF or a picture, told by its bytes and not by what it is called."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return file
        fault = scan_small_enough(file.size) or scan_is_one(file.name, is_one=type_of(file.read()) != "")
        file.seek(0)
        if fault:
            raise forms.ValidationError(fault)
        return file


class Joins(Form):
    """A provider that becomes a member."""

    kind = forms.ChoiceField(label="What it is", choices=KINDS, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label="Its number", min_value=1, max_value=999_999_999, help_text="As the directory has it."
    )
    how = forms.ChoiceField(
        label="How",
        choices=[
            ("joins", "It joins, for the first time or again"),
            ("moves", "It moves here from another network"),
        ],
        widget=forms.RadioSelect,
    )
    on = Day(label="From which day")
    source = forms.CharField(
        label="Where that is written",
        required=False,
        max_length=300,
        help_text="Such as the minutes of a meeting.",
    )


class Leaves(Form):
    """Written notice that a member leaves."""

    notified_on = Day(label="Day of the written notice")
    leaves = Day(label="Day from which it is a member no longer")
    words = Text(label="What it says", required=False, rows=4, longest=5_000)
    paper = Paper(label="The notice, scanned", required=False, help_text="A PDF or a picture, at most 10 MB.")


class ClosesInto(Form):
    """A member that closes into another provider."""

    kind = forms.ChoiceField(label="What it goes on as", choices=KINDS, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label="The number of the one that goes on", min_value=1, max_value=999_999_999,
        help_text="As the directory has it.",
    )  # fmt: skip
    on = Day(label="From which day")
    words = Text(label="Why, and where that is written", required=False, rows=3, longest=5_000)


class Merges(Form):
    """A network that goes on as part of another."""

    into = forms.IntegerField(label="Number of the network that goes on", min_value=1, max_value=999_999_999)
    on = Day(label="From which day")
    words = Text(label="Why", rows=3, longest=5_000)


class Closes(Form):
    """A network that closes."""

    on = Day(label="From which day")
    reason = Text(label="Why", rows=3, longest=5_000)


class ActsAsOne(Form):
    """Two networks that act as one."""

    other = forms.IntegerField(label="Number of the other network", min_value=1, max_value=999_999_999)
    name = forms.CharField(label="What they call themselves together", max_length=200)
    starts = Day(label="From which day")


class Parts(Form):
    """A network that acts with others no longer."""

    on = Day(label="From which day")


class Writes(Form):
    """One section as it is written; `edition` is the one its writer had before them."""

    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 14}))
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Comments(Form):
    """What somebody says of a section."""

    words = Text(label="Say something about this section", rows=3, longest=5_000)


class Answers(Form):
    """A board's answer, signed in, to the version that was before it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label="Your board", choices=[("yes", "agrees"), ("no", "does not agree")], widget=forms.RadioSelect
    )
    words = Text(
        label="In words", required=False, rows=3, longest=5_000, help_text="Needed where it does not agree."
    )


class AnswersOnPaper(Answers):
    """A board's answer that came on paper."""

    answered_by = forms.CharField(label="Who signed for the board", max_length=200)
    on = Day(label="The day it was signed")
    paper = Paper(label="The paper, scanned", help_text="A PDF or a picture, at most 10 MB.")


class HoldsFor(Form):
    """How long a version of the memorandum holds."""

    starts = Day(label="From which day")
    ends = Day(label="Until which day")
    review_on = Day(label="To be reviewed on", required=False)


class Shares(Form):
    """A line of the data-sharing protocol."""

    information = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label="For what", widget=forms.RadioSelect)
    roles = forms.MultipleChoiceField(label="Who may see it", widget=forms.CheckboxSelectMultiple)
    starts = Day(label="From which day")
    ends = Day(label="Until which day")
    words = Text(
        label="How it is kept and disposed of", required=False, rows=3, longest=5_000,
        help_text="Secure transfer, storage, who answers if something goes wrong.",
    )  # fmt: skip


class Submits(Form):
    """What is said with a submission."""

    words = Text(label="A word to the regional office", required=False, rows=3, longest=5_000)


class Ends(Form):
    """A memorandum that its members end."""

    on = Day(label="From which day")
    reason = Text(label="Why", rows=3, longest=5_000)
