"""The due date of a round that runs, the mail to who judges, and remarks at their row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent, OutgoingMessage
from accounts.roles import DECIDE, ROLES, WRITE, roles_with
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals, remarks, replacements, risk_scan
from procurement.approval_reads import current_round, due_date_moves, remark_counts
from procurement.models import RiskTheme, ScanProduct, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.factories import TenderFactory, ask

pytestmark = pytest.mark.usefixtures("shipped")

MONDAY = date(2026, 12, 7)
DATERS = roles_with("tender_approach", WRITE) | roles_with("approve_approach", DECIDE)


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


def due_on(tender: Tender) -> date:
    running = current_round(tender)
    assert running is not None
    return running.due_on


def test_a_new_due_date_keeps_its_reason(cast: Cast, submitted: Tender) -> None:
    before = due_on(submitted)
    approvals.move_due_date(tender=submitted, due_on=MONDAY, reason="Ziekte.", by=cast.tenderboard, at=AT)
    assert due_on(submitted) == MONDAY
    (move,) = due_date_moves(submitted)
    assert (move.number, move.before, move.after, move.reason) == (1, before, MONDAY, "Ziekte.")
    event = AuditEvent.objects.about(submitted).get(action="tender.approach_due_on")
    assert (event.actor_id, event.reason) == (cast.tenderboard.pk, "Ziekte.")


@pytest.mark.parametrize(
    ("day", "reason", "fields"),
    [
        (MONDAY, " ", {"reason"}),
        (AT.date() - timedelta(days=1), "Zo.", {"due_on"}),
        (MONDAY - timedelta(days=1), "Zo.", {"due_on"}),
    ],
)
def test_a_day_that_cannot_be(cast: Cast, submitted: Tender, day: date, reason: str, fields: set[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        approvals.move_due_date(tender=submitted, due_on=day, reason=reason, by=cast.buyer, at=AT)
    assert set(refused.value.message_dict) == fields


def test_the_present_day_is_no_change(cast: Cast, submitted: Tender) -> None:
    with pytest.raises(ValidationError):
        approvals.move_due_date(tender=submitted, due_on=due_on(submitted), reason="Zo.", by=cast.buyer, at=AT)


@pytest.mark.parametrize("role", ROLES)
def test_who_submits_or_judges_may_move_it(cast: Cast, submitted: Tender, role: str) -> None:
    if role in DATERS:
        approvals.move_due_date(tender=submitted, due_on=MONDAY, reason="Zo.", by=cast.people[role], at=AT)
        assert due_on(submitted) == MONDAY
    else:
        with pytest.raises(PermissionDenied):
            approvals.move_due_date(tender=submitted, due_on=MONDAY, reason="Zo.", by=cast.people[role], at=AT)


def test_only_a_round_that_runs_has_one(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="returned")
    with pytest.raises(TransitionNotAllowed):
        approvals.move_due_date(tender=tender, due_on=MONDAY, reason="Zo.", by=cast.buyer, at=AT)


@pytest.mark.usefixtures("frozen")
def test_the_page_changes_it_and_says_why(cast: Cast, submitted: Tender, browse: Browse) -> None:
    buyer = browse(cast.buyer)
    wrong = buyer.post(url("approach-due-date", submitted.pk), {"due_on": "2026-12-06", "reason": "Zondag"})
    assert (wrong.status_code, "Kies een werkdag." in text(wrong)) == (422, True)
    right = buyer.post(
        url("approach-due-date", submitted.pk), {"due_on": "2026-12-07", "reason": "Vergadering verzet."}
    )
    assert right.status_code == 302
    assert "Vergadering verzet." in text(buyer.get(url("approval", submitted.pk)))


def test_who_may_judge_hears_of_a_submission(cast: Cast) -> None:
    ask(cast.organisation, "tenderboard", 0, 5)
    colleague = cast.with_roles("tenderboard")
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    sent = OutgoingMessage.objects.filter(kind="approach_submitted")
    assert {message.recipient for message in sent} == {cast.tenderboard, colleague}
    assert all(f"/tenders/{tender.pk}/approval/" in message.body_text for message in sent)
    assert "Graag een besluit uiterlijk" in sent[0].body_text


def test_who_stands_in_hears_of_it_too(cast: Cast) -> None:
    ask(cast.organisation, "budget_holder", 0, 5)
    replacements.name(
        organisation=cast.organisation, colleague=cast.tenderboard, from_on=AT.date(), until_on=AT.date(),
        by=cast.budget_holder, at=AT,
    )  # fmt: skip
    TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    sent = OutgoingMessage.objects.filter(kind="approach_submitted")
    assert {message.recipient for message in sent} == {cast.budget_holder, cast.tenderboard}


def test_the_mail_is_in_the_language_of_who_reads_it(cast: Cast) -> None:
    cast.tenderboard.language = "en"
    cast.tenderboard.save(update_fields=["language"])
    TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    message = OutgoingMessage.objects.get(kind="approach_submitted", recipient=cast.tenderboard)
    assert message.subject.startswith("To decide: the approach of")


@pytest.mark.usefixtures("frozen")
def test_remarks_stand_at_their_row(cast: Cast, submitted: Tender, browse: Browse) -> None:
    climate = Theme.objects.get(code="climate")
    for about in (climate, climate, None):
        remarks.write(tender=submitted, theme=about, text="Waarom?", by=cast.tenderboard, at=AT)
    counts = remark_counts(submitted)
    assert {code: (each.number, each.unanswered) for code, each in counts.items()} == {"climate": (2, 2), "isv": (1, 1)}
    buyer = browse(cast.buyer)
    assert "2 opmerkingen" in text(buyer.get(url("ambition-edit", submitted.pk)))
    assert "1 opmerking" in text(buyer.get(url("isv-edit", submitted.pk)))


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_the_scan_stays_as_it_was_judged(cast: Cast, state: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    product = risk_scan.save_product(tender=tender, by=cast.buyer, at=AT, name="Jassen", countries=["BD"])
    Tender.objects.filter(pk=tender.pk).update(
        approach_state=state, approach_submitted_by=cast.buyer, approach_submitted_at=AT,
        approach_approved_at=AT if state == "approved" else None,
    )  # fmt: skip
    theme = RiskTheme.objects.get(code="wages")
    numbers: dict[str, Any] = dict.fromkeys(("scale", "scope", "irremediability", "likelihood"), 3)
    with pytest.raises(TransitionNotAllowed):
        risk_scan.save_product(tender=tender, product=product, by=cast.buyer, at=AT, name="Hemden")
    with pytest.raises(TransitionNotAllowed):
        risk_scan.remove_product(product=product, by=cast.buyer, at=AT)
    with pytest.raises(TransitionNotAllowed):
        risk_scan.judge(tender=tender, theme=theme, by=cast.buyer, at=AT, reason="Zo.", **numbers)
    assert ScanProduct.objects.get().name == "Jassen"


@pytest.mark.usefixtures("frozen")
def test_the_pages_of_the_scan_say_so(cast: Cast, submitted: Tender, browse: Browse) -> None:
    buyer = browse(cast.buyer)
    page = text(buyer.get(url("risk-scan", submitted.pk)))
    assert "de risicoscan kan nu niet worden gewijzigd" in page
    assert buyer.get(url("risk-product-add", submitted.pk))["Location"] == url("risk-scan", submitted.pk)


@pytest.mark.parametrize(("verdict", "subject"), [("approved", "Goedgekeurd"), ("returned", "Teruggegeven")])
def test_who_submitted_hears_what_was_decided(cast: Cast, verdict: str, subject: str) -> None:
    ask(cast.organisation, "tenderboard", 0, 5)
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    approvals.decide(
        tender=tender, role="tenderboard", verdict=verdict, reason="Zie de opmerkingen.", by=cast.tenderboard, at=AT
    )
    message = OutgoingMessage.objects.get(kind="approach_decided")
    assert message.recipient == cast.buyer
    assert message.subject.startswith(f"{subject}: de aanpak van")
    assert "Zie de opmerkingen." in message.body_text
    assert f"/tenders/{tender.pk}/approval/" in message.body_text


def test_the_first_of_two_decisions_is_no_news_for_who_submitted(cast: Cast) -> None:
    ask(cast.organisation, "both", 0, 5)
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    approvals.decide(tender=tender, role="tenderboard", verdict="approved", reason="", by=cast.tenderboard, at=AT)
    assert not OutgoingMessage.objects.filter(kind="approach_decided").exists()
