"""The risk scan of a tender: products and where they come from, and the team's own judgement per theme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.actions.ambitions import refuse_unless_editable
from procurement.models import RiskJudgement, RiskTheme, ScanProduct, Tender

AREA = "tender_approach"
PRODUCT_FIELDS = (
    "name", "cpv", "is_main", "countries", "goods", "none_fits", "own_check", "own_check_on", "note",
)  # fmt: skip
NUMBERS = ("scale", "scope", "irremediability", "likelihood")
JUDGEMENT_FIELDS = (*NUMBERS, "reason")


class ScanChanged(Exception):
    """Somebody else changed it meanwhile. ``mark``: of it as it is now."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            _("Somebody else changed this while you were working. What you filled in is still here. Save again to "
              "replace what the other person filled in.")
        )  # fmt: skip
        self.mark = mark


@transaction.atomic
def save_product(
    *, tender: Tender, by: User, at: datetime, product: ScanProduct | None = None, seen: str = "", **fields: Any
) -> ScanProduct:
    """Add a product, or change the fields that are given.

    Refuses (``ValidationError``) a name that the scan has already. ``seen``: ``mark_of`` the product on which the
    change was based; raises ``ScanChanged`` when it is another now. Nothing is written when nothing differs. Raises
    ``TransitionNotAllowed`` while the approach is judged or approved.
    """
    check_right(by, tender.organisation_id, AREA, WRITE)
    _lock(tender)
    row = _fresh(product) if product else ScanProduct(tender=tender)
    before = audit.snapshot(row, *PRODUCT_FIELDS) if product else {}
    if seen and seen != audit.mark_of(before):
        raise ScanChanged(audit.mark_of(before))
    for name, value in fields.items():
        if name not in PRODUCT_FIELDS:
            raise ValueError(name)
        setattr(row, name, value)
    _check(row)
    old, new = audit.changes(before, audit.snapshot(row, *PRODUCT_FIELDS))
    if new:
        row.changed_at, row.changed_by = at, by
        row.save()
        told = {name: value for name, value in new.items() if product or value not in ("", [], None, False)}
        _record(tender, "tender.risk_product", before={"product": before.get("name"), **old} if product else {},
                after={"product": row.name, **told}, by=by, at=at)  # fmt: skip
    return row


def _check(row: ScanProduct) -> None:
    row.name = " ".join(row.name.split())
    errors: dict[str, Any] = {}
    if not row.name:
        errors["name"] = _("Name the product.")
    others = ScanProduct.objects.filter(tender=row.tender, name__iexact=row.name).exclude(pk=row.pk)
    if row.name and others.exists():
        errors["name"] = _("This product is in the scan already.")
    if row.none_fits and row.goods:
        errors["none_fits"] = _("Choose goods, or say that none fits, not both.")
    if bool(row.own_check) != bool(row.own_check_on):
        field = "own_check_on" if row.own_check else "own_check"
        errors[field] = _("Say both where you looked and when.")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def remove_product(*, product: ScanProduct, by: User, at: datetime) -> None:
    """Take a product out of the scan."""
    tender = product.tender
    check_right(by, tender.organisation_id, AREA, WRITE)
    _lock(tender)
    row = _fresh(product)
    before = {name: value for name, value in audit.snapshot(row, *PRODUCT_FIELDS).items() if value}
    row.delete()
    _record(tender, "tender.risk_product_removed", before={**before, "product": row.name}, after={}, by=by, at=at)


def _fresh(product: ScanProduct) -> ScanProduct:
    """The product as it is now; ``TransitionNotAllowed`` when somebody took it out. Lock the tender first."""
    row = ScanProduct.objects.filter(pk=product.pk).first()
    if row is None:
        raise TransitionNotAllowed(_("This product is not in the scan any more."))
    return row


@transaction.atomic
def judge(
    *, tender: Tender, theme: RiskTheme, by: User, at: datetime, seen: str | None = None, **fields: Any
) -> RiskJudgement:
    """Say how severe and how likely the harm of a theme is, each from 1 to 5, and why.

    ``seen``: ``mark_of`` the judgement that it replaces (that of none when there was none).
    """
    check_right(by, tender.organisation_id, AREA, WRITE)
    _lock(tender)
    row = RiskJudgement.objects.filter(tender=tender, theme=theme).first()
    before = audit.snapshot(row, *JUDGEMENT_FIELDS) if row else {}
    if seen is not None and seen != audit.mark_of(before):
        raise ScanChanged(audit.mark_of(before))
    row = row or RiskJudgement(tender=tender, theme=theme)
    for name in JUDGEMENT_FIELDS:
        setattr(row, name, fields[name])
    row.reason = row.reason.strip()
    if not row.reason:
        raise ValidationError({"reason": _("Give a reason.")})
    if any(getattr(row, name) not in range(1, 6) for name in NUMBERS):
        raise ValidationError({"likelihood": _("Choose from 1 to 5.")})
    old, new = audit.changes(before, audit.snapshot(row, *JUDGEMENT_FIELDS))
    if new:
        row.changed_at, row.changed_by = at, by
        row.save()
        _record(tender, "tender.risk_judged", before={"risk_theme": theme.name_nl, **old} if old else {},
                after={"risk_theme": theme.name_nl, **new}, by=by, at=at, reason=row.reason)  # fmt: skip
    return row


def _lock(tender: Tender) -> None:
    """Lock the tender; ``TransitionNotAllowed`` while its approach is judged or approved, as the scan is part of it."""
    refuse_unless_editable(Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk))


def mark_of(row: ScanProduct | RiskJudgement | None) -> str:
    """What a form that starts from this row sends along as ``seen``."""
    if row is None:
        return audit.mark_of({})
    names = PRODUCT_FIELDS if isinstance(row, ScanProduct) else JUDGEMENT_FIELDS
    return audit.mark_of(audit.snapshot(row, *names))


def _record(
    tender: Tender,
    action: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    audit.record(
        action=action, obj=tender, organisation=tender.organisation_id, by=by, at=at, before=before, after=after,
        reason=reason,
    )  # fmt: skip
