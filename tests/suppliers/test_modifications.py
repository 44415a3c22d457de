"""A notice that changes a running contract shows at that contract and proposes, and changes nothing by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from procurement.models import Tender
from suppliers.actions.notices import Outcome, SentFile, take_in_files
from suppliers.models import Contract
from suppliers.reads_modifications import modifications_of
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.notices import MODIFICATION, OLDER_AWARD, changed, sample
from tests.suppliers.factories import ContractFactory, SupplierFactory

pytestmark = pytest.mark.django_db


def take(cast: Cast, data: bytes) -> Outcome:
    files = [SentFile("notice.xml", data)]
    [outcome] = take_in_files(files=files, organisation=cast.organisation, by=User.objects.system(), at=AT)
    return outcome


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """The contract that the sample award announces, recorded."""
    outcome = take(cast, sample(OLDER_AWARD))
    [proposal] = outcome.proposals
    assert proposal.value is not None
    tender = Tender.objects.get()
    made: Contract = ContractFactory(
        tender=tender, supplier=SupplierFactory(name=proposal.supplier_name, organisation=cast.organisation),
        reference=proposal.reference, value=proposal.value, start_on=date(2024, 1, 1), end_on=proposal.end_on,
        contract_manager=cast.contract_manager,
    )  # fmt: skip
    return made


def test_it_proposes_and_changes_nothing(contract: Contract, cast: Cast) -> None:
    before = contract.value
    outcome = take(cast, sample(MODIFICATION))
    assert (outcome.modified, outcome.proposals) == ([contract], [])

    [found] = modifications_of(contract)
    assert found.description == "Een zevende kantoorlocatie is toegevoegd."
    assert found.proposed == {"value": Decimal("2061750.00"), "currency": "EUR"}
    contract.refresh_from_db()
    assert contract.value == before


def test_the_contract_shows_it_and_its_form_is_filled_in_with_it(
    contract: Contract, cast: Cast, client: Client
) -> None:
    take(cast, sample(MODIFICATION))
    client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
    shown = client.get(f"/contracts/{contract.pk}/").content.decode()
    assert "Een zevende kantoorlocatie is toegevoegd." in shown
    [found] = modifications_of(contract)
    form = f"/contracts/{contract.pk}/edit/?notice={found.notice.pk}"
    assert form in shown

    answer = client.get(form).context["form"]
    assert answer["value"].initial == Decimal("2061750.00")
    assert str(found.notice) in answer["reason"].initial
    contract.refresh_from_db()
    assert contract.value != Decimal("2061750.00")


def test_what_the_contract_says_already_is_not_proposed(contract: Contract, cast: Cast) -> None:
    take(cast, sample(MODIFICATION))
    contract.value = Decimal("2061750.00")
    [found] = modifications_of(contract)
    assert (found.is_certain, found.proposed) == (True, {})


def test_another_contract_of_the_tender_is_left_alone(contract: Contract, cast: Cast) -> None:
    other = ContractFactory(
        tender=contract.tender, supplier=SupplierFactory(name="Iemand Anders B.V.", organisation=cast.organisation)
    )
    outcome = take(cast, sample(MODIFICATION))
    assert outcome.modified == [contract]
    assert modifications_of(other) == []


def test_where_the_notice_names_no_contract_nothing_is_guessed(contract: Contract, cast: Cast) -> None:
    without = changed("efac:SettledContract", "efac:Other", name=MODIFICATION)
    outcome = take(cast, without)
    assert outcome.modified == []
    [found] = modifications_of(contract)
    assert (found.is_certain, found.proposed) == (False, {})


@pytest.mark.parametrize("typed", ["", "0", "x", "9" * 30])
def test_a_notice_that_is_not_there_fills_nothing_in(
    contract: Contract, cast: Cast, client: Client, typed: str
) -> None:
    client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
    answer = client.get(f"/contracts/{contract.pk}/edit/", {"notice": typed})
    assert answer.context["form"]["value"].initial == contract.value
