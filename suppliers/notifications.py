"""Messages of the suppliers app: one function per message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.actions import links, outbox
from accounts.calendar import local_date
from accounts.models import AccessLink, User
from accounts.permissions import has_right
from accounts.roles import WRITE
from suppliers.deadlines import days_late
from suppliers.models import Assessment, Contract, Deliverable, ExtensionRequest, Submission, SupplierContact


def invitation(*, contact: SupplierContact, link: AccessLink, token: str, by: User, at: datetime) -> None:
    """The personal link to a contact person, with who asks and for whom."""
    outbox.enqueue(
        to=contact.user,
        template="invitation",
        context={
            "supplier": contact.supplier,
            "link": links.address(token),
            "expires_at": link.expires_at,
            "sender": by,
            "sender_email": by.email,
        },
        organisation=contact.organisation,
        about=contact,
        at=at,
    )


def submission_received(*, submission: Submission, at: datetime) -> None:
    """The receipt, to the person who submitted."""
    deliverable, submitter = submission.deliverable, submission.submitted_by
    if submitter is None:
        return
    _link, token = links.create(user=submitter, organisation=deliverable.contract.organisation, by=submitter, at=at)
    outbox.enqueue(
        to=submitter,
        template="submission_received",
        context={
            **_about(deliverable),
            "submitted_at": submission.submitted_at,
            "files": [file.document.name for file in submission.files.select_related("document")],
            "late_days": _late_days(submission),
            "link": links.address(token, to=reverse("portal:deliverable", args=[deliverable.pk])),
        },
        organisation=deliverable.contract.organisation,
        about=deliverable,
        at=at,
    )


def submission_to_assess(*, submission: Submission, at: datetime) -> None:
    """That there is something to assess, to the contract manager; to all of them when the contract has none (left)."""
    deliverable = submission.deliverable
    page = reverse("monitoring:deliverable-detail", args=[deliverable.pk])
    for manager in _managers(deliverable.contract):
        outbox.enqueue(
            to=manager,
            template="submission_to_assess",
            context={
                **_about(deliverable),
                "submitted_at": submission.submitted_at,
                "number": submission.number,
                "late_days": _late_days(submission),
                "link": f"{settings.BASE_URL}{page}",
            },
            organisation=deliverable.contract.organisation,
            about=deliverable,
            at=at,
        )


def _about(deliverable: Deliverable) -> dict[str, object]:
    contract = deliverable.contract
    return {
        "deliverable": deliverable,
        "supplier": contract.supplier,
        "reference": contract.reference,
        "title": contract.title,
    }


def _late_days(submission: Submission) -> int:
    """Days after the due date, of a first version; a later version is asked for by a date of its own."""
    deliverable = submission.deliverable
    if submission.number > 1 or submission.submitted_at is None:
        return 0
    return days_late(local_date(submission.submitted_at), deliverable.due_on, deliverable.grace_days)


def _managers(contract: Contract) -> list[User]:
    manager = contract.contract_manager
    if manager is not None and manager.is_active and has_right(manager, contract.organisation_id, "contract", WRITE):
        return [manager]
    members = contract.organisation.memberships.with_role("contract_manager").select_related("user")
    return [member.user for member in members if member.user.is_active]


def contract_assigned(*, contract: Contract, at: datetime) -> None:
    """That somebody manages a contract from now on, with what the supplier owes and when."""
    manager = contract.contract_manager
    if manager is None:
        return
    page = reverse("monitoring:contract-detail", args=[contract.pk])
    outbox.enqueue(
        to=manager,
        template="contract_assigned",
        context={
            "contract": contract,
            "supplier": contract.supplier,
            "deliverables": list(contract.deliverables.all()),
            "link": f"{settings.BASE_URL}{page}",
        },
        organisation=contract.organisation,
        about=contract,
        at=at,
    )


def assessment_completed(*, assessment: Assessment, by: User, at: datetime) -> None:
    """The outcome, with the remarks and a new due date, to each contact person of the supplier."""
    deliverable = assessment.deliverable
    for contact in _contacts(deliverable.contract):
        _link, token = links.create(user=contact.user, organisation=contact.organisation, by=by, at=at)
        outbox.enqueue(
            to=contact.user,
            template="assessment_completed",
            context={
                **_about(deliverable),
                "assessment": assessment,
                "due_on": deliverable.due_on,
                "link": links.address(token, to=reverse("portal:deliverable", args=[deliverable.pk])),
            },
            organisation=contact.organisation,
            about=deliverable,
            at=at,
        )


def extension_requested(*, request: ExtensionRequest, at: datetime) -> None:
    """That somebody asks for more time, to who may decide on it: the contract manager, unless he asked himself."""
    deliverable = request.deliverable
    page = reverse("suppliers:extension-decide", args=[request.pk])
    for manager in _managers(deliverable.contract):
        if manager.pk == request.requested_by_id:
            continue
        outbox.enqueue(
            to=manager,
            template="extension_requested",
            context={**_about(deliverable), "request": request, "link": f"{settings.BASE_URL}{page}"},
            organisation=deliverable.contract.organisation,
            about=deliverable,
            at=at,
        )


def extension_decided(*, request: ExtensionRequest, by: User, at: datetime) -> None:
    """Granted or refused, to who asked; a contact person who was taken away meanwhile gets no new link."""
    deliverable, requester = request.deliverable, request.requested_by
    organisation = deliverable.contract.organisation
    if requester.is_supplier and not Deliverable.objects.visible_to(requester).filter(pk=deliverable.pk).exists():
        return
    if requester.is_supplier:
        _link, token = links.create(user=requester, organisation=organisation, by=by, at=at)
        link = links.address(token, to=reverse("portal:deliverable", args=[deliverable.pk]))
    else:
        page = reverse("monitoring:deliverable-detail", args=[deliverable.pk])
        link = f"{settings.BASE_URL}{page}"
    outbox.enqueue(
        to=requester,
        template="extension_decided",
        context={**_about(deliverable), "request": request, "due_on": deliverable.due_on, "link": link},
        organisation=organisation,
        about=deliverable,
        at=at,
    )


def _contacts(contract: Contract) -> list[SupplierContact]:
    """The people of the supplier whom this organisation writes to."""
    contacts = contract.supplier.contacts.filter(organisation=contract.organisation, is_active=True)
    return list(contacts.select_related("user", "organisation"))
