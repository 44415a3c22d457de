"""The portal as the supplier meets it: from the mail to the receipt, through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEvent, OutgoingMessage, User
from suppliers.actions import contacts
from suppliers.models import Contract, Deliverable, ExtensionRequest, Submission
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContactFactory, ContractFactory, DeliverableFactory, contact_of, hand_in, pdf

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _on_the_first_of_march() -> Iterator[None]:
    with time_machine.travel("2027-03-01T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract with a condition on due diligence, of which only what the test makes is asked."""
    made = ContractFactory(
        organisation=cast.organisation, contract_manager=cast.contract_manager, title="Bedrijfskleding Rijk"
    )
    made.isv = True
    made.save(update_fields=["isv"])
    return made


@pytest.fixture
def deliverable(contract: Contract) -> Deliverable:
    return DeliverableFactory(contract=contract)


@pytest.fixture
def contact(deliverable: Deliverable) -> User:
    return contact_of(deliverable.contract)


@pytest.fixture
def portal(client: Client, contact: User) -> Client:
    client.force_login(contact, backend="accounts.backends.LinkBackend")
    return client


def _pdf(name: str = "risicoanalyse.pdf", text: str = "Risicoanalyse") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(text), "application/pdf")


def _form(**more: object) -> dict[str, object]:
    return {"note": "", "effective_on": "", "confidentiality": "organisation", "seen": "", **more}


def test_the_whole_path_from_the_mail_to_the_receipt(
    client: Client, cast: Cast, contract: Contract, deliverable: Deliverable
) -> None:
    contact = ContactFactory(supplier=contract.supplier, organisation=cast.organisation, language="en")
    contacts.invite(contact=contact, by=cast.contract_manager, at=_now())
    mail = OutgoingMessage.objects.get(kind="invitation")
    assert mail.language == "en"
    address = re.search(r"http://localhost(/portal/enter/\S+)", mail.body_text)
    assert address is not None
    client.get(address[1])
    home = client.post(address[1], follow=True).content.decode()
    assert "Risk analysis" in home
    assert str(cast.organisation) in home
    page = client.get(f"/portal/deliverables/{deliverable.pk}/").content.decode()
    assert "countries named per tier" in page.lower() or "countr" in page.lower()
    answer = client.post(
        f"/portal/deliverables/{deliverable.pk}/hand-in/",
        _form(documents=[_pdf("a.pdf", "A"), _pdf("b.pdf", "B")], note="Second half follows.", action="submit"),
        follow=True,
    )
    submission = Submission.objects.get()
    assert answer.redirect_chain == [(f"/portal/submissions/{submission.pk}/", 302)]
    receipt = answer.content.decode()
    for file in submission.files.all():
        assert file.document.name in receipt
        assert file.document.sha256 in receipt
    assert OutgoingMessage.objects.get(kind="submission_received").to_address == contact.user.email
    assert "Being assessed" in client.get("/portal/").content.decode()


def _now() -> datetime:
    return timezone.now()


class TestHome:
    def test_overdue_comes_first(self, portal: Client, contract: Contract) -> None:
        DeliverableFactory(contract=contract, kind="improvement_plan", due_on=TODAY - timedelta(days=20))
        page = portal.get("/portal/").content.decode()
        assert page.index("verbeterplan".capitalize()) < page.index("Risicoanalyse")

    def test_says_when_nothing_is_asked(self, client: Client, cast: Cast) -> None:
        client.force_login(cast.supplier, backend="accounts.backends.LinkBackend")
        assert "empty-state" in client.get("/portal/").content.decode()

    def test_costs_a_fixed_number_of_queries(
        self, portal: Client, contract: Contract, django_assert_num_queries: object
    ) -> None:
        for number in range(2, 12):
            DeliverableFactory(contract=contract, occurrence=number)
        with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture without types
            portal.get("/portal/")


