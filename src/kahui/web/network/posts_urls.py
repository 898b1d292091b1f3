"""The pages of a network's posts."""

from django.urls import URLPattern, re_path

from kahui.web.network.views.posts import choosing, holding, ledger, openings, providing

NUMBER = r"^inside/(?P<number>[0-9]{1,9})/posts"
OPENING = rf"{NUMBER}/openings/(?P<key>[0-9]{{1,12}})"
HELD = rf"{NUMBER}/held/(?P<key>[0-9]{{1,12}})"
WHICH = r"(?P<which>[0-9]{1,6})"

urlpatterns: list[URLPattern] = [
    re_path(rf"{NUMBER}$", ledger.posts, name="posts"),
    re_path(rf"{NUMBER}/ledger$", ledger.ledger, name="posts-ledger"),
    re_path(rf"{NUMBER}/money$", ledger.funds, name="posts-money"),
    re_path(rf"{NUMBER}/release$", ledger.released, name="posts-release"),
    re_path(rf"{NUMBER}/release/offer$", holding.offer, name="posts-offer"),
    re_path(rf"{NUMBER}/release/(?P<key>[0-9]{{1,12}})/give$", holding.give, name="posts-give"),
    re_path(rf"{NUMBER}/advertise$", openings.advertise, name="posts-advertise"),
    re_path(rf"{NUMBER}/entitlement$", providing.entitlement, name="posts-entitlement"),
    re_path(rf"{NUMBER}/convert/(?P<code>[a-z-]{{1,40}})$", providing.convert, name="posts-convert"),
    re_path(rf"{NUMBER}/transfer$", providing.transfer, name="posts-transfer"),
    re_path(rf"{OPENING}$", openings.opening, name="opening"),
    re_path(rf"{OPENING}/panel$", openings.name_panel, name="opening-panel"),
    re_path(rf"{OPENING}/withdraw$", openings.withdraw, name="opening-withdraw"),
    re_path(rf"{OPENING}/affirm$", openings.affirm, name="opening-affirm"),
    re_path(rf"{OPENING}/letter$", openings.letter, name="opening-letter"),
    re_path(rf"{OPENING}/appoint$", openings.appoint, name="opening-appoint"),
    re_path(rf"{OPENING}/declare$", choosing.declare, name="opening-declare"),
    re_path(rf"{OPENING}/grid$", choosing.grid, name="opening-grid"),
    re_path(rf"{OPENING}/grid\.xlsx$", choosing.workbook, name="opening-workbook"),
    re_path(rf"{OPENING}/scores$", choosing.scores, name="opening-scores"),
    re_path(rf"{OPENING}/candidates/{WHICH}$", choosing.candidate, name="opening-candidate"),
    re_path(rf"{OPENING}/candidates/{WHICH}/choose$", choosing.choose, name="opening-choose"),
    re_path(rf"{HELD}$", holding.holder, name="holder"),
    re_path(rf"{HELD}/start$", holding.start, name="holder-start"),
    re_path(rf"{HELD}/extend$", holding.extend, name="holder-extend"),
    re_path(rf"{HELD}/end$", holding.end, name="holder-end"),
]
