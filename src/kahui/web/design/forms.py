"""Forms as every page has them: faults as (field, sentence) pairs for the summary, and fields that name them."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

LONGEST_TEXT = 50_000
"""Characters of one section. More than this is a file, and files have their own field."""


class Form(forms.Form):
    """A form whose faults come first on the page, each a link to its field; texts are kept in NFC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.HiddenInput) and not self[name].use_fieldset:
                field.widget.attrs.setdefault("aria-describedby", f"{self[name].auto_id}_told")
        self._bound_fields_cache.clear()  # type: ignore[attr-defined]  # a label said after this counts

    def full_clean(self) -> None:
        """As ever; a field with a fault then says so itself."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {k: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for k, v in cleaned.items()}

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every fault, as (id of its field, sentence); the field is blank where it is the form\u2019s as a whole."""
        return faults_of(self)

    def broken(self, fault: Exception, field: str | None = None) -> None:
        """Put the sentence of a rule that did not hold beside its field, so that nothing written is lost."""
        self.add_error(field, str(fault))


class Text(forms.CharField):
    """A section of text: several lines, at most `LONGEST_TEXT` characters, refused in a sentence."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.widget.attrs["rows"] = rows

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if len(text) > self.longest:
            raise forms.ValidationError(
                f"This text has {len(text):,} characters; a section holds {self.longest:,}. "
                "Shorten it, or send it as a file."
            )
        return text


class Day(forms.DateField):
    """A day, written with the browser\u2019s own picker or as 2016-12-31."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "Write a day as year-month-day, such as 2016-12-31."})
        super().__init__(**kwargs)


def faults_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every fault of any form, as (id of its field, sentence)."""
    return [
        ("" if name == "__all__" else form[name].id_for_label or f"{form[name].auto_id}_0", str(fault))
        for name, found in form.errors.items()
        for fault in found
    ]
