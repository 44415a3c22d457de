"""People and other actors. Every actor is a user: a supplier's contact person and the system itself too."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager


class User(AbstractBaseUser):
    """An actor. ``kind`` says what it can be at all; roles come from memberships."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        SUPPLIER_CONTACT = "supplier_contact", _("supplier's contact person")
        ASSESSOR = "assessor", _("external assessor")
        SYSTEM = "system", _("system")

    class Language(models.TextChoices):
        DUTCH = "nl", "Nederlands"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSON)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DUTCH)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="system"), name="user_one_system"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return str(self)

    @property
    def is_supplier(self) -> bool:
        return self.kind == self.Kind.SUPPLIER_CONTACT

    @property
    def is_system(self) -> bool:
        return self.kind == self.Kind.SYSTEM

    @cached_property
    def roles_by_organisation(self) -> dict[int, frozenset[str]]:
        """Organisation key → the user's roles there. One query for the life of this instance (a request)."""
        found: dict[int, set[str]] = {}
        for organisation_id, role in self.memberships.values_list("organisation_id", "role"):
            found.setdefault(organisation_id, set()).add(role)
        return {key: frozenset(roles) for key, roles in found.items()}

    def roles_in(self, organisation_id: int | None) -> frozenset[str]:
        return self.roles_by_organisation.get(organisation_id, frozenset()) if organisation_id else frozenset()

    def organisations_with(self, roles: Iterable[str]) -> list[int]:
        """Keys of the organisations in which the user holds at least one of these roles."""
        wanted = frozenset(roles)
        return [key for key, held in self.roles_by_organisation.items() if held & wanted]

    @property
    def organisation_ids(self) -> list[int]:
        return list(self.roles_by_organisation)
