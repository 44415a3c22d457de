"""May this person do this with a contract, a deliverable, a document? Each question has its sentence of refusal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.actions.transitions import may_move
from accounts.models import Organisation, User
from accounts.permissions import actor_roles, has_right
from accounts.roles import READ, WRITE
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, ExtensionRequest, SubmissionFile
from suppliers.workflow import ASSESSORS, DECIDERS, DELIVERABLE, EXTENSION

AWARDERS = ("buyer",)
"""Who move a tender to awarded (domain.md §8); whoever writes contracts may record an award too."""


def can_award(user: User, tender: Tender) -> bool:
    return may_award_in(user, tender.organisation_id)


def may_award_in(user: User, organisation_id: int) -> bool:
    """Record awards of this organisation's tenders."""
    return can_write_contracts(user, organisation_id) or bool(user.roles_in(organisation_id) & set(AWARDERS))


def check_award(user: User, tender: Tender) -> None:
    if not can_award(user, tender):
        raise PermissionDenied(_("Your role in this organisation does not allow you to record an award."))


def can_write_contracts(user: User, organisation: Organisation | int) -> bool:
    return user.is_system or has_right(user, organisation, "contract", WRITE)


def can_assess(user: User, deliverable: Deliverable) -> bool:
    """Look into it and answer the questions. Nobody does so for what he submitted himself."""
    roles = actor_roles(user, deliverable.contract.organisation_id)
    return bool(roles & set(ASSESSORS)) and deliverable.submitted_by_id != user.pk


def check_assess(user: User, deliverable: Deliverable) -> None:
    if not can_assess(user, deliverable):
        raise PermissionDenied(_("Your role in this organisation does not allow you to assess this."))


def can_decide(user: User, deliverable: Deliverable) -> bool:
    """Give the outcome, now: it is in assessment and the user is a decider who did not submit it."""
    return may_move(
        deliverable, workflow=DELIVERABLE, to="accepted", by=user, organisation_id=deliverable.contract.organisation_id
    )


def can_waive(user: User, deliverable: Deliverable) -> bool:
    return may_move(
        deliverable, workflow=DELIVERABLE, to="waived", by=user, organisation_id=deliverable.contract.organisation_id
    )


def can_request_extension(user: User, deliverable: Deliverable) -> bool:
    """The supplier for what is asked of him; a contract manager on his behalf."""
    if user.is_supplier:
        return Deliverable.objects.visible_to(user).filter(pk=deliverable.pk).exists()
    return "contract_manager" in user.roles_in(deliverable.contract.organisation_id)


def check_request_extension(user: User, deliverable: Deliverable) -> None:
    if not can_request_extension(user, deliverable):
        raise PermissionDenied(_("Your role in this organisation does not allow you to ask for an extension."))


def can_decide_extension(user: User, request: ExtensionRequest) -> bool:
    """A decider, other than who asked, while the request is open."""
    return may_move(
        request,
        workflow=EXTENSION,
        to="granted",
        by=user,
        organisation_id=request.deliverable.contract.organisation_id,
    )


def can_correct_due_date(user: User, contract: Contract) -> bool:
    return can_write_contracts(user, contract.organisation_id)


def can_read_confidential(user: User, organisation: Organisation | int) -> bool:
    """See the content of documents that are not public (domain.md §8, confidential documents)."""
    return user.is_system or has_right(user, organisation, "confidential", READ)


def can_read_document(user: User, file: SubmissionFile) -> bool:
    """A public document is everybody's who sees the deliverable; others ask the right to confidential documents."""
    if not file.document.is_confidential:
        return True
    return can_read_confidential(user, file.submission.deliverable.contract.organisation_id)


def check_read_document(user: User, file: SubmissionFile) -> None:
    if not can_read_document(user, file):
        raise PermissionDenied(_("This document is confidential. Your role does not allow you to see its content."))


def check_read_shared(user: User, file: SubmissionFile, organisation: Organisation) -> None:
    """Read another buyer's document as a member of this organisation, with which the supplier shares it."""
    if file.document.is_confidential and not can_read_confidential(user, organisation):
        raise PermissionDenied(_("This document is confidential. Your role does not allow you to see its content."))


def can_read_assessments(user: User, organisation: Organisation | int) -> bool:
    """Answers and remarks quote what was handed in: for who has a part in assessing (domain.md §8)."""
    return user.is_system or has_right(user, organisation, "assess", READ)


def check_read_assessments(user: User, organisation: Organisation | int) -> None:
    if not can_read_assessments(user, organisation):
        raise PermissionDenied(_("Your role in this organisation does not allow you to read assessments."))


def is_decider(user: User, organisation: Organisation | int) -> bool:
    return bool(actor_roles(user, organisation) & set(DECIDERS))


def is_assessor(user: User, organisation: Organisation | int) -> bool:
    return bool(actor_roles(user, organisation) & set(ASSESSORS))
