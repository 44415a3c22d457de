"""Signals about chains over the API: list, one, and the two commands of the page: write one down, and withdraw one."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer
from procurement.actions import signals
from procurement.actions.signals import AREA
from procurement.api.approval_serializers import WhySerializer
from procurement.api.signal_serializers import SignalEntrySerializer, SignalSerializer
from procurement.api.views import given
from procurement.models import Signal
from procurement.signal_filters import SignalFilter
from procurement.signal_querysets import SignalQuerySet


class SignalList(ListAnswer):
    """What sources say of goods and countries, by good and country. No signal never means no risk."""

    serializer_class = SignalSerializer
    filters = SignalFilter
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        visible = Signal.objects.visible_to(self.member).of(self.organisation).select_related("theme")
        asked = SignalFilter(self.request.query_params, visible)
        check(asked)
        return asked.qs.order_by("good", "country_text", "source", "-year", "pk")

    @extend_schema(request=SignalEntrySerializer, responses={201: SignalSerializer})
    def post(self, request: Request) -> Response:
        """Write down a signal of the organisation's own. 400 where the same source says the same already."""
        entry = SignalEntrySerializer.as_entry(given(self, SignalEntrySerializer, AREA))
        made = signals.write_down(entry=entry, organisation=self.organisation, by=self.member, at=self.now)
        return Response(SignalSerializer(made).data, status=201)


class SignalDetail(DetailAnswer):
    """One signal, also one that was withdrawn."""

    serializer_class = SignalSerializer

    def get_queryset(self) -> SignalQuerySet:
        return Signal.objects.visible_to(self.member).of(self.organisation).select_related("theme")


class SignalWithdrawal(SignalDetail):
    """Withdraw a signal of the organisation's own. 409 for one of a list: a later edition of the list does that."""

    http_method_names = ["post"]

    @extend_schema(request=WhySerializer, responses=SignalSerializer)
    def post(self, request: Request, pk: int) -> Response:
        signal = cast("Signal", self.get_object())
        asked = given(self, WhySerializer, AREA)
        signals.withdraw(signal=signal, by=self.member, at=self.now, **asked)
        return Response(SignalSerializer(self.get_queryset().get(pk=pk)).data)
