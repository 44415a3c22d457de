"""Changing rows of the editable tables, audited; rows that people edited are left alone by a later load."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.tables import Table


@transaction.atomic
def save(*, table: Table, row: Any, organisation: Organisation, by: User, at: datetime) -> Any:
    """Save a new or edited row. A new one belongs to the organisation when the table has own rows."""
    is_new = row.pk is None
    if is_new and table.is_owned:
        row.organisation = organisation
    if not (table.may_add(by, organisation) if is_new else table.may_change(by, organisation, row)):
        raise PermissionDenied(_("Your role in this organisation does not allow you to change this."))
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    before = {}
    if not is_new:
        before = audit.snapshot(table.model._default_manager.select_for_update().get(pk=row.pk), *names)
    row.full_clean()
    old, new = audit.changes(before, audit.snapshot(row, *names))
    if new:
        row.save()
        table.follow_up(at)
        audit.record(
            action=f"{table.code}.{'created' if is_new else 'changed'}", obj=row, organisation=organisation,
            by=by, at=at, before=old, after=new,
        )  # fmt: skip
    return row


@transaction.atomic
def delete(*, table: Table, row: Any, organisation: Organisation, by: User, at: datetime) -> None:
    """Delete an own row that nothing uses; the product's rows stay, they can be given an end date."""
    if not table.is_own(row) or not table.may_change(by, organisation, row):
        raise PermissionDenied(_("Your role in this organisation does not allow you to change this."))
    audit.record(action=f"{table.code}.deleted", obj=row, organisation=organisation, by=by, at=at)
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(_("This row is in use. Give it an end date instead.")) from error
    table.follow_up(at)
