"""The sheet of contracts, with their suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import WRITE, roles_with
from monitoring.actions.portfolio.keeper import (
    Case,
    Complaint,
    Keeper,
    Key,
    Scene,
    Waits,
    message,
    strings,
    text,
)
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet
from procurement.models import Tender
from procurement.thresholds import EURO
from suppliers.actions import records
from suppliers.actions.suppliers import Identity
from suppliers.models import Contract

FIELDS = {"start_date": "start_on", "end_date": "end_on", "value": "value", "currency": "currency", "isv": "isv"}
SUPPLIER = ("supplier_name", "supplier_kvk", "supplier_country")


class ContractKeeper(Keeper[Contract]):
    area = "contract"

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._tenders: dict[str, Tender] = {}
        managers = User.objects.filter(
            memberships__organisation=scene.organisation, memberships__role__in=roles_with("contract", WRITE)
        )
        self._managers = {user.email.lower(): user for user in managers.distinct()}

    def records(self) -> QuerySet[Contract]:
        visible = Contract.objects.visible_to(self.scene.by).filter(organisation=self.scene.organisation)
        return visible.select_related("tender", "supplier", "contract_manager").order_by("reference")

    def find(self, keys: Sequence[Key]) -> QuerySet[Contract]:
        found = Contract.objects.filter(organisation=self.scene.organisation, reference__in=[key[0] for key in keys])
        return found.select_related("tender", "supplier", "contract_manager")

    def facts_of(self, record: Contract) -> dict[str, Fact]:
        return {
            "tender_reference": text(record.tender.reference) if record.tender else None,
            "reference": text(record.reference),
            "supplier_name": text(record.supplier.name),
            "supplier_kvk": text(record.supplier.kvk),
            "supplier_country": text(record.supplier.country),
            "contract_manager": record.contract_manager.email.lower() if record.contract_manager else None,
            **{name: getattr(record, field) for name, field in FIELDS.items()},
            "currency": record.currency or EURO,
        }

    def outgoing(self) -> Sheet:
        """Without currencies where all is in euro: other programs then read what they always read."""
        if self.records().exclude(currency__in=("", EURO)).exists():
            return self.sheet
        return replace(self.sheet, columns=tuple(each for each in self.sheet.columns if each.name != "currency"))

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        if facts.get("currency", "") is None:
            del facts["currency"]  # as without the column: what is not said makes no euros of dollars
        yield from ()

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        wanted = strings(rows, "tender_reference")
        found = Tender.objects.filter(organisation=self.scene.organisation, reference__in=wanted)
        self._tenders = {tender.reference: tender for tender in found}
        numbers = strings(rows, "supplier_kvk")
        self.scene.numbers |= numbers
        self.scene.directory.learn(numbers)

    def check(self, case: Case[Contract]) -> Iterator[Complaint]:
        yield from self.wrong_order(case, "start_date", "end_date")
        manager = case.changed.get("contract_manager")
        if manager and manager not in self._managers:
            yield "contract_manager", _("Nobody with this address manages contracts in your organisation.")
        if case.has(*SUPPLIER) and case.facts.get("supplier_name"):
            try:
                self.scene.directory.match(_identity(case), rather=case.record.supplier if case.record else None)
            except ValidationError as several:
                yield "supplier_name", message(several)
        reference = case.changed.get("tender_reference")
        if reference and reference not in self._tenders:
            if self.scene.is_refused("tenders", reference):
                raise Waits
            yield "tender_reference", _("There is no tender with this reference.")

    def keep(self, cases: Sequence[Case[Contract]]) -> tuple[int, int]:
        self._take_in_suppliers(cases)
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        new = [self._new(case) for case in cases if case.record is None]
        old = [(case.record, self._fields(case)) for case in cases if case.record is not None]
        made = records.create_contracts(facts=new, **common)
        return len(made), len(records.change_contracts(changes=old, **common))

    def _take_in_suppliers(self, cases: Sequence[Case[Contract]]) -> None:
        directory = self.scene.directory
        known, unknown = [], []
        for case in cases:
            if case.has(*SUPPLIER):
                found = directory.match(_identity(case), rather=case.record.supplier if case.record else None)
                if found is None:
                    unknown.append(_identity(case))
                else:
                    known.append(found)
        directory.take_in(known, unknown)

    def _new(self, case: Case[Contract]) -> dict[str, Any]:
        fields = self._fields(case)
        tender = fields["tender"]
        return {"reference": case.facts["reference"], "title": tender.title, "awarded_on": tender.award_date, **fields}

    def _fields(self, case: Case[Contract]) -> dict[str, Any]:
        changed = case.changed
        fields: dict[str, Any] = {field: changed[name] for name, field in FIELDS.items() if name in changed}
        if case.has(*SUPPLIER):
            rather = case.record.supplier if case.record else None
            fields["supplier"] = self.scene.directory.match(_identity(case), rather=rather)
        if "contract_manager" in changed:
            fields["contract_manager"] = self._managers.get(cast("str", changed["contract_manager"]))
        if changed.get("tender_reference"):
            fields["tender"] = self._tenders[cast("str", changed["tender_reference"])]
        return fields


def _identity(case: Case[Contract]) -> Identity:
    facts = case.facts
    return Identity(
        name=cast("str", facts.get("supplier_name") or ""),
        kvk=cast("str", facts.get("supplier_kvk") or ""),
        country=cast("str", facts.get("supplier_country") or ""),
    )
