"""Everything on record about one thing, taken out for an information request."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from kahui.definition.words import fold
from kahui.reporting.disclosed import export as everything
from kahui.web.desk.forms import AskExport
from kahui.web.desk.things import NOT_THERE, thing
from kahui.web.door.routes import acting, needs


@needs("record.export")
def export(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say for which request, then take the ZIP; that it was taken stands in the timeline."""
    who = acting(request)
    if kind in ("nation", "region"):
        raise Http404(NOT_THERE)
    about = thing(kind, key, who, "record.export")
    form = AskExport(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"title": about.title, "reason": form.cleaned_data["reason"]}
        data = everything(about=about, by=who, on=who.on, now=timezone.now(), **said)
        name = slugify(fold(about.title)) or about.kind
        headers = {"Content-Disposition": f'attachment; filename="{name}-{who.on}.zip"'}
        return HttpResponse(data, content_type="application/zip", headers=headers)
    return render(request, "desk/export.html", {"about": about, "form": form})
