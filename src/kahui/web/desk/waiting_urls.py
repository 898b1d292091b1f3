"""Addresses of what waits, and of the demonstration's mailbox."""

from django.urls import path

from kahui.web.desk.views import mailbox, waiting

urlpatterns = [
    path("waiting", waiting.waiting, name="waiting"),
    path("mailbox", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:number>", mailbox.mail, name="mail"),
]
