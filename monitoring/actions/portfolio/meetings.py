"""The sheet of meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import AuditEvent, User
from dialogues.actions import records
from dialogues.actions.records import MeetingFacts
from dialogues.models import Meeting
from dialogues.querysets import HELD, OPEN
from monitoring.actions.portfolio.keeper import (
    Case,
    Complaint,
    Keeper,
    Key,
    Scene,
    Waits,
    message,
    names,
    strings,
    text,
)
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet
from suppliers.actions.suppliers import Identity
from suppliers.models import Contract, Supplier

PLAIN = ("reference", "kind", "date", "purpose")
COURSE = ("meeting.state", "meeting.minutes_changed", "meeting.point_noted", "meeting.minutes_sent")
"""Events of a meeting that is followed here: an import then only adds that it was held."""


class MeetingKeeper(Keeper[Meeting]):
    area = "dialogue"

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._contracts: dict[str, Contract] = {}

    def records(self) -> QuerySet[Meeting]:
        visible = Meeting.objects.visible_to(self.scene.by).filter(organisation=self.scene.organisation)
        return visible.prefetch_related("suppliers", "contracts").order_by("reference")

    def find(self, keys: Sequence[Key]) -> QuerySet[Meeting]:
        followed = AuditEvent.objects.filter(
            object_type="dialogues.meeting", object_id=OuterRef("pk"), action__in=COURSE
        )
        found = Meeting.objects.filter(organisation=self.scene.organisation, reference__in=[key[0] for key in keys])
        return found.prefetch_related("suppliers", "contracts").annotate(is_handled_here=Exists(followed))

    def facts_of(self, record: Meeting) -> dict[str, Fact]:
        return {
            "reference": text(record.reference),
            "kind": record.kind,
            "date": record.date,
            "purpose": text(record.purpose),
            "suppliers": tuple(sorted({_short(supplier) for supplier in record.suppliers.all()})) or None,
            "contracts": tuple(sorted(contract.reference for contract in record.contracts.all())) or None,
            "held": True if record.state in HELD else False if record.state == "cancelled" else None,
        }

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        wanted = {reference for row in rows for reference in names(row, "contracts")}
        found = Contract.objects.filter(organisation=self.scene.organisation, reference__in=wanted)
        self._contracts = {contract.reference: contract for contract in found.select_related("contract_manager")}
        self.scene.directory.learn(
            {name for row in rows for name in names(row, "suppliers") if _is_number(name)}
            | strings(rows, "supplier_kvk")
        )

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        if given := names(facts, "suppliers"):
            found = set()
            for name in given:
                try:
                    supplier = self._supplier(name)
                except ValidationError as several:
                    yield "suppliers", f"{name}: {message(several)}"
                    continue
                found.add(_short(supplier) if supplier else name)
            facts["suppliers"] = tuple(sorted(found))
        if given := names(facts, "contracts"):
            facts["contracts"] = tuple(sorted(given))

    def check(self, case: Case[Meeting]) -> Iterator[Complaint]:
        yield from self._wrong_suppliers(case)
        yield from self._wrong_course(case)
        contracts = self._unknown_contracts(case)
        for reference in contracts:
            if not self.scene.is_refused("contracts", reference):
                yield "contracts", _("There is no contract %(reference)s.") % {"reference": reference[:60]}
        if self.scene.numbers.intersection(self._unknown_numbers(case)) or any(
            self.scene.is_refused("contracts", reference) for reference in contracts
        ):
            raise Waits

    def _wrong_course(self, case: Case[Meeting]) -> Iterator[Complaint]:
        record, state = case.record, self._new_state(case)
        if record is None or state is None or not cast("Any", record).is_handled_here:
            return
        if record.state in HELD:
            yield "held", _("This meeting was recorded as held; that stays.")
        elif record.state == "cancelled":
            yield "held", _("This meeting was cancelled in Gepast; that stays.")
        elif state == "cancelled":
            yield "held", _("This meeting is followed in Gepast. Cancel it there.")

    def _wrong_suppliers(self, case: Case[Meeting]) -> Iterator[Complaint]:
        for number in self._unknown_numbers(case):
            if number not in self.scene.numbers:  # else it waits for the contract that brings this supplier
                yield "suppliers", _("There is no supplier with the number %(number)s.") % {"number": number}
        if any(len(name) > 400 for name in names(case.changed, "suppliers")):
            yield "suppliers", _("This is longer than %(most)d characters.") % {"most": 400}

    def _unknown_numbers(self, case: Case[Meeting]) -> list[str]:
        return [name for name in names(case.changed, "suppliers") if _is_number(name) and self._supplier(name) is None]

    def _unknown_contracts(self, case: Case[Meeting]) -> list[str]:
        return [reference for reference in names(case.changed, "contracts") if reference not in self._contracts]

    def keep(self, cases: Sequence[Case[Meeting]]) -> tuple[int, int]:
        self._take_in_suppliers(cases)
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        new = [self._facts(case) for case in cases if case.record is None]
        old = [(case.record, self._facts(case)) for case in cases if case.record is not None]
        made = records.create_meetings(facts=new, **common)
        return len(made), len(records.change_meetings(changes=old, **common))

    def _take_in_suppliers(self, cases: Sequence[Case[Meeting]]) -> None:
        wanted = {name for case in cases for name in names(case.changed, "suppliers")}
        known = [supplier for name in wanted if (supplier := self._supplier(name))]
        unknown = [Identity(name=name) for name in sorted(wanted) if self._supplier(name) is None]
        self.scene.directory.take_in(known, unknown)

    def _supplier(self, name: str) -> Supplier | None:
        if _is_number(name):
            return self.scene.directory.with_number(name)
        return self.scene.directory.match(Identity(name=name))

    def _facts(self, case: Case[Meeting]) -> MeetingFacts:
        changed = case.changed
        fields: dict[str, Any] = {name: changed[name] for name in PLAIN if name in changed}
        if "purpose" in fields or case.record is None:
            fields["purpose"] = fields.get("purpose") or ""
        if case.record is None:
            fields |= {"state": self._state(case), "organiser": self._organiser(case)}
        elif state := self._new_state(case):
            fields["state"] = state
        suppliers = [self._supplier(name) for name in names(changed, "suppliers")]
        return MeetingFacts(
            fields,
            [supplier for supplier in suppliers if supplier] if "suppliers" in changed else None,
            [self._contracts[each] for each in names(changed, "contracts")] if "contracts" in changed else None,
        )

    def _state(self, case: Case[Meeting]) -> str:
        """Held is history; what did not take place on its day was cancelled; all else is planned."""
        if case.facts.get("held"):
            return "held"
        is_past = cast("date", case.facts["date"]) < self.scene.today
        return "cancelled" if case.facts.get("held") is False and is_past else "planned"

    def _new_state(self, case: Case[Meeting]) -> str | None:
        """What becomes of a meeting that is there; nothing where the row says the same of it in other words."""
        if case.record is None or "held" not in case.changed:
            return None
        state = self._state(case)
        same = OPEN if state == "planned" else HELD if state == "held" else ("cancelled",)
        return None if case.record.state in same else state

    def _organiser(self, case: Case[Meeting]) -> User:
        for reference in names(case.facts, "contracts"):
            manager = self._contracts[reference].contract_manager
            if manager is not None:
                return manager
        return self.scene.by


def _short(supplier: Supplier) -> str:
    return supplier.kvk or text(supplier.name) or ""


def _is_number(name: str) -> bool:
    return len(name) == 8 and name.isascii() and name.isdigit()
