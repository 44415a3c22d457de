"""Organisations, users and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, outbox
from accounts.models import Membership, Organisation, User
from accounts.permissions import check_right
from accounts.roles import ROLES, WRITE


@transaction.atomic
def create_organisation(
    *, slug: str, name: str, kind: str, by: User, at: datetime, oin: str = "", kvk: str = "", tooi: str = ""
) -> tuple[Organisation, bool]:
    """Make the organisation, or bring the existing one up to date. Returns it and whether it is new."""
    organisation = Organisation.objects.select_for_update().filter(slug=slug).first()
    created = organisation is None
    organisation = organisation or Organisation(slug=slug, created_at=at)
    fields = ("name", "kind", "oin", "kvk", "tooi")
    before = {} if created else audit.snapshot(organisation, *fields)
    organisation.name, organisation.kind = name, kind
    organisation.oin, organisation.kvk, organisation.tooi = (
        oin or organisation.oin,
        kvk or organisation.kvk,
        tooi or organisation.tooi,
    )
    organisation.full_clean()
    old, new = audit.changes(before, audit.snapshot(organisation, *fields))
    if created or new:
        organisation.save()
        audit.record(
            action="organisation.created" if created else "organisation.changed",
            obj=organisation, organisation=organisation, by=by, at=at, before=old, after=new,
        )  # fmt: skip
    return organisation, created


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str = "",
    kind: str = User.Kind.PERSON,
    by: User,
    at: datetime,
    password: str | None = None,
    language: str = "nl",
) -> tuple[User, bool]:
    """Make the user, or return the one who has this address. A password is set when it is given and not theirs yet.

    Raises ``ValidationError``, also for a password that the person could not choose on the page either.
    """
    address = email.strip().lower()
    validate_email(address)
    user = User.objects.select_for_update().filter(email__iexact=address).first()
    created = user is None
    if user is None:
        user = User(email=address, name=name or address.split("@")[0], kind=kind, language=language, date_joined=at)
        user.set_unusable_password()
    elif user.kind != kind:
        raise ValidationError(_("This e-mail address already belongs to somebody of another kind."))
    if password == "":
        raise ValidationError(_("The password is empty."))
    is_new_password = password is not None and not user.check_password(password)
    if password is not None and is_new_password:
        validate_password(password, user)
        user.set_password(password)
    if created or is_new_password:
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:  # somebody else made this account since we looked for it
            if not created:
                raise
            return create_user(email=email, name=name, kind=kind, by=by, at=at, password=password, language=language)
    if created:
        audit.record(action="user.created", obj=user, by=by, at=at, after={"email": user.email, "kind": user.kind})
    elif is_new_password:
        audit.record(action="user.password_set", obj=user, by=by, at=at)
    return user, created


@transaction.atomic
def grant_roles(*, user: User, organisation: Organisation, roles: Iterable[str], by: User, at: datetime) -> list[str]:
    """Add the roles the user does not hold yet; returns those."""
    check_right(by, organisation, "settings", WRITE)
    wanted = list(roles)
    unknown = [role for role in wanted if role not in ROLES]
    if unknown:
        raise ValidationError(_("Unknown role: %(role)s.") % {"role": ", ".join(unknown)})
    if user.kind != User.Kind.PERSON:
        raise ValidationError(_("Only a person can be a member of an organisation."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # so that two at once do not both find a role missing
    held = set(Membership.objects.filter(user=user, organisation=organisation).values_list("role", flat=True))
    added = [role for role in wanted if role not in held]
    for role in added:
        membership = Membership.objects.create(user=user, organisation=organisation, role=role, created_at=at)
        audit.record(
            action="membership.granted", obj=membership, organisation=organisation, by=by, at=at,
            after={"user": user.email, "role": role},
        )  # fmt: skip
    user.__dict__.pop("roles_by_organisation", None)
    return added


@transaction.atomic
def set_roles(*, user: User, organisation: Organisation, roles: Iterable[str], by: User, at: datetime) -> None:
    """Bring the roles of a member to exactly these."""
    wanted = set(roles)
    grant_roles(user=user, organisation=organisation, roles=sorted(wanted), by=by, at=at)
    for membership in Membership.objects.of(organisation).filter(user=user).exclude(role__in=wanted):
        revoke_role(membership=membership, by=by, at=at)
    user.__dict__.pop("roles_by_organisation", None)


@transaction.atomic
def add_member(
    *, email: str, name: str, organisation: Organisation, roles: Iterable[str], by: User, at: datetime
) -> tuple[User, bool]:
    """Give somebody roles, making the account when the address is new. He sets his first password himself, by mail."""
    check_right(by, organisation, "settings", WRITE)
    user, created = create_user(email=email, name=name, by=by, at=at)
    added = grant_roles(user=user, organisation=organisation, roles=roles, by=by, at=at)
    if added:
        names = [str(ROLES[role]) for role in added]
        outbox.enqueue(
            to=user, template="welcome", context={"role_names": names, "is_new": created},
            organisation=organisation, about=user, at=at,
        )  # fmt: skip
    return user, created


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: User, at: datetime) -> Organisation:
    """Save the edited fields of an organisation, audited."""
    check_right(by, organisation, "settings", WRITE)
    fields = ("name", "kind", "oin", "kvk", "tooi", "ocds_prefix")
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before, after = audit.changes(audit.snapshot(stored, *fields), audit.snapshot(organisation, *fields))
    if after:
        organisation.full_clean()
        organisation.save(update_fields=fields)
        audit.record(
            action="organisation.changed", obj=organisation, organisation=organisation, by=by, at=at,
            before=before, after=after,
        )  # fmt: skip
    return organisation


@transaction.atomic
def change_profile(*, user: User, at: datetime) -> User:
    """Save a person's own name and language, audited."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    before, after = audit.changes(audit.snapshot(stored, "name", "language"), audit.snapshot(user, "name", "language"))
    if after:
        user.save(update_fields=["name", "language"])
        audit.record(action="user.changed", obj=user, by=user, at=at, before=before, after=after)
    return user


@transaction.atomic
def revoke_role(*, membership: Membership, by: User, at: datetime, reason: str = "") -> None:
    """Take one role away. The last administrator stays."""
    organisation = membership.organisation
    check_right(by, organisation, "settings", WRITE)
    administrators = Membership.objects.select_for_update().of(organisation).with_role("administrator")
    if membership.role == "administrator" and len(administrators) == 1:  # counting in SQL would lock nothing
        raise ValidationError(_("An organisation keeps at least one administrator."))
    if not Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).exists():
        return  # a colleague took it away at this moment
    audit.record(
        action="membership.revoked", obj=membership, organisation=organisation, by=by, at=at,
        before={"user": membership.user.email, "role": membership.role}, reason=reason,
    )  # fmt: skip
    membership.delete()
