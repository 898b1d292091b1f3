"""What boards write: their answer."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.web.design.forms import Form, Text

ANSWERS = [("yes", "The board agrees"), ("no", "The board does not agree")]


class Answer(Form):
    """A board's answer to one version of one document."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)
    agrees = forms.ChoiceField(
        label="The board’s answer",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two: the board agrees, or it does not."},
    )
    words = Text(
        label="A word from the board",
        rows=4,
        required=False,
        longest=5_000,
        help_text="Needed where it does not agree: those who wrote it will read it.",
    )


class AnswerByLetter(Answer):
    """The same, by a link: who answers says their name."""

    answered_by = forms.CharField(
        label="Your name", max_length=200, help_text="As it should stand in the record."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["version", "agrees", "words", "answered_by"])
