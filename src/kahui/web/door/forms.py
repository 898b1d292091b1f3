"""The forms of signing in: django-allauth's, with addresses refused in a sentence of ours."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from kahui.records.access.models import fold_address
from kahui.records.access.rules import address_can_be_written_to


class Address(forms.CharField):
    """An e-mail address, as ACC-1 has it."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "E-mail address")
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("error_messages", {"required": "Write the address you were given."})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if address and (broken := address_can_be_written_to(address)):
            raise forms.ValidationError(broken)
        return fold_address(address)


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for a code by e-mail."""

    email = Address(help_text="The one that you were given a role with.")


class ByPassword(LoginForm):  # type: ignore[misc]
    """An address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = Address()
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])


class ForgotPassword(ResetPasswordForm):  # type: ignore[misc]
    """Asks for a code with which a new password can be chosen."""

    email = Address()


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]
    """Sets up an app; the code that shows that it works is this session's second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "The six digits that the app shows"

    def clean_code(self) -> str:
        code: str = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp", reauthenticated=True)
        return code
