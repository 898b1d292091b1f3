"""Changing the programme while it runs."""

from django.urls import path

from kahui.web.office.views import editions

urlpatterns = [
    path("office/programme", editions.programme, name="editions"),
    path("office/programme/change/<slug:way>", editions.change, name="edition-new"),
    path("office/programme/editions/<int:edition>", editions.edition, name="edition"),
    path("office/programme/editions/<int:edition>/adopt", editions.adopt_page, name="edition-adopt"),
]
