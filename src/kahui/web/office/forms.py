"""What people write at an office's desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from kahui.definition.lines import Gate
from kahui.records.formation.actions.deciding import AskedFor
from kahui.web.design.forms import Day, Form, Text

CONDITIONS = range(1, 4)
"""Conditions of one decision; a fourth is for another decision, or for the reason."""


class Declares(Form):
    """Whether somebody has an interest of their own in a network."""

    conflict = forms.ChoiceField(
        label="Have you an interest of your own in this network?",
        help_text="A family member at one of its schools, a board you sit or sat on, work you did for it.",
        choices=[("no", "No"), ("yes", "Yes: somebody else is to act on it")],
        widget=forms.RadioSelect,
    )
    words = Text(label="What it is", required=False, rows=3)


class Assigns(Form):
    """Who looks after a network."""

    adviser = forms.ChoiceField(label="Adviser")

    def __init__(self, *args: Any, advisers: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].choices = [("", "choose"), *advisers]  # type: ignore[attr-defined]


class Advises(Form):
    """What an adviser thinks of a version."""

    supports = forms.ChoiceField(
        label="Are you in favour?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    words = Text(label="Your advice", help_text="Those who wrote it and those who decide will read it.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class Asks(Form):
    """A section that is to be changed."""

    section = forms.ChoiceField(label="Section")
    words = Text(label="What is to be changed, and why", rows=4)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "choose"), *sections]  # type: ignore[attr-defined]


class Offers(Form):
    """Help offered to a network."""

    kind = forms.CharField(
        label="What was offered", max_length=40, help_text="Such as facilitation, data, an expert partner."
    )
    hours = forms.FloatField(label="Hours", required=False, min_value=0, max_value=10_000)
    on = Day(label="Offered on")
    words = Text(label="More about it", required=False, rows=3)


class Meets(Form):
    """What shows that a condition is met."""

    words = Text(label="What shows it", help_text="And where it can be seen.", rows=4)
    on = Day(label="Met on")


class Decides(Form):
    """A decision at a gate, with its reason and its conditions."""

    word = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    on = Day(label="Decided on")
    reason = Text(
        label="Reason",
        required=False,
        rows=4,
        help_text="Needed where it is not passed. Those whose work it is will read it.",
    )

    def __init__(
        self,
        *args: Any,
        gate: Gate,
        only_ends: bool = False,
        networks: Sequence[tuple[int, str]] = (),
        ask_impartial: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        words = [(o.word, o.word.capitalize()) for o in gate.outcomes if o.effect == "ends" or not only_ends]
        self.fields["word"].choices = words  # type: ignore[attr-defined]
        for n in CONDITIONS:
            self.fields[f"condition_{n}"] = forms.CharField(
                label=f"Condition {n}", required=False, max_length=1000
            )
            self.fields[f"due_{n}"] = Day(label=f"Due, condition {n}", required=False)
        if networks:
            self.fields["networks"] = forms.TypedMultipleChoiceField(
                label="For which of them", choices=networks, coerce=int, widget=forms.CheckboxSelectMultiple
            )
            self.order_fields(["networks"])
        if ask_impartial:
            self.fields["impartial"] = forms.BooleanField(
                label="I have no interest of my own in any of these networks",
                error_messages={
                    "required": "Say so, or open the network in which you have one and declare it there."
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for n in CONDITIONS:
            if cleaned.get(f"due_{n}") and not cleaned.get(f"condition_{n}"):
                self.add_error(f"condition_{n}", "Write what is due on this day, or take the day away.")
        return cleaned

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each condition: its words and the day by which."""
        return [(self[f"condition_{n}"], self[f"due_{n}"]) for n in CONDITIONS]

    @property
    def conditioned(self) -> bool:
        """Whether something was written about a condition."""
        return any(words.value() or due.value() for words, due in self.pairs)

    @property
    def asked_for(self) -> tuple[AskedFor, ...]:
        """The conditions that were written."""
        said: dict[str, Any] = self.cleaned_data
        pairs = [(said.get(f"condition_{n}", ""), said.get(f"due_{n}")) for n in CONDITIONS]
        return tuple(AskedFor(words.strip(), due) for words, due in pairs if words and words.strip())


class TakesBack(Form):
    """Why an act is taken back."""

    reason = Text(label="Why it is taken back", rows=3)


class Begins(Form):
    """A tranche: the gate it is for and its name."""

    gate = forms.ChoiceField(label="For", widget=forms.RadioSelect)
    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="By which the office will know it, such as Second tranche of 2016.",
    )

    def __init__(self, *args: Any, gates: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gate"].choices = list(gates)  # type: ignore[attr-defined]


class Made(Form):
    """The day as at which a pack's figures are."""

    on = Day(label="Figures as at")

    @staticmethod
    def of(day: dt.date) -> Made:
        return Made(initial={"on": day})
