"""The sheet of findings, in whatever state they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from monitoring.actions.portfolio.keeper import (
    Case,
    Complaint,
    Keeper,
    Key,
    Scene,
    Waits,
    strings,
    text,
)
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet
from procurement.models import RiskTheme
from suppliers.actions import records
from suppliers.models import Contract, Finding

CLOSED = ("closed_confirmed", "closed_unconfirmed")
COURSE = ("state", "closed_on", "confirmed_by_rightsholders")


class FindingKeeper(Keeper[Finding]):
    area = "findings"

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._contracts: dict[str, Contract] = {}
        self._themes = {theme.code: theme for theme in RiskTheme.objects.all()}

    def records(self) -> QuerySet[Finding]:
        visible = Finding.objects.visible_to(self.scene.by).filter(organisation=self.scene.organisation)
        return visible.select_related("contract", "supplier", "theme").order_by("reference")

    def find(self, keys: Sequence[Key]) -> QuerySet[Finding]:
        moved = AuditEvent.objects.filter(
            object_type="suppliers.finding", object_id=OuterRef("pk"), action="finding.state"
        )
        found = Finding.objects.filter(organisation=self.scene.organisation, reference__in=[key[0] for key in keys])
        return found.select_related("contract", "supplier", "theme").annotate(is_handled_here=Exists(moved))

    def facts_of(self, record: Finding) -> dict[str, Fact]:
        return {
            "reference": text(record.reference),
            "contract_reference": text(record.contract.reference) if record.contract else None,
            "supplier_kvk": text(record.supplier.kvk) if record.supplier else None,
            "reported_on": record.reported_on,
            "source": record.source or None,
            "theme": record.theme.code if record.theme else None,
            "severity": record.severity,
            "state": record.state,
            "closed_on": record.closed_on,
            "confirmed_by_rightsholders": record.state == "closed_confirmed" if record.state in CLOSED else None,
        }

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        wanted = strings(rows, "contract_reference")
        found = Contract.objects.filter(organisation=self.scene.organisation, reference__in=wanted)
        self._contracts = {contract.reference: contract for contract in found.select_related("supplier")}
        self.scene.directory.learn(strings(rows, "supplier_kvk"))

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        if "state" in facts and facts["state"] is None:
            facts["state"] = "reported"
            if facts.get("closed_on"):
                facts["state"] = CLOSED[0] if facts.get("confirmed_by_rightsholders") else CLOSED[1]
        if facts.get("state") in CLOSED and facts.get("confirmed_by_rightsholders", "") is None:
            facts["confirmed_by_rightsholders"] = facts["state"] == CLOSED[0]
        yield from ()

    def check(self, case: Case[Finding]) -> Iterator[Complaint]:
        yield from self.wrong_order(case, "reported_on", "closed_on")
        yield from self._wrong_state(case)
        if case.record is not None and case.has(*COURSE) and cast("Any", case.record).is_handled_here:
            yield "state", _("This finding is followed in Gepast. Its state is changed there.")
        kvk, reference = case.facts.get("supplier_kvk"), case.facts.get("contract_reference")
        supplier = self.scene.directory.with_number(cast("str", kvk)) if kvk else None
        if kvk and supplier is None and "supplier_kvk" in case.changed:
            if kvk in self.scene.numbers:
                raise Waits  # for the contract that brings this supplier, and has an error
            yield "supplier_kvk", _("There is no supplier with the number %(number)s.") % {"number": kvk}
        if not reference or not case.has("contract_reference", "supplier_kvk"):
            return
        contract = self._contracts.get(cast("str", reference))
        if contract is None:
            if self.scene.is_refused("contracts", reference):
                raise Waits
            yield "contract_reference", _("There is no contract with this reference.")
        elif supplier is not None and contract.supplier_id != supplier.pk:
            yield "supplier_kvk", _("This contract is with another supplier.")

    def _wrong_state(self, case: Case[Finding]) -> Iterator[Complaint]:
        state, closed_on = case.facts.get("state", "reported"), case.facts.get("closed_on")
        if not case.has(*COURSE):
            return
        if state in CLOSED and not closed_on:
            yield "closed_on", _("Fill in when it was closed.")
        if state not in CLOSED and closed_on:
            yield "closed_on", _("There is a day of closing, but the state is not closed.")
        confirmed = case.facts.get("confirmed_by_rightsholders")
        if confirmed is not None and (confirmed is True) != (state == CLOSED[0]) and (confirmed or state in CLOSED):
            yield "confirmed_by_rightsholders", _("This does not agree with the state.")

    def keep(self, cases: Sequence[Case[Finding]]) -> tuple[int, int]:
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        suppliers = [self.scene.directory.with_number(cast("str", case.changed.get("supplier_kvk"))) for case in cases]
        self.scene.directory.take_in([supplier for supplier in suppliers if supplier], [])
        new = [{"reference": case.facts["reference"], **self._fields(case)} for case in cases if case.record is None]
        old = [(case.record, self._fields(case)) for case in cases if case.record is not None]
        made = records.create_findings(facts=new, **common)
        return len(made), len(records.change_findings(changes=old, **common))

    def _fields(self, case: Case[Finding]) -> dict[str, Any]:
        changed = case.changed
        plain = ("reported_on", "severity", "state", "closed_on")
        fields: dict[str, Any] = {name: changed[name] for name in plain if name in changed}
        if "source" in changed:
            fields["source"] = changed["source"] or ""
        if "theme" in changed:
            fields["theme"] = self._themes.get(cast("str", changed["theme"]))
        if case.has("contract_reference", "supplier_kvk"):
            contract = self._contracts.get(cast("str", case.facts.get("contract_reference")))
            kvk = cast("str", case.facts.get("supplier_kvk") or "")
            supplier = self.scene.directory.with_number(kvk)
            fields["contract"] = contract
            fields["supplier"] = supplier or (contract.supplier if contract else None)
        return fields