class TestDeliverable:
    def test_shows_what_why_and_by_when(self, portal: Client, deliverable: Deliverable) -> None:
        page = portal.get(f"/portal/deliverables/{deliverable.pk}/").content.decode()
        for part in ("2.80", "OESO", "01-04-2027", deliverable.contract.reference, "<ol"):
            assert part in page, part

    def test_shows_the_result_after_a_request_for_revision(self, portal: Client, contract: Contract) -> None:
        asked_again = DeliverableFactory(
            contract=contract, kind="improvement_plan", revision_requested=True, submitted_on=TODAY - timedelta(days=9)
        )
        page = portal.get(f"/portal/deliverables/{asked_again.pk}/").content.decode()
        assert "Noem de landen per schakel." in page
        assert "Staat op bladzijde 2." in page

    def test_hides_a_judgement_that_is_not_finished(self, portal: Client, contract: Contract) -> None:
        busy = DeliverableFactory(
            contract=contract, kind="improvement_plan", in_assessment=True, submitted_on=TODAY - timedelta(days=9)
        )
        assert 'id="result"' not in portal.get(f"/portal/deliverables/{busy.pk}/").content.decode()

    def test_costs_a_fixed_number_of_queries(
        self, portal: Client, contract: Contract, django_assert_max_num_queries: object
    ) -> None:
        asked_again = DeliverableFactory(
            contract=contract, kind="improvement_plan", revision_requested=True, submitted_on=TODAY - timedelta(days=9)
        )
        with django_assert_max_num_queries(15):  # type: ignore[operator]  # a fixture without types
            portal.get(f"/portal/deliverables/{asked_again.pk}/")


