"""What pages at the door are made with: forms that are not ours, dressed as ours; people to sign in as."""

from __future__ import annotations

from django import forms, template

from kahui.web.design.forms import faults_of
from kahui.web.door import demonstration

register = template.Library()


@register.filter
def dressed(form: forms.BaseForm) -> forms.BaseForm:
    """A form of django-allauth's in the manner of ours: fields that name what is told of them, no words inside them."""
    form.label_suffix = ""
    for name, field in form.fields.items():
        attributes = field.widget.attrs
        attributes.pop("placeholder", None)
        attributes["aria-describedby"] = f"{form[name].auto_id}_told"
        if form.is_bound and name in form.errors:
            attributes["aria-invalid"] = "true"
    return form


@register.filter
def faults(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every fault of a form, as (id of its field, sentence)."""
    return faults_of(form)


@register.simple_tag
def people_to_be() -> list[tuple[str, list[demonstration.Offered]]]:
    """People to sign in as in the demonstration; nobody elsewhere."""
    return demonstration.offered()
