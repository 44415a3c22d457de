"""Each tender keeps what the rule says of it, whoever changes what the rule asks for."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.actions import people
from monitoring.actions import sweep
from procurement.actions import lookups, obligations, records, tenders
from procurement.actions.records import TenderFacts
from procurement.actions.tenders import LotInput
from procurement.models import ProcurementCategory, Tender, Threshold
from procurement.reads import central_outcomes
from tests.accounts.factories import AT, OrganisationFactory, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.procurement.test_notices import notice, take

pytestmark = pytest.mark.django_db

FACTS = {"reference": "2026-0900", "title": "Energie", "nature": "supplies", "currency": "EUR"}


@pytest.fixture
def energy(shipped: None) -> ProcurementCategory:
    return ProcurementCategory.objects.get(code="energy")


def kept(tender: Tender | None = None) -> str:
    """What the tender keeps, once it is sure that all of them keep what the rule says."""
    every = list(Tender.objects.all())
    assert every
    assert {each.pk: each.central_obligation for each in every} == {
        each.pk: outcome for each, outcome in central_outcomes(every)
    }
    return Tender.objects.get(pk=tender.pk).central_obligation if tender else ""


def test_a_tender_made_and_changed_by_hand(cast: Cast, energy: ProcurementCategory) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[energy])
    assert kept(tender) == "mandatory"
    tenders.change(tender=tender, by=cast.buyer, at=AT, estimated_value=Decimal(1000))
    assert kept(tender) == "not_mandatory"
    lot = tender.lots.get()
    tenders.change(tender=tender, by=cast.buyer, at=AT, lots=[LotInput(lot.identifier, "", None, lot.pk)])
    assert kept(tender) == "unknown"


def test_a_tender_that_is_published(cast: Cast, energy: ProcurementCategory) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[energy], publication_date=None)
    assert kept(tender) == "unknown"
    tenders.publish(tender=tender, by=cast.buyer, at=AT, publication_date=date(2026, 12, 1))
    assert kept(tender) == "mandatory"


def test_tenders_that_are_taken_in(cast: Cast, energy: ProcurementCategory) -> None:
    fields = {**FACTS, "publication_date": date(2026, 3, 1), "estimated_value": Decimal(2_000_000)}
    new = TenderFacts(fields, categories=[energy])
    (tender,) = records.create(facts=[new], organisation=cast.organisation, by=cast.buyer, at=AT)
    assert kept(tender) == "mandatory"
    changes = [(tender, TenderFacts({"estimated_value": None}))]
    records.change(changes=changes, organisation=cast.organisation, by=cast.buyer, at=AT)
    assert kept(tender) == "unknown"
    other = ProcurementCategory.objects.get(code="other")
    changes = [(tender, TenderFacts({"estimated_value": Decimal(3_000_000)}, categories=[other]))]
    records.change(changes=changes, organisation=cast.organisation, by=cast.buyer, at=AT)
    assert kept(tender) == "not_mandatory"


def test_a_tender_of_a_notice(cast: Cast, energy: ProcurementCategory) -> None:
    tender = take(cast, notice(tender_estimated_value=None)).tender
    assert kept(tender) == "unknown"
    lot = tender.lots.get()
    tenders.change(tender=tender, by=cast.buyer, at=AT, lots=[LotInput(lot.identifier, "", energy, lot.pk)])
    assert kept(tender) == "unknown"
    take(cast, notice(version="02", published_on=date(2026, 3, 9)))
    assert kept(tender) == "mandatory"


def test_a_threshold_that_a_beheerder_corrects(cast: Cast, client: Client, energy: ProcurementCategory) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[energy])
    people.grant_roles(user=cast.administrator, organisation=cast.other, roles=["administrator"], by=cast.system, at=AT)
    row = Threshold.objects.get(kind="central", valid_from="2026-01-01")
    client.force_login(cast.administrator)
    client.post(
        f"/settings/tables/thresholds/{row.pk}/", {"kind": "central", "valid_from": "2026-01-01", "amount": "3000000"}
    )
    assert "opnieuw bepaald" in client.get("/settings/tables/thresholds/").content.decode()
    assert obligations.run_waiting(at=AT) == 1
    assert kept(tender) == "not_mandatory"
    assert "opnieuw bepaald" not in client.get("/settings/tables/thresholds/").content.decode()


def test_a_category_of_the_organisation_that_becomes_one_with_risk(cast: Cast, client: Client, shipped: None) -> None:
    own = {"code": "straat", "name_nl": "Straat", "name_en": "Street", "position": "90"}
    client.force_login(cast.administrator)
    client.post("/settings/tables/categories/new/", own)
    category = ProcurementCategory.objects.get(code="straat")
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[category])
    assert kept(tender) == "not_mandatory"
    client.post(f"/settings/tables/categories/{category.pk}/", {**own, "is_risk": "on"})
    obligations.run_waiting(at=AT)
    assert kept(tender) == "mandatory"


def test_tables_that_are_loaded_anew(cast: Cast, energy: ProcurementCategory) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[energy])
    Threshold.objects.filter(kind="central").update(amount=Decimal(9_000_000))
    lookups.load_shipped(by=system_user(), at=AT)
    sweep.run(at=AT, by=system_user(), clock=lambda: AT)
    assert kept(tender) == "mandatory"


def test_the_kind_of_the_organisation_counts_when_the_list_is_asked(cast: Cast, energy: ProcurementCategory) -> None:
    tender = TenderFactory(organisation=OrganisationFactory(kind="province"), lots=[energy])
    assert kept(tender) == "mandatory"
    assert list(Tender.objects.judged("voluntary")) == [tender]
    people.create_organisation(
        slug=tender.organisation.slug, name=tender.organisation.name, kind="central", by=system_user(), at=AT
    )
    assert list(Tender.objects.judged("mandatory")) == [tender]


def test_a_portfolio_that_is_made(db: None) -> None:
    call_command("make_portfolio", organisations=1, tenders=40, seed=1, stdout=io.StringIO())
    kept()
    assert Tender.objects.judged("mandatory").exists()
