"""A dialogue programme of fourteen suppliers and thirty-six meetings, and findings in every state."""

from __future__ import annotations

from datetime import date, time, timedelta

from accounts.models import User
from dialogues.actions import agreements, meetings, minutes
from dialogues.actions.agreements import Terms
from dialogues.actions.meetings import Plan
from dialogues.actions.minutes import Said
from dialogues.models import Agreement, Meeting
from monitoring.demo import words
from monitoring.demo.people import Stage
from monitoring.demo.tenders import at_noon
from procurement.models import RiskTheme
from suppliers.actions import findings
from suppliers.actions.findings import Reported
from suppliers.models import Contract

SUPPLIERS = 14
MEETINGS = 36
MONTHS_BACK = 22

PATHS: dict[str, tuple[str, ...]] = {
    "reported": (),
    "requested": ("requested",),
    "in_remedy": ("requested", "in_remedy"),
    "verified": ("requested", "in_remedy", "verified"),
    "closed_confirmed": ("requested", "in_remedy", "verified", "closed_confirmed"),
    "closed_unconfirmed": ("requested", "in_remedy", "verified", "closed_unconfirmed"),
}


def make_all(stage: Stage, contracts: list[Contract]) -> None:
    """The programme, with the contracts of suppliers with ISV."""
    by_supplier: dict[int, Contract] = {}
    for contract in contracts:
        if contract.isv:
            by_supplier[contract.supplier_id] = contract
    programme = list(by_supplier.values())[:SUPPLIERS]
    first = stage.now.date() - timedelta(days=30 * MONTHS_BACK)
    step = (30 * MONTHS_BACK + 45) / MEETINGS
    for number in range(MEETINGS):
        day = first + timedelta(days=round(step * number))
        day += timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else timedelta()
        _meeting(stage, programme[number % len(programme)], day)
    for number, (state, path) in enumerate(PATHS.items()):
        _finding(stage, programme[number % len(programme)], number, state, path)


def _meeting(stage: Stage, contract: Contract, day: date) -> None:
    random, today = stage.random, stage.now.date()
    host = contract.contract_manager or stage.managers[0]
    meeting = meetings.plan(
        organisation=stage.organisation,
        plan=Plan(
            kind=Meeting.Kind.INDIVIDUAL,
            date=day,
            purpose=random.choice(words.MEETING_PURPOSES),
            organiser=host,
            starts_at=time(10),
            ends_at=time(11, 30),
            location=random.choice(("Den Haag, zaal 4.12", "Bij de leverancier", "Videoverbinding")),
            benefit="Eén vragenlijst voor drie inkopende diensten, en één aanspreekpunt.",
            suppliers=(contract.supplier,),
            contracts=(contract,),
            points=tuple(random.sample(words.POINTS, 3)),
        ),
        by=host,
        at=at_noon(min(day, today) - timedelta(days=30)),
    )
    if day > today + timedelta(days=25):
        return
    meeting = meetings.invite(meeting=meeting, tell=True, by=host, at=at_noon(min(day, today) - timedelta(days=20)))
    if day < today - timedelta(days=3):
        _hold(stage, meeting, contract, host, day)


def _hold(stage: Stage, meeting: Meeting, contract: Contract, host: User, day: date) -> None:
    random, today = stage.random, stage.now.date()
    contact = stage.contacts[contract.supplier_id]
    said = {
        point.pk: Said(random.choice(words.SAID), random.choice(("commercial", "contractual", "knowledge")))
        for point in meeting.points.all()
    }
    minutes.record(
        meeting=meeting,
        held_on=day,
        attendance=f"{host}, {contact}, adviseur van een andere inkopende dienst",
        summary="Open gesprek. De leverancier kent zijn eerste schakel goed en zoekt hulp bij de tweede.",
        points=said,
        by=host,
        at=at_noon(day + timedelta(days=1)),
    )
    texts = random.sample(words.AGREEMENTS, random.randint(1, 2))
    made = [_agreement(stage, meeting, contract, text, host=host, day=day) for text in texts]
    minutes.send(meeting=meeting, by=host, at=at_noon(day + timedelta(days=2)))
    meeting.refresh_from_db()
    if day < today - timedelta(days=12) and random.random() < 0.85:
        minutes.confirm(meeting=meeting, number=1, by=contact, at=at_noon(day + timedelta(days=5)))
    for agreement in made:
        _follow(stage, agreement, host, contact)


def _agreement(stage: Stage, meeting: Meeting, contract: Contract, text: str, *, host: User, day: date) -> Agreement:
    contact = stage.contacts[contract.supplier_id]
    random = stage.random
    is_theirs = random.random() < 0.75
    return agreements.add(
        meeting=meeting,
        terms=Terms(
            text=text,
            owner_side="supplier" if is_theirs else "buyer",
            due_on=day + timedelta(days=random.choice((30, 45, 60, 90))),
            owner=str(contact if is_theirs else host),
            owner_user=contact if is_theirs else host,
            supplier=contract.supplier if is_theirs else None,
        ),
        by=host,
        at=at_noon(day + timedelta(days=1)),
    )


def _follow(stage: Stage, agreement: Agreement, host: User, contact: User) -> None:
    day = agreement.due_on - timedelta(days=stage.random.randint(-10, 8))
    if day > stage.now.date() - timedelta(days=4) or stage.random.random() < 0.12:
        return
    is_theirs = agreement.owner_side == "supplier"
    reporter, confirmer = (contact, host) if is_theirs else (host, contact)
    agreements.report(
        agreement=agreement, outcome="done", text="Gedaan, zie de bijlage bij de mail.", by=reporter, at=at_noon(day)
    )
    if stage.random.random() < 0.9:
        agreements.confirm(agreement=agreement, by=confirmer, at=at_noon(day + timedelta(days=2)))


def _finding(stage: Stage, contract: Contract, number: int, state: str, path: tuple[str, ...]) -> None:
    theme, severity, source, description = words.FINDINGS[number % len(words.FINDINGS)]
    reported = stage.now.date() - timedelta(days=300 - 40 * number)
    manager, second = stage.managers[0], stage.people["category_manager"]
    finding = findings.report(
        organisation=stage.organisation,
        reported=Reported(
            reference=f"B-{number + 1:03}",
            supplier=contract.supplier,
            contract=contract,
            reported_on=reported,
            source=source,
            theme=RiskTheme.objects.get(code=theme),
            severity=severity,
            description=description,
        ),
        by=manager,
        at=at_noon(reported),
    )
    for step, target in enumerate(path, start=1):
        by = second if target.startswith("closed") else manager
        findings.move(
            finding=finding,
            to=target,
            by=by,
            at=at_noon(reported + timedelta(days=12 * step)),
            reason=words.STEPS[target],
        )
