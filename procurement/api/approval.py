"""The approval of an approach over the API: read it, and submit, decide, reopen, remark and answer as on the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.problems import Conflict
from accounts.api.views import MemberAnswer
from accounts.roles import DECIDE
from procurement import approval_reads as reads
from procurement.actions import approvals, remarks, tenders
from procurement.api.approval_serializers import (
    ApprovalSerializer,
    DecideSerializer,
    DueDateSerializer,
    RemarkChangeSerializer,
    WhySerializer,
    WordsSerializer,
)
from procurement.api.views import found, given
from procurement.models import ApproachRemark, Tender


class Approval(MemberAnswer):
    """The rounds of one approach, with their decisions, what changed between them, and the remarks."""

    serializer_class = ApprovalSerializer

    @extend_schema(responses=ApprovalSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return answered(found(self, pk))


class Command(MemberAnswer):
    """Something done in the approval; the answer is the approval as it is then."""

    http_method_names = ["post"]
    serializer_class = ApprovalSerializer


class ApprovalSubmission(Command):
    """Submit the approach. 409 where something is missing, with what."""

    @extend_schema(request=None, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        try:
            approvals.submit(tender=tender, by=self.member, at=self.now)
        except approvals.ApproachIncomplete as refusal:
            raise Conflict(" ".join([str(refusal), *(each.text for each in refusal.missing)])) from refusal
        return answered(tender)


class ApprovalDecision(Command):
    """Approve or return, in a role of one's own or on behalf of the colleague for whom one stands in."""

    @extend_schema(request=DecideSerializer, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        sent = given(self, DecideSerializer, reads.AREA, DECIDE)
        approvals.decide(tender=tender, by=self.member, at=self.now, **sent)
        return answered(tender)


class ApprovalReopening(Command):
    """Take an approved approach back to draft."""

    @extend_schema(request=WhySerializer, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        sent = given(self, WhySerializer, tenders.AREA)
        approvals.reopen(tender=tender, by=self.member, at=self.now, **sent)
        return answered(tender)


class ApprovalDueDate(Command):
    """Give the round that runs another due date, with a reason. 409 where no round runs."""

    @extend_schema(request=DueDateSerializer, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        if not reads.may_move_due_date(self.member, tender.organisation_id):
            raise PermissionDenied(_("Your role does not allow this step."))
        sent = body(DueDateSerializer, request.data)
        approvals.move_due_date(tender=tender, by=self.member, at=self.now, **sent.validated_data)
        return answered(tender)


class ApprovalRemarks(Command):
    """Remark on a theme, on ISV or on a criterion, while the approach is judged."""

    @extend_schema(request=RemarkChangeSerializer, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        sent = given(self, RemarkChangeSerializer, reads.AREA, DECIDE, tender=tender)
        remarks.write(tender=tender, text=sent["text"], **sent["about"], by=self.member, at=self.now)
        return answered(tender)


class ApprovalAnswer(Command):
    """Answer a remark, or better the answer."""

    @extend_schema(request=WordsSerializer, responses=ApprovalSerializer)
    def post(self, request: Request, pk: int, remark_pk: int) -> Response:
        tender = found(self, pk)
        remark = ApproachRemark.objects.filter(tender=tender, pk=remark_pk).first()
        if remark is None:
            raise Http404(_("This does not exist, or you may not see it."))
        sent = given(self, WordsSerializer, tenders.AREA)
        remarks.answer(remark=remark, text=sent["text"], by=self.member, at=self.now)
        return answered(tender)


def answered(tender: Tender) -> Response:
    """The approval of a tender, in a fixed number of queries."""
    rounds = list(tender.approach_rounds.select_related("submitted_by").order_by("number"))
    decisions = list(
        tender.approach_decisions.select_related("decided_by", "on_behalf_of").order_by("decided_at", "pk")
    )
    changes = reads.changes_by_round(rounds, reads.theme_names())
    moves = reads.due_date_moves(tender)
    latest = [each for each in decisions if each.round == tender.approach_round]
    is_running = tender.approach_state == "submitted" and bool(rounds)
    shown: list[dict[str, Any]] = [
        {
            **{name: getattr(each, name) for name in ("number", "asks", "due_on", "submitted_by", "submitted_at")},
            "decisions": [decision for decision in decisions if decision.round == each.number],
            "due_date_moves": [move for move in moves if move.number == each.number],
            "changes": changes.get(each.number, []),
        }
        for each in rounds
    ]
    answer = {
        "approach_state": tender.approach_state,
        "open_roles": reads.open_roles(rounds[-1].asks, latest) if is_running else (),
        "rounds": shown,
        "remarks": reads.remarks_of(tender),
    }
    return Response(ApprovalSerializer(answer).data)
