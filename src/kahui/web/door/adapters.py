"""How django-allauth behaves here: nobody signs themselves up, and secrets of the second factor are kept enciphered."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

WRONG_CODE = "This is not the code. Look again, or ask for another: a code holds for a few minutes only."
TOO_MANY = "There were too many tries. Wait a few minutes, then try again."


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """A person signs in with the address that they were given with a role."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Nobody can sign in with this address any more. Ask whoever keeps the records.",
        "email_password_mismatch": "This address and this password do not belong together. "
        "If you never chose a password, sign in with a code instead.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "This is not your password.",
        "invalid_login": "Write the address you were given, such as name@place.nz.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "enter_current_password": "This is not your present password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are given roles."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject as it was written."""
        return subject


class Provider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in at the provider that the deployment names: only for people who are on record."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never, as for addresses."""
        return False


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes of an app, and recovery codes."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not the code that the app shows now. Wait for the next one and write that.",
        "cannot_delete_authenticator": "Your role needs a second factor: set up the new app first.",
    }

    def get_totp_issuer(self) -> str:
        return "Kāhui"

    def encrypt(self, text: str) -> str:
        """Enciphered with the deployment's key, so that a copy of the database alone opens nothing."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{key}".encode()).digest()))
