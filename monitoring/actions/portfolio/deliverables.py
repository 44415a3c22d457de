"""The sheet of deliverables: what is owed, and the history of what came in before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

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
from suppliers.actions import records
from suppliers.models import Contract, Deliverable, Submission

OUTCOMES = ("accepted", "accepted_with_remarks", "revision_requested")
FIELDS = {
    "due_date": "due_on", "submitted_on": "submitted_on", "assessed_on": "assessed_on", "published_on": "published_on",
}  # fmt: skip
COURSE = ("submitted_on", "assessed_on", "outcome")


class DeliverableKeeper(Keeper[Deliverable]):
    area = "contract"
    defaults = {"occurrence": 1, "about_year": None}

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._contracts: dict[str, Contract] = {}

    def records(self) -> QuerySet[Deliverable]:
        visible = Deliverable.objects.visible_to(self.scene.by).filter(contract__organisation=self.scene.organisation)
        return visible.select_related("contract").order_by("contract__reference", "kind", "about_year", "occurrence")

    def find(self, keys: Sequence[Key]) -> QuerySet[Deliverable]:
        handed_in = Submission.objects.filter(deliverable=OuterRef("pk"))
        return (
            Deliverable.objects.filter(
                contract__organisation=self.scene.organisation, contract__reference__in={key[0] for key in keys}
            )
            .select_related("contract")
            .annotate(is_handled_here=Exists(handed_in))
        )

    def facts_of(self, record: Deliverable) -> dict[str, Fact]:
        return {
            "contract_reference": text(record.contract.reference),
            "kind": record.kind,
            "about_year": record.about_year,
            "occurrence": record.occurrence,
            "outcome": record.state if record.state in OUTCOMES else None,
            "public_url": text(record.public_url),
            **{name: getattr(record, field) for name, field in FIELDS.items()},
        }

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        wanted = strings(rows, "contract_reference")
        found = Contract.objects.filter(organisation=self.scene.organisation, reference__in=wanted)
        self._contracts = {contract.reference: contract for contract in found}

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        for name, value in self.defaults.items():
            if facts.get(name) is None:
                facts[name] = value
        yield from ()

    def check(self, case: Case[Deliverable]) -> Iterator[Complaint]:
        facts, record = case.facts, case.record
        yield from self.wrong_order(case, "submitted_on", "assessed_on")
        if not facts.get("submitted_on"):
            for name in ("outcome", "assessed_on"):
                if facts.get(name):
                    yield "submitted_on", _("Fill in when it was handed in, as it was assessed.")
                    break
        if record is not None and case.has(*COURSE):
            if cast("Any", record).is_handled_here:
                yield "submitted_on", _("This document came in through Gepast. What became of it is changed there.")
            elif record.state == "waived":
                yield "submitted_on", _("This document was waived.")
        reference = facts.get("contract_reference")
        if record is None and reference and reference not in self._contracts:
            if self.scene.is_refused("contracts", reference):
                raise Waits
            yield "contract_reference", _("There is no contract with this reference.")

    def keep(self, cases: Sequence[Case[Deliverable]]) -> tuple[int, int]:
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        new = [
            {
                "contract": self._contracts[cast("str", case.facts["contract_reference"])],
                **{name: case.facts[name] for name in ("kind", "about_year", "occurrence")},
                **_fields(case),
            }
            for case in cases
            if case.record is None
        ]
        old = [(case.record, _fields(case)) for case in cases if case.record is not None]
        made = records.create_deliverables(facts=new, **common)
        reason = _("Taken in from a portfolio.")
        return len(made), len(records.change_deliverables(changes=old, reason=reason, **common))


def _fields(case: Case[Deliverable]) -> dict[str, Any]:
    fields: dict[str, Any] = {field: case.changed[name] for name, field in FIELDS.items() if name in case.changed}
    if "public_url" in case.changed:
        fields["public_url"] = case.changed["public_url"] or ""
    if case.record is None or case.has(*COURSE):
        fields["state"] = case.facts.get("outcome") or ("submitted" if case.facts.get("submitted_on") else "expected")
    return fields
