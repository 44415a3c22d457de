"""Suppliers: one identity per installation; what an organisation knows of them belongs to that organisation."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from suppliers.querysets import ContactQuerySet, SupplierQuerySet


class Supplier(models.Model):
    """The identity: name, KvK, LEI, country. Changed by the supplier or by a beheerder of a buyer, audited."""

    name = models.CharField(_("name"), max_length=400)
    kvk = models.CharField(
        _("KvK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KvK number has 8 digits."))],
    )
    lei = models.CharField(
        "LEI",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]{18}\d{2}$", _("An LEI has 20 characters."))],
    )
    registration = models.CharField(_("registration number as published"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    website = models.URLField(_("website"), blank=True)
    created_at = models.DateTimeField()

    objects = SupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kvk"], condition=~models.Q(kvk=""), name="supplier_kvk_unique"),
            models.UniqueConstraint(fields=["lei"], condition=~models.Q(lei=""), name="supplier_lei_unique"),
        ]
        indexes = [models.Index(fields=["name"], name="supplier_name")]

    def __str__(self) -> str:
        return self.name


class SupplierLink(models.Model):
    """That an organisation has to do with a supplier: what makes the supplier visible there."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="supplier_links")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="links")
    alias = models.CharField(_("known here as"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "supplier"], name="supplier_link_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}-{self.supplier_id}"


class SupplierContact(models.Model):
    """A contact person of a supplier, as one organisation knows him; signs in by a personal link."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="supplier_contacts"
    )
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contacts")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="supplier_contacts")
    job_title = models.CharField(_("position"), max_length=120, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    invited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "supplier", "user"], name="supplier_contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
