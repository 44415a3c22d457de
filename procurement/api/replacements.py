"""Who stands in during an absence: one's own replacements, named and ended through the same actions as the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ListAnswer, MemberAnswer
from accounts.permissions import check_right
from accounts.roles import DECIDE
from procurement.actions import replacements
from procurement.api.approval_serializers import ReplacementChangeSerializer, ReplacementSerializer
from procurement.api.views import given
from procurement.approval_reads import AREA
from procurement.models import Replacement


class ReplacementList(ListAnswer):
    """Whom one named and for whom one stands in, the latest first; for who judges."""

    serializer_class = ReplacementSerializer
    filters = forms.Form
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        check_right(self.member, self.organisation, AREA, DECIDE)
        own = Replacement.objects.visible_to(self.member).of(self.organisation)
        return own.select_related("member", "colleague").order_by("-from_on", "-pk")

    @extend_schema(request=ReplacementChangeSerializer, responses={201: ReplacementSerializer})
    def post(self, request: Request) -> Response:
        """Let a colleague who judges too stand in for oneself; he gets a mail."""
        asked = given(self, ReplacementChangeSerializer, AREA, DECIDE, organisation=self.organisation)
        made = replacements.name(organisation=self.organisation, by=self.member, at=self.now, **asked)
        return Response(ReplacementSerializer(made).data, status=201)


class ReplacementEnding(MemberAnswer):
    """End a replacement before its last day, by one of the two. 409 where it has ended already."""

    serializer_class = ReplacementSerializer
    http_method_names = ["post"]

    @extend_schema(request=None, responses=ReplacementSerializer)
    def post(self, request: Request, pk: int) -> Response:
        own = Replacement.objects.visible_to(self.member).of(self.organisation).filter(pk=pk).first()
        if own is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return Response(ReplacementSerializer(replacements.end(replacement=own, by=self.member, at=self.now)).data)
