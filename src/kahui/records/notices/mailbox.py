"""The site's own mailbox: where mail is kept as it was sent, when no mail server is named."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from kahui.records.notices.models import Mail


class Mailbox(BaseEmailBackend):
    """Keeps each message once for each reader, by its Message-ID: the same one sent again is the one that is there."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            its_id = str(message.extra_headers.get("Message-ID") or make_msgid(domain="kahui"))
            for place, reader in enumerate(message.recipients()):
                Mail.objects.get_or_create(
                    message_id=its_id if place == 0 else f"{its_id} {place}",
                    defaults={
                        "to": reader,
                        "subject": str(message.subject)[:300],
                        "words": str(message.body),
                        "sent_at": timezone.now(),
                    },
                )
        return len(email_messages)


def mailbox_is_open() -> bool:
    """Whether the mailbox is a page that anybody may read: only in a demonstration, whose people are made up."""
    kept_here: bool = settings.MAIL.host == ""
    return kept_here and bool(getattr(settings, "DEMO", False))
