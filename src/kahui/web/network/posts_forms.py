"""What people write on the pages of a network's posts."""

from __future__ import annotations

from typing import Any

from django import forms

from kahui.records.posts.models import Holding
from kahui.web.design.forms import Day, Form, Text

Choices = list[tuple[str, str]]


class Advertise(Form):
    """One post to be advertised."""

    post = forms.ChoiceField(label="Which post", widget=forms.RadioSelect)
    closes = Day(label="Closing day", help_text="Who applies can do so until the end of this day.")
    blind = forms.BooleanField(
        label="Hide who applied until the panel has chosen",
        required=False,
        help_text="No name, address or employer is shown to those who choose, on any page, in any file or message.",
    )
    purposes = forms.MultipleChoiceField(
        label="What the post is for", required=False, widget=forms.CheckboxSelectMultiple
    )
    challenge = forms.CharField(
        label="Which challenge it serves",
        required=False,
        max_length=300,
        help_text="In the network’s own words.",
    )
    words = Text(label="What its holder will do", rows=5, required=False, longest=10_000)

    def __init__(self, *args: Any, posts: Choices, purposes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        self.fields["purposes"].choices = purposes  # type: ignore[attr-defined]


class PanelOf(Form):
    """Who sits on a panel."""

    people = forms.MultipleChoiceField(
        label="Who sits on it",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the people who sit on the panel."},
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class Declares(Form):
    """Whether a member of a panel has an interest of their own."""

    conflict = forms.ChoiceField(
        label="Do you have an interest of your own in who is chosen?",
        choices=[("no", "No, none that I know of"), ("yes", "Yes: I do not score")],
        widget=forms.RadioSelect,
    )
    words = Text(label="What it is", rows=3, required=False, longest=5_000)


class Scores(Form):
    """One score."""

    score = forms.TypedChoiceField(
        label="Score",
        choices=[(str(n), words) for n, words in enumerate(("1, weakest", "2", "3", "4", "5, strongest"), 1)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = Text(label="Why", rows=3, longest=5_000)


class Lists(Form):
    """Onto the shortlist or not."""

    listed = forms.ChoiceField(
        label="On the shortlist?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    reason = Text(label="Why", rows=3, longest=5_000)


class Workbook(Form):
    """A grid that comes back."""

    file = forms.FileField(label="The workbook, filled in", help_text="The one that was downloaded here.")


class Reason(Form):
    """A reason alone."""

    reason = Text(label="Why", rows=4, longest=5_000)


class Affirms(Form):
    """Whether the criteria are met."""

    met = forms.ChoiceField(
        label="Are the national criteria met?",
        choices=[("yes", "Met"), ("no", "Not met")],
        widget=forms.RadioSelect,
    )
    words = Text(label="What you found", rows=4, required=False, longest=5_000)


class Appoints(Form):
    """How and for how long somebody is appointed."""

    tenure = forms.ChoiceField(label="How it is held", widget=forms.RadioSelect)
    starts = Day(label="First day")
    last = Day(label="Last day", required=False, help_text="Leave it out where the post is permanent.")
    reason = Text(label="Reason for a fixed term", rows=3, required=False, longest=5_000)

    def __init__(self, *args: Any, ways: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tenure"].choices = ways  # type: ignore[attr-defined]


class Letters(Form):
    """Where a board is asked by letter."""

    to_name = forms.CharField(label="Name of the board’s chair", max_length=200)
    to = forms.EmailField(label="E-mail address")


class Starts(Form):
    """The day somebody starts."""

    on = Day(label="First day in the post")


class Extends(Form):
    """A longer term."""

    last = Day(label="New last day")
    reason = Text(label="Why", rows=3, longest=5_000)


class Ends(Form):
    """An end."""

    on = Day(label="First day on which the post is held no longer")
    reason = forms.ChoiceField(label="Why", choices=Holding.Reason.choices, widget=forms.RadioSelect)
    words = Text(label="In your own words", rows=3, required=False, longest=5_000)


class Notices(Form):
    """What an entitlement notice says."""

    post = forms.ChoiceField(label="Post", widget=forms.RadioSelect)
    school = forms.ChoiceField(label="Whose notice it is")
    count = forms.IntegerField(label="How many it gives", min_value=0, max_value=1000)
    starts = Day(label="From which day")
    source = forms.CharField(
        label="Which notice it is",
        max_length=300,
        help_text="Such as: Staffing entitlement notice 2017, revised.",
    )

    def __init__(self, *args: Any, posts: Choices, schools: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        self.fields["school"].choices = [("", "The network as a whole"), *schools]  # type: ignore[attr-defined]
        self.fields["school"].required = False


class Converts(Form):
    """Posts given up for another: a number for each school."""

    times = forms.TypedChoiceField(label="How many more", coerce=int)
    reason = Text(label="Why", rows=3, longest=5_000)

    def __init__(self, *args: Any, most: int, schools: list[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].choices = [(n, str(n)) for n in range(1, most + 1)]  # type: ignore[attr-defined]
        for key, name, free in schools:
            self.fields[f"from_{key}"] = forms.IntegerField(
                label=f"{name} gives up",
                min_value=0,
                max_value=free,
                required=False,
                help_text=f"{free} free",
            )


class Splits(Form):
    """One post taken apart."""

    school = forms.ChoiceField(label="Whose post it is")
    reason = Text(label="Why", rows=3, longest=5_000)

    def __init__(self, *args: Any, schools: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = schools  # type: ignore[attr-defined]


class Transfers(Form):
    """A post held at another school for a time."""

    post = forms.ChoiceField(label="Which post", widget=forms.RadioSelect)
    was = forms.ChoiceField(label="From")
    became = forms.ChoiceField(label="To")
    starts = Day(label="From which day")
    last = Day(label="Last day")
    reason = Text(label="Why", rows=3, longest=5_000)

    def __init__(self, *args: Any, posts: Choices, schools: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        for name in ("was", "became"):
            self.fields[name].choices = schools  # type: ignore[attr-defined]


class Offers(Form):
    """Somebody who can cover."""

    school = forms.ChoiceField(label="Which school offers")
    name = forms.CharField(label="Who can cover", max_length=200)
    when = forms.CharField(
        label="When in the week", max_length=200, help_text="Such as: Tuesdays and Thursday mornings."
    )
    hours = forms.FloatField(label="Hours a week", min_value=0, max_value=60)
    starts = Day(label="From which day")

    def __init__(self, *args: Any, schools: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = schools  # type: ignore[attr-defined]


class Gives(Form):
    """Cover given."""

    offer = forms.ChoiceField(label="Who covers", widget=forms.RadioSelect)
    hours = forms.FloatField(label="Hours", min_value=0, max_value=60)

    def __init__(self, *args: Any, offers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].choices = offers  # type: ignore[attr-defined]
