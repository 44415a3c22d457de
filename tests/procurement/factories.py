"""Tenders for tests. The traits are the states, and they go through the actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory

from accounts.models import Organisation, User
from procurement.actions import ambitions, approvals, isv, tenders
from procurement.actions.tenders import LotInput
from procurement.models import Ambition, ApprovalRule, ProcurementCategory, Tender, Theme, Threshold
from procurement.reads import themes_on
from tests.accounts.factories import AT, OrganisationFactory, UserFactory

LATER = AT + timedelta(hours=1)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("code",)

    code = "climate"
    name_nl = factory.LazyAttribute(lambda theme: theme.code)
    name_en = factory.LazyAttribute(lambda theme: theme.code)
    position = factory.Sequence(int)


class ThresholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Threshold
        django_get_or_create = ("kind", "valid_from")

    kind = "central"
    valid_from = date(2024, 1, 1)
    amount = Decimal(143_000)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcurementCategory

    code = factory.Sequence(lambda n: f"category-{n}")
    name_nl = factory.Sequence(lambda n: f"categorie {n}")
    name_en = factory.Sequence(lambda n: f"category {n}")

    class Params:
        risk = factory.Trait(is_risk=True, valid_from=date(2022, 6, 1))


class TenderFactory(factory.django.DjangoModelFactory):
    """A planned tender in draft. ``state`` goes on: ``complete``, ``submitted``, ``approved``, ``returned``.

    ``lots``: one category (or none) per lot. ``by`` makes and submits it.
    """

    class Meta:
        model = Tender

    reference = factory.Sequence(lambda n: f"2026-{n:04d}")
    title = "Bedrijfskleding voor buitendienst"
    nature = "supplies"
    estimated_value = Decimal(2_000_000)
    publication_date = date(2026, 12, 1)

    @classmethod
    def _create(cls, model_class: type[Tender], *args: Any, **kwargs: Any) -> Tender:
        state = kwargs.pop("state", "draft")
        stage = kwargs.pop("stage", "planned")
        lots = kwargs.pop("lots", [None])
        at: datetime = kwargs.pop("at", AT)
        organisation: Organisation = kwargs.pop("organisation", None) or OrganisationFactory()
        by: User = kwargs.pop("by", None) or UserFactory(organisation=organisation, roles=["buyer"])
        inputs = [LotInput(f"LOT-{n:04d}", f"Perceel {n}", category) for n, category in enumerate(lots, start=1)]
        tender = tenders.create(organisation=organisation, by=by, at=at, lots=inputs, **kwargs)
        if state != "draft":
            complete(tender, by=by, at=at)
        if state in ("submitted", "approved", "returned"):
            approvals.submit(tender=tender, by=by, at=at)
        if state == "approved":
            approve(tender, at=at)
        if state == "returned":
            reader = UserFactory(organisation=organisation, roles=["tenderboard"])
            approvals.decide(
                tender=tender, role="tenderboard", verdict="returned", reason="Motiveer klimaat.", by=reader, at=at
            )
        to_stage(tender, stage, at=at)
        return tender


def complete(tender: Tender, *, by: User, at: datetime = AT, level: int | None = 2) -> Tender:
    """Answer every theme and ISV."""
    answers = [
        ambitions.chosen(theme, level, reason="Past bij het categorieplan.") for theme in themes_on(date(2026, 12, 1))
    ]
    ambitions.save(tender=tender, answers=answers, by=by, at=at)
    isv.apply(tender=tender, forms=["contract_condition"], explanation="", by=by, at=at)
    return tender


def approve(tender: Tender, *, at: datetime = LATER) -> Tender:
    """Every role that the organisation asks approves, each a person of its own."""
    for role in ("tenderboard", "budget_holder"):
        if tender.approach_state == "submitted":
            person = UserFactory(organisation=tender.organisation, roles=[role])
            approvals.decide(tender=tender, role=role, verdict="approved", reason="", by=person, at=at)
    return tender


def ask(organisation: Organisation, asks: str, from_value: int = 0, working_days: int = 10) -> ApprovalRule:
    """A rule of the organisation: from which value who approves."""
    return ApprovalRule.objects.create(
        organisation=organisation, from_value=from_value, asks=asks, working_days=working_days
    )


def to_stage(tender: Tender, stage: str, *, at: datetime = LATER) -> Tender:
    """Move the tender on as a buyer of its organisation."""
    if stage == tender.stage:
        return tender
    buyer = UserFactory(organisation=tender.organisation, roles=["buyer"])
    if stage == "published":
        return tenders.publish(
            tender=tender, by=buyer, at=at, publication_date=tender.publication_date or date(2026, 12, 1)
        )
    if stage == "awarded":
        return tenders.award(tender=tender, by=buyer, at=at, award_date=date(2027, 3, 1))
    return tenders.withdraw(tender=tender, by=buyer, at=at, reason="De behoefte is vervallen.")


def ambition(tender: Tender, code: str) -> Ambition:
    """The row of one theme."""
    return Ambition.objects.get(tender=tender, theme__code=code)


MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""Now, in the tests of the pages."""
