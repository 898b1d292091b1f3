"""A notice written out as a message: its words, the one thing to do, and a Message-ID that is its own for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from kahui.records.access.models import Person
from kahui.records.notices.letters import path_of
from kahui.records.notices.models import Letter, Notice

OF_AN_ACCOUNT = (
    "You get this because of a role that you hold. What it is about is shown once you have signed in."
)
OF_A_LETTER = (
    "The link is for you and for one answer: whoever has it can give it, so please do not pass it on."
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice with whom it is for: a person who signs in, or a letter, or neither."""

    notice: Notice
    person: Person | None
    letter: Letter | None

    @classmethod
    def of(cls, notice: Notice) -> Addressed:
        person = Person.objects.filter(pk=notice.person).first() if notice.person else None
        letter = Letter.objects.filter(pk=notice.letter).first() if notice.letter else None
        return cls(notice, person, letter)

    @property
    def who(self) -> str:
        """Who it is for, as the timeline writes them."""
        if self.letter is not None:
            return str(self.letter.to_name or self.letter.to)
        return str(self.person) if self.person else str(self.notice.to)

    @property
    def is_void(self) -> bool:
        """Whether nothing is asked any longer: its letter was answered or withdrawn, its reader holds no account."""
        if self.letter is not None:
            return self.letter.used_at is not None or self.letter.withdrawn_at is not None
        return self.person is not None and not self.person.is_active

    def message(self) -> EmailMessage:
        """The message as it goes out. Raises `ValueError` where its words cannot stand in a header."""
        path = path_of(self.letter) if self.letter else self.notice.path
        link = f"{settings.SITE_ADDRESS}{path}\n\n" if path else ""
        closing = OF_A_LETTER if self.letter else OF_AN_ACCOUNT
        return EmailMessage(
            subject=self.notice.subject,
            body=f"{self.notice.words.rstrip()}\n\n{link}—\n{closing}\n",
            to=[self.notice.to],
            headers={"Message-ID": message_id(self.notice), "Auto-Submitted": "auto-generated"},
        )


def message_id(notice: Notice) -> str:
    """A notice's own Message-ID, the same however often it is sent: mail systems show one of two."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    mark = hashlib.sha256(notice.once.encode()).hexdigest()[:16]
    return f"<notice-{notice.pk}.{mark}@{domain}>"
