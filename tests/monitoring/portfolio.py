"""A small portfolio with traps, and the same figures counted a second time without the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organisation
from procurement.models import Ambition, Lot, ProcurementCategory, Tender, Theme
from suppliers.models import Contract, Deliverable, Supplier, SupplierLink
from tests.accounts.factories import AT, system_user

YEAR, AS_OF = 2025, date(2026, 2, 1)
FORMS = ("contract_condition", "minimum_requirement", "selection_criterion", "award_criterion")


@dataclass
class Row:
    """A tender as somebody would keep it in a spreadsheet; ``forms`` None is an empty cell, () is “none”."""

    reference: str
    published: date | None = date(2025, 5, 1)
    levels: dict[str, int] = field(default_factory=dict)
    forms: tuple[str, ...] | None = None
    relevant: bool | None = None
    wide: bool | None = None
    impact: int | None = None
    value: int | None = 2_000_000
    category: str | None = "workwear"
    explanation: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.levels) or self.forms is not None

    @property
    def highest(self) -> int | None:
        return max(self.levels.values(), default=None)

    @property
    def has_mvi(self) -> bool:
        return (self.highest or 0) >= 1 or bool(self.forms)

    @property
    def is_mandatory(self) -> bool | None:
        """At a central government in 2025: risk category, at or above 143,000."""
        if self.category == "other" or (self.value is not None and self.value < 143_000):
            return False
        return None if self.category is None or self.value is None else True


ROWS = [
    Row(
        "in-all", levels={"climate": 3, "circular": 1}, forms=("contract_condition",), relevant=True, wide=True,
        impact=50,
    ),
    Row("first-day", date(2025, 1, 1), {"climate": 2}, (), relevant=True, wide=True, impact=49, explanation="Klein."),
    Row("last-day", date(2025, 12, 31), {"climate": 0}, relevant=False, wide=None, impact=90),
    Row("year-before", date(2024, 12, 31), {"climate": 3}, ("contract_condition",), relevant=True),
    Row("year-after", date(2026, 1, 1), {"climate": 3}, ("contract_condition",), relevant=True),
    Row("no-date", None, {"climate": 3}, ("contract_condition",), relevant=True),
    Row("nothing-known", relevant=True, wide=True, impact=80),
    Row("only-none", forms=(), relevant=False),
    Row("only-a-form", forms=("award_criterion",), relevant=True),
    Row("level-zero-and-form", levels={"climate": 0}, forms=("contract_condition",), relevant=None, category="other"),
    Row("no-impact", levels={"social_return": 1}, relevant=False, wide=True),
    Row("at-threshold", levels={"climate": 1}, forms=(), value=143_000),
    Row("below-threshold", levels={"climate": 1}, forms=(), value=142_999),
    Row("no-value", levels={"climate": 1}, forms=("contract_condition",), value=None),
    Row("no-category", levels={"climate": 2}, forms=("contract_condition",), category=None, relevant=True),
    Row("not-answered", levels={"climate": 2}, relevant=False, explanation="Nog te beslissen."),
]  # fmt: skip


def fill(organisation: Organisation, rows: list[Row] | None = None) -> dict[str, Tender]:
    """Store the rows as tenders of the organisation; the lookups that ship must be there."""
    by = system_user()
    themes = {theme.code: theme for theme in Theme.objects.all()}
    categories = {
        "workwear": ProcurementCategory.objects.filter(is_risk=True, valid_until=None).first(),
        "other": ProcurementCategory.objects.filter(is_risk=False, organisation=None).first(),
    }
    wanted = ROWS if rows is None else rows
    tenders = Tender.objects.bulk_create(
        Tender(
            organisation=organisation, reference=row.reference, title=row.reference, nature="supplies",
            publication_date=row.published, relevant_product_group=row.relevant, government_wide=row.wide,
            impact_weight=row.impact, estimated_value=None if row.value is None else Decimal(row.value),
            isv_answered=row.forms is not None, isv_explanation=row.explanation,
            created_at=AT, created_by=by, **_chosen(row),
        )
        for row in wanted
    )  # fmt: skip
    pairs = list(zip(tenders, wanted, strict=True))
    Lot.objects.bulk_create(
        Lot(tender=tender, identifier="1", category=categories[row.category] if row.category else None)
        for tender, row in pairs
    )
    Ambition.objects.bulk_create(
        Ambition(tender=tender, theme=themes[code], level=level, changed_at=AT, changed_by=by)
        for tender, row in pairs
        for code, level in row.levels.items()
    )
    return {tender.reference: tender for tender in tenders}


def _chosen(row: Row) -> dict[str, Any]:
    return {f"isv_{form}": form in (row.forms or ()) for form in FORMS}


def contract(organisation: Organisation, tender: Tender | None, number: int = 1) -> Contract:
    supplier, _created = Supplier.objects.get_or_create(
        kvk=f"{10_000_000 + number}", defaults={"name": f"Leverancier {number}", "country": "NL", "created_at": AT}
    )
    SupplierLink.objects.get_or_create(organisation=organisation, supplier=supplier, defaults={"created_at": AT})
    return Contract.objects.create(
        organisation=organisation, tender=tender, supplier=supplier, reference=f"C-{number}", title="Contract",
        start_on=date(2025, 1, 1), end_on=date(2027, 12, 31), isv=True, created_at=AT, created_by=system_user(),
    )  # fmt: skip


def owed(contract: Contract, due_on: date, submitted_on: date | None = None, **fields: Any) -> Deliverable:
    """A deliverable of the contract; each has its own occurrence."""
    fields.setdefault("state", "submitted" if submitted_on else "expected")
    return Deliverable.objects.create(
        contract=contract, due_on=due_on, submitted_on=submitted_on, created_at=AT,
        occurrence=contract.deliverables.count() + 1, **{"kind": "risk_analysis", **fields},
    )  # fmt: skip
