"""Forms as every page has them."""

from kahui.web.design.forms import Form, Text


class Asks(Form):
    """A question that is known once the form is made."""

    text = Text(label="", required=False)

    def __init__(self, question: str) -> None:
        super().__init__()
        self.fields["text"].label = question
        self.fields["text"].help_text = "In your own words."


def test_a_label_said_after_the_form_is_made_is_the_label_shown():
    field = Asks("What do you hope for?")["text"]
    assert (field.label, field.help_text) == ("What do you hope for?", "In your own words.")
