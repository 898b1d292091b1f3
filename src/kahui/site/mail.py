"""Where mail goes: to the mail server that the environment names, else into the site's own mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlparse

FORM = "smtp://user:password@host:587 (or smtps:// for a server that speaks TLS from the first word)"


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent, as Django wants it said."""

    backend: str = "kahui.records.notices.mailbox.Mailbox"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False

    @classmethod
    def read(cls, url: str | None) -> Mail:
        """What `KAHUI_MAIL_URL` says; none means the mailbox. `?tls=no` is for a server on this machine."""
        if not url:
            return cls()
        parts = urlparse(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SystemExit(f"KAHUI_MAIL_URL must be written as {FORM}.")
        is_tls = parts.scheme == "smtps"
        return cls(
            backend="django.core.mail.backends.smtp.EmailBackend",
            host=parts.hostname,
            port=parts.port or (465 if is_tls else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starts_tls=not is_tls and "tls=no" not in parts.query,
            is_tls=is_tls,
        )
