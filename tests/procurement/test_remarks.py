"""Remarks on the rows of an approach, and their answers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals, criteria, remarks
from procurement.approval_reads import remark_counts
from procurement.models import ApproachRemark, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.criteria import price
from tests.procurement.factories import TenderFactory, approve

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


@pytest.fixture
def remark(cast: Cast, submitted: Tender) -> ApproachRemark:
    climate = Theme.objects.get(code="climate")
    return remarks.write(tender=submitted, theme=climate, text=" Waarom 2? ", by=cast.tenderboard, at=AT)


def test_a_remark_stands_at_its_row_in_its_round(cast: Cast, submitted: Tender, remark: ApproachRemark) -> None:
    about_isv = remarks.write(tender=submitted, theme=None, text="Ook gunnen?", by=cast.budget_holder, at=AT)
    assert (remark.round, remark.theme and remark.theme.code, remark.text) == (1, "climate", "Waarom 2?")
    assert about_isv.theme is None
    assert AuditEvent.objects.about(submitted).filter(action="tender.remark").count() == 2


def test_a_remark_on_a_criterion_keeps_its_name_when_that_is_taken_out(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    money = price(cast, tender)
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    remark = remarks.write(
        tender=tender, theme=None, criterion=money, text="Waarom zo zwaar?", by=cast.tenderboard, at=AT
    )
    assert (remark.row, remark.about) == (f"criterion-{money.pk}", str(money))
    assert remark_counts(tender)[remark.row].unanswered == 1
    approvals.decide(
        tender=tender, role="tenderboard", verdict="returned", reason="Zie de opmerking.", by=cast.tenderboard, at=AT
    )
    criteria.remove(chosen=money, by=cast.buyer, at=AT)
    remark.refresh_from_db()
    assert (remark.row, remark.about) == ("criteria-out", str(money))
    answered = remarks.answer(remark=remark, text="Eruit gehaald.", by=cast.buyer, at=AT)
    assert answered.answer == "Eruit gehaald."


def test_a_criterion_of_another_tender_is_no_row(cast: Cast, submitted: Tender) -> None:
    other = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    with pytest.raises(TransitionNotAllowed):
        remarks.write(
            tender=submitted, theme=None, criterion=price(cast, other), text="Hm.", by=cast.tenderboard, at=AT
        )


def test_the_database_refuses_a_remark_on_two_rows_or_on_a_criterion_without_name(
    cast: Cast, submitted: Tender, remark: ApproachRemark
) -> None:
    rows = ApproachRemark.objects.filter(pk=remark.pk)
    money = price(cast, TenderFactory(organisation=cast.organisation, by=cast.buyer))
    for wrong in ({"criterion_name": "Prijs"}, {"theme": None, "criterion": money}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_only_who_judges_remarks_and_never_on_his_own_submission(cast: Cast, submitted: Tender) -> None:
    author = cast.with_roles("buyer", "tenderboard")
    own = TenderFactory(organisation=cast.organisation, by=author, state="submitted")
    for tender, person in ((submitted, cast.buyer), (submitted, cast.outsider), (own, author)):
        with pytest.raises(PermissionDenied):
            remarks.write(tender=tender, theme=None, text="Nee.", by=person, at=AT)


@pytest.mark.parametrize("state", ["complete", "returned", "approved"])
def test_remarks_are_made_while_the_approach_is_judged(cast: Cast, state: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state=state)
    with pytest.raises(TransitionNotAllowed):
        remarks.write(tender=tender, theme=None, text="Te laat.", by=cast.tenderboard, at=AT)


def test_the_team_answers_and_may_better_its_answer(cast: Cast, submitted: Tender, remark: ApproachRemark) -> None:
    remarks.answer(remark=remark, text="Omdat de markt het kan.", by=cast.mvi_adviser, at=AT)
    found = remarks.answer(remark=remark, text="Zie de verkenning.", by=cast.buyer, at=AT)
    assert (found.answer, found.answered_by) == ("Zie de verkenning.", cast.buyer)
    told = AuditEvent.objects.about(submitted).filter(action="tender.remark_answered").order_by("pk")
    assert [each.before["answer"] for each in told] == ["", "Omdat de markt het kan."]


def test_who_judges_does_not_answer_and_an_approved_approach_stays_as_it_is(
    cast: Cast, submitted: Tender, remark: ApproachRemark
) -> None:
    with pytest.raises(PermissionDenied):
        remarks.answer(remark=remark, text="Ja.", by=cast.tenderboard, at=AT)
    approve(submitted)
    with pytest.raises(TransitionNotAllowed):
        remarks.answer(remark=remark, text="Ja.", by=cast.buyer, at=AT)


def test_the_database_refuses_an_answer_of_nobody(remark: ApproachRemark) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApproachRemark.objects.filter(pk=remark.pk).update(answer="Ja.")
