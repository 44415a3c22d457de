"""The pages of contracts and awards."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from suppliers.actions import contracts
from suppliers.models import Contract
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory, SupplierFactory, contact_of, load_lookups

AWARD = {
    "reference": "C-2027-1",
    "title": "Bedrijfskleding buitendienst",
    "awarded_on": "2026-11-02",
    "start_on": "2027-01-01",
    "end_on": "2028-12-31",
    "value": "1.240.000,00",
    "currency": "eur",
    "isv": "yes",
    "risk_signals": "none",
    "follow_up": "normal",
    "follow_up_reason": "",
}


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast.contract_manager)
    return client


def test_the_list_shows_own_contracts_only(manager: Client, cast: Cast) -> None:
    ContractFactory(organisation=cast.organisation, reference="ONS-1")
    ContractFactory(organisation=cast.other, reference="ELDERS-1")

    page = manager.get(reverse("suppliers:contract-list")).content.decode()

    assert "ONS-1" in page
    assert "ELDERS-1" not in page


def test_an_award_asks_to_confirm_what_will_follow(manager: Client, cast: Cast) -> None:
    load_lookups()
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    supplier = SupplierFactory(organisation=cast.organisation, name="Vezel B.V.")
    data = {**AWARD, "supplier_q": "Vezel", "supplier": supplier.pk, "contract_manager": cast.contract_manager.pk}

    preview = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "preview"})

    assert preview.status_code == 200
    assert not Contract.objects.exists()
    assert [due.due_on for _kind, due, _passed in preview.context["planned"]] == [
        date(2027, 4, 1),
        date(2027, 7, 1),
        date(2028, 4, 1),
        date(2028, 4, 1),
        date(2029, 4, 1),
    ]

    done = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "confirm"})

    contract = Contract.objects.get()
    assert done.headers["Location"] == reverse("monitoring:contract-detail", args=[contract.pk])
    assert contract.deliverables.count() == 5


PAGES = [
    ("suppliers:contract-list", None),
    ("suppliers:contract-export", None),
    ("suppliers:deliverable-list", None),
    ("suppliers:deliverable-export", None),
    ("monitoring:contract-detail", "contract"),
    ("suppliers:contract-edit", "contract"),
    ("suppliers:contract-terms", "contract"),
    ("suppliers:contract-pause", "contract"),
    ("suppliers:contract-request", "contract"),
    ("suppliers:tender-contracts", "tender"),
    ("suppliers:award-create", "tender"),
    ("monitoring:deliverable-detail", "deliverable"),
    ("suppliers:assessment-edit", "deliverable"),
    ("suppliers:deliverable-pause", "deliverable"),
]


@pytest.mark.parametrize(("name", "about"), PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens(manager: Client, cast: Cast, name: str, about: str | None, language: str) -> None:
    deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)
    contract = deliverable.contract
    keys = {"contract": contract.pk, "tender": contract.tender_id, "deliverable": deliverable.pk}
    manager.cookies["django_language"] = language

    response = manager.get(reverse(name, args=[keys[about]] if about else []))

    assert response.status_code == 200


def test_searching_a_supplier_shows_what_is_known_here(manager: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    SupplierFactory(organisation=cast.organisation, name="Vezel B.V.")
    SupplierFactory(organisation=cast.other, name="Vezel Elders B.V.", kvk="87654321")
    address = reverse("suppliers:award-create", args=[tender.pk])

    by_name = manager.post(address, {**AWARD, "supplier_q": "vezel", "step": "search"}).content.decode()
    by_number = manager.post(address, {**AWARD, "supplier_q": "87654321", "step": "search"}).content.decode()

    assert "Vezel B.V." in by_name
    assert "Vezel Elders" not in by_name
    assert "Vezel Elders B.V., KvK 87654321" in by_number
    assert "1.240.000,00" in by_number


def test_a_supplier_of_elsewhere_cannot_be_chosen_by_guessing(manager: Client, cast: Cast) -> None:
    load_lookups()
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    hidden = SupplierFactory(organisation=cast.other)

    response = manager.post(
        reverse("suppliers:award-create", args=[tender.pk]),
        {**AWARD, "supplier_q": "Lev", "supplier": hidden.pk, "step": "confirm"},
    )

    assert response.status_code == 200
    assert not Contract.objects.exists()


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(manager: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    data = {**AWARD, "end_on": "2026-01-01", "value": "veel", "new_name": "Nieuw B.V.", "new_kvk": "12"}

    response = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "confirm"})

    form = response.context["form"]
    assert {"value", "new_kvk"} <= set(form.errors)
    assert "veel" in response.content.decode()
    assert "Nieuw B.V." in response.content.decode()


def test_without_proposal_somebody_must_choose(manager: Client, cast: Cast) -> None:
    load_lookups()
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    data = {**AWARD, "new_name": "Nieuw B.V.", "follow_up": "", "risk_signals": ""}

    response = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "preview"})

    assert list(response.context["form"].errors) == ["follow_up"]


def test_a_change_of_dates_asks_whether_the_deadlines_follow(manager: Client, cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True, contract_manager=cast.contract_manager)
    data = {
        **AWARD, "reference": contract.reference, "start_on": "2027-03-01",
        "contract_manager": cast.contract_manager.pk,
    }  # fmt: skip
    address = reverse("suppliers:contract-edit", args=[contract.pk])

    asked = manager.post(address, {**data, "step": "save"})

    contract.refresh_from_db()
    assert len(asked.context["plan"].moved) == 3
    assert contract.start_on == date(2027, 1, 1)

    manager.post(address, {**data, "step": "follow"})

    assert contract.deliverables.filter(due_on=date(2027, 6, 1)).exists()


def test_terms_are_edited_with_a_look_at_what_follows(manager: Client, cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True)
    address = reverse("suppliers:contract-terms", args=[contract.pk])
    page = manager.get(address)
    data: dict[str, object] = {"reason": "Artikel 12."}
    formset = page.context["formset"]
    for name, field in formset.management_form.fields.items():
        data[f"terms-{name}"] = formset.management_form[name].value() or field.initial or 0
    for form in formset:
        for bound in form:
            if bound.value() is not None and bound.value() is not False:
                data[bound.html_name] = bound.value()
    data["terms-1-offset_months"] = 9

    added = manager.post(address, {**data, "step": "add"})
    asked = manager.post(address, {**data, "step": "save"})
    manager.post(address, {**data, "step": "follow"})

    assert len(added.context["formset"].forms) == len(formset.forms) + 1
    assert [due.due_on for _each, due in asked.context["plan"].moved] == [date(2027, 10, 1)]
    assert contract.deliverables.get(kind="improvement_plan").due_on == date(2027, 10, 1)


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "bedrijf"}, {"follow_up_state": "overdue"}, {"follow_up_state": "to_assess"},
        {"follow_up_state": "due_soon"},
        {"isv": "unknown"}, {"isv": "no"}, {"intensity": "light"}, {"period": "running"}, {"period": "ended"},
        {"period": "coming"}, {"mine": "on"}, {"sort": "-value"}, {"sort": "nonsense"}, {"page": "99"},
        {"supplier": "x"},
    ],
)  # fmt: skip
def test_the_list_takes_every_filter(manager: Client, cast: Cast, parameters: dict[str, str]) -> None:
    ContractFactory(organisation=cast.organisation, isv=True)

    assert manager.get(reverse("suppliers:contract-list"), parameters).status_code == 200


@pytest.mark.parametrize("name", ["contract-edit", "contract-terms", "contract-pause", "contract-request"])
def test_readers_change_no_contract(client: Client, cast: Cast, name: str) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    address = reverse(f"suppliers:{name}", args=[contract.pk])

    client.force_login(cast.buyer)
    assert client.get(address).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404


def test_pausing_and_resuming(manager: Client, cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    manager.post(reverse("suppliers:contract-pause", args=[contract.pk]), {"until": "2099-01-01", "reason": "Overleg."})
    assert "Herinneringen zijn gepauzeerd" in _page(manager, contract)

    manager.post(reverse("suppliers:contract-resume", args=[contract.pk]))

    assert "Herinneringen zijn gepauzeerd" not in _page(manager, contract)


def _page(client: Client, contract: Contract) -> str:
    return client.get(reverse("monitoring:contract-detail", args=[contract.pk])).content.decode()


@pytest.mark.parametrize("typed", ["9" * 5000, "²", "-1", "veel"])
def test_what_is_no_number_gives_no_error_page(manager: Client, cast: Cast, typed: str) -> None:
    deliverable = DeliverableFactory(submitted=True, organisation=cast.organisation)
    file = deliverable.submissions.get().files.get()
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    terms = reverse("suppliers:contract-terms", args=[deliverable.contract_id])
    award = reverse("suppliers:award-create", args=[tender.pk])

    assert manager.post(terms, {"step": "add", "terms-TOTAL_FORMS": typed}).status_code == 200
    assert manager.post(award, {**AWARD, "supplier": typed, "step": "search"}).status_code == 200
    assert manager.get(reverse("suppliers:submission-page", args=[file.pk]), {"page": typed}).status_code in (200, 404)
    assert manager.get(reverse("suppliers:assessment-edit", args=[deliverable.pk]), {"page": typed}).status_code == 200


@pytest.mark.postgres
def test_a_search_with_a_character_that_no_text_has_finds_nothing(manager: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    award = reverse("suppliers:award-create", args=[tender.pk])

    assert manager.post(award, {**AWARD, "supplier_q": "Vezel\0", "step": "search"}).status_code == 200


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(manager: Client, cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    address = reverse("suppliers:contract-edit", args=[contract.pk])
    seen = manager.get(address).context["form"]["seen"].value()
    contracts.edit(contract=contract, follow=False, by=cast.category_manager, at=AT, title="Van een collega")
    given = AWARD | {"reference": contract.reference, "isv": "no", "title": "Van mij", "seen": seen}

    clash = manager.post(address, given)

    assert "Van mij" in clash.content.decode()
    assert Contract.objects.get().title == "Van een collega"
    again = given | {"seen": clash.context["form"]["seen"].value()}
    assert manager.post(address, again).status_code == 302
    assert Contract.objects.get().title == "Van mij"


@pytest.mark.parametrize(("role", "may_plan"), [("contract_manager", True), ("buyer", False)])
def test_a_contract_that_waits_for_its_yearly_dialogue_says_so(
    client: Client, cast: Cast, role: str, *, may_plan: bool
) -> None:
    contract = _intensive(cast)

    with time_machine.travel(datetime(2028, 1, 3, 12, tzinfo=UTC)):
        client.force_login(cast.people[role])
        page = _page(client, contract)

    assert "Bij intensieve opvolging hoort elk jaar een gesprek" in page
    assert ("Plan het gesprek van dit jaar" in page) is may_plan


def test_a_contract_in_its_first_year_asks_for_no_dialogue(client: Client, cast: Cast) -> None:
    contract = _intensive(cast)

    with time_machine.travel(datetime(2027, 6, 1, 12, tzinfo=UTC)):
        client.force_login(cast.contract_manager)
        page = _page(client, contract)

    assert contract.title in page
    assert "Bij intensieve opvolging hoort elk jaar een gesprek" not in page


def _intensive(cast: Cast) -> Contract:
    made: Contract = ContractFactory(
        organisation=cast.organisation, follow_up="intensive", follow_up_reason="Signalen in de keten."
    )
    return made


def test_a_supplier_that_nobody_can_remind_is_told_of(client: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    contract = deliverable.contract
    client.force_login(cast.contract_manager)
    page = reverse("monitoring:contract-detail", args=[contract.pk])
    add = reverse("suppliers:contact-add", args=[contract.supplier_id])
    assert "heeft geen contactpersoon" in client.get(page).content.decode()
    assert add in client.get(page).content.decode()
    client.force_login(cast.auditor)
    assert add not in client.get(page).content.decode()
    contact_of(contract)
    assert "heeft geen contactpersoon" not in client.get(page).content.decode()
