"""From tender to contract over the API: record an award, and read the process as open data (OCDS 1.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.views import MemberAnswer
from procurement.api.views import found
from procurement.models import Tender
from suppliers import reads
from suppliers.actions import awards
from suppliers.actions.awards import Award
from suppliers.api.award_serializers import AwardSerializer
from suppliers.api.serializers import ContractDetailSerializer
from suppliers.api.views import contracts_in_full
from suppliers.ocds import package
from suppliers.permissions import check_award
from suppliers.reads_ocds import releases


class TenderContracts(MemberAnswer):
    """Record an award: the contract comes into being, with its deliverables and the commitments of the tender."""

    serializer_class = ContractDetailSerializer
    http_method_names = ["post"]

    @extend_schema(request=AwardSerializer, responses={201: ContractDetailSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """400 by name for what does not fit, 409 for a tender that was withdrawn."""
        tender = found(self, pk)
        check_award(self.member, tender)
        sent = body(AwardSerializer, request.data, tender=tender, member=self.member)
        contract = awards.award(
            tender=tender, supplier=sent.who(), award=_with_follow_up(tender, sent.award()), by=self.member,
            at=self.now,
        )  # fmt: skip
        made = contracts_in_full(self).get(pk=contract.pk)
        return Response(ContractDetailSerializer(made).data, status=201)


class TenderOcds(MemberAnswer):
    """A release package of one tender with its awards and contracts."""

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    def get(self, request: Request, pk: int) -> StreamingHttpResponse:
        tender = Tender.objects.visible_to(self.member).filter(pk=found(self, pk).pk)
        text = package(
            releases(tender, today=self.today),
            organisation=self.organisation, at=self.now, address=request.build_absolute_uri(),
        )  # fmt: skip
        return StreamingHttpResponse(text, content_type="application/json")


def _with_follow_up(tender: Tender, award: Award) -> Award:
    """The award with the follow-up that the tender decided, else the proposed one, where it names none itself."""
    if award.follow_up or not award.isv:
        return award
    if tender.follow_up:
        reason = award.follow_up_reason or tender.follow_up_reason
        return replace(award, follow_up=tender.follow_up, follow_up_reason=reason)
    told = ("lots", "value", "currency", "risk_signals", "awarded_on")
    named: dict[str, Any] = {name: getattr(award, name) for name in told}
    return replace(award, follow_up=reads.follow_up_proposal(tender=tender, **named).follow_up or "")
