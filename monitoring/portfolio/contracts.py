"""What follows after the award in a portfolio: contracts, what suppliers owe, meetings and agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts.calendar import local_date
from dialogues.models import Agreement, Meeting
from monitoring.portfolio.people import Stage
from monitoring.portfolio.tenders import AT_ONCE
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, DeliverableKind, FollowUp

RECEIVED = ("submitted", "in_assessment", "accepted", "accepted", "accepted", "accepted_with_remarks")


def make_all(stage: Stage, tenders: list[Tender]) -> None:
    """A contract for every second awarded tender, three deliverables or more each, and a meeting for every tenth."""
    awarded = [tender for tender in tenders if tender.stage == "awarded"][::2]
    contracts = Contract.objects.bulk_create(
        (_contract(stage, tender, tender.award_date) for tender in awarded if tender.award_date), batch_size=AT_ONCE
    )
    owed = (each for contract in contracts if contract.isv for each in _deliverables(stage, contract))
    Deliverable.objects.bulk_create(owed, batch_size=AT_ONCE)
    _meetings(stage, contracts[::10])


def _contract(stage: Stage, tender: Tender, awarded_on: date) -> Contract:
    return Contract(
        organisation=stage.organisation,
        tender=tender,
        supplier=stage.chance.choice(stage.suppliers),
        reference=f"C-{tender.reference}",
        title=tender.title,
        awarded_on=awarded_on,
        start_on=awarded_on + timedelta(days=30),
        end_on=awarded_on + timedelta(days=30 + 365 * stage.chance.randrange(1, 5)),
        value=tender.estimated_value,
        isv=tender.isv_contract_condition,
        follow_up=FollowUp.NORMAL if tender.isv_contract_condition else "",
        contract_manager=stage.people["contract_manager"],
        created_at=stage.now,
        created_by=stage.people["contract_manager"],
    )


def _deliverables(stage: Stage, contract: Contract) -> Iterator[Deliverable]:
    yield _deliverable(stage, contract, DeliverableKind.RISK_ANALYSIS, contract.start_on + timedelta(days=90))
    yield _deliverable(stage, contract, DeliverableKind.IMPROVEMENT_PLAN, contract.start_on + timedelta(days=180))
    last = contract.end_on.year if contract.end_on else contract.start_on.year
    for year in range(contract.start_on.year, last + 1):
        yield _deliverable(stage, contract, DeliverableKind.ANNUAL_REPORT, date(year + 1, 4, 1), about_year=year)


def _deliverable(stage: Stage, contract: Contract, kind: str, due_on: date, **facts: Any) -> Deliverable:
    today = local_date(stage.now)
    if due_on < today and stage.chance.random() < 0.9:
        received = min(due_on + timedelta(days=stage.chance.randrange(-20, 20)), today)
        facts |= {"state": stage.chance.choice(RECEIVED), "submitted_on": received}
        if facts["state"].startswith("accepted"):
            facts["assessed_on"] = received
    return Deliverable(contract=contract, kind=kind, due_on=due_on, created_at=stage.now, **facts)


def _meetings(stage: Stage, contracts: list[Contract]) -> None:
    manager, today = stage.people["contract_manager"], local_date(stage.now)
    meetings = Meeting.objects.bulk_create(
        Meeting(
            organisation=stage.organisation, reference=f"G-{index:05}", purpose="De keten in beeld.", state="held",
            date=today - timedelta(days=stage.chance.randrange(700)), organiser=manager, held_recorded_at=stage.now,
            created_at=stage.now,
        )
        for index, _contract in enumerate(contracts)
    )  # fmt: skip
    through = Meeting.suppliers.through
    through.objects.bulk_create(
        through(meeting_id=meeting.pk, supplier_id=contract.supplier_id)
        for meeting, contract in zip(meetings, contracts, strict=True)
    )
    Agreement.objects.bulk_create(
        Agreement(
            meeting=meeting, reference="1", text="De lijst van locaties delen.", owner=manager.name,
            owner_user=manager, owner_side=Agreement.Side.BUYER,
            due_on=today + timedelta(days=stage.chance.randrange(-60, 120)), created_at=stage.now,
        )
        for meeting in meetings
    )  # fmt: skip
