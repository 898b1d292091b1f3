"""Invented forms and tasks, for the gallery alone."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from kahui.records.access.check import No, Yes
from kahui.web.design.forms import Day, Form, Text


class Sample(Form):
    """One field of each kind, one of them with a fault."""

    name = forms.CharField(label="Name", help_text="As it is written, macrons included.")
    day = Day(label="Day", required=False)
    words = Text(label="Words", rows=3, required=False)
    way = forms.ChoiceField(
        label="Way", choices=[("a", "The first"), ("b", "The second")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="This is so", required=False)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a list of tasks; without a `path` it is not open yet."""

    words: str
    state: str
    path: str = ""
    why: str = ""


def parts() -> dict[str, object]:
    """Values for the parts that people write with."""
    return {
        "sample": Sample({"day": "2016-02-30", "way": "a"}),
        "other": Sample(auto_id="other_%s")["name"],
        "tasks": [
            Task("Who we are", "written", "#part-writing"),
            Task("Send it", "not open yet", why="Two boards have not answered yet."),
        ],
        "rows": [
            ("Name", "An invented school", "#part-writing"),
            ("Why", "Because of this,\nand of that.", ""),
        ],
        "yes": Yes(None),
        "no": No("You may not do this here: your role is for other places."),
    }
