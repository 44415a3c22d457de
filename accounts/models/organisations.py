"""Contracting authorities and who works there in which role."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import MembershipQuerySet, OrganisationQuerySet
from accounts.roles import ROLES


class Organisation(models.Model):
    """A contracting authority (aanbestedende dienst). Its kind decides whether ISV is mandatory (domain.md §3)."""

    class Kind(models.TextChoices):
        CENTRAL = "central", _("central government")
        MUNICIPALITY = "municipality", _("municipality")
        PROVINCE = "province", _("province")
        WATER_AUTHORITY = "water_authority", _("water authority")
        OTHER = "other", _("other contracting authority")

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    oin = models.CharField(
        "OIN", max_length=20, blank=True, validators=[RegexValidator(r"^\d{20}$", _("An OIN has 20 digits."))]
    )
    kvk = models.CharField(
        _("KvK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KvK number has 8 digits."))],
    )
    tooi = models.CharField(
        "TOOI",
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                r"^https://identifier\.overheid\.nl/tooi/id/[a-z_-]+/[a-z]+_?[0-9]+$",
                _("A TOOI address looks like https://identifier.overheid.nl/tooi/id/gemeente/gm0363."),
            )
        ],
    )
    ocds_prefix = models.CharField(
        _("OCDS prefix"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^ocds-[a-z0-9]+$", _("An OCDS prefix looks like ocds-213czf."))],
    )
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["central", "municipality", "province", "water_authority", "other"]),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one organisation."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=list(ROLES.items()))
    created_at = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