class TestHandingIn:
    @pytest.fixture
    def address(self, deliverable: Deliverable) -> str:
        return f"/portal/deliverables/{deliverable.pk}/hand-in/"

    def test_looking_starts_nothing(self, portal: Client, address: str) -> None:
        assert portal.get(address).status_code == 200
        assert not Submission.objects.exists()

    def test_every_button_keeps_what_was_filled_in(self, portal: Client, address: str) -> None:
        portal.post(address, _form(documents=[_pdf()], note="Eerste helft", action="add"))
        draft = Submission.objects.get()
        assert (draft.note, draft.files.count()) == ("Eerste helft", 1)
        assert "Eerste helft" in portal.get(address).content.decode()

    def test_going_on_later_submits_nothing(self, portal: Client, address: str, deliverable: Deliverable) -> None:
        answer = portal.post(address, _form(note="Later", action="later"))
        assert answer["Location"] == f"/portal/deliverables/{deliverable.pk}/"
        deliverable.refresh_from_db()
        assert deliverable.state == "expected"

    def test_a_refused_file_loses_neither_the_others_nor_the_text(self, portal: Client, address: str) -> None:
        bad = SimpleUploadedFile("macro.exe", b"MZ\x90\x00", "application/pdf")
        page = portal.post(address, _form(documents=[_pdf("goed.pdf"), bad], note="Blijft staan", action="submit"))
        text = page.content.decode()
        assert page.status_code == 200
        assert "macro.exe" in text
        assert "Blijft staan" in text
        assert [file.document.name for file in Submission.objects.get().files.all()] == ["goed.pdf"]
        assert Submission.objects.get().submitted_at is None

    def test_nothing_to_hand_in_is_said_at_the_field(self, portal: Client, address: str) -> None:
        page = portal.post(address, _form(note="Tekst", action="submit")).content.decode()
        assert "id_documents_error" in page
        assert "Tekst" in page

    def test_a_wrong_date_is_said_at_the_field(self, portal: Client, address: str) -> None:
        page = portal.post(address, _form(effective_on="31-02-2027", action="later")).content.decode()
        assert "id_effective_on_error" in page
        assert "31-02-2027" in page

    def test_a_file_is_taken_out(self, portal: Client, address: str) -> None:
        portal.post(address, _form(documents=[_pdf()], action="add"))
        file = Submission.objects.get().files.get()
        portal.post(address, _form(remove=str(file.pk), note="Blijft"))
        draft = Submission.objects.get()
        assert (draft.files.count(), draft.note) == (0, "Blijft")

    def test_the_file_of_another_version_stays(self, portal: Client, address: str, contract: Contract) -> None:
        other = DeliverableFactory(contract=contract, kind="improvement_plan")
        theirs = hand_in(other, on=TODAY).files.get()
        portal.post(address, _form(remove=str(theirs.pk)))
        theirs.refresh_from_db()

    def test_a_colleagues_text_is_not_overwritten_unseen(
        self, portal: Client, address: str, contract: Contract, contact: User
    ) -> None:
        portal.post(address, _form(note="Begin", action="later"))
        seen = _seen(portal.get(address).content.decode())
        colleague = Client()
        colleague.force_login(
            ContactFactory(supplier=contract.supplier, organisation=contract.organisation).user,
            backend="accounts.backends.LinkBackend",
        )
        colleague.post(address, _form(note="Van de collega", seen=seen, action="later"))
        page = portal.post(address, _form(note="Van mij", seen=seen, action="submit")).content.decode()
        assert "Van de collega" in page
        assert "Van mij" in page
        assert Submission.objects.get().note == "Van de collega"
        portal.post(address, _form(note="Van mij", seen=_seen(page), action="later"))
        assert Submission.objects.get().note == "Van mij"

    def test_it_leads_back_when_nothing_is_asked(self, portal: Client, contract: Contract) -> None:
        done = DeliverableFactory(
            contract=contract, kind="improvement_plan", accepted=True, submitted_on=TODAY - timedelta(days=9)
        )
        answer = portal.get(f"/portal/deliverables/{done.pk}/hand-in/")
        assert answer["Location"] == f"/portal/deliverables/{done.pk}/"

    def test_a_colleague_was_first(self, portal: Client, address: str, deliverable: Deliverable) -> None:
        hand_in(deliverable, on=TODAY)
        answer = portal.post(address, _form(documents=[_pdf("b.pdf", "B")], action="submit"), follow=True)
        assert answer.status_code == 200
        assert Submission.objects.count() == 1

    def test_a_large_file_is_refused_with_its_size(self, portal: Client, address: str, settings: Settings) -> None:
        settings.DOCUMENT_MAX_BYTES = 1000
        page = portal.post(address, _form(documents=[_pdf("groot.pdf")], action="submit")).content.decode()
        assert "groot.pdf" in page
        assert not Submission.objects.get().files.exists()


class TestSendingOneByOne:
    """What the script of the page does."""

    def test_answers_the_renewed_list(self, portal: Client, deliverable: Deliverable) -> None:
        answer = portal.post(f"/portal/deliverables/{deliverable.pk}/files/", {"documents": _pdf()})
        assert answer.status_code == 200
        assert "<html" not in answer.content.decode()
        assert "risicoanalyse.pdf" in answer.content.decode()

    def test_says_what_was_refused(self, portal: Client, deliverable: Deliverable) -> None:
        bad = SimpleUploadedFile("leeg.pdf", b"niets van een pdf", "application/pdf")
        answer = portal.post(f"/portal/deliverables/{deliverable.pk}/files/", {"documents": bad})
        assert "field__error" in answer.content.decode()

    def test_says_that_it_was_handed_in_already(self, portal: Client, deliverable: Deliverable) -> None:
        hand_in(deliverable, on=TODAY)
        answer = portal.post(f"/portal/deliverables/{deliverable.pk}/files/", {"documents": _pdf()})
        assert answer.status_code == 409


