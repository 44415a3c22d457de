"""Suppliers: one identity per installation, linked to each organisation that has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers.models import Supplier, SupplierLink
from suppliers.names import normalised, without_turns

IDENTITY = ("name", "kvk", "lei", "registration", "country", "website")


@dataclass(frozen=True)
class Identity:
    """Who a supplier is; empty is unknown."""

    name: str
    kvk: str = ""
    lei: str = ""
    registration: str = ""
    country: str = ""
    website: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", without_turns(self.name))


def exact_match(identity: Identity) -> Supplier | None:
    """The supplier with this KvK number or LEI, wherever in the installation: to show its identity and nothing more."""
    if identity.kvk and (found := Supplier.objects.filter(kvk=identity.kvk).first()):
        return found
    return Supplier.objects.filter(lei=identity.lei).first() if identity.lei else None


def look_alikes(identity: Identity, *, organisation: Organisation) -> list[Supplier]:
    """Suppliers of the organisation with the same name but for case, accents, punctuation and legal form."""
    wanted = normalised(identity.name)
    own = Supplier.objects.filter(links__organisation=organisation)
    keys = [key for key, name in own.values_list("pk", "name") if normalised(name) == wanted]
    return list(Supplier.objects.filter(pk__in=keys).order_by("name"))


@transaction.atomic
def add(
    *, identity: Identity, organisation: Organisation, by: User, at: datetime, is_another: bool = False
) -> tuple[Supplier, bool]:
    """Make the supplier, or link the one that has this number; answers it and whether it is new.

    Raises ``ValidationError`` for a name that the organisation knows already, unless ``is_another`` says that
    this is a different company.
    """
    check_right(by, organisation, "contract", WRITE)
    supplier = exact_match(identity)
    created = False
    if supplier is None:
        if not is_another and look_alikes(identity, organisation=organisation):
            raise ValidationError({"name": _("You have a supplier of this name already.")})
        supplier, created = make(identity=identity, organisation=organisation, by=by, at=at)
    _link(supplier, organisation, by=by, at=at)
    return supplier, created


@transaction.atomic
def make(*, identity: Identity, organisation: Organisation, by: User, at: datetime) -> tuple[Supplier, bool]:
    """Make the supplier; or answer the one that somebody else made with this number since it was looked for."""
    made = Supplier(created_at=at, **{name: getattr(identity, name) for name in IDENTITY})
    made.full_clean(validate_constraints=False)  # the database tells, also of what came this very moment
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        found = exact_match(identity)
        if found is None:
            raise
        return found, False
    audit.record(
        action="supplier.created", obj=made, organisation=organisation, by=by, at=at,
        after=audit.snapshot(made, *IDENTITY),
    )  # fmt: skip
    return made, True


@transaction.atomic
def change_identity(
    *, supplier: Supplier, identity: Identity, organisation: Organisation, by: User, at: datetime
) -> Supplier:
    """Change who the supplier is, for everybody: by a beheerder of an organisation that has to do with it.

    Raises ``ValidationError`` at the number that another supplier has.
    """
    check_right(by, organisation, "settings", WRITE)
    supplier = Supplier.objects.select_for_update().get(pk=supplier.pk)
    if not supplier.links.filter(organisation=organisation).exists():
        raise PermissionDenied(_("Your organisation has nothing to do with this supplier."))
    before = audit.snapshot(supplier, *IDENTITY)
    for name in IDENTITY:
        setattr(supplier, name, getattr(identity, name))
    supplier.full_clean(validate_constraints=False)  # which are the numbers
    _check_numbers(supplier)
    old, new = audit.changes(before, audit.snapshot(supplier, *IDENTITY))
    if new:
        try:
            with transaction.atomic():
                supplier.save(update_fields=list(new))
        except IntegrityError:  # another supplier got the number between the check and now
            _check_numbers(supplier)
            raise
        audit.record(
            action="supplier.changed", obj=supplier, organisation=organisation, by=by, at=at, before=old, after=new
        )
    return supplier


@transaction.atomic
def describe(
    *, supplier: Supplier, organisation: Organisation, alias: str, note: str, by: User, at: datetime
) -> SupplierLink:
    """Keep the name and the note by which one organisation knows the supplier."""
    check_right(by, organisation, "contract", WRITE)
    link = SupplierLink.objects.select_for_update().filter(supplier=supplier, organisation=organisation).first()
    if link is None:
        raise PermissionDenied(_("Your organisation has nothing to do with this supplier."))
    before = audit.snapshot(link, "alias", "note")
    link.alias, link.note = alias, note
    old, new = audit.changes(before, audit.snapshot(link, "alias", "note"))
    if new:
        link.save(update_fields=list(new))
        audit.record(
            action="supplier.described", obj=supplier, organisation=organisation, by=by, at=at, before=old, after=new
        )
    return link


def _check_numbers(supplier: Supplier) -> None:
    others = Supplier.objects.exclude(pk=supplier.pk)
    taken = {
        "kvk": _("Another supplier has this KvK number."),
        "lei": _("Another supplier has this LEI."),
    }
    given = {name: getattr(supplier, name) for name in taken}
    errors = {name: taken[name] for name, value in given.items() if value and others.filter(**{name: value}).exists()}
    if errors:
        raise ValidationError(errors)


def _link(supplier: Supplier, organisation: Organisation, *, by: User, at: datetime) -> None:
    link, created = SupplierLink.objects.get_or_create(
        organisation=organisation, supplier=supplier, defaults={"created_at": at}
    )
    if created:
        audit.record(
            action="supplier.linked", obj=supplier, organisation=organisation, by=by, at=at, after={"link": link.pk}
        )
