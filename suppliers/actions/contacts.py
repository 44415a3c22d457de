"""Contact persons of suppliers: added, invited, taken away again. Each belongs to one organisation."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, links, people
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers import notifications
from suppliers.models import Supplier, SupplierContact, SupplierLink


@transaction.atomic
def add(
    *,
    supplier: Supplier,
    organisation: Organisation,
    email: str,
    name: str,
    language: str,
    job_title: str = "",
    by: User,
    at: datetime,
) -> SupplierContact:
    """Make somebody contact person of the supplier for this organisation, or make him one again.

    An address that another organisation uses for a contact person is the same person: his own name and language stay.
    Raises ``ValidationError`` for the address of a member, and of who is contact person already.
    """
    check_right(by, organisation, "contract", WRITE)
    _check_link(supplier, organisation)
    user = _person(email=email, name=name, language=language, by=by, at=at)
    contact = SupplierContact.objects.select_for_update().filter(
        organisation=organisation, supplier=supplier, user=user
    ).first()  # fmt: skip
    if contact is not None and contact.is_active:
        raise ValidationError({"email": _("This person is already a contact person of this supplier.")})
    if contact is None:
        contact = SupplierContact(organisation=organisation, supplier=supplier, user=user, created_at=at)
    contact.job_title, contact.is_active = job_title, True
    contact.save()
    audit.record(
        action="contact.added", obj=contact, organisation=organisation, by=by, at=at,
        after={"supplier": supplier.name, "email": user.email, "job_title": job_title},
    )  # fmt: skip
    return contact


@transaction.atomic
def invite(*, contact: SupplierContact, by: User, at: datetime) -> SupplierContact:
    """Mail a personal link, for the first time or again. The token is in the mail only; earlier links keep working."""
    check_right(by, contact.organisation, "contract", WRITE)
    if not contact.is_active:
        raise ValidationError(_("This contact person is not active any more. Add this person again first."))
    link, token = links.create(user=contact.user, organisation=contact.organisation, by=by, at=at)
    contact.invited_at = at
    contact.save(update_fields=["invited_at"])
    audit.record(
        action="contact.invited", obj=contact, organisation=contact.organisation, by=by, at=at,
        after={"email": contact.user.email},
    )  # fmt: skip
    notifications.invitation(contact=contact, link=link, token=token, by=by, at=at)
    return contact


@transaction.atomic
def deactivate(*, contact: SupplierContact, by: User, at: datetime) -> SupplierContact:
    """Take the access away at once. His links with this organisation close when he is nobody's contact person here."""
    check_right(by, contact.organisation, "contract", WRITE)
    contact = SupplierContact.objects.select_for_update().get(pk=contact.pk)
    if not contact.is_active:
        return contact
    contact.is_active = False
    contact.save(update_fields=["is_active"])
    audit.record(action="contact.deactivated", obj=contact, organisation=contact.organisation, by=by, at=at)
    same_person = SupplierContact.objects.filter(user=contact.user, organisation=contact.organisation, is_active=True)
    if not same_person.exists():
        why = _("%(person)s has no access any more.") % {"person": contact.user}
        links.revoke(user=contact.user, organisation=contact.organisation, by=by, at=at, reason=why)
    return contact


def _person(*, email: str, name: str, language: str, by: User, at: datetime) -> User:
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known is not None and known.kind != User.Kind.SUPPLIER_CONTACT:
        raise ValidationError(
            {
                "email": _(
                    "This is the address of somebody who logs in to Gepast with a password. "
                    "Use another address for the contact person."
                )
            }
        )
    user, _created = people.create_user(
        email=email, name=name, kind=User.Kind.SUPPLIER_CONTACT, language=language, by=by, at=at
    )
    return user


def _check_link(supplier: Supplier, organisation: Organisation) -> None:
    if not SupplierLink.objects.filter(supplier=supplier, organisation=organisation).exists():
        raise PermissionDenied(_("Your organisation has nothing to do with this supplier."))
