"""Verbs on posts, by what they do: provide, fill, answer, appoint, release."""

from kahui.records.posts.actions.answering import affirm, answer_for_board, approve, support
from kahui.records.posts.actions.appointing import appoint, end, extend, start
from kahui.records.posts.actions.choosing import choose, declare, leave_panel, name_panel, score, shortlist
from kahui.records.posts.actions.filling import advertise, apply, take_back, withdraw_opening
from kahui.records.posts.actions.providing import convert, record_entitlement, split, transfer
from kahui.records.posts.actions.releasing import ask_cover, give_cover, offer_cover, record_release

__all__ = [
    "advertise",
    "affirm",
    "answer_for_board",
    "apply",
    "appoint",
    "approve",
    "ask_cover",
    "choose",
    "convert",
    "declare",
    "end",
    "extend",
    "give_cover",
    "leave_panel",
    "name_panel",
    "offer_cover",
    "record_entitlement",
    "record_release",
    "score",
    "shortlist",
    "split",
    "start",
    "support",
    "take_back",
    "transfer",
    "withdraw_opening",
]
