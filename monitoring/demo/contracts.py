"""Sixty contracts at every stage, with what suppliers handed in and how it was judged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from accounts.models import User
from monitoring.demo import words
from monitoring.demo.papers import Papers
from monitoring.demo.people import Stage
from monitoring.demo.tenders import at_noon
from procurement.models import Tender
from suppliers.actions import assessments, awards, commitments, contacts, deliverables, extensions, submissions
from suppliers.actions.awards import Award
from suppliers.models import Assessment, Contract, Deliverable, Supplier

NUMBER = 60
OTHERS = 22
"""Contracts without ISV among them."""
FORGOTTEN = 300
"""Days after which everything has come in after all, in this organisation."""
NEVER = 0.5
CLOSELY = 8
"""One in so many contracts is followed intensively."""
WAITING = 8
"""Documents that wait for the contract managers, at least."""


def make_all(stage: Stage, made: list[tuple[Tender, words.Subject]]) -> list[Contract]:
    """Award sixty published tenders, those with ISV first, spread over the years; then let the years pass."""
    today = stage.now.date()
    old_enough = [
        (tender, subject)
        for tender, subject in made
        if tender.stage == "published"
        and tender.publication_date
        and tender.publication_date < today - timedelta(days=80)
    ]
    with_isv = [pair for pair in old_enough if pair[0].isv_contract_condition]
    others = [pair for pair in old_enough if not pair[0].isv_contract_condition]
    chosen = _spread(with_isv, NUMBER - OTHERS) + _spread(others, OTHERS)
    papers = Papers()
    found = []
    for number, (tender, subject) in enumerate(chosen):
        contract = _contract(stage, tender, subject, number)
        _invite(stage, contract)
        _live(stage, contract, papers)
        if number % 3 == 0:
            _keep_promises(stage, contract)
        found.append(contract)
    _every_stage(stage, papers)
    return found


def _spread(rows: list[tuple[Tender, words.Subject]], number: int) -> list[tuple[Tender, words.Subject]]:
    if len(rows) <= number:
        return rows
    return [rows[round(index * (len(rows) - 1) / (number - 1))] for index in range(number)]


def _contract(stage: Stage, tender: Tender, subject: words.Subject, number: int) -> Contract:
    random = stage.random
    published = cast("date", tender.publication_date)
    awarded = published + timedelta(days=random.randint(55, 75))
    start = date(awarded.year + awarded.month // 12, awarded.month % 12 + 1, 1)
    months = random.choice((8, 12, 18, 24, 36))
    end = date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1) - timedelta(
        days=1
    )
    supplier = _supplier_of(stage, subject)
    value = tender.estimated_value
    signals = random.choice(("none", "some", "some", "severe")) if tender.isv_contract_condition else ""
    is_close = tender.isv_contract_condition and number % CLOSELY == 0
    return awards.award(
        tender=tender,
        supplier=supplier,
        award=Award(
            reference=f"C{start.year}-{number + 1:03}",
            title=tender.title,
            awarded_on=awarded,
            start_on=start,
            end_on=end,
            value=round(value * Decimal("0.94"), 2) if value else None,
            currency="EUR",
            isv=tender.isv_contract_condition,
            contract_manager=stage.managers[0] if number % 5 < 3 else stage.managers[1],
            risk_signals=signals,
            follow_up="intensive" if is_close else "normal",
            follow_up_reason=words.INTENSIVE_REASON if is_close else words.NORMAL_REASON,
            lots=list(tender.lots.all()),
        ),
        by=stage.people["buyer"],
        at=at_noon(awarded),
    )


def _invite(stage: Stage, contract: Contract) -> None:
    """Whoever owes something is invited with the first contract."""
    contact = stage.to_invite.pop(contract.supplier_id, None) if contract.isv else None
    if contact is not None:
        contacts.invite(contact=contact, by=stage.managers[0], at=contract.created_at + timedelta(days=3))


def _keep_promises(stage: Stage, contract: Contract) -> None:
    """Say every December what came of the commitments; of some nobody does."""
    today, manager = stage.now.date(), contract.contract_manager or stage.managers[0]
    for year in range(contract.start_on.year, today.year + 1):
        day = min(date(year, 12, 11), contract.end_on or date.max)
        if not contract.start_on < day < today or day.year != year:
            continue
        for commitment in contract.commitments.select_related("contract", "theme"):
            if stage.random.random() < 0.2:
                continue
            outcome, notes = stage.random.choice(words.OUTCOMES)
            result = commitments.Result(outcome, day, stage.random.choice(notes))
            commitments.record(commitment=commitment, result=result, by=manager, at=at_noon(day))


def _supplier_of(stage: Stage, subject: words.Subject) -> Supplier:
    candidates = stage.suppliers[subject.category]
    specialist = words.SPECIALISTS.get(subject.title.split()[0])
    return next((one for one in candidates if one.name == specialist), None) or stage.random.choice(candidates)


def _live(stage: Stage, contract: Contract, papers: Papers) -> None:
    """Let the supplier hand in what came due: mostly in time, sometimes late, sometimes not at all."""
    today = stage.now.date()
    diligence = stage.random.choice((0.95, 0.85, 0.7, 0.5))
    for deliverable in contract.deliverables.order_by("due_on", "pk"):
        if deliverable.due_on > today + timedelta(days=20):
            break
        if deliverable.due_on < today - timedelta(days=120) and stage.random.random() < 0.03:
            deliverables.waive(
                deliverable=deliverable,
                reason="Het contract is voortijdig beëindigd; deze rapportage heeft geen functie meer.",
                by=stage.people["category_manager"],
                at=at_noon(deliverable.due_on - timedelta(days=5)),
            )
            continue
        _one(stage, contract, deliverable, papers, diligence)


def _one(stage: Stage, contract: Contract, deliverable: Deliverable, papers: Papers, diligence: float) -> None:
    random, today = stage.random, stage.now.date()
    contact = stage.contacts[contract.supplier_id]
    if random.random() < 0.12 and deliverable.due_on > contract.start_on + timedelta(days=40):
        _extend(stage, deliverable, contact)
    days = random.randint(-25, 0) if random.random() < diligence else random.randint(2, 75)
    day = deliverable.due_on + timedelta(days=days)
    is_long_ago = deliverable.due_on < today - timedelta(days=FORGOTTEN)
    is_never = not is_long_ago and random.random() > diligence and random.random() < NEVER
    if day > today - timedelta(days=1) or is_never:
        return
    handed_in = _hand_in(stage, deliverable, contact, papers, day)
    if (today - day).days < random.randint(6, 40):
        return
    judged = min(day + timedelta(days=random.randint(3, 20)), today - timedelta(days=1))
    _assess(stage, handed_in, contact, papers, judged)


def _extend(stage: Stage, deliverable: Deliverable, contact: User) -> None:
    asked = deliverable.due_on - timedelta(days=12)
    if asked > stage.now.date():
        return
    request = extensions.request(
        deliverable=deliverable,
        wanted_on=deliverable.due_on + timedelta(days=21),
        reason=stage.random.choice(words.EXTENSION_REASONS),
        by=contact,
        at=at_noon(asked),
    )
    if (stage.now.date() - asked).days < 8:
        return
    if stage.random.random() < 0.8:
        extensions.grant(request=request, by=stage.people["category_manager"], at=at_noon(asked + timedelta(days=2)))
    else:
        extensions.refuse(
            request=request,
            reason="De datum was bij de gunning bekend en er is al eerder uitstel verleend.",
            by=stage.people["category_manager"],
            at=at_noon(asked + timedelta(days=2)),
        )
    deliverable.refresh_from_db()


def _hand_in(stage: Stage, deliverable: Deliverable, contact: User, papers: Papers, day: date) -> Deliverable:
    is_report = deliverable.kind == "annual_report"
    return submissions.hand_in(
        deliverable=deliverable,
        files=papers.of(deliverable),
        details={
            "note": "De bijlage noemt de bronnen." if stage.random.random() < 0.3 else "",
            "effective_on": day,
            "public_url": f"https://www.leverancier.example/verslag-{day.year}" if is_report else "",
            "confidentiality": "public" if is_report else "organisation",
        },
        by=contact,
        at=at_noon(day),
    ).deliverable


def _every_stage(stage: Stage, papers: Papers) -> None:
    """See to it that something waits, is in assessment and is to be revised, whatever chance brought."""
    submitted, today = Deliverable.objects.filter(state="submitted"), stage.now.date()
    coming = Deliverable.objects.filter(state="expected", due_on__gt=today, contract__start_on__lt=today)
    for number, deliverable in enumerate(coming.order_by("due_on", "pk")[: max(0, WAITING - submitted.count())]):
        contact = stage.contacts[deliverable.contract.supplier_id]
        _hand_in(stage, deliverable, contact, papers, today - timedelta(days=number % 5 + 1))
    waiting = list(submitted.order_by("-submitted_on", "pk")[:2])
    for deliverable, outcome in zip(waiting, ("", "revision_requested"), strict=False):
        assessment = _answer(stage, deliverable, today - timedelta(days=1))
        if outcome:
            assessments.decide(
                assessment=assessment,
                outcome=outcome,
                remarks=words.REMARKS[0],
                due_on=today + timedelta(days=30),
                by=deliverable.contract.contract_manager or stage.managers[0],
                at=stage.now,
            )


def _answer(stage: Stage, deliverable: Deliverable, day: date) -> Assessment:
    random = stage.random
    manager = deliverable.contract.contract_manager or stage.managers[0]
    assessment = assessments.start(deliverable=deliverable, by=manager, at=at_noon(day))
    given = {}
    for each in assessment.answers.all():
        value = random.choices(("fully", "partially", "not"), weights=(6, 3, 1))[0]
        reason = (
            "Beschreven in hoofdstuk 2, met bron." if value == "fully" else "Alleen voor de eerste schakel beschreven."
        )
        given[each.key] = assessments.Given(value, reason)
    assessments.answer_all(assessment=assessment, given=given, by=manager, at=at_noon(day))
    return assessment


def _assess(stage: Stage, deliverable: Deliverable, contact: User, papers: Papers, day: date) -> None:
    random = stage.random
    manager = deliverable.contract.contract_manager or stage.managers[0]
    assessment = _answer(stage, deliverable, day)
    if (stage.now.date() - day).days < 4:
        return
    outcome = random.choices(("accepted", "accepted_with_remarks", "revision_requested"), weights=(5, 4, 2))[0]
    again = day + timedelta(days=45)
    judged = assessments.decide(
        assessment=assessment,
        outcome=outcome,
        remarks="" if outcome == "accepted" else random.choice(words.REMARKS),
        due_on=again if outcome == "revision_requested" else None,
        by=manager,
        at=at_noon(day + timedelta(days=1)),
    )
    if outcome == "revision_requested" and again < stage.now.date() - timedelta(days=20):
        handed_in = _hand_in(stage, judged.deliverable, contact, papers, again - timedelta(days=3))
        _assess(stage, handed_in, contact, papers, again + timedelta(days=9))
