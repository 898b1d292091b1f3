"""The forms by which a designer changes the programme: three that need no hand in a file, and the files themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from kahui.definition import edits
from kahui.definition.model import Definition
from kahui.web.design.forms import Day, Form, Text


class Change(Form):
    """What every change says: why, and from which day. `edited` gives the programme's files as changed."""

    words = Text(
        label="What changes, and why", rows=3, longest=2000, help_text="Everybody who decides reads this."
    )
    starts = Day(label="From which day")

    def __init__(self, *args: Any, definition: Definition, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.on = definition, on
        programme = definition.at(on)
        gates = [(g.code, g.name.en) for g in programme.gates]
        chosen = {
            "gate": gates,
            "capacity": [(c.code, c.name.en) for c in programme.capacities],
            "post": [
                (p.code, p.name.en) for p in programme.posts if any(x.learners_per_post for x in p.provisions)
            ],
            "follows": gates,
            "before": gates,
        }
        for name, choices in chosen.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]

    def edited(self, live: Mapping[str, str]) -> dict[str, str]:
        raise NotImplementedError


class Decider(Change):
    """Another office decides at a gate."""

    gate = forms.ChoiceField(label="At which gate")
    capacity = forms.ChoiceField(label="Who decides there")
    field_order = ("gate", "capacity", "starts", "words")

    def edited(self, live: Mapping[str, str]) -> dict[str, str]:
        said = self.cleaned_data
        return edits.with_decider(live, said["gate"], said["capacity"], said["starts"], said["words"])


class Provision(Change):
    """Another number of learners earns a post."""

    post = forms.ChoiceField(label="Which post")
    learners = forms.IntegerField(label="Learners that earn one", min_value=1, max_value=100_000)
    field_order = ("post", "learners", "starts", "words")

    def edited(self, live: Mapping[str, str]) -> dict[str, str]:
        said = self.cleaned_data
        return edits.with_provision(
            live, self.definition, said["post"], said["learners"], said["starts"], said["words"]
        )


class Gate(Change):
    """One more gate on the spine."""

    code = forms.SlugField(label="A short code", help_text="Small letters and hyphens, such as peer-review.")
    name = forms.CharField(label="What it is called", max_length=100)
    asks = Text(label="What it asks, in a sentence", rows=2, longest=500)
    follows = forms.MultipleChoiceField(
        label="Gates that must stand before it", widget=forms.CheckboxSelectMultiple, required=False
    )
    before = forms.MultipleChoiceField(
        label="Gates that then follow it", widget=forms.CheckboxSelectMultiple, required=False
    )
    capacity = forms.ChoiceField(label="Who decides there")
    field_order = ("name", "code", "asks", "follows", "before", "capacity", "starts", "words")

    def edited(self, live: Mapping[str, str]) -> dict[str, str]:
        said = self.cleaned_data
        return edits.with_gate(
            live,
            code=said["code"],
            name=said["name"],
            asks=said["asks"],
            follows=tuple(said["follows"]),
            before=tuple(said["before"]),
            capacity=said["capacity"],
            starts=said["starts"],
        )


class File(Change):
    """One file of the programme, changed by hand."""

    name = forms.ChoiceField(label="Which file")
    text = Text(label="The file as it is to be", rows=24, longest=400_000)
    field_order = ("name", "text", "words")

    def __init__(self, *args: Any, live: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["starts"]
        self.fields["name"].choices = [(n, n) for n in live]  # type: ignore[attr-defined]

    def edited(self, live: Mapping[str, str]) -> dict[str, str]:
        said = self.cleaned_data
        return {**live, said["name"]: said["text"].replace("\r\n", "\n")}


WAYS: dict[str, tuple[type[Change], str]] = {
    "decider": (Decider, "Another office decides at a gate"),
    "provision": (Provision, "Another number of learners earns a post"),
    "gate": (Gate, "One more gate"),
    "file": (File, "A file of the programme, by hand"),
}
"""The ways of changing the programme, by their part of the address."""
