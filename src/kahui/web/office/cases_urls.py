"""Addresses of a caseload, of a case, and of what is written and decided about it."""

from django.urls import path

from kahui.web.office.views import advising, caseload, cases, deciding, tranches

urlpatterns = [
    path("office/caseload", caseload.listing, name="caseload"),
    path("office/cases/<int:number>", cases.case, name="case"),
    path("office/cases/<int:number>/interest", advising.interest, name="case-interest"),
    path("office/cases/<int:number>/adviser", advising.adviser, name="case-adviser"),
    path("office/cases/<int:number>/advice", advising.advice, name="case-advice"),
    path("office/cases/<int:number>/ask", advising.ask, name="case-ask"),
    path("office/cases/<int:number>/support", advising.support, name="case-support"),
    path("office/support/<int:key>", advising.taken, name="support-taken"),
    path("office/conditions/<int:key>", advising.condition, name="condition"),
    path("office/cases/<int:number>/decide/<slug:gate>", deciding.one, name="case-decide"),
    path("office/acts/<uuid:act>", deciding.act, name="act"),
    path("office/tranches", tranches.listing, name="tranches"),
    path("office/tranches/<int:key>", tranches.tranche, name="tranche"),
    path("office/tranches/<int:key>/add", tranches.add, name="tranche-add"),
    path("office/tranches/<int:key>/remove", tranches.remove, name="tranche-remove"),
    path("office/tranches/<int:key>/decide", deciding.many, name="tranche-decide"),
    path("office/tranches/<int:key>/pack", tranches.pack, name="tranche-pack"),
    path("office/packs/<int:key>.<str:format>", tranches.pack_file, name="pack"),
]
