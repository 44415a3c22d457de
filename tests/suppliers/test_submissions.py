"""Preparing and handing in: shared by the contact persons of a supplier, refused to everybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db import models as django_models

from accounts.actions import audit
from accounts.models import AuditEvent, OutgoingMessage, User
from accounts.workflow import TransitionNotAllowed
from documents.models import Document
from suppliers.actions import submissions
from suppliers.models import Deliverable, Submission
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import (
    ContactFactory,
    ContractFactory,
    DeliverableFactory,
    contact_of,
    noon,
    pdf,
    upload,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 1)


@pytest.fixture
def deliverable(cast: Cast) -> Deliverable:
    """A risk analysis due on 1 April 2027, of a contract with a manager."""
    contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    return DeliverableFactory(contract=contract)


@pytest.fixture
def contact(deliverable: Deliverable) -> User:
    return contact_of(deliverable.contract)


@pytest.fixture
def draft(deliverable: Deliverable, contact: User) -> Submission:
    return submissions.start(deliverable=deliverable, by=contact, at=noon(DAY))


def _submit(draft: Submission, contact: User, *, on: date = DAY) -> Submission:
    submissions.add_file(submission=draft, file=upload(), by=contact, at=noon(on))
    return submissions.submit(submission=draft, by=contact, at=noon(on))


class TestPreparing:
    def test_colleagues_share_one_version(self, deliverable: Deliverable, draft: Submission, contact: User) -> None:
        contract = deliverable.contract
        colleague = ContactFactory(supplier=contract.supplier, organisation=contract.organisation).user
        theirs = submissions.start(deliverable=deliverable, by=colleague, at=noon(DAY))
        submissions.add_file(submission=draft, file=upload("a.pdf", pdf("A")), by=contact, at=noon(DAY))
        submissions.add_file(submission=theirs, file=upload("b.pdf", pdf("B")), by=colleague, at=noon(DAY))
        assert theirs == draft
        assert {file.document.name for file in draft.files.all()} == {"a.pdf", "b.pdf"}

    def test_the_database_allows_one_open_version(self, deliverable: Deliverable, draft: Submission) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.create(
                deliverable=deliverable, number=9, started_at=noon(DAY), started_by=draft.started_by
            )

    def test_the_same_file_twice_is_refused(self, draft: Submission, contact: User) -> None:
        content = pdf("A")
        submissions.add_file(submission=draft, file=upload("a.pdf", content), by=contact, at=noon(DAY))
        with pytest.raises(ValidationError, match=r"a\.pdf"):
            submissions.add_file(submission=draft, file=upload("a.pdf", content), by=contact, at=noon(DAY))
        assert draft.files.count() == 1

    def test_there_is_an_end_to_the_files(
        self, draft: Submission, contact: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(submissions, "MOST_FILES", 1)
        submissions.add_file(submission=draft, file=upload("a.pdf", pdf("A")), by=contact, at=noon(DAY))
        with pytest.raises(ValidationError):
            submissions.add_file(submission=draft, file=upload("b.pdf", pdf("B")), by=contact, at=noon(DAY))

    def test_a_removed_file_is_gone_and_its_event_stays(
        self, draft: Submission, contact: User, django_capture_on_commit_callbacks: object
    ) -> None:
        file = submissions.add_file(submission=draft, file=upload(), by=contact, at=noon(DAY))
        storage, key = file.document.file.storage, str(file.document.file.name)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without types
            submissions.remove_file(file=file, by=contact, at=noon(DAY))
        assert not Document.objects.exists()
        assert not storage.exists(key)
        assert AuditEvent.objects.filter(action="document.discarded").exists()
        assert AuditEvent.objects.filter(action="submission.file_removed").exists()

    def test_what_stands_already_leaves_no_trace(self, draft: Submission, contact: User) -> None:
        before = AuditEvent.objects.count()
        submissions.save_details(
            submission=draft, note="", effective_on=None, public_url="", confidentiality="organisation",
            by=contact, at=noon(DAY),
        )  # fmt: skip
        assert AuditEvent.objects.count() == before


class TestSubmitting:
    def test_the_deliverable_is_submitted_on_the_local_day(
        self, deliverable: Deliverable, draft: Submission, contact: User
    ) -> None:
        submissions.add_file(submission=draft, file=upload(), by=contact, at=noon(DAY))
        late_evening = noon(DAY).replace(hour=23, minute=30)
        submissions.submit(submission=draft, by=contact, at=late_evening)
        deliverable.refresh_from_db()
        assert deliverable.state == "submitted"
        assert deliverable.submitted_on == DAY + timedelta(days=1)
        assert deliverable.submitted_by == contact

    def test_an_empty_version_is_refused(self, deliverable: Deliverable, draft: Submission, contact: User) -> None:
        with pytest.raises(ValidationError) as refused:
            submissions.submit(submission=draft, by=contact, at=noon(DAY))
        assert "documents" in refused.value.message_dict
        deliverable.refresh_from_db()
        assert deliverable.state == "expected"

    def test_a_public_address_is_enough_for_an_annual_report(self, cast: Cast) -> None:
        contract = ContractFactory(organisation=cast.organisation)
        report = DeliverableFactory(contract=contract, kind="annual_report", about_year=2027)
        contact = contact_of(contract)
        draft = submissions.start(deliverable=report, by=contact, at=noon(DAY))
        submissions.save_details(
            submission=draft, note="", effective_on=None, public_url="https://leverancier.example/verslag",
            confidentiality="public", by=contact, at=noon(DAY),
        )  # fmt: skip
        submissions.submit(submission=draft, by=contact, at=noon(DAY))
        report.refresh_from_db()
        assert (report.public_url, report.published_on) == ("https://leverancier.example/verslag", DAY)

    def test_all_at_once_is_the_same_as_step_by_step(self, deliverable: Deliverable, contact: User) -> None:
        details = {"note": "Met bronnen.", "effective_on": DAY, "public_url": "", "confidentiality": "buyers"}

        made = submissions.hand_in(deliverable=deliverable, files=[upload()], details=details, by=contact, at=noon(DAY))

        deliverable.refresh_from_db()
        assert (deliverable.state, deliverable.submitted_on) == ("submitted", DAY)
        assert (made.note, made.confidentiality, made.files.count()) == ("Met bronnen.", "buyers", 1)

    def test_all_at_once_without_a_file_leaves_nothing(self, deliverable: Deliverable, contact: User) -> None:
        details = {"note": "", "effective_on": None, "public_url": "", "confidentiality": "organisation"}

        with pytest.raises(ValidationError):
            submissions.hand_in(deliverable=deliverable, files=[], details=details, by=contact, at=noon(DAY))

        assert not Submission.objects.filter(deliverable=deliverable).exists()

    def test_late_is_accepted(self, deliverable: Deliverable, draft: Submission, contact: User) -> None:
        _submit(draft, contact, on=date(2027, 5, 1))
        found = Deliverable.objects.with_timeliness(date(2027, 5, 2)).get(pk=deliverable.pk)
        assert found.state == "submitted"
        assert found.is_late
        receipt = OutgoingMessage.objects.get(kind="submission_received")
        assert "30" in receipt.body_text

    def test_a_second_version_keeps_the_first_date(self, cast: Cast) -> None:
        asked_again = DeliverableFactory(
            contract=ContractFactory(organisation=cast.organisation), revision_requested=True, submitted_on=DAY
        )
        contact = contact_of(asked_again.contract)
        second = submissions.start(deliverable=asked_again, by=contact, at=noon(DAY + timedelta(days=20)))
        _submit(second, contact, on=DAY + timedelta(days=20))
        asked_again.refresh_from_db()
        assert second.number == 2
        assert asked_again.submitted_on == DAY

    def test_the_files_take_the_chosen_confidentiality(self, draft: Submission, contact: User) -> None:
        submissions.add_file(submission=draft, file=upload(), by=contact, at=noon(DAY))
        submissions.save_details(
            submission=draft, note="", effective_on=None, public_url="", confidentiality="buyers",
            by=contact, at=noon(DAY),
        )  # fmt: skip
        submissions.submit(submission=draft, by=contact, at=noon(DAY))
        assert Document.objects.get().confidentiality == "buyers"

    def test_the_contract_manager_and_the_supplier_are_told(self, cast: Cast, draft: Submission, contact: User) -> None:
        _submit(draft, contact)
        told = dict(OutgoingMessage.objects.values_list("kind", "to_address"))
        assert told["submission_to_assess"] == cast.contract_manager.email
        assert told["submission_received"] == contact.email

    def test_without_a_contract_manager_all_of_them_are_told(self, cast: Cast) -> None:
        contract = ContractFactory(organisation=cast.organisation, contract_manager=None)
        contact = contact_of(contract)
        draft = submissions.start(deliverable=DeliverableFactory(contract=contract), by=contact, at=noon(DAY))
        _submit(draft, contact)
        assert OutgoingMessage.objects.get(kind="submission_to_assess").to_address == cast.contract_manager.email

    def test_twice_is_refused(self, draft: Submission, contact: User) -> None:
        _submit(draft, contact)
        with pytest.raises(TransitionNotAllowed):
            submissions.submit(submission=draft, by=contact, at=noon(DAY))
        assert OutgoingMessage.objects.filter(kind="submission_received").count() == 1

    def test_what_was_handed_in_stays_as_it_was(self, draft: Submission, contact: User) -> None:
        submitted = _submit(draft, contact)
        file = submitted.files.get()
        with pytest.raises(TransitionNotAllowed):
            submissions.remove_file(file=file, by=contact, at=noon(DAY))
        with pytest.raises(TransitionNotAllowed):
            submissions.add_file(submission=draft, file=upload("b.pdf", pdf("B")), by=contact, at=noon(DAY))

    def test_nothing_happens_when_the_audit_fails(
        self, deliverable: Deliverable, draft: Submission, contact: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        submissions.add_file(submission=draft, file=upload(), by=contact, at=noon(DAY))

        def fail(*_args: object, **_options: object) -> None:
            raise django_models.ProtectedError("audit", set())

        monkeypatch.setattr(audit, "record", fail)
        with pytest.raises(django_models.ProtectedError):
            submissions.submit(submission=draft, by=contact, at=noon(DAY))
        deliverable.refresh_from_db()
        draft.refresh_from_db()
        assert (deliverable.state, draft.submitted_at) == ("expected", None)
        assert not OutgoingMessage.objects.filter(kind="submission_received").exists()


class TestWhoMay:
    @pytest.mark.parametrize(
        "role", ["buyer", "contract_manager", "category_manager", "mvi_adviser", "administrator", "auditor"]
    )
    def test_no_member_hands_in(self, cast: Cast, deliverable: Deliverable, role: str) -> None:
        with pytest.raises(PermissionDenied):
            submissions.start(deliverable=deliverable, by=cast.people[role], at=noon(DAY))

    def test_no_contact_of_another_supplier(self, cast: Cast, deliverable: Deliverable) -> None:
        other = contact_of(ContractFactory(organisation=cast.organisation))
        with pytest.raises(PermissionDenied):
            submissions.start(deliverable=deliverable, by=other, at=noon(DAY))

    def test_no_contact_of_the_same_supplier_for_another_organisation(
        self, cast: Cast, deliverable: Deliverable
    ) -> None:
        elsewhere = ContactFactory(supplier=deliverable.contract.supplier, organisation=cast.other).user
        with pytest.raises(PermissionDenied):
            submissions.start(deliverable=deliverable, by=elsewhere, at=noon(DAY))

    def test_no_contact_who_lost_his_access(self, deliverable: Deliverable, draft: Submission, contact: User) -> None:
        contact.supplier_contacts.update(is_active=False)
        with pytest.raises(PermissionDenied):
            submissions.submit(submission=draft, by=contact, at=noon(DAY))

    @pytest.mark.parametrize("state", ["submitted", "in_assessment", "accepted", "accepted_with_remarks", "waived"])
    def test_nothing_starts_while_nothing_is_asked(self, cast: Cast, state: str) -> None:
        closed = DeliverableFactory(contract=ContractFactory(organisation=cast.organisation), state=state)
        with pytest.raises(TransitionNotAllowed):
            submissions.start(deliverable=closed, by=contact_of(closed.contract), at=noon(DAY))
