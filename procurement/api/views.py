"""Tenders: list and one."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import Conflict
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.requests import MemberRequest
from procurement.actions import ambitions
from procurement.actions.ambitions import Answer
from procurement.api.serializers import (
    AmbitionChangesSerializer,
    AmbitionsSerializer,
    TenderDetailSerializer,
    TenderSerializer,
)
from procurement.filters import SORTS, TenderFilter, ordered
from procurement.models import Ambition, Lot, Tender
from procurement.querysets import TenderQuerySet


class TenderList(ListAnswer):
    """The tenders of the organisation, the newest publication first."""

    serializer_class = TenderSerializer
    filters = TenderFilter
    sorts = SORTS

    def rows(self) -> Any:
        visible = Tender.objects.visible_to(self.member).of(self.organisation).with_obligation()
        asked = TenderFilter(self.request.query_params, visible, organisation=self.organisation)
        check(asked)
        return ordered(asked.qs.with_ambition_summary(), self.sort).defer("description")


class TenderDetail(DetailAnswer):
    """One tender: facts, lots, ambitions, the ISV decision and what its obligation rests on."""

    serializer_class = TenderDetailSerializer

    def get_queryset(self) -> TenderQuerySet:
        visible = Tender.objects.visible_to(self.member).of(self.organisation)
        related = (
            "buyers",
            Prefetch("lots", Lot.objects.select_related("category")),
            Prefetch("ambitions", Ambition.objects.select_related("theme", "responsible")),
        )
        return (
            visible.with_obligation().with_ambition_summary().select_related("organisation").prefetch_related(*related)
        )


class TenderAmbitions(MemberAnswer):
    """The ambition of one tender: read it, or save what changes. All of it is saved, or nothing.

    409 when somebody else changed the same cells since the version that was named: read again, and decide.
    """

    serializer_class = AmbitionsSerializer
    http_method_names = ["get", "head", "post"]

    @extend_schema(responses=AmbitionsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self._answer(self._tender(pk))

    @extend_schema(request=AmbitionChangesSerializer, responses=AmbitionsSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = self._tender(pk)
        asked = AmbitionChangesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            ambitions.save(
                tender=tender, answers=[_as_answer(dict(change)) for change in asked.validated_data["ambitions"]],
                by=self.member, at=cast("MemberRequest", request).now,
            )  # fmt: skip
        except ambitions.AmbitionConflict as conflict:
            cells = ", ".join(f"{clash.theirs.theme.code}.{clash.cell}" for clash in conflict.clashes)
            raise Conflict(f"{conflict} {cells}") from conflict
        return self._answer(tender)

    def _tender(self, pk: int) -> Tender:
        found = Tender.objects.visible_to(self.member).of(self.organisation).filter(pk=pk).first()
        if found is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return found

    def _answer(self, tender: Tender) -> Response:
        rows = tender.ambitions.select_related("theme", "responsible")
        return Response(AmbitionsSerializer({"ambitions": rows}).data)


def _as_answer(change: dict[str, Any]) -> Answer:
    theme, version = change.pop("theme"), change.pop("version")
    if "responsible" in change:
        change["responsible_id"] = change.pop("responsible")
    return Answer(theme, change, version=version)
