"""What a supplier shares with its other buyers: who sees it, when no longer, and what it does not tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from suppliers.models import Deliverable, Submission, SubmissionFile
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, DeliverableFactory, hand_in

QUERIES_OF_LIST, QUERIES_OF_PAGE = 9, 19


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel("2027-06-01T10:00:00+01:00", tick=False):
        yield


@dataclass
class Play:
    """A supplier with two buyers; the reader works at the second."""

    cast: Cast
    client: Client

    def own_contract(self, supplier: Any, **dates: Any) -> None:
        ContractFactory(organisation=self.cast.organisation, supplier=supplier, **dates)

    def read(self, file: SubmissionFile) -> int:
        answer = self.client.get(f"/shared-files/{file.pk}/")
        answer.close()
        return answer.status_code

    def page(self, deliverable: Deliverable) -> str:
        return self.client.get(f"/suppliers/{deliverable.contract.supplier_id}/").content.decode()


def shared(state: str = "accepted", confidentiality: str = "buyers") -> Deliverable:
    owner = OrganisationFactory(name="Waterschap Geheim")
    made: Deliverable = DeliverableFactory(organisation=owner, state=state, confidentiality=confidentiality)
    return made


def file_of(deliverable: Deliverable) -> SubmissionFile:
    found: SubmissionFile = deliverable.submissions.get().files.get()
    return found


@pytest.fixture
def play(cast: Cast, client: Client) -> Play:
    client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
    client.cookies["django_language"] = "en"
    return Play(cast, client)


@pytest.mark.parametrize("state", ["submitted", "in_assessment", "accepted", "accepted_with_remarks"])
@pytest.mark.parametrize("confidentiality", ["buyers", "public"])
def test_buyer_with_a_running_contract_reads_it(play: Play, state: str, confidentiality: str) -> None:
    document = shared(state, confidentiality)
    play.own_contract(document.contract.supplier)

    assert f"/shared-files/{file_of(document).pk}/" in play.page(document)
    assert play.read(file_of(document)) == 200


def test_owner_is_not_told_and_sees_who_read_it(play: Play) -> None:
    document = shared()
    play.own_contract(document.contract.supplier)

    page = play.page(document)
    play.read(file_of(document))

    assert "Waterschap Geheim" not in page
    assert document.contract.reference not in page.replace(page[: page.index('id="shared"')], "")
    event = AuditEvent.objects.get(action="document.read")
    assert event.organisation_id == document.contract.organisation_id
    assert event.actor_id == play.cast.contract_manager.pk


@pytest.mark.parametrize(
    ("state", "confidentiality"),
    [("accepted", "organisation"), ("submitted", "organisation"), ("revision_requested", "buyers")],
)
def test_what_is_not_shared_is_out_of_sight(play: Play, state: str, confidentiality: str) -> None:
    document = shared(state, confidentiality)
    play.own_contract(document.contract.supplier)

    assert "/shared-files/" not in play.page(document)
    assert play.read(file_of(document)) == 404


@pytest.mark.parametrize(
    "dates",
    [
        {"start_on": date(2025, 1, 1), "end_on": date(2027, 5, 31), "awarded_on": date(2024, 12, 1)},
        {"start_on": date(2027, 6, 2)},
    ],
)
def test_contract_that_ended_or_did_not_start_shows_nothing(play: Play, dates: dict[str, date]) -> None:
    document = shared()
    play.own_contract(document.contract.supplier, **dates)

    assert "No documents are shared with you." in play.page(document)
    assert play.read(file_of(document)) == 404


def test_contract_with_another_supplier_does_not_count(play: Play) -> None:
    document = shared()
    ContractFactory(organisation=play.cast.organisation)

    assert play.read(file_of(document)) == 404


def test_later_version_that_is_not_shared_takes_the_earlier_one_away(play: Play) -> None:
    document = shared("revision_requested")
    play.own_contract(document.contract.supplier)
    first = file_of(document)
    hand_in(document, on=date(2027, 5, 1), confidentiality="organisation")

    assert play.read(first) == 404
    assert not Submission.objects.shared_with(play.cast.organisation, today=date(2027, 6, 1)).exists()


def test_own_documents_are_not_among_them(play: Play) -> None:
    own = DeliverableFactory(organisation=play.cast.organisation, accepted=True, confidentiality="buyers")

    assert play.read(file_of(own)) == 404


def test_role_without_confidential_documents_sees_that_it_is_there(play: Play) -> None:
    document, public = shared(), shared(confidentiality="public")
    play.own_contract(document.contract.supplier)
    play.own_contract(public.contract.supplier)
    reader = UserFactory(organisation=play.cast.organisation, roles=["buyer"])
    play.client.force_login(reader, backend="accounts.backends.PersonBackend")

    page = play.page(document)

    assert "your role may not open it" in page
    assert "/shared-files/" not in page
    assert play.read(file_of(document)) == 403
    assert play.read(file_of(public)) == 200


def test_dutch_page_says_it_in_dutch(play: Play) -> None:
    document = shared()
    play.own_contract(document.contract.supplier)
    play.client.cookies["django_language"] = "nl"

    with translation.override("nl"):
        assert "Gedeeld door de leverancier" in play.page(document)


def test_the_api_lists_them_and_tells_no_owner(play: Play) -> None:
    deliverable = shared()
    supplier = deliverable.contract.supplier
    assert play.client.get("/api/v1/shared-documents").json()["count"] == 0
    play.own_contract(supplier)

    answer = play.client.get("/api/v1/shared-documents", {"supplier": supplier.pk})
    [row] = answer.json()["results"]
    file = file_of(deliverable)
    assert (row["supplier"]["id"], row["kind"], row["confidentiality"]) == (supplier.pk, deliverable.kind, "buyers")
    assert [(one["sha256"], one["page"]) for one in row["files"]] == [
        (file.document.sha256, f"/shared-files/{file.pk}/")
    ]
    assert "Geheim" not in answer.content.decode()
    assert play.client.get("/api/v1/shared-documents", {"supplier": "x"}).status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_them_costs_the_same_however_long(
    play: Play, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = shared()
    supplier = first.contract.supplier
    for occurrence in range(2, number + 1):
        DeliverableFactory(contract=first.contract, state="accepted", confidentiality="buyers", occurrence=occurrence)
    play.own_contract(supplier)
    play.page(first)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert play.client.get("/api/v1/shared-documents").json()["count"] == number
    with django_assert_num_queries(QUERIES_OF_PAGE):
        assert play.page(first).count("/shared-files/") == number