class TestOwnFiles:
    def test_are_handed_back_and_reading_is_recorded(self, portal: Client, deliverable: Deliverable) -> None:
        file = hand_in(deliverable, on=TODAY).files.get()
        answer = portal.get(f"/portal/files/{file.pk}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.getvalue().startswith(b"%PDF")
        assert AuditEvent.objects.filter(action="document.read").count() == 1


class TestExtension:
    def test_is_asked(self, portal: Client, deliverable: Deliverable) -> None:
        address = f"/portal/deliverables/{deliverable.pk}/extension/"
        assert portal.get(address).status_code == 200
        portal.post(address, {"wanted_on": "2027-05-01", "reason": "Wij wachten op gegevens."})
        assert ExtensionRequest.objects.get().wanted_on == date(2027, 5, 1)
        assert "01-05-2027" in portal.get(f"/portal/deliverables/{deliverable.pk}/").content.decode()

    def test_an_earlier_date_is_said_at_the_field(self, portal: Client, deliverable: Deliverable) -> None:
        address = f"/portal/deliverables/{deliverable.pk}/extension/"
        page = portal.post(address, {"wanted_on": "2027-03-15", "reason": "Omdat."}).content.decode()
        assert "id_wanted_on_error" in page
        assert "Omdat." in page

    def test_all_that_is_wrong_is_said_at_once(self, portal: Client, deliverable: Deliverable) -> None:
        address = f"/portal/deliverables/{deliverable.pk}/extension/"
        form = portal.post(address, {"wanted_on": "2027-03-15", "reason": " "}).context["form"]
        assert set(form.errors) == {"wanted_on", "reason"}
        assert not ExtensionRequest.objects.exists()


class TestTenancy:
    """The same supplier works for two organisations; each invited its own contact person."""

    @pytest.fixture
    def theirs(self, cast: Cast, contract: Contract) -> Deliverable:
        other = ContractFactory(organisation=cast.other, supplier=contract.supplier)
        return DeliverableFactory(contract=other)

    def test_one_organisations_contact_sees_nothing_of_the_other(self, portal: Client, theirs: Deliverable) -> None:
        file = hand_in(theirs, on=TODAY).files.get()
        assert str(theirs.contract.organisation) not in portal.get("/portal/").content.decode()
        for address in (
            f"/portal/deliverables/{theirs.pk}/",
            f"/portal/deliverables/{theirs.pk}/hand-in/",
            f"/portal/deliverables/{theirs.pk}/extension/",
            f"/portal/submissions/{file.submission_id}/",
            f"/portal/files/{file.pk}/",
        ):
            assert portal.get(address).status_code == 404, address

    def test_nor_may_he_write_there(self, portal: Client, theirs: Deliverable) -> None:
        for address in ("hand-in", "files", "extension"):
            answer = portal.post(f"/portal/deliverables/{theirs.pk}/{address}/", _form(documents=[_pdf()]))
            assert answer.status_code == 404, address
        assert not Submission.objects.exists()

    def test_one_address_may_serve_both(
        self, portal: Client, contact: User, contract: Contract, theirs: Deliverable
    ) -> None:
        ContactFactory(supplier=contract.supplier, organisation=theirs.contract.organisation, email=contact.email)
        page = portal.get("/portal/").content.decode()
        assert str(theirs.contract.organisation) in page
        assert str(contract.organisation) in page

    def test_access_ends_at_once(self, portal: Client, cast: Cast, contact: User, deliverable: Deliverable) -> None:
        contacts.deactivate(contact=contact.supplier_contacts.get(), by=cast.contract_manager, at=_now())
        assert portal.get(f"/portal/deliverables/{deliverable.pk}/").status_code == 404

    def test_members_do_not_come_in_here(self, client: Client, cast: Cast, deliverable: Deliverable) -> None:
        client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
        assert client.get(f"/portal/deliverables/{deliverable.pk}/").status_code == 404


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]*)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize("typed", ["9" * 5000, "²", "x"])
def test_taking_out_what_is_no_file_changes_nothing(portal: Client, deliverable: Deliverable, typed: str) -> None:
    answer = portal.post(f"/portal/deliverables/{deliverable.pk}/hand-in/", {"action": "save", "remove": typed})

    assert answer.status_code < 500
