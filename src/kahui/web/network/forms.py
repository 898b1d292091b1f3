"""What people write on a network's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.records.register.models import Provider
from kahui.web.design.forms import Day, Form, Text

KINDS = [
    (Provider.Kind.SCHOOL, "School"),
    (Provider.Kind.SERVICE, "Early learning service"),
    (Provider.Kind.TERTIARY, "Tertiary provider"),
]
PAPERS = {b"%PDF-": "PDF", b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
"""How a file begins that can be the picture of a paper."""
LARGEST_PAPER = 10 * 1024 * 1024
"""OURS: bytes of one scan."""


class Paper(forms.FileField):
    """The scan of a paper: a PDF or a picture, told by how it begins and not by what it is called."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return file
        if file.size > LARGEST_PAPER:
            size = file.size / 1024 / 1024
            raise forms.ValidationError(
                f"This file has {size:,.0f} MB; a scan has at most 10. Scan it in grey, or fewer pages at once."
            )
        begins = file.read(8)
        file.seek(0)
        if not any(begins.startswith(kind) for kind in PAPERS):
            raise forms.ValidationError(
                f"“{file.name[:80]}” is no scan: send the paper as a PDF, a PNG or a JPEG picture."
            )
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
