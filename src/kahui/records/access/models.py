"""People and what they have been granted, when and where."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from kahui.records.dated import Period


class People(BaseUserManager["Person"]):
    """Finds and adds people by e-mail address, whatever its case."""

    def create_user(self, email: str, name: str = "", password: str | None = None, **_: Any) -> Person:
        person = self.model(email=fold_address(email), name=unicodedata.normalize("NFC", name))
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=fold_address(username or ""))


class Person(AbstractBaseUser):
    """Somebody who signs in or is written to: an e-mail address and a name, and nothing about what they may do."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    get_full_name = get_short_name = __str__


class Grant(Period):
    """A role that a person holds in a place for a time.

    `capacity` is the programme's code for the office that decides at its gates, blank where the role decides at
    none. `instead_of` is the grant of the person for whom a deputy acts, for the days of this one.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants", db_index=False)
    role = models.CharField(max_length=40)
    capacity = models.CharField(max_length=40, blank=True)
    place_kind = models.CharField(max_length=10)
    place_key = models.CharField(max_length=80, blank=True)
    instead_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    class Meta(Period.Meta):
        indexes = [
            models.Index(fields=["person", "known_to"]),
            models.Index(fields=["role", "place_kind", "place_key"]),
            models.Index(fields=["capacity", "known_to"]),
        ]


def fold_address(email: str) -> str:
    """An e-mail address as it is compared: without spaces around it, in one case."""
    return unicodedata.normalize("NFC", email).strip().casefold()
