"""What the risk scan of a tender says at the award, and beside the risk analysis."""

from __future__ import annotations

from typing import Any

import pytest

from monitoring.actions import lookups
from procurement.actions import isv, risk_scan, signals
from procurement.actions.signals import Entry
from procurement.models import RiskTheme, Tender
from suppliers.forms import AwardForm
from suppliers.reads_chain import signals_beside
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    lookups.load_all(by=system_user(), at=AT)


@pytest.fixture
def scanned(cast: Cast) -> Tender:
    """Garments from Bangladesh, named by a public list and by a signal that stays with the buyer."""
    theme = RiskTheme.objects.get(code="child_labour")
    own: dict[str, Any] = {"country": "BD", "country_text": "Bangladesh", "good": "Garments", "theme": theme}
    for kind, source, shared in (("good", "Lijst", True), ("own", "Vertrouwelijk gesprek", False)):
        entry = Entry(kind, source, for_supplier=shared, **own)
        signals.made(entry, organisation=cast.organisation, by=cast.buyer, at=AT).save()
    tender: Tender = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    risk_scan.save_product(
        tender=tender, by=cast.buyer, at=AT, name="Jassen", is_main=True, countries=["BD"], goods=["Garments"]
    )
    return tender


def test_the_award_starts_from_the_scan_and_says_why(cast: Cast, scanned: Tender) -> None:
    form = AwardForm(tender=scanned, user=cast.contract_manager)
    assert form["risk_signals"].value() == "severe"
    assert "risicoscan" in str(form.fields["risk_signals"].help_text)


def test_the_award_starts_from_the_follow_up_of_the_tender(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    isv.apply(
        tender=tender, forms=["contract_condition"], explanation="", follow_up="intensive",
        follow_up_reason="Grote invloed", by=cast.buyer, at=AT,
    )  # fmt: skip
    form = AwardForm(tender=tender, user=cast.contract_manager)
    assert (form["follow_up"].value(), form["follow_up_reason"].value()) == ("intensive", "Grote invloed")


def test_without_a_scan_nobody_has_looked(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    assert AwardForm(tender=tender, user=cast.contract_manager)["risk_signals"].value() == ""


@pytest.mark.parametrize(("for_supplier", "sources"), [(True, ["Lijst"]), (False, ["Lijst", "Vertrouwelijk gesprek"])])
def test_the_supplier_sees_only_what_is_shared(
    cast: Cast, scanned: Tender, *, for_supplier: bool, sources: list[str]
) -> None:
    contract = ContractFactory(organisation=cast.organisation, tender=scanned, isv=True)
    asked = contract.deliverables.filter(kind="risk_analysis").first()
    assert asked is not None
    found = signals_beside(asked, for_supplier=for_supplier)
    assert sorted(row.source for row, _products in found) == sources
    assert {products for _row, products in found} == {"Jassen"}


def test_other_documents_show_no_signals(cast: Cast, scanned: Tender) -> None:
    contract = ContractFactory(organisation=cast.organisation, tender=scanned, isv=True)
    other = contract.deliverables.exclude(kind="risk_analysis").first()
    assert other is not None
    assert signals_beside(other, for_supplier=False) == []
